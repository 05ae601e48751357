"""Dates and weekdays that a question names → the days they cover.

Names of months and weekdays are those of Unicode CLDR.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import NamedTuple

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from assistant.language.locales import locale_of
from assistant.language.terms import UNSPACED
from assistant.retrieve.question.wordings import UPPER, either, has

ARTICLE = r"(?:(?:the|il|lo|la|le|el|o|a|dem|den|der) |l['’])?"
_ORDINAL = r"(?:\.|º|°|st|nd|rd|th|er|ro)?"
_DAY = rf"(?P<day>\d{{1,2}}){_ORDINAL}"
_OF = r"(?:de |del |di |of |d['’])?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)(?:\s(?:год[ау]?|г\.)(?!\w))?"
_FIGURES = (
    rf"(?<!\d){_YEAR}-(?P<figure>\d{{1,2}})-(?P<day>\d{{1,2}})(?!\d)",
    rf"(?<!\d)(?P<day>\d{{1,2}})\.\s?(?P<figure>\d{{1,2}})\.\s?{_YEAR}",
    rf"(?:(?<!\d){_YEAR}年|(?<!\d)(?<!\d年))(?P<figure>\d{{1,2}}|十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<day>\d{1,2})[日号](?:[至到和、-](?P<other>\d{1,2})[日号])?)?",
    rf"(?<!\d){_YEAR}年(?!前|\d)",
)
_CASES = r"(?:[йьаяуыюеії]|[еёо][ймю])"
_SMALL = {"es", "fr", "it", "pt", "ru"}


class Days(NamedTuple):
    """The days from first to last, where they are named in the question, and how.

    `kind` is `date` for a day, month or year by name, `bare date` for one without its year,
    `weekday`, or the wording relative to the day of asking, `vague` if it leaves the days
    open; `unit` is the smallest named. `is_range` is of several: "3 and 5 February".
    """

    first: date
    last: date
    start: int
    end: int
    kind: str
    unit: str
    is_range: bool = False

    @property
    def is_near(self) -> bool:
        """Whether it is of the last twelve months by its very form."""
        return self.kind in {"bare date", "weekday", "weekend", "today"}


def dates(question: str, language: str | None, asked: date) -> Iterator[Days]:
    """Days, months and years by name or in figures."""
    for pattern in _calendar(language):
        for match in pattern.finditer(question):
            named = {k: v for k, v in match.groupdict().items() if v}
            if match.group().isalpha() and _is_other(match, question, language):
                continue
            if found := _covered(named, language, asked):
                has_month = {"month", "figure"} & named.keys()
                unit = "day" if "day" in named else "month" if has_month else "year"
                kind = "date" if "year" in named else "bare date"
                yield Days(*found, *match.span(), kind, unit, "other" in named)


def weekdays(question: str, language: str | None, asked: date) -> Iterator[Days]:
    """The latest such day that is not to come."""
    for weekday, pattern in _weekday_names(language):
        for match in pattern.finditer(question):
            day = asked - timedelta(days=(asked.weekday() - weekday) % 7)
            if not _is_other(match, question, language):
                yield Days(day, day, *match.span(), "weekday", "day")


def _is_other(match: re.Match[str], question: str, language: str | None) -> bool:
    """Whether a month's or weekday's name is a verb or in a proper name: "Santo Domingo"."""
    word, head, tail = match.group(), question[: match.start()], question[match.end() :]
    if has(word, language, "notmonth"):
        return True
    if re.search(rf"(?<!\w)(?:{either(language, 'feast')})\s$", head):
        return True
    beside = re.search(rf"\w\W*\s[{UPPER}][\w'’-]*\s$", head) or re.match(rf"\s[{UPPER}]", tail)
    return language in _SMALL and word[0].isupper() and beside is not None


def _covered(named: dict[str, str], language: str | None, asked: date) -> tuple[date, date] | None:
    """First and last day of what is named; without a year, the latest that has begun."""
    month = _figure(named["figure"]) if "figure" in named else 0
    if "month" in named:
        written = named["month"].rstrip(".")
        every = (*_months(language), *_months(language, "abbreviated"))
        month = next(n for n, p in every if re.fullmatch(p, written, re.I))
    year = int(named.get("year", asked.year))
    listed = sorted(int(named[k]) for k in ("day", "other") if k in named) or [1]
    try:
        first, last = (date(year, month or 1, day) for day in (listed[0], listed[-1]))
        if "year" not in named and first > asked:
            first, last = first.replace(year=year - 1), last.replace(year=year - 1)
    except ValueError:
        return None
    one = relativedelta(days=1) if "day" in named else relativedelta(months=1 if month else 12)
    return first, last + one - timedelta(days=1)


def _figure(written: str) -> int:
    """The number of a month: 十二 is 12."""
    if written.isdigit():
        return int(written)
    return 10 * (len(written) - 1) + "一二三四五六七八九十".index(written[-1]) + 1


@lru_cache(maxsize=32)
def _calendar(language: str | None) -> tuple[re.Pattern[str], ...]:
    """Forms of dates, the fullest first."""
    name = "|".join(pattern for _, pattern in _months(language))
    if not name:
        return tuple(re.compile(figures) for figures in _FIGURES)
    short = "|".join(pattern for _, pattern in _months(language, "abbreviated"))
    month = rf"(?P<month>{name})(?!\w)"
    beside = rf"(?P<month>{name}|(?:{short})\.?)(?!\w)"
    also = rf"\s?(?:{either(language, 'and', 'or', 'to')}|[-–])\s?"
    early = rf"(?:(?P<other>\d{{1,2}}){_ORDINAL}{also}{ARTICLE})?"
    late = rf"(?:{also}(?P<other>\d{{1,2}})(?:st|nd|rd|th)?)?"
    named = (
        rf"(?<![\w.,]){early}{_DAY} {_OF}{beside}(?:,? {_OF}{_YEAR})?",
        rf"(?<!\w){beside} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?{late}(?!\d)(?:,? {_YEAR})?",
        rf"(?<!\w){beside},? {_OF}{_YEAR}",
        rf"(?<!\w){month}",
        rf"(?<![\w.,€$-]){_YEAR}(?![-.,]?\w)",
    )
    return tuple(re.compile(p, re.IGNORECASE) for p in (*named, *_FIGURES))


@lru_cache(maxsize=32)
def _months(language: str | None, width: str = "wide") -> tuple[tuple[int, str], ...]:
    """Numbers and patterns of the months' names, in all their cases."""
    if language in UNSPACED or not (locale := locale_of(language)):
        return ()
    forms = [locale.months[context][width] for context in ("format", "stand-alone")]
    written = re.escape if width == "abbreviated" else partial(_inflected, language=language)
    return tuple((int(n), "|".join({written(f[n].rstrip(".")) for f in forms})) for n in forms[0])


@lru_cache(maxsize=32)
def _weekday_names(language: str | None) -> tuple[tuple[int, re.Pattern[str]], ...]:
    if not (locale := locale_of(language)):
        return ()
    wide, short = locale.days["format"]["wide"], locale.days["format"]["abbreviated"]
    if language in UNSPACED:
        return tuple((int(n), re.compile(f"{wide[n]}|{short[n]}")) for n in wide)
    part = rf"(?:{either(language, 'partofday')})?"
    return tuple(
        (int(n), re.compile(rf"(?<!\w){_inflected(str(wide[n]), language)}{part}(?!\w)", re.I))
        for n in wide
    )


def _inflected(name: str, language: str | None) -> str:
    """A name with whatever ending its case has in Slavic languages."""
    if language in {"ru", "uk", "pl", "cs"}:
        stem = re.sub(r"[ьйаяое]$", "", name)
        return re.escape(stem) + (r"\w{0,2}" if stem == name else _CASES)
    return re.escape(name)
