"""One standalone question → one record of what it asks for."""

from assistant.retrieve.question.speaking import speech
from assistant.types import Record


class Understanding(Record):
    """What a question asks for: `speaker` and `topic` as written, None where it names none."""

    question: str
    language: str | None
    speaker: str | None = None
    topic: str | None = None


def understand(question: str, language: str | None) -> Understanding:
    """Understand a standalone question. `understand("What did Xi say?", "en").speaker  # "Xi"`."""
    said = speech(question, language)
    return Understanding(
        question=question,
        language=language,
        speaker=said.speaker if said else None,
        topic=said.topic if said else None,
    )
