"""Each sentence of an answer in its own language: quotations are in that of their article."""

from functools import lru_cache

from assistant.language.detect import detect_safely
from assistant.language.quantities import in_digits
from assistant.language.sentences import split


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in split(text, language)] or [text]


@lru_cache(maxsize=4096)
def language_of(sentence: str, otherwise: str) -> str:
    """The language that a sentence is in, `otherwise` if it is too short to tell."""
    return detect_safely(sentence) or otherwise


def in_digits_by_sentence(text: str, language: str) -> str:
    """The text with spelt-out numbers as digits, whatever language each sentence is in."""
    return " ".join(in_digits(s, language_of(s, language)) for s in sentences(text, language))
