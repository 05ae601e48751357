"""How a question was understood, as short facts in the reader's language."""

import re
from collections.abc import Iterator
from datetime import datetime

from babel import Locale
from babel.dates import format_interval, format_skeleton

from assistant.answering.phrases import wordings
from assistant.retrieve.question.limits import bare
from assistant.retrieve.question.understanding import Understanding
from assistant.types import Filters


def facts(understood: Understanding) -> tuple[str, ...]:
    """`("words of Putin", "published 1–7 Feb 2026")`; nothing for what is not limited."""
    known, language = wordings("facts.yaml"), understood.language or ""
    language = language if language in known else "en"
    say = known[language]
    return tuple(say[key].format(value) for key, value in _limits(understood, language))


def _limits(understood: Understanding, language: str) -> Iterator[tuple[str, str]]:
    """What is limited, and to what."""
    filters = understood.filters
    if len(understood.parts) > 1:
        yield "parts", " | ".join(part.question for part in understood.parts)
    for speaker in dict.fromkeys(p.speaker for p in understood.parts if p.speaker):
        yield "speaker", bare(speaker)
    yield from _window(filters, language)
    if filters.as_of:
        yield "as_of", _day(filters.as_of, language)
    if filters.sources:
        yield "outlet", ", ".join(filters.sources)
    if filters.languages:
        names = Locale(language).languages
        yield "language", ", ".join(names.get(code, code) for code in filters.languages)
    if understood.newest_first:
        yield "newest", ""


def _window(filters: Filters, language: str) -> Iterator[tuple[str, str]]:
    first, last = filters.published_from, filters.published_to
    if first and last:
        days = format_interval(first.date(), last.date(), "yMMMd", locale=_of(language))
        yield "within", re.sub(r"(\d)\u2009–\u2009(\d)", r"\1–\2", days)
    elif first:
        yield "from", _day(first, language)
    elif last:
        yield "to", _day(last, language)


def _day(at: datetime, language: str) -> str:
    return format_skeleton("yMMMd", at, locale=_of(language))


def _of(language: str) -> str:
    """The locale for dates: the day first in English too."""
    return "en_GB" if language == "en" else language
