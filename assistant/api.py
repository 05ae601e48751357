"""The assistant as functions, for scripts."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.answering.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Filters, IngestReport, Turn


def answer(
    question: str,
    history: Sequence[Turn] = (),
    filters: Filters = Filters(),
    settings: Settings | None = None,
) -> Answer:
    """Answer one question from the index. `answer("Who won?").text  # one call does it all`.

    The index and the model stay open for the next question with the same settings.
    """
    return _assistant(settings or Settings()).answer(question, history, filters)


def ingest(paths: Iterable[str | Path], settings: Settings | None = None) -> IngestReport:
    """Put files and folders into the index. `ingest(["articles/"]).skipped  # what was not`."""
    return _assistant(settings or Settings()).ingest([Path(p) for p in paths])


@lru_cache(maxsize=1)
def _assistant(settings: Settings) -> Assistant:
    return Assistant(settings)
