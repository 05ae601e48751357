"""Replies to "does it answer?": how probable a yes is.

A model that has to begin with one of two words tells by its first token how sure it is,
on the same scale in every language. The probability of a refusal word against all ways
to begin an answer is no such scale: see benchmarks/LOG.md.
"""

import math
import re
from collections.abc import Iterator

from assistant.answering.models.chat import Token
from assistant.errors import ModelError
from assistant.prompts import NO, YES


def chance_of_yes(tokens: Iterator[Token]) -> float:
    """Share of yes in what the first token could begin; a half if it is neither.

    Raises ModelError if there is none.
    """
    first = next(tokens, None)
    if first is None:
        raise ModelError("The model said nothing.")
    told = first.alternatives or {first.text: 0.0}
    yes, no = (
        sum(math.exp(p) for text, p in told.items() if begins(text, word)) for word in (YES, NO)
    )
    return yes / (yes + no) if yes + no else 0.5


def begins(text: str, word: str) -> bool:
    """Whether a text is the beginning of a word, or begins with it."""
    begun = text.strip().upper()
    return bool(begun) and (word.startswith(begun) or re.match(rf"{word}\b", begun) is not None)
