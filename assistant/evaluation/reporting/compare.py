"""Two reports over the same questions: what moved, and how surely."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ReportError
from assistant.evaluation.measuring.citations import Alce
from assistant.evaluation.measuring.measures import JudgedCorrect, Measure
from assistant.evaluation.measuring.scoring import measures
from assistant.evaluation.questions import Question
from assistant.evaluation.reporting.report import Report, Result
from assistant.types import Record

_RESAMPLES = 2000
_SEED = 0
_FEWEST = 10

Column = NDArray[np.float64]


class Change(Record):
    """A measure before and after, and the 95 % interval of the difference."""

    measure: str
    unit: str
    before: float
    after: float
    low: float
    high: float
    better: bool | None
    """Whether it is surely better or surely worse.

    None if the interval has zero in it, if fewer than ten questions bear on the measure, if
    another judge decided it, and of memory, which is one figure of a whole run.
    """

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before


class Switch(Record):
    """A question that is right in one of the reports only."""

    id: str
    text: str
    now_right: bool
    before: str
    after: str


class Comparison(Record):
    """What moved from one report to another, over the questions that are in both."""

    questions: int
    only_before: int
    only_after: int
    changes: tuple[Change, ...]
    lost: tuple[str, ...]
    """Shares that were measured before, and of which no question speaks any more."""
    switches: tuple[Switch, ...]


def check_common(report: Report, questions: Iterable[Question | Result]) -> None:
    """Raise ReportError if a report has none of the questions."""
    if not {(r.id, r.text) for r in report.results} & {(q.id, q.text) for q in questions}:
        raise ReportError("The two reports have no question in common, so nothing compares.")


def check_baseline(baseline: Report, questions: Sequence[Question]) -> None:
    """Raise ReportError if a run of the questions could not be held against a baseline."""
    known = {(r.id, r.text) for r in baseline.results}
    missing = [q.id for q in questions if (q.id, q.text) not in known]
    if missing:
        raise ReportError(
            f"The baseline lacks {len(missing)} of the {len(questions)} questions, the first of "
            f"them {missing[0]!r}. Record it anew over these questions."
        )
    if len(questions) < _FEWEST:
        raise ReportError(
            f"With fewer than {_FEWEST} questions nothing is surely worse than the baseline. "
            "Ask more of them."
        )


def compare(before: Report, after: Report) -> Comparison:
    """Compare question by question; raises ReportError if no question is in both.

    Intervals are those of the paired percentile bootstrap (Efron and Tibshirani 1993):
    the questions are drawn again 2,000 times, always with both of their scores.
    """
    check_common(before, after.results)
    earlier = {(r.id, r.text): r for r in before.results}
    later = {(r.id, r.text): r for r in after.results}
    shared = sorted(earlier.keys() & later.keys())
    old, new = [earlier[k] for k in shared], [later[k] for k in shared]
    same_judge = before.conditions.support_test == after.conditions.support_test
    changes = (_change(name, m, old, new, same_judge) for name, m in measures().items())
    return Comparison(
        questions=len(shared),
        only_before=len(earlier.keys() - later.keys()),
        only_after=len(later.keys() - earlier.keys()),
        changes=tuple(c for c in changes if c),
        lost=tuple(
            name
            for name, measure in measures().items()
            if measure.unit == "share" and _is_in(name, old) and not _is_in(name, new)
        ),
        switches=tuple(
            _switch(a, b)
            for a, b in zip(old, new, strict=True)
            if (a.grade == "right") != (b.grade == "right")
        ),
    )


def _change(
    name: str, measure: Measure, old: Sequence[Result], new: Sequence[Result], same_judge: bool
) -> Change | None:
    before, after = _column(name, old), _column(name, new)
    if np.isnan(before).all() or np.isnan(after).all():
        return None
    low, high = _interval(measure, before, after)
    few = int((~np.isnan(before) | ~np.isnan(after)).sum()) < _FEWEST
    judged_otherwise = isinstance(measure, Alce | JudgedCorrect) and not same_judge
    unsure = few or judged_otherwise or measure.unit == "MB"
    sign = -1 if measure.lower_is_better else 1
    return Change(
        measure=name,
        unit=measure.unit,
        before=_summary(measure, before),
        after=_summary(measure, after),
        low=low,
        high=high,
        better=None if unsure or low <= 0 <= high else bool(sign * low > 0),
    )


def _interval(measure: Measure, before: Column, after: Column) -> tuple[float, float]:
    """The middle 95 % of the difference over resampled questions."""
    if np.array_equal(before, after, equal_nan=True):
        return 0.0, 0.0
    random = np.random.default_rng(_SEED)
    draws = random.integers(0, len(before), (_RESAMPLES, len(before)))
    differences = [
        _summary(measure, after[d]) - _summary(measure, before[d])
        for d in draws
        if not (np.isnan(before[d]).all() or np.isnan(after[d]).all())
    ]
    low, high = np.percentile(differences, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)


def _summary(measure: Measure, column: Column) -> float:
    return round(measure.summary(column[~np.isnan(column)]), 4)  # type: ignore[arg-type]


def _is_in(name: str, results: Sequence[Result]) -> bool:
    return any(name in r.scores for r in results)


def _column(name: str, results: Sequence[Result]) -> Column:
    return np.array([r.scores.get(name, np.nan) for r in results])


def _switch(before: Result, after: Result) -> Switch:
    return Switch(
        id=after.id,
        text=after.text,
        now_right=after.grade == "right",
        before=f"{before.grade}: {before.why}",
        after=f"{after.grade}: {after.why}",
    )
