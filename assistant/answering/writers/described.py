"""A sentence of evidence as prompts show it."""

from assistant.answering.checking.dated import dated
from assistant.language.injection import gives_orders
from assistant.types import Evidence


def described(e: Evidence) -> dict[str, str]:
    """Values for a template: the sentence with the date after each weekday, and its article."""
    return {
        "source": _told(e.source or "unknown source"),
        "date": str(e.published or "undated"),
        "title": _told(e.title),
        "text": dated(e),
    }


def _told(name: str) -> str:
    """A name that would speak to the model beside every sentence of its article is kept back."""
    return "…" if gives_orders(name) else name
