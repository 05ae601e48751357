"""Parts of a question that an answer leaves open."""

from collections.abc import Sequence

from assistant.language.names import has_any_name, names
from assistant.language.quantities import loose_values, values
from assistant.types import Answer, Citation


def left_open(parts: Sequence[str], answer: Answer) -> list[str]:
    """The parts of which an answer surely tells nothing, of those that differ in a name or number.

    What is cited tells of the parts whose own name or number it has, in any spelling, or else of
    the one that it was found for: it may say Caracas of Venezuela. Where no part is named at
    all, there is no telling.
    """
    own = [_own(part, [p for p in parts if p != part], answer.language) for part in parts]
    if not all(own):
        return []
    found_for = {e.place: e.part for e in answer.evidence}
    named = {c: _named(own, c, answer.language) for c in answer.citations}
    if not any(named.values()):
        return []
    told = {i for c, some in named.items() for i in some or [found_for[c.article_id, c.start]]}
    return [p for i, p in enumerate(parts) if i not in told]


def _named(own: Sequence[Sequence[str]], cited: Citation, language: str | None) -> list[int]:
    """The parts of whose own names and numbers a sentence, its title or its speaker has any."""
    text = f"{cited.title}\n{cited.quote}\n{cited.speaker or ''}"
    there = values(text, cited.language) | loose_values(text, cited.language)
    return [
        i
        for i, of_part in enumerate(own)
        if has_any_name(of_part, text) or any(values(word, language) & there for word in of_part)
    ]


def _own(part: str, others: Sequence[str], language: str | None) -> list[str]:
    """The names and numbers that a part alone has; nothing if it has other words of its own."""
    shared = {word for other in others for word in _words(other)}
    own = [word for word in _words(part) if word not in shared]
    named = names(_apart(part), language)
    return own if all(word in named or values(word, language) for word in own) else []


def _words(text: str) -> list[str]:
    return [word.strip("¿?？,.;:") for word in _apart(text).split()]


def _apart(text: str) -> str:
    """With both names of "Cassini-Huygens" apart: either may be told alone."""
    return text.replace("-", " ")
