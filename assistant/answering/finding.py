"""A question → what the articles have on it, before anyone writes."""

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import NamedTuple

from assistant.answering.confidence import confidence
from assistant.answering.facts import facts
from assistant.answering.own_words import REACH, Attributed, attributed
from assistant.answering.writers.drafts import Brief
from assistant.retrieve.gathering import able, gather
from assistant.retrieve.question.understanding import Understanding, understand
from assistant.retrieve.search import Search
from assistant.settings import Settings
from assistant.types import Answer, Evidence, Filters, Hit


class Found(NamedTuple):
    """An answer that has its evidence only, and what is needed to go on.

    `words` tells what of the evidence may be stated, `contexts` are the passages around it.
    """

    answer: Answer
    brief: Brief
    words: Attributed
    contexts: list[str]


class Finder:
    """Looks up in one index what questions need; holds nothing of a question."""

    def __init__(self, settings: Settings, search: Search) -> None:
        self._settings = settings
        self._search = search

    def find(self, question: str, alone: str, language: str | None, filters: Filters) -> Found:
        """Evidence for a question; `alone` is what it is without the conversation."""
        understood = self._understood(question, alone, language, filters)
        parts = tuple(part.question for part in understood.parts)
        found, words, hits = self._evidence(understood)
        around = _contexts(found, hits)
        background = max(self._search.background(part, language) for part in parts)
        answer = Answer(
            question=question,
            standalone_question=alone,
            language=language,
            facts=facts(understood),
            as_of=understood.filters.as_of,
            evidence=tuple(words.evidence),
            confidence=confidence(" ".join(parts), language, found, around, background),
            model=self._settings.model,
        )
        asked = parts if len(parts) > 1 else (alone,)
        brief = Brief(
            question=alone,
            parts=asked,
            language=language,
            chance=background.chance,
            newest_first=understood.newest_first,
            own_words=bool(words.asked) or understood.asks_several,
            figures=frozenset(i for i, part in enumerate(understood.parts) if part.wanted),
        )
        return Found(answer, brief, words, _contexts(words.evidence, hits))

    def first(self, query: str, language: str | None, filters: Filters) -> list[Hit]:
        """The first passages for a query."""
        return self._search.hits(query, language, self._settings.top_k, filters)

    def _understood(
        self, question: str, alone: str, language: str | None, filters: Filters
    ) -> Understanding:
        """What is asked for; what stands before a follow-up is only searched for."""
        context = alone.removesuffix(question) if alone.endswith(question) else ""
        own, now = alone.removeprefix(context), datetime.now(timezone.utc)
        return understand(own, language, now, self._search.outlets(), filters).after(context)

    def _evidence(self, asked: Understanding) -> tuple[list[Evidence], Attributed, list[Hit]]:
        """The sentences found, what of them may be stated, and the passages around them."""
        most = self._settings.evidence_sentences
        reach = REACH if asked.speaker else most
        found, hits = gather(self._search, asked, self._settings.top_k, reach)
        topic, limits = asked.topic, asked.filters
        on_topic = (
            self._search.evidence(topic, asked.language, hits, reach, limits) if topic else []
        )
        words = attributed(asked.speaker, found, on_topic, most, _texts(hits))
        may_answer = sum(able(e, asked.parts[e.part]) for e in words.evidence)
        return found, words._replace(own=min(words.own, may_answer)), hits


def _texts(hits: Sequence[Hit]) -> dict[str, str]:
    """What was found of each article, by its id."""
    found: dict[str, str] = {}
    for p in (hit.passage for hit in hits):
        found[p.article_id] = f"{found.get(p.article_id, p.title)}\n{p.text}"
    return found


def _contexts(evidence: Sequence[Evidence], hits: Sequence[Hit]) -> list[str]:
    """The passage and title around each sentence of evidence."""
    passages = {
        (h.passage.article_id, s.start): h.passage for h in hits for s in h.passage.sentences
    }
    around = (passages[e.article_id, e.sentence.start] for e in evidence)
    return [f"{p.title}\n{p.text}" for p in around]
