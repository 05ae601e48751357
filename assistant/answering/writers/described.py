"""A sentence of evidence as prompts show it."""

from assistant.answering.checking.dated import dated
from assistant.types import Evidence


def described(e: Evidence) -> dict[str, str]:
    """Values for a template: the sentence with the date after each weekday, and its article."""
    return {
        "source": e.source or "unknown source",
        "date": str(e.published or "undated"),
        "title": e.title,
        "text": dated(e),
    }
