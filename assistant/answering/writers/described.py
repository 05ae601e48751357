"""A sentence of evidence as prompts show it."""

from assistant.language.dates import with_dates
from assistant.types import Evidence


def described(e: Evidence) -> dict[str, str]:
    """Values for a template: the sentence with the date after each weekday, and its article."""
    published = e.published.at.date() if e.published else None
    return {
        "source": e.source or "unknown source",
        "date": str(e.published or "undated"),
        "title": e.title,
        "text": with_dates(e.sentence.text, e.language, published),
    }
