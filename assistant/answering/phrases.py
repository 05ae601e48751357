"""The few sentences that the assistant itself says, in the reader's language or else in English."""

from functools import lru_cache
from pathlib import Path

import yaml  # type: ignore[import-untyped]
from babel.numbers import format_decimal

from assistant.language.locales import locale_for


def refusal(language: str | None) -> str:
    """That the articles do not say."""
    return _said(language, "refusal")


def unanswered(language: str | None, part: str) -> str:
    """That no answer to a part of the question was found."""
    return _said(language, "left_open", part)


def not_the_one(asked: str, speaker: str, words: str, language: str | None) -> str:
    """That somebody else said it."""
    return _said(language, "not_the_one", asked=asked, speaker=speaker, words=words)


def disagreement(language: str | None, earlier: str, later: str) -> str:
    """That two sources say different things."""
    return _said(language, "disagreement", earlier, later)


def correction(language: str | None, earlier: str, later: str) -> str:
    """That a later source corrects an earlier one."""
    return _said(language, "correction", earlier, later)


def revised(language: str | None, number: int) -> str:
    """That what a citation says is new in its article."""
    return _said(language, "revised", number)


def without_model(language: str | None, why: str) -> str:
    """That the model did nothing for the answer, and what its failure was."""
    return _said(language, "without_model", why)


def undated(language: str | None, count: int) -> str:
    """That so many articles could not be considered, having no date."""
    return _said(language, "undated", _written(count, language))


def cut(language: str | None, characters: int) -> str:
    """That no more than the beginning of the question was read."""
    return _said(language, "cut", _written(characters, language))


def quotation(text: str, language: str | None, reader: str | None) -> str:
    """Words of an article in quotation marks, with the name of their language if it is another.

    The marks are of another kind than those in the text, which stays as it is.
    """
    opening, closing = "“”" if {"«", "»"} & set(text) else "«»"
    marked = f"{opening}{text}{closing}"
    if language == reader:
        return marked
    names = locale_for(reader).languages
    return f"{marked} ({names.get(language or '', language or '?')})"


def _said(language: str | None, phrase: str, *values: object, **named: str) -> str:
    known = wordings("phrases.yaml")
    return known.get(language or "en", known["en"])[phrase].format(*values, **named)


def _written(number: int, language: str | None) -> str:
    return format_decimal(number, locale=locale_for(language))


@lru_cache(maxsize=2)
def wordings(file: str) -> dict[str, dict[str, str]]:
    """What is said in each language, by name, out of a file beside this one."""
    path = Path(__file__).with_name(file)
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
