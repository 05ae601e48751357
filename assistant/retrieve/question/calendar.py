"""Expressions of time in a question → the days they cover.

Names of months and weekdays are those of Unicode CLDR; how languages say "last week" is
in the files of wordings.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from assistant.language.locales import locale_of
from assistant.language.terms import UNSPACED
from assistant.retrieve.question.wordings import patterns

_DAY = r"(?P<day>\d{1,2})(?:\.|º|°|st|nd|rd|th|er|ro)?"
_OF = r"(?:de |del |di |of |d['’])?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_FIGURES = (
    rf"(?<!\d){_YEAR}-(?P<figure>\d{{1,2}})-(?P<day>\d{{1,2}})(?!\d)",
    rf"(?<!\d)(?P<day>\d{{1,2}})\.\s?(?P<figure>\d{{1,2}})\.\s?{_YEAR}",
    rf"(?:(?<!\d){_YEAR}年|(?<!\d)(?<!\d年))(?P<figure>\d{{1,2}})月(?:(?P<day>\d{{1,2}})[日号])?",
    rf"(?<!\d){_YEAR}年(?!前|\d)",
)
_UNITS = ("day", "week", "month", "year")
_CASES = r"(?:[йьаяуыюеії]|[еёо][ймю])"
_RELATIVE = ("eve", "yesterday", "today", "this", "last", "ago", "past")


class Days(NamedTuple):
    """The days from first to last, where they are named in the question, and how.

    `kind` is `date` for a day, month or year by name, `bare date` for one without its year,
    `weekday`, or the wording relative to the day of asking; `unit` is the smallest named.
    """

    first: date
    last: date
    start: int
    end: int
    kind: str
    unit: str

    @property
    def is_near(self) -> bool:
        """Whether it is of the last twelve months by its very form."""
        return self.kind in {"bare date", "weekday", "today"}


def days(question: str, language: str | None, asked: date) -> list[Days]:
    """All expressions of time, in the order of the question; none overlaps another.

    Neighbours are one: "January last year", "January and February".
    """
    every = [
        *_relative(question, language, asked),
        *_dates(question, language, asked),
        *_weekdays(question, language, asked),
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
    inner = "|".join(p.pattern for p in patterns(language, "in") + patterns(language, "onday"))
    link = re.sub(rf"(?<!\w)(?:{inner})?[\s'’]*$", "", question[one.end : other.start]).strip(" ,")
    if not link:
        return _of_year(one, other) or _of_year(other, one)
    alike = one.kind == other.kind or {one.kind, other.kind} == {"last", "this"}
    listed = any(p.fullmatch(link) for key in ("and", "or") for p in patterns(language, key))
    if not (listed and alike and one.unit == other.unit):
        return None
    first, last = min(one.first, other.first), max(one.last, other.last)
    return one._replace(first=first, last=last, end=other.end)


def _of_year(bare: Days, year: Days) -> Days | None:
    """A date without its year in the last or this one beside it."""
    if (bare.kind, year.unit) != ("bare date", "year") or year.kind not in {"last", "this"}:
        return None
    moved = relativedelta(year=year.first.year)
    start, end = min(bare.start, year.start), max(bare.end, year.end)
    return Days(bare.first + moved, bare.last + moved, start, end, year.kind, bare.unit)


def _relative(question: str, language: str | None, asked: date) -> Iterator[Days]:
    for kind in _RELATIVE:
        for pattern in patterns(language, kind):
            for match in _whole(pattern, language).finditer(question):
                one_day = kind in {"eve", "yesterday", "today"}
                unit = "day" if one_day else _unit(match.group(), language)
                first, last = _around(kind, unit, _count(match.group(), language), asked)
                yield Days(first, last, *match.span(), kind, unit)


def _around(kind: str, unit: str, count: int, asked: date) -> tuple[date, date]:
    """The calendar unit so many units before the day of asking."""
    back = {"eve": 2, "yesterday": 1, "today": 0, "this": 0, "last": 1}.get(kind, count)
    step = relativedelta(**{f"{unit}s": back})
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


def _dates(question: str, language: str | None, asked: date) -> Iterator[Days]:
    for pattern in _calendar(language):
        for match in pattern.finditer(question):
            named = {k: v for k, v in match.groupdict().items() if v}
            if found := _covered(named, language, asked):
                has_month = {"month", "figure"} & named.keys()
                unit = "day" if "day" in named else "month" if has_month else "year"
                kind = "date" if "year" in named else "bare date"
                yield Days(*found, *match.span(), kind, unit)


def _covered(named: dict[str, str], language: str | None, asked: date) -> tuple[date, date] | None:
    """First and last day of what is named; without a year, the latest that has begun."""
    month = int(named["figure"]) if "figure" in named else 0
    if "month" in named:
        month = next(n for n, p in _months(language) if re.fullmatch(p, named["month"], re.I))
    year = int(named.get("year", asked.year))
    try:
        first = date(year, month or 1, int(named.get("day", 1)))
        if "year" not in named and first > asked:
            first = first.replace(year=year - 1)
    except ValueError:
        return None
    one = relativedelta(days=1) if "day" in named else relativedelta(months=1 if month else 12)
    return first, first + one - timedelta(days=1)


def _weekdays(question: str, language: str | None, asked: date) -> Iterator[Days]:
    """The latest such day that is not to come."""
    for weekday, pattern in _weekday_names(language):
        for match in pattern.finditer(question):
            day = asked - timedelta(days=(asked.weekday() - weekday) % 7)
            yield Days(day, day, *match.span(), "weekday", "day")


@lru_cache(maxsize=32)
def _calendar(language: str | None) -> tuple[re.Pattern[str], ...]:
    """Forms of dates, the fullest first."""
    name = "|".join(pattern for _, pattern in _months(language))
    if not name:
        return tuple(re.compile(figures) for figures in _FIGURES)
    month = rf"(?P<month>{name})(?!\w)"
    named = (
        rf"(?<![\w.,]){_DAY} {_OF}{month}(?:,? {_OF}{_YEAR})?",
        rf"(?<!\w){month} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR})?",
        rf"(?<!\w){month},? {_OF}{_YEAR}",
        rf"(?<!\w){month}",
        rf"(?<![\w.,€$-]){_YEAR}(?![-.,]?\w)",
    )
    case = 0 if language in {"en", "de"} else re.IGNORECASE
    return tuple(re.compile(p, case) for p in (*named, *_FIGURES))


@lru_cache(maxsize=32)
def _months(language: str | None) -> tuple[tuple[int, str], ...]:
    """Numbers and patterns of the months' names, in all their cases."""
    if language in UNSPACED or not (locale := locale_of(language)):
        return ()
    return tuple(
        (int(n), "|".join({_inflected(str(form[n]), language) for form in forms}))
        for forms in [[locale.months[c]["wide"] for c in ("format", "stand-alone")]]
        for n in forms[0]
    )


@lru_cache(maxsize=32)
def _weekday_names(language: str | None) -> tuple[tuple[int, re.Pattern[str]], ...]:
    if not (locale := locale_of(language)):
        return ()
    wide, short = locale.days["format"]["wide"], locale.days["format"]["abbreviated"]
    if language in UNSPACED:
        return tuple((int(n), re.compile(f"{wide[n]}|{short[n]}")) for n in wide)
    return tuple(
        (int(n), re.compile(rf"(?<!\w){_inflected(str(wide[n]), language)}(?!\w)", re.IGNORECASE))
        for n in wide
    )


def _inflected(name: str, language: str | None) -> str:
    """A name with whatever ending its case has in Slavic languages."""
    if language in {"ru", "uk", "pl", "cs"}:
        stem = re.sub(r"[ьйаяое]$", "", name)
        return re.escape(stem) + (r"\w{0,2}" if stem == name else _CASES)
    return re.escape(name)
