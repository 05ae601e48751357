"""For small models: one sentence of evidence at a time.

A model of one or two billion parameters attributes reliably only what it has before it:
the citation is right by construction, the long fixed prompt stays in the cache, and the
first token tells how probable it is that the sentence answers at all. What answers is
quoted where the reader can read it; the model writes only what is in another language.
"""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.confidence import answering
from assistant.answering.models.chat import Token, as_chat, stream_chat
from assistant.answering.writers.described import described
from assistant.answering.writers.drafts import Brief, Draft
from assistant.answering.writers.judging import judged
from assistant.language.orders import gives_orders
from assistant.language.terms import terms
from assistant.prompts import NO, conversation
from assistant.types import Evidence

_ASKED, _ENOUGH = 6, 3
# Judged before anything is stated: more come too late for the first word; see benchmarks/LOG.md.
_FIRST = 4
_TOKENS = 120
# Of what is less likely to answer than that, most only repeats the subject; see benchmarks/LOG.md.
_TIMES_THE_ODDS = 1.5
_YES_ONLY = {"logit_bias": [[NO, -100.0]]}


class SentenceWriter:
    """Has a model judge sentence by sentence, and put into the reader's language what answers."""

    def __init__(self, llm: LLM, threshold: float) -> None:
        """What answers with a confidence of less than `threshold` is not stated."""
        self._llm = llm
        self._threshold = threshold

    def write(self, brief: Brief, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """State what answers, the surest of the first sentences first; the rest yields nothing.

        Raises ModelError for a reply that is empty, repeats itself or finds no end.
        """
        stated: Counter[int] = Counter()
        surest: dict[int, float] = {}
        for compared in _compared(evidence):
            asked = [(i, e) for i, e in compared if stated[e.part] < _ENOUGH]
            for i, confidence in self._surest_first(asked, brief):
                part = evidence[i].part
                best = surest[part] = max(surest.get(part, 0.0), confidence)
                sure = confidence >= max(self._threshold, _near(best))
                if sure and stated[part] < _ENOUGH:
                    stated[part] += 1
                    yield from self._stated(i, evidence[i], brief, confidence)

    def _surest_first(
        self, asked: Sequence[tuple[int, Evidence]], brief: Brief
    ) -> list[tuple[int, float]]:
        """How likely each sentence answers, part by part of the question."""
        found = [(e.part, i, self._confidence(e, brief)) for i, e in asked]
        if not brief.newest_first:
            found.sort(key=lambda f: (f[0], -f[2]))
        return [(i, confidence) for _, i, confidence in found]

    def _confidence(self, e: Evidence, brief: Brief) -> float:
        with closing(self._reply(e, brief, 1)) as reply:
            return answering(judged(reply).probability, e.score, brief.chance)

    def _stated(self, i: int, e: Evidence, brief: Brief, confidence: float) -> Iterator[Draft]:
        """What a sentence says that answers: quoted if the reader can read it."""
        draft = Draft(text="", cites=(i,), probability=confidence, quotable=True)
        if e.language == brief.language:
            yield draft
            return
        # The model may have doubted it.
        with closing(self._reply(e, brief, _TOKENS, extra_body=_YES_ONLY)) as reply:
            yield from _growing(draft, judged(reply).statement, brief)

    def _reply(self, e: Evidence, brief: Brief, most: int, **options: Any) -> Generator[Token]:
        """A reply of at most so many tokens."""
        messages = self.messages(e, brief)
        return stream_chat(self._llm, messages, max_tokens=most, stop=["\n"], **options)

    @staticmethod
    def messages(e: Evidence, brief: Brief) -> list[ChatMessage]:
        """The conversation about one sentence; all but its last message is always the same."""
        values = {"question": brief.parts[e.part], "language": brief.language_name, **described(e)}
        return as_chat(conversation("sentence", **values))


def _compared(evidence: Sequence[Evidence]) -> list[list[tuple[int, Evidence]]]:
    """Sentences to ask about, with their numbers: the first ones together, the rest one by one.

    One that gives orders is left out: it would make itself the surest.
    """
    numbered = [(i, e) for i, e in enumerate(evidence) if not gives_orders(e.sentence.text)]
    return [numbered[:_FIRST], *([one] for one in numbered[_FIRST:_ASKED])]


def _near(best: float) -> float:
    """The confidence below which a sentence is not stated beside one of confidence `best`."""
    return best / (best + _TIMES_THE_ODDS * (1 - best))


def _growing(draft: Draft, statement: Iterable[str], brief: Brief) -> Iterator[Draft]:
    """A statement, longer every time; one that only repeats the question loses its text."""
    text = ""
    for text in statement:
        yield draft.model_copy(update={"text": text, "finished": False})
    repeats = set(terms(text, brief.language)) <= set(terms(brief.question, brief.language))
    yield draft.model_copy(update={"text": "" if repeats else text})
