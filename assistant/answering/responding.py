"""One question, from search to the finished answer, as a series of snapshots."""

import time
from collections.abc import Iterator, Sequence
from functools import lru_cache

from llama_index.core.llms import LLM

from assistant.answering.composing import Composition
from assistant.answering.finding import Finder, Found
from assistant.answering.followup import spoken, standalone
from assistant.answering.left_open import left_open
from assistant.answering.phrases import cut, refusal, revised, unanswered, undated, without_model
from assistant.answering.writers.choosing import least_confidence, writer_for
from assistant.answering.writers.drafts import Draft, Quoter, Writer
from assistant.errors import ModelError
from assistant.retrieve.search import Search
from assistant.settings import Settings
from assistant.types import Answer, Filters, Outcome, Timings, Turn

_LONGEST = 1000  # characters


class Responder:
    """Answers with one search, one model and one writer; holds nothing of a question."""

    def __init__(self, settings: Settings, search: Search, llm: LLM | None) -> None:
        self._settings = settings
        self._search = search
        self._finder = Finder(settings, search)
        self._llm = llm
        self._writer = writer_for(settings, llm)

    def respond(self, question: str, history: Sequence[Turn], filters: Filters) -> Iterator[Answer]:
        """Yield the evidence, then the growing answer, then the finished one.

        The evidence for a follow-up comes before a model rewrites it, and again after. Of a
        very long question the beginning is read, and a note says so.
        """
        started = time.perf_counter()
        timings = None
        for found in self._found(question[:_LONGEST], history, filters):
            timings = timings or Timings(retrieve_ms=_ms(started))
            answer = found.answer.model_copy(update={"timings": timings})
            yield answer
        for snapshot in self._written(answer, found, started):
            yield (answer := snapshot)
        timings = answer.timings.model_copy(update={"total_ms": _ms(started)})
        unread = [cut(answer.language, _LONGEST)] if len(question) > _LONGEST else []
        notes = (*answer.notes, *unread, *self._revised(answer), *self._left_out(answer))
        yield answer.model_copy(update={"timings": timings, "notes": notes, "done": True})

    def _found(self, question: str, history: Sequence[Turn], filters: Filters) -> Iterator[Found]:
        """What is found for the question as it is typed, and as the model rewrites it."""
        language = spoken(question, history)
        search = lru_cache(lambda query: self._finder.first(query, language, filters))
        typed = standalone(question, language, history, None, search)
        before = history[-1].question if history else ""
        yield self._finder.find(question, typed, language, filters, before)
        rewritten = standalone(question, language, history, self._llm, search)
        if rewritten != typed:
            yield self._finder.find(question, rewritten, language, filters, before)

    def _revised(self, answer: Answer) -> list[str]:
        """What earlier versions of the cited articles did not say."""
        return [
            revised(answer.language, c.number)
            for c in answer.citations
            if self._search.is_revised(c.article_id, c.quote)
        ]

    def _left_out(self, answer: Answer) -> list[str]:
        """What an as-of limit hides although it may have been out by then."""
        count = self._search.undated() if answer.as_of else 0
        return [undated(answer.language, count)] if count else []

    def _written(self, answer: Answer, found: Found, started: float) -> Iterator[Answer]:
        """Snapshots while the writer writes; the last has the outcome."""
        words = found.words
        composition = Composition(
            found.brief, answer.evidence, found.contexts, self._search.embed, words.own
        )
        confidence = answer.confidence or 0.0
        trusted = confidence >= self._settings.answer_threshold
        if confidence >= least_confidence(self._settings):
            try:
                for snapshot in self._growing(answer, found, composition, started):
                    yield (answer := snapshot)
            except ModelError as error:
                composition.clear()
                note = without_model(answer.language, str(error))
                answer = answer.model_copy(update={"notes": (*answer.notes, note)})
                # The articles' own words are left.
                for draft in _drafts(Quoter(), found) if trusted else ():
                    composition.add(draft)
        if trusted and words.another is not None:
            composition.quote_another(words.asked, words.another)
        disagreements = composition.settle()
        yield _concluded(answer, composition, found.brief.parts, disagreements)

    def _growing(
        self, answer: Answer, found: Found, composition: Composition, started: float
    ) -> Iterator[Answer]:
        """Snapshots for each draft; raises ModelError if the model fails, or its language does."""
        for draft in filter(composition.admits, _drafts(self._writer, found)):
            if draft.finished:
                composition.add(draft)
            answer = _snapshot(answer, composition, draft, started)
            yield answer
        if composition.astray:
            raise ModelError(f"The model does not write {found.brief.language_name}.")


def _drafts(writer: Writer, found: Found) -> Iterator[Draft]:
    """What a writer makes of the evidence that may be stated, if there is any."""
    if found.words.own:
        yield from writer.write(found.brief, found.answer.evidence[: found.words.own])


def _snapshot(answer: Answer, done: Composition, draft: Draft, started: float) -> Answer:
    """The statements that hold so far, and the one being written as bare text."""
    said = [s.text for s in done.statements]
    if not draft.finished:
        said.append(draft.text)
    timings = answer.timings
    if timings.first_token_ms is None:
        timings = timings.model_copy(update={"first_token_ms": _ms(started)})
    return answer.model_copy(
        update={
            "text": " ".join(said),
            "statements": tuple(done.statements),
            "citations": done.citations,
            "timings": timings,
        }
    )


def _concluded(
    answer: Answer, composition: Composition, parts: Sequence[str], disagreements: Sequence[str]
) -> Answer:
    statements = tuple(composition.statements)
    text = " ".join(s.text for s in statements) or refusal(answer.language)
    said = answer.model_copy(
        update={"text": text, "statements": statements, "citations": composition.citations}
    )
    open_parts = [unanswered(answer.language, part) for part in left_open(parts, said)]
    whole = all(s.verdict == "supported" for s in statements) and not (answer.notes or open_parts)
    outcome: Outcome = "unanswerable" if not statements else "answered" if whole else "partly"
    notes = (*answer.notes, *disagreements, *(open_parts if statements else ()))
    return said.model_copy(update={"outcome": outcome, "notes": notes})


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
