"""A sentence as words and marks, with its quotations as single tokens."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.speech.quotations import ENDINGS, MASK, Span, masked

_QUOTED = rf"{MASK}+(?:[{ENDINGS}]{MASK}+)?"
_INITIAL = r"(?<!\w)[A-ZÀ-ÞА-Я]\.(?=\s?[A-ZÀ-ÞА-Я])"
_WORD = r"[^\W\d_]+(?:[-‐.][^\W\d_]+)*"
_ELIDED = r"[^\W\d_]{1,6}['’](?=[^\W\d_])"
_PLAIN = re.compile(
    rf"{_QUOTED}|{_INITIAL}|[^\W\d_]+n['’]t\b|[A-Z]['’][A-Z][^\W\d_]+|['’]s\b|{_WORD}|\d+(?:[.,]\d+)*|\S"
)
_WITH_ELISION = re.compile(rf"{_QUOTED}|{_INITIAL}|{_ELIDED}|{_WORD}|\d+(?:[.,]\d+)*|\S")
_INVERTED = re.compile(r"(?:-t)?-(?=(?:il|elle|on|ils|elles)\b)")


class Token(NamedTuple):
    """A word, a mark or a whole quotation."""

    text: str

    @property
    def quoted(self) -> bool:
        """Whether it is a quotation."""
        return self.text.startswith(MASK)

    @property
    def ended(self) -> bool:
        """Whether it is a quotation with a mark that ends it."""
        return self.quoted and self.text.strip(MASK) != ""

    @property
    def lower(self) -> str:
        """The word as lexicons list it."""
        return self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it is a word, and not a number or a mark."""
        return self.text[0].isalpha()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def breaks(self) -> bool:
        """Whether it sets what follows apart from what is before."""
        return self.quoted or self.text in _BREAKS


_BREAKS = set(",;:—–-()[].!?…")


def tokens(text: str, span: Span, quotations: Sequence[Span], language: str) -> list[Token]:
    """The tokens of the sentence at a span of the text."""
    sentence = masked(text, span, quotations)
    if language == "fr":
        sentence = _INVERTED.sub(" ", sentence)
    pattern = _WITH_ELISION if language in {"it", "fr"} else _PLAIN
    return [Token(m.group()) for m in pattern.finditer(sentence)]
