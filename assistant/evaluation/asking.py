"""Asks a system all questions of a set, in parallel where its model allows."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from assistant.answering.models.choice import ModelChoice
from assistant.answering.models.usage import metered
from assistant.answering.phrases import without_model
from assistant.errors import AssistantError, ModelError, ModelUnavailable
from assistant.evaluation.cases import Asked, Place, System
from assistant.evaluation.journal import Journal
from assistant.evaluation.measuring.costs import peak_memory_mb
from assistant.evaluation.measuring.retrieval import DEPTH
from assistant.evaluation.questions import Question

Progress = Callable[[int, int], None]
"""Told the questions done and the questions in all."""

_WORKERS = 4
_HOSTED = {"openai", "anthropic", "openai-compatible"}
_FAILURES = 3


def silent(done: int, total: int) -> None:
    """Show no progress."""


def ask_all(
    system: System, questions: Mapping[str, Question], journal: Journal | None, progress: Progress
) -> dict[str, Asked]:
    """What came back for each question, by key; those in the journal are not asked again.

    A question that fails by itself is recorded without an answer, and asked again by the
    next run. Raises ModelUnavailable or ModelError when the model itself is gone, which
    it is taken to be when it fails three times in a row; the journal keeps what there is.
    """
    known = {k: journal[k] for k in questions if journal and k in journal}
    progress(len(known), len(questions))
    failures: list[str] = []
    new = {key: q for key, q in questions.items() if key not in known}
    for key, asked in _asked(system, new, journal):
        known[key] = asked
        failure = _failure(asked)
        failures = [*failures, failure] if failure else []
        if len(failures) == _FAILURES:
            kept = " The answers so far are kept: run it again to go on." if journal else ""
            raise ModelError(f"The model failed {_FAILURES} times in a row: {failures[-1]}{kept}")
        progress(len(known), len(questions))
    return known


def workers_for(model: str) -> int:
    """How many questions at once: hosted models take several, this machine one."""
    return _WORKERS if ModelChoice.parse(model).kind in _HOSTED else 1


def _asked(
    system: System, questions: Mapping[str, Question], journal: Journal | None
) -> Iterator[tuple[str, Asked]]:
    """Keys and answers in order; what is not yet begun is dropped when this is left."""
    pool = ThreadPoolExecutor(workers_for(system.settings.model))
    try:
        begun = {k: pool.submit(_kept, system, k, q, journal) for k, q in questions.items()}
        for key, future in begun.items():
            yield key, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _kept(system: System, key: str, question: Question, journal: Journal | None) -> Asked:
    """Ask, and keep the answer before another question is begun."""
    asked = _ask(system, question)
    if journal and not _failure(asked):
        journal.add(key, asked)
    return asked


def _ask(system: System, question: Question) -> Asked:
    try:
        with metered() as usage:
            answer = system.answer(question.text, question.history)
        hits = system.search(answer.standalone_question, DEPTH)
    except ModelUnavailable:
        raise
    except AssistantError as error:
        return Asked(error=str(error))
    places = (
        Place(article_id=h.passage.article_id, start=h.passage.start, end=h.passage.end)
        for h in hits
    )
    return Asked(
        answer=answer,
        passages=tuple(places),
        memory_mb=peak_memory_mb(),
        tokens_read=usage.read or None,
        tokens_written=usage.written or None,
    )


def _failure(asked: Asked) -> str:
    """Why there is no answer of the model's own; empty if there is one."""
    if asked.answer is None:
        return asked.error
    told = without_model(asked.answer.language, "")
    return " ".join(note for note in asked.answer.notes if note.startswith(told))
