"""Words that cannot both be true of one thing, by language: rose and fell, euro and yen."""

import re
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from assistant.language.negation import denials
from assistant.language.terms import UNSPACED, fold

# contrast → its side → where words of it begin
Sides = dict[int, dict[int, list[int]]]
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")
_CURRENCIES = {"CHF", "EUR", "GBP", "USD"}
_MARKS = _UNITS, _CONVERSE, _TITLES = "№", "⇄", "♔"
# "Premier ministre" is no first one, "most recently" not mostly, "up to" no rise, "no fewer
# than" no less; the month of May is no permission, nor what may be, and the Middle East not
# in the east.
_SET_PHRASES = re.compile(
    r"\b(?:premier|primer|primo|primeiro|first)[ -](?=minist)|\bmost (?=recent)|\bup to\b"
    r"|(?<=\bin )may\b|(?<=\d )may\b|\bmay(?= \d)|\b(?:may|could) (?=be\b|have\b)"
    r"|\b(?:no|not|non|pas|nicht|nao|niet|не) (?:fewer|less|more|meno|piu|moins|plus|menos|mas"
    r"|weniger|minder|менее|более|меньше|больше)"
    r"(?: than\b| d[ie]\b| d['’]| als\b| dan\b| чем\b|(?= \d))"
    r"|\b(?:middle|near|far) east\w*|\bwest bank\b"
)


def contrasts(text: str, language: str | None) -> Sides:
    """The sides of contrasts that the text takes, with the places of their words when folded.

    Contrasts are numbered alike in all languages, so that texts in two languages compare.
    A word right after a denial takes no side.
    """
    plain = fold(_WORD.sub(_without_capitals, text))
    plain = _SET_PHRASES.sub(lambda m: " " * len(m[0]), plain)
    found: Sides = {}
    denied = {end for _, end in denials(text, language) or ()}
    for contrast, side, pattern in _patterns().get(language or "", ()):
        if places := [m.start() for m in pattern.finditer(plain) if m.start() - 1 not in denied]:
            found.setdefault(contrast, {})[side] = places
    return found


def _without_capitals(word: re.Match[str]) -> str:
    """Nothing in the place of a name: "START" is a treaty, but "CHF" money."""
    named = word[0].isupper() and word[0] not in _CURRENCIES
    return " " * len(fold(word[0])) if named else word[0]


def units() -> frozenset[int]:
    """The contrasts whose words are units: "weeks" contradicts "days" only after a number."""
    return _marked(_UNITS)


def converses() -> frozenset[int]:
    """The contrasts that two parties turn round: who wins is who does not lose."""
    return _marked(_CONVERSE)


def is_no_name(word: str, language: str | None) -> bool:
    """Whether a capitalised word is a title or a currency: "King", "CHF"."""
    return word in _CURRENCIES or bool(contrasts(word, language).keys() & _marked(_TITLES))


@lru_cache(maxsize=3)
def _marked(mark: str) -> frozenset[int]:
    """The contrasts under a mark."""
    return frozenset(i for i, block in enumerate(_blocks()) if block[0] == mark)


@lru_cache(maxsize=1)
def _blocks() -> list[list[str]]:
    path = Path(__file__).with_name("contrasts.txt")
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return [list(block) for filled, block in groupby(lines, bool) if filled]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[int, int, re.Pattern[str]]]]:
    """By language: number of the contrast, number of the side, its words."""
    known: dict[str, list[tuple[int, int, re.Pattern[str]]]] = {}
    for contrast, block in enumerate(_blocks()):
        for line in block[block[0] in _MARKS :]:
            language, sides = line.split(" ", 1)
            for side, listed in enumerate(sides.split(" | ")):
                words = [word.replace("_", " ") for word in listed.split()]
                pattern = word_pattern(words, spaced=language not in UNSPACED)
                known.setdefault(language, []).append((contrast, side, pattern))
    return known


def word_pattern(listed: list[str], *, spaced: bool = True) -> re.Pattern[str]:
    """A pattern of whole words in folded text; `*` at the end of one is any ending."""
    words = "|".join(re.escape(fold(w)).replace(r"\*", r"\w*") for w in listed if w[0].isalnum())
    signs = "".join(rf"|{re.escape(w)}" for w in listed if not w[0].isalnum())
    return re.compile((rf"\b(?:{words})\b" if spaced else words) + signs)
