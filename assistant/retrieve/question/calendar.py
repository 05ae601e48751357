"""Expressions of time in a question → the days they cover.

How languages say "last week" is in the files of wordings.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from assistant.language.terms import UNSPACED
from assistant.retrieve.question.dates import ARTICLE, Days, dates, weekdays
from assistant.retrieve.question.wordings import either, patterns

_UNITS = ("day", "week", "month", "year")
_RELATIVE = ("eve", "yesterday", "today", "this", "last", "ago", "past", "few", "weekend", "vague")
_FEW = 5
_SATURDAY = 5


def days(question: str, language: str | None, asked: date) -> list[Days]:
    """All expressions of time, in the order of the question; none overlaps another.

    Neighbours are one: "January last year", "January and February".
    """
    every = [
        *_relative(question, language, asked),
        *dates(question, language, asked),
        *weekdays(question, language, asked),
    ]
    found: list[Days] = []
    for one in sorted(every, key=lambda d: (d.start - d.end, d.start)):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    joined: list[Days] = []
    for one in sorted(found, key=lambda d: d.start):
        both = _as_one(joined[-1], one, question, language) if joined else None
        joined[-1:] = [both] if both else [*joined[-1:], one]
    return joined


def _as_one(one: Days, other: Days, question: str, language: str | None) -> Days | None:
    """What two neighbours mean together; None where they are apart."""
    link = question[one.end : other.start]
    bare = re.sub(rf"(?<!\w){ARTICLE}$", "", link)
    if any(
        p.fullmatch(words.strip(" ,")) for words in (link, bare) for p in patterns(language, "to")
    ):
        return _from_to(one, other)
    inner = either(language, "in", "onday")
    link = re.sub(rf"(?<!\w)(?:{inner})?[\s'’]*$", "", bare).strip(" ,")
    if not link:
        both = (f(a, b) for f in (_of_year, _on_weekday) for a, b in ((one, other), (other, one)))
        found = next((found for found in both if found), None)
        comma = question[found.end :].startswith(",") if found and "," in bare else 0
        return found and found._replace(end=found.end + comma)
    if not any(p.fullmatch(link) for key in ("and", "or") for p in patterns(language, key)):
        return None
    head = question[: one.start].rstrip()
    if re.search(rf"(?<!\w)(?:{either(language, 'between')})$", head, re.IGNORECASE):
        return _from_to(one, other)
    alike = one.kind == other.kind or {one.kind, other.kind} == {"last", "this"}
    if not (alike and one.unit == other.unit):
        return None
    first, last = min(one.first, other.first), max(one.last, other.last)
    return one._replace(first=first, last=last, end=other.end, is_range=True)


def _from_to(one: Days, other: Days) -> Days:
    """All from one to another, whose year the first may leave out."""
    first = one.first
    if (one.kind, other.kind) == ("bare date", "date"):
        first += relativedelta(year=other.first.year)
    if first > other.first and one.kind in {"weekday", "bare date"}:
        first -= relativedelta(weeks=1) if one.kind == "weekday" else relativedelta(years=1)
    first, last = min(first, other.first), max(other.last, first + (one.last - one.first))
    return Days(first, last, one.start, other.end, other.kind, other.unit, is_range=True)


def _on_weekday(weekday: Days, day: Days) -> Days | None:
    """A day of a month with its weekday beside it, which tells this year's from the last."""
    if weekday.kind != "weekday" or day.unit != "day" or not day.kind.endswith("date"):
        return None
    later = day.first + relativedelta(years=1)
    is_later = later.weekday() == weekday.first.weekday() != day.first.weekday()
    on = later if is_later else day.first
    start, end = min(weekday.start, day.start), max(weekday.end, day.end)
    return day._replace(first=on, last=on, start=start, end=end)


def _of_year(bare: Days, year: Days) -> Days | None:
    """A date without its year in the last or this one beside it."""
    if (bare.kind, year.unit) != ("bare date", "year") or year.kind not in {"last", "this"}:
        return None
    moved = relativedelta(year=year.first.year)
    start, end = min(bare.start, year.start), max(bare.end, year.end)
    first, last = bare.first + moved, bare.last + moved
    return Days(first, last, start, end, year.kind, bare.unit, bare.is_range)


def _relative(question: str, language: str | None, asked: date) -> Iterator[Days]:
    for kind in _RELATIVE:
        for pattern in patterns(language, kind):
            for match in _whole(pattern, language).finditer(question):
                one_day = kind in {"eve", "yesterday", "today", "weekend", "vague"}
                unit = "day" if one_day else _unit(match.group(), language)
                few = kind == "few"
                count = _FEW if few else _count(match.group(), language)
                first, last = _around("past" if few else kind, unit, count, asked)
                yield Days(first, last, *match.span(), "past" if few else kind, unit)


def _around(kind: str, unit: str, count: int, asked: date) -> tuple[date, date]:
    """The calendar unit so many units before the day of asking."""
    back = {"eve": 2, "yesterday": 1, "today": 0, "vague": 0, "this": 0, "last": 1}.get(kind, count)
    step = relativedelta(**{f"{unit}s": back})
    if kind == "weekend":
        saturday = asked - timedelta(days=(asked.weekday() - _SATURDAY) % 7)
        return saturday, min(saturday + timedelta(days=1), asked)
    if kind == "past":
        return asked - step, asked
    first = _begin(asked - step, unit)
    one = relativedelta(**{f"{unit}s": 1})
    return first, min(first + one - timedelta(days=1), asked)


def _begin(day: date, unit: str) -> date:
    weekday = timedelta(days=day.weekday())
    return {
        "day": day,
        "week": day - weekday,
        "month": day.replace(day=1),
        "year": day.replace(day=1, month=1),
    }[unit]


def _unit(words: str, language: str | None) -> str:
    """The last unit that is named: "the last week of the year" is beyond this."""
    named = [u for u in _UNITS for p in patterns(language, u) if _whole(p, language).search(words)]
    return named[-1] if named else "day"


def _count(words: str, language: str | None) -> int:
    if figure := re.search(r"\d+", words):
        return min(int(figure.group()), 1000)
    for n, word in enumerate(patterns(language, "numbers"), start=1):
        if _whole(word, language).search(words):
            return n
    return 1


def _whole(pattern: re.Pattern[str], language: str | None) -> re.Pattern[str]:
    """A pattern that begins and ends with a word, in languages with spaces between them."""
    if language in UNSPACED:
        return pattern
    return re.compile(rf"(?<!\w)(?:{pattern.pattern})(?!\w)", pattern.flags)
