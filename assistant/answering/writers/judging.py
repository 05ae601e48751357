"""Replies to "does it answer?": how probable a yes is, and what is said after it.

A model that has to begin with one of two words tells by its first token how sure it is,
on the same scale in every language. The probability of a refusal word against all ways
to begin an answer is no such scale: see benchmarks/LOG.md.
"""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.answering.models.chat import Token
from assistant.answering.models.degenerate import check
from assistant.errors import ModelError
from assistant.prompts import NO, YES

_LONGEST = 600  # characters
_MARK = re.compile(rf"^{YES}\b[\s:,.–—-]*", re.IGNORECASE)


class Judged(NamedTuple):
    """The probability of a yes, and the statement as it is written: growing texts."""

    probability: float
    statement: Iterator[str]


def judged(tokens: Iterator[Token]) -> Judged:
    """Read a reply.

    Raises ModelError, at once or while the statement is written, if the reply is empty,
    repeats itself without end, or is too long for a statement.
    """
    first = next(tokens, None)
    if first is None:
        raise ModelError("The model said nothing.")
    return Judged(_chance_of_yes(first), _statement(first, tokens))


def _chance_of_yes(first: Token) -> float:
    """Share of yes in what the first token could begin; a half if it is neither."""
    told = first.alternatives or {first.text: 0.0}
    yes, no = (
        sum(math.exp(p) for text, p in told.items() if _begins(text, word)) for word in (YES, NO)
    )
    return yes / (yes + no) if yes + no else 0.5


def _begins(text: str, word: str) -> bool:
    """Whether a text is the beginning of a word, or begins with it."""
    begun = text.strip().upper()
    return bool(begun) and (word.startswith(begun) or re.match(rf"{word}\b", begun) is not None)


def _statement(first: Token, tokens: Iterator[Token]) -> Iterator[str]:
    """The first line without its yes, longer every time; nothing if it is a no."""
    said = first.text
    yield from _shown(said)
    for token in tokens:
        said += token.text
        check(said, _LONGEST)
        yield from _shown(said)
        if "\n" in said.strip():
            return


def _shown(said: str) -> Iterator[str]:
    line = said.strip().split("\n")[0]
    text = _MARK.sub("", line)
    if text and not any(word.startswith(line.upper().rstrip(".")) for word in (YES, NO)):
        yield text
