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
from assistant.language.terms import terms
from assistant.prompts import NO, conversation
from assistant.types import Evidence

_ASKED, _ENOUGH = 6, 3
_TOKENS = 120
_EVEN = 0.5
# Of what is less likely to answer than that, most only repeats the subject; see benchmarks/LOG.md.
_TIMES_THE_ODDS = 3
_YES_ONLY = {"logit_bias": [[NO, -100.0]]}


class SentenceWriter:
    """Has a model judge sentence by sentence, and put into the reader's language what answers."""

    def __init__(self, llm: LLM, threshold: float) -> None:
        """What answers with a confidence of less than `threshold` is not stated."""
        self._llm = llm
        self._threshold = threshold

    def write(self, brief: Brief, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Ask about each of the first sentences; those that do not answer yield nothing.

        Raises ModelError for a reply that is empty, repeats itself or finds no end.
        """
        stated: Counter[int] = Counter()
        surest: dict[int, float] = {}
        for i, e in enumerate(evidence[:_ASKED]):
            if stated[e.part] < _ENOUGH:
                best = surest.get(e.part, 0.0)
                for draft in self._drafts(i, e, brief, max(self._threshold, _near(best))):
                    stated[e.part] += draft.finished
                    surest[e.part] = max(best, draft.probability)
                    yield draft

    def _drafts(self, i: int, e: Evidence, brief: Brief, least: float) -> Iterator[Draft]:
        """What a sentence says, if it answers with at least that confidence."""
        readable = e.language == brief.language
        with closing(self._reply(e, brief, 1 if readable else _TOKENS)) as reply:
            yes, statement = judged(reply)
            confidence = answering(yes, e.score, brief.chance)
            draft = Draft(text="", cites=(i,), probability=confidence, quotable=True)
            answers = confidence >= least
            if answers and readable:
                yield draft
            elif answers and yes >= _EVEN:
                yield from _growing(draft, statement, brief)
        if answers and not readable and yes < _EVEN:
            # Only now: two requests at once would not share the prompt that is already read.
            yield from self._against_its_no(draft, e, brief)

    def _against_its_no(self, draft: Draft, e: Evidence, brief: Brief) -> Iterator[Draft]:
        """What a sentence says that answers although the model would rather say no."""
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
