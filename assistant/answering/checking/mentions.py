"""Who and what a text names, where, and whether two texts name the same."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.language.clauses import clauses
from assistant.language.names import missing_names
from assistant.language.numbers import number_spans
from assistant.language.places import place_spans, places
from assistant.language.quantities import amounts
from assistant.language.terms import UNSPACED, stop_words

_WORD = re.compile(r"[^\W\d_]+(?:[\-.][^\W\d_]+)*")
_JOINED = re.compile(r" (?:(?:von|van) (?:de[rnm] )?|de la |del |bin |al-)?")


class Mention(NamedTuple):
    """A name, or words for a place or its people, at `start` to `end` of a text."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=512)
def mentions(text: str, language: str | None) -> tuple[Mention, ...]:
    """Names of a text in order; words of one name that stand together are one."""
    spans = set() if language in UNSPACED else set(_capitalised(text, language))
    for start, end in place_spans(text):
        around = next(((a, b) for a, b in spans if a < end and start < b), None)
        if around is None:
            spans.add((start, end))
        elif start == around[0] and text[end : end + 1] == " ":  # "British Mark Carney"
            spans = spans - {around} | {(start, end), (end + 1, around[1])}
    return tuple(Mention(a, b, text[a:b]) for a, b in sorted(spans))


def _capitalised(text: str, language: str | None) -> Iterator[tuple[int, int]]:
    start, end = 0, 0
    for word in _WORD.finditer(text):
        if not word[0][0].isupper() or word[0].casefold() in stop_words(language):
            continue
        if end and _JOINED.fullmatch(text[end : word.start()]):
            end = word.end()
            continue
        if end:
            yield start, end
        start, end = word.span()
    if end:
        yield start, end


@lru_cache(maxsize=4096)
def same(one: str, other: str) -> bool:
    """Whether two mentions share a place or, in any spelling, a word."""
    here, there = places(one), places(other)
    if here and there:
        return bool(here.keys() & there.keys())
    return any(
        not missing_names([word], b)
        for a, b in ((one, other), (other, one))
        for word in _WORD.findall(a)
        if len(word) > 1
    )


class Clause(NamedTuple):
    """A clause with what it names and its numbers, these with their places."""

    text: str
    names: tuple[Mention, ...]
    numbers: tuple[tuple[int, int, float], ...]

    def has(self, name: Mention) -> bool:
        """Whether the clause names the same."""
        return any(same(name.text, n.text) for n in self.names)

    def of_names_in(self, there: Sequence["Clause"]) -> "Clause":
        """The clause with those of its names that are in others too."""
        names = tuple(n for n in self.names if any(c.has(n) for c in there))
        return self._replace(names=names)

    def number_of(self, name: Mention) -> float | None:
        """The number next to a name."""
        near = [
            (max(start - own.end, own.start - end), value)
            for own in self.names
            if same(name.text, own.text)
            for start, end, value in self.numbers
        ]
        return min(near)[1] if near else None

    @property
    def nameless(self) -> str:
        """The text with a mark for each name."""
        text = self.text
        for start, end, _ in reversed(self.names):
            text = f"{text[:start]}…{text[end:]}"
        return text


def clauses_of(text: str, language: str | None) -> list[Clause]:
    """The clauses of a sentence."""
    return [Clause(part, mentions(part, language), tuple(_numbers(part))) for part in clauses(text)]


def _numbers(text: str) -> Iterator[tuple[int, int, float]]:
    for start, end in number_spans(text):
        if value := amounts(text[start:end]):
            yield start, end, value[0]
