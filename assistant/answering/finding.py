"""A question → what the articles have on it, before anyone writes."""

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import NamedTuple

from assistant.answering.confidence import confidence
from assistant.answering.facts import facts
from assistant.answering.own_words import REACH, Attributed, attributed, together
from assistant.answering.writers.drafts import Brief
from assistant.retrieve.gathering import able, gather, in_turns
from assistant.retrieve.question.ellipsis import goes_on
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

    def find(
        self, question: str, alone: str, language: str | None, filters: Filters, before: str = ""
    ) -> Found:
        """Evidence for a question; `alone` is what it is without the conversation.

        Outlets, languages and the as-of day that the question `before` it names hold for one
        that leans on it, too.
        """
        context = alone.removesuffix(question) if alone.endswith(question) else ""
        own, leans = alone.removeprefix(context), alone != question or goes_on(question, language)
        understood = self._understood(own, language, filters, before if leans else "")
        understood = understood.after(context)
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
        brief = Brief(
            question=alone,
            parts=parts,
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
        self, question: str, language: str | None, filters: Filters, before: str
    ) -> Understanding:
        """What is asked for; of the question before it, only what it is limited to."""
        now, outlets = datetime.now(timezone.utc), self._search.outlets()
        own = understand(question, language, now, outlets, filters)
        if not before:
            return own
        earlier = understand(before, language, now, outlets, filters)
        kept = {
            limit: getattr(own.filters, limit) or getattr(earlier.filters, limit)
            for limit in ("languages", "sources", "as_of")
        }
        return understand(question, language, now, outlets, filters.model_copy(update=kept))

    def _evidence(self, asked: Understanding) -> tuple[list[Evidence], Attributed, list[Hit]]:
        """The sentences found, what of them may be stated, and the passages around them.

        Where each part asks for the words of somebody else, it gets those of nobody else.
        """
        if not asked.asks_several:
            return self._of_one(asked)
        parts = [self._of_one(asked.model_copy(update={"parts": (part,)})) for part in asked.parts]
        found = in_turns([_of_part(i, own) for i, (own, _, _) in enumerate(parts)])
        words = [w._replace(evidence=_of_part(i, w.evidence)) for i, (_, w, _) in enumerate(parts)]
        hits = {h.passage.id: h for _, _, around in parts for h in around}
        most = self._settings.evidence_sentences
        return found, together(words, most), list(hits.values())

    def _of_one(self, asked: Understanding) -> tuple[list[Evidence], Attributed, list[Hit]]:
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


def _of_part(part: int, evidence: Sequence[Evidence]) -> list[Evidence]:
    return [e.model_copy(update={"part": part}) for e in evidence]


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
    return [passages[e.place].headed for e in evidence]
