"""Dates in any written form: "5 February 2026", "Feb. 5", "05.02.2026", "2026年2月5日"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from assistant.language.quantities import LANGUAGES, with_digits
from assistant.language.terms import fold

_STEM, _LONG = 4, 7
_NAME = r"(?<![^\W\d_])[^\W\d_]+"
_DAY = r"(?<![\d.,:])(\d{1,2})(?:st|nd|rd|th|er|re|o|a|°|-го|-е|\.)?"
_YEAR = r"(?:\.?,?\s*(?:(?:de|del|of|di|du|do|عام)\s+)?(\d{4}))?(?!\d)"
_OF = r"\s*(?:(?:de|of|di|du|من)\s+|d')?"
_DAY_FIRST = re.compile(rf"{_DAY}{_OF}({_NAME}){_YEAR}")
# "Since April 1,2 millions" has no first of April.
_NO_MORE = r"(?:st|nd|rd|th)?(?![\d:]|[.,]\d{1,3}(?!\d))"
_MONTH_FIRST = re.compile(rf"({_NAME})\.?\s+(?:the\s+)?(\d{{1,2}}){_NO_MORE}{_YEAR}")
# The other day of two: "3 and 4 February", "February 3 to 5".
_AND = r"\s?(?:[-–]|\b(?:to|until|and|al|e|ed|et|au|und|bis|y|a)\b)\s?"
_FIRST_OF_TWO = re.compile(rf"{_DAY}{_AND}\d{{1,2}}(?:er|o|°|\.)?{_OF}({_NAME}){_YEAR}")
_LAST_OF_TWO = re.compile(
    rf"({_NAME})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?{_AND}(\d{{1,2}}){_NO_MORE}{_YEAR}"
)
_FIRST_IN_WORDS = re.compile(
    rf"\b(?:first\s+of|primo|primero\s+de|primeiro\s+de|premier)\s+({_NAME}){_YEAR}"
)
_NO_DAY = re.compile(rf"({_NAME})\.?,?\s+(?:de|del|of|di|do)?\s*(\d{{4}})(?!\d)")
_ONLY_NAME = re.compile(_NAME)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_CJK = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")

# Short names of months that are common words, and the month that is a verb.
_WORDS_TOO = {"set", "out", "ago", "sub", "lip", "tem", "lis", "sie", "ara", "kas"}
_MAY = re.compile(r"\bmay(?= (?:have|be|not|still|also|yet|now|well|already|never|only)\b)")


class Day(NamedTuple):
    """A date as far as it is written; a part that is not is None."""

    year: int | None
    month: int
    day: int | None

    def may_be(self) -> bool:
        """Whether it is one of a calendar: `1.0.26` is not."""
        return 1 <= self.month <= 12 and (self.day is None or 1 <= self.day <= 31)

    def turned(self) -> "Day":
        """The other reading of a date in digits: 2 May for 5 February."""
        return self._replace(month=self.day or self.month, day=self.day and self.month)

    def agrees(self, other: "Day") -> bool:
        """Whether no part that both have differs."""
        return all(a == b for a, b in zip(self, other, strict=True) if a and b)

    def includes(self, other: "Day") -> bool:
        """Whether it agrees and has every part that the other has."""
        return self.agrees(other) and all(a or not b for a, b in zip(self, other, strict=True))


def dates(text: str) -> set[Day]:
    """The dates in a text, whatever its language; `05/02/2026` is read both ways.

    Names of months are those of Unicode CLDR. A month alone counts as a date.
    """
    plain = _MAY.sub(" ", with_digits(fold(text)))
    found = {day for day in _written(plain) if day.may_be()}
    return {d for d in found if not any(other != d and other.includes(d) for other in found)}


def without_numeric(text: str) -> str:
    """A text without its dates in digits alone, which are no amounts: `05.02.2026`."""
    return _NUMERIC.sub(_space_for_a_date, _ISO.sub(" ", text))


def _space_for_a_date(numeric: re.Match[str]) -> str:
    day = _day_first(numeric)
    return " " if day.may_be() or day.turned().may_be() else numeric[0]


def _written(text: str) -> Iterator[Day]:
    for m in _ISO.finditer(text):
        yield Day(int(m[1]), int(m[2]), int(m[3]))
    for m in _NUMERIC.finditer(text):
        yield from (day := _day_first(m), day.turned())
    for m in _CJK.finditer(text):
        yield Day(_int(m[1]), int(m[2]), _int(m[3]))
    for m in (*_DAY_FIRST.finditer(text), *_FIRST_OF_TWO.finditer(text)):
        yield from _named(m[2], m[1], m[3])
    for m in (*_MONTH_FIRST.finditer(text), *_LAST_OF_TWO.finditer(text)):
        yield from _named(m[1], m[2], m[3])
    for m in _FIRST_IN_WORDS.finditer(text):
        yield from _named(m[1], "1", m[2])
    for m in _NO_DAY.finditer(text):
        yield from _named(m[1], None, m[2])
    for m in _ONLY_NAME.finditer(text):
        if month := _alone(m[0]):
            yield Day(None, month, None)


def _day_first(numeric: re.Match[str]) -> Day:
    year = int(numeric[4]) + (2000 if len(numeric[4]) == 2 else 0)
    return Day(year, int(numeric[3]), int(numeric[1]))


def _named(name: str, day: str | None, year: str | None) -> Iterator[Day]:
    whole = name[:-1] if len(name) > _STEM + 1 else name  # "Augusts", but not "mais"
    months = _months("abbreviated", "wide")
    month = months.get(name) or months.get(whole)
    if month and (name not in _WORDS_TOO or (day and year)):
        yield Day(_int(year), month, _int(day))


def _alone(name: str) -> int | None:
    """The month of a whole name, inflected or with more words in one ("Oktoberhälfte")."""
    months = _months("wide")
    begun = next((n for n in months if len(n) >= _LONG and name.startswith(n)), "")
    inflected = name[:-1] if len(name) >= _LONG or not name.isascii() else name
    return months.get(name) or months.get(inflected) or months.get(begun)


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


@lru_cache(maxsize=2)
def _months(*widths: str) -> dict[str, int]:
    """Names of months in the widths of CLDR, folded."""
    named: dict[str, int] = {}
    for language in LANGUAGES:
        for forms in Locale(language).months.values():
            for width in widths:
                for month, name in forms.get(width, {}).items():
                    named.setdefault(fold(str(name)).rstrip("."), int(month))
    for name, month in list(named.items()):
        if len(name) > _STEM and not name.isascii():
            named.setdefault(name[:-1], month)  # Cyrillic and Greek names have cases
    return {name: month for name, month in named.items() if re.fullmatch(_NAME, name)}
