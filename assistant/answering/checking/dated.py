"""Sentences with the dates of the days that they name: "Thursday", "yesterday"."""

from assistant.language.names import has_any_name
from assistant.language.weekdays import with_dates, with_near_days
from assistant.types import Evidence, Provenance


def dated(evidence: Evidence, reader: str | None = None) -> str:
    """The sentence with the date after each day, in a reader's language; see `with_dates`."""
    sentence = evidence.sentence
    return with_days(sentence.text, evidence.language, evidence, sentence.speaker, reader)


def with_days(
    text: str,
    language: str | None,
    source: Provenance,
    speaker: str | None,
    reader: str | None = None,
) -> str:
    """A text with the date after each day, as meant in the article that it is from.

    "Yesterday" may be another day where somebody speaks who is not named, within a longer
    quotation, and where it was another day elsewhere when the article appeared.
    """
    if not source.published:
        return text
    day = source.published.at.date()
    text = with_dates(text, language, day, reader)
    parts = (speaker or "").split()
    speaks_on = parts and not has_any_name(parts, text)
    if speaks_on or not source.published.is_one_day:
        return text
    return with_near_days(text, language, day, reader)
