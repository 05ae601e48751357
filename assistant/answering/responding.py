"""One question, from search to the finished answer, as a series of snapshots."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from llama_index.core.llms import LLM

from assistant.answering.composing import Composition
from assistant.answering.confidence import confidence
from assistant.answering.facts import facts
from assistant.answering.followup import spoken, standalone
from assistant.answering.own_words import REACH, Attributed, attributed
from assistant.answering.phrases import refusal
from assistant.answering.writing import Draft, Quoter, Writer, writer_for
from assistant.errors import ModelError
from assistant.retrieve.gathering import gather
from assistant.retrieve.question.understanding import understand
from assistant.retrieve.search import Search
from assistant.settings import Settings
from assistant.types import Answer, Evidence, Filters, Hit, Outcome, Timings, Turn


class Responder:
    """Answers with one search, one model and one writer; holds nothing of a question."""

    def __init__(self, settings: Settings, search: Search, llm: LLM | None) -> None:
        self._settings = settings
        self._search = search
        self._llm = llm
        self._writer = writer_for(settings, llm)

    def respond(self, question: str, history: Sequence[Turn], filters: Filters) -> Iterator[Answer]:
        """Yield the evidence, then the growing answer, then the finished one.

        The evidence for a follow-up comes before a model rewrites it, and again after.
        """
        started = time.perf_counter()
        language = spoken(question, history)
        best = lru_cache(lambda query: self._best(query, language, filters))
        alone = standalone(question, language, history, None, best)
        answer, words, contexts = self._found(question, alone, language, filters)
        answer = answer.model_copy(update={"timings": Timings(retrieve_ms=_ms(started))})
        yield answer
        rewritten = standalone(question, language, history, self._llm, best)
        if rewritten != alone:
            timings = answer.timings
            answer, words, contexts = self._found(question, rewritten, language, filters)
            yield (answer := answer.model_copy(update={"timings": timings}))
        for snapshot in self._written(answer, words, contexts, started):
            yield (answer := snapshot)
        timings = answer.timings.model_copy(update={"total_ms": _ms(started)})
        notes = (*answer.notes, *self._left_out(answer))
        yield answer.model_copy(update={"timings": timings, "notes": notes, "done": True})

    def _found(
        self, question: str, alone: str, language: str | None, filters: Filters
    ) -> tuple[Answer, Attributed, list[str]]:
        """An answer that has its evidence only, whose words that is, and the passages around it."""
        context = alone.removesuffix(question) if alone.endswith(question) else ""
        asked, outlets = datetime.now(timezone.utc), self._search.outlets()
        own = alone.removeprefix(context)
        understood = understand(own, language, asked, outlets, filters).after(context)
        settings, most = self._settings, self._settings.evidence_sentences
        reach = REACH if understood.speaker else most
        found, hits = gather(self._search, understood, settings.top_k, reach)
        topic, limits = understood.topic, understood.filters
        on_topic = self._search.evidence(topic, language, hits, reach, limits) if topic else []
        words = attributed(understood.speaker, found, on_topic, most)
        contexts = _contexts(words.evidence, hits)
        asked_for = " ".join(part.question for part in understood.parts)
        background = max(self._search.background(p.question, language) for p in understood.parts)
        answer = Answer(
            question=question,
            standalone_question=alone,
            language=language,
            facts=facts(understood),
            as_of=understood.filters.as_of,
            evidence=tuple(words.evidence),
            confidence=confidence(asked_for, language, found, _contexts(found, hits), background),
            model=settings.model,
        )
        return answer, words, contexts

    def _best(self, query: str, language: str | None, filters: Filters) -> float:
        """Score of the best passage for a query; 0 if there is none."""
        hits = self._search.hits(query, language, 1, filters)
        return hits[0].score if hits else 0.0

    def _left_out(self, answer: Answer) -> list[str]:
        """What an as-of limit hides although it may have been out by then."""
        count = self._search.undated() if answer.as_of else 0
        whole = f"{count} articles without a date were" if count > 1 else "An undated article was"
        return [f"{whole} left out: it is not known what was published by then."] if count else []

    def _written(
        self, answer: Answer, words: Attributed, contexts: Sequence[str], started: float
    ) -> Iterator[Answer]:
        """Snapshots while the writer writes; the last has the outcome."""
        composition = Composition(
            answer.language, answer.evidence, contexts, self._search.embed, words.own
        )
        if (answer.confidence or 0) >= self._settings.answer_threshold:
            try:
                drafts = self._drafts(self._writer, answer, words.own)
                for draft in filter(composition.admits, drafts):
                    if draft.finished:
                        composition.add(draft)
                    answer = _snapshot(answer, composition, draft, started)
                    yield answer
                composition.quote_the_sure()
                if composition.astray:
                    wanted = _language_name(answer.language)
                    raise ModelError(f"The model does not write {wanted}.")
            except ModelError as error:
                answer = self._quoted(answer, words.own, composition, str(error))
            if words.another is not None:
                composition.quote_another(words.asked, words.another)
        disagreements = composition.settle()
        answer = _concluded(answer, composition)
        yield answer.model_copy(update={"notes": (*answer.notes, *disagreements)})

    def _drafts(self, writer: Writer, answer: Answer, own: int) -> Iterator[Draft]:
        """What the writer makes of the evidence that may be stated, if there is any."""
        language = _language_name(answer.language)
        if own:
            yield from writer.write(answer.standalone_question, language, answer.evidence[:own])

    def _quoted(self, answer: Answer, own: int, composition: Composition, why: str) -> Answer:
        """Fall back to the articles' own words, and say so."""
        composition.clear()
        for draft in self._drafts(Quoter(), answer, own):
            composition.add(draft)
        note = f"{why} The answer quotes the articles instead."
        return answer.model_copy(update={"notes": (*answer.notes, note)})


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


def _concluded(answer: Answer, composition: Composition) -> Answer:
    statements = tuple(composition.statements)
    whole = all(s.verdict == "supported" for s in statements) and not answer.notes
    outcome: Outcome = "unanswerable" if not statements else "answered" if whole else "partly"
    text = " ".join(s.text for s in statements) or refusal(answer.language)
    return answer.model_copy(
        update={
            "text": text,
            "outcome": outcome,
            "statements": statements,
            "citations": composition.citations,
        }
    )


def _contexts(evidence: Sequence[Evidence], hits: Sequence[Hit]) -> list[str]:
    """The passage and title around each sentence of evidence."""
    passages = {
        (h.passage.article_id, s.start): h.passage for h in hits for s in h.passage.sentences
    }
    around = (passages[e.article_id, e.sentence.start] for e in evidence)
    return [f"{p.title}\n{p.text}" for p in around]


def _language_name(language: str | None) -> str:
    try:
        return str(Locale(language or "en").english_name)
    except UnknownLocaleError:
        return "English"


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
