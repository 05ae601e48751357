"""Whether the numbers, dates and weekdays of a statement stand in its evidence."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from assistant.answering.checking.dated import dated
from assistant.language.clocks import (
    decades,
    dotted,
    has_clock,
    hours_of_half,
    is_of_afternoon,
    with_clocks_apart,
    written_out,
)
from assistant.language.dates import Day, dates, without_numeric
from assistant.language.measures import measures
from assistant.language.numbers import numbers
from assistant.language.quantities import (
    SPELT_OUT,
    in_digits,
    is_year,
    loose_values,
    values,
)
from assistant.language.weekdays import weekdays
from assistant.types import Evidence

# Names of months that are also something else, where they stand without a day or a year.
_AMBIGUOUS_MONTHS = re.compile(
    r"(?<!\bin )(?<!\bof )(?<!\ben )(?<!\bde )(?<!until )(?<!since )"
    r"\b(?:may|march|mars|mai)\b",
    re.IGNORECASE,
)
# What a word alone may stand for in many ways: up to twelve, and "a hundred", "thousand".
_SMALL, _ROUND = 12, {100.0, 1000.0, 1e6, 1e9}
_NOON = 12
# "6月" is June, whose number other languages do not write; days are compared as dates.
_MONTH = re.compile(r"[\d一二三四五六七八九十]{1,2}(?=月)")


def missing_figures(statement: str, language: str | None, cited: Sequence[Evidence]) -> list[str]:
    """Numbers, dates and weekdays that the evidence does not have, as written in digits.

    The year of publication counts as there, and a month may be of any year that is there:
    a report of May means this May.
    """
    own = "\n".join(map(dated, cited))
    years = {e.published.at.year for e in cited if e.published}
    there = _there(cited, own) | {float(y) for y in years}
    if has_clock(statement):
        there |= values(with_clocks_apart(own), None)
    if is_of_afternoon(statement) or is_of_afternoon(own):
        there |= {hour + noon for hour in there for noon in (-12, 12) if 0 < hour + noon < 24}
    wanted = _wanted(statement, language, {e.language for e in cited})
    wanted -= _clocks(statement, own, there) | converted(statement, language, cited)
    missing = [f"{n:.12g}" for n in sorted(wanted - there)]
    return (
        missing
        + _other_half(statement, own)
        + _missing_days(statement, own, years | {int(n) for n in there if is_year(n)})
        + _missing_weekdays(statement, language, cited)
    )


def _wanted(statement: str, language: str | None, others: set[str | None]) -> set[float]:
    """The numbers that must stand in evidence of other languages.

    Where numbers in words are known in all of them, the five of "five hundred" is none.
    """
    plain = _MONTH.sub("", written_out(without_numeric(statement)))
    found = values(plain, language)
    if not language or not {language, *others} <= SPELT_OUT:
        return found
    whole = values(in_digits(plain, language), language)
    large = {n for n in whole - _ROUND if n > _SMALL}
    return large | {n for n in found if n > _SMALL or n in whole}


def converted(statement: str, language: str | None, cited: Sequence[Evidence]) -> set[float]:
    """Numbers of the statement that the evidence has in another system of units."""
    there = [m for e in cited for m in measures(e.sentence.text, e.language)]
    return {m.number for m in measures(statement, language) if any(m.is_same(t) for t in there)}


def _clocks(statement: str, own: str, there: set[float]) -> set[float]:
    """Times with a point that are there in another form: 18.3 for "18h30", but not 9.3 p.m."""
    afternoon = is_of_afternoon(own)
    times = dotted(statement).items() if afternoon or has_clock(own) else ()
    return {n for n, parts in times if parts <= there and (n >= _NOON or not afternoon)}


def _other_half(statement: str, own: str) -> list[str]:
    """Hours of the morning that are of the afternoon in the evidence, or the other way round."""
    there = hours_of_half(own)
    said = hours_of_half(statement) - there
    return [f"{h} {half}m" for h, half in said if (h, "ap"[half == "a"]) in there]


def _there(cited: Sequence[Evidence], own: str) -> set[float]:
    """All that may stand for a number in the evidence; `own` are its sentences, dated."""
    found = {float(n) for n in numbers(own)} | values(written_out(own), None) | decades(own)
    found |= {float(part) for d in dates(own) for part in (d.year, d.day) if part}
    for e in cited:
        text = e.sentence.text
        found |= values(dated(e), e.language) | loose_values(text, e.language)
        spelt = in_digits(text, e.language or "")
        found |= values(spelt, e.language) | decades(spelt)
    return found


def _missing_days(statement: str, own: str, years: set[int]) -> list[str]:
    clear = _AMBIGUOUS_MONTHS.sub(" ", statement)
    wanted = {d for d in dates(statement) if d.day or d.year} | dates(clear)
    there = dates(own)
    said = {d for d in wanted if any(_says(t, d, years) for t in there)}
    return [_written(d) for d in wanted - said if d.turned() not in said]


def _says(there: Day, wanted: Day, years: set[int]) -> bool:
    """Whether a date includes another; the year may be that of publication."""
    known = there.year or (wanted.year if wanted.year in years else None)
    return there._replace(year=known).includes(wanted)


def _written(day: Day) -> str:
    return "-".join(f"{part:02}" for part in day if part)


def _missing_weekdays(statement: str, language: str | None, cited: Sequence[Evidence]) -> list[str]:
    wanted = weekdays(statement, language)
    there = set().union(*(_weekdays_of(e) for e in cited))
    return [name for name, day in wanted.items() if day not in there]


def _weekdays_of(e: Evidence) -> set[int]:
    """Weekdays that the sentence names, and those of its dates."""
    year = e.published.at.year if e.published else None
    found = set(weekdays(e.sentence.text, e.language, loosely=True).values())
    for day in dates(dated(e)):
        if day.day and (day.year or year):
            with suppress(ValueError):
                found.add(date(day.year or year or 0, day.month, day.day).weekday())
    return found
