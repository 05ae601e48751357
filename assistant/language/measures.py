"""Measures in two systems of units: "385 miles" and "620 km" are one distance."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from assistant.language.numbers import NUMBER, numbers
from assistant.language.quantities import in_digits
from assistant.language.terms import fold

# Translators round: of 385 miles, which are 619.6 km, 620 are made, and of 200 miles 300 km.
_ROUNDED = 0.08
_RANGE = r"\s?(?:[-–]|\b(?:to|and|a|e|et|bis|und|y)\b)\s?"


class Measure(NamedTuple):
    """A number with its unit: what is measured, in which system, and how large it is."""

    number: float
    quantity: str
    system: str
    size: float

    def is_same(self, other: "Measure") -> bool:
        """Whether it is about the other, in the other system."""
        alike = abs(self.size - other.size) <= _ROUNDED * abs(other.size)
        return self.quantity == other.quantity and self.system != other.system and alike


class _Unit(NamedTuple):
    """A unit of one system, how large it is in the metric one, and how it is written."""

    quantity: str
    system: str
    size: float
    added: float
    pattern: re.Pattern[str]


@lru_cache(maxsize=512)
def measures(text: str, language: str | None) -> tuple[Measure, ...]:
    """The measures of a text; of "2 to 4 inches" both."""
    plain = fold(in_digits(text, language or ""))
    return tuple(m for unit in _units() for m in _measured_in(unit, plain))


def _measured_in(unit: _Unit, text: str) -> Iterator[Measure]:
    for match in unit.pattern.finditer(text):
        for digits in filter(None, match.groups()):
            number = float(numbers(digits)[0])
            yield Measure(number, unit.quantity, unit.system, number * unit.size + unit.added)


@lru_cache(maxsize=1)
def _units() -> list[_Unit]:
    path = Path(__file__).with_name("measures.txt")
    lines = [x.split() for x in path.read_text(encoding="utf-8").splitlines() if x[:1] != "#"]
    return [
        _Unit(quantity, system, float(size), float(added), _pattern(names))
        for quantity, system, size, added, *names in lines
    ]


def _pattern(names: list[str]) -> re.Pattern[str]:
    unit = "|".join(re.escape(name).replace(r"\*", r"\w*") for name in names)
    return re.compile(rf"(?<![\d.,])({NUMBER})(?:{_RANGE}({NUMBER}))?[\s-]?(?:{unit})(?!\w)")
