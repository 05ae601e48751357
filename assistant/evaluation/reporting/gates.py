"""Limits that make a run fail: a measure below a value, or worse than a baseline."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from math import isfinite

from assistant.errors import ReportError
from assistant.evaluation.measuring.scoring import measures
from assistant.evaluation.reporting.compare import Comparison
from assistant.evaluation.reporting.report import Report

# Processors differ in arithmetic: vectors turned by as much as 8 bits turn them moved a measure
# by 0.024.
_TOLERANCE = 0.03


Limit = tuple[str, float]
"""The name of a measure, and what it has to reach."""


def parse_limits(limits: Sequence[str]) -> list[Limit]:
    """`["Correct=0.5"]` as measures with numbers; raises ReportError for any other form."""
    return [*map(_parsed, limits)]


def below(report: Report, limits: Sequence[Limit]) -> Iterator[str]:
    """A line for each measure that does not reach its limit, or exceeds it where less is better."""
    known = measures()
    for name, limit in limits:
        value = report.overall.figures.get(name)
        if value is None:
            yield f"{name} could not be measured: no question of this set bears on it."
        elif (value > limit) if known[name].lower_is_better else (value < limit):
            way = "above" if known[name].lower_is_better else "below"
            yield f"{name} is {value:g}, {way} the limit of {limit:g}."


def regressions(comparison: Comparison) -> Iterator[str]:
    """A line for each measure that is surely worse than in the baseline, by over three points.

    So is a share that nothing speaks of any more. Times and memory are passed over: the
    baseline is from another machine.
    """
    for name in comparison.lost:
        yield f"{name} could not be measured, and is in the baseline."
    for c in comparison.changes:
        if c.better is False and c.unit == "share" and abs(c.difference) > _TOLERANCE:
            yield (
                f"{c.measure} went from {c.before:g} to {c.after:g} "
                f"(95 % interval of the difference {c.low:+g} to {c.high:+g})."
            )


def _parsed(limit: str) -> Limit:
    name, _, value = limit.partition("=")
    if name not in measures():
        raise ReportError(f"There is no measure {name!r}. Known are: {', '.join(measures())}.")
    with suppress(ValueError):
        if isfinite(number := float(value)):
            return name, number
    raise ReportError(f"{limit!r} is no limit. Write it like Correct=0.5.")
