"""For small models: one sentence of evidence at a time.

A model of one or two billion parameters attributes reliably only what it has before it:
the citation is right by construction, the long fixed prompt stays in the cache, and the
first token tells how probable it is that the sentence answers at all, and if that is in
doubt the others tell whether there is anything to say. What answers is quoted where the reader
can read it, else translated.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.confidence import answering
from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.opening import judging
from assistant.answering.writers.described import described
from assistant.answering.writers.drafts import Brief, Draft
from assistant.answering.writers.judging import chance_of_yes
from assistant.answering.writers.repeating import only_repeats
from assistant.answering.writers.translating import translated
from assistant.language.injection import gives_orders
from assistant.prompts import YES, conversation
from assistant.types import Evidence

_ASKED, _ENOUGH = 6, 3
# Judged before anything is stated, unless one is sure enough at once: the first word waits for
# them; see benchmarks/LOG.md.
_FIRST, _AT_ONCE = 4, 0.93
# Of what is less likely to answer than that, most only repeats the subject; beside a time or an
# amount that was asked for, most of the same article is another one, while what another
# article tells may disagree, which is to be shown. See benchmarks/LOG.md.
_TIMES_THE_ODDS, _OF_FIGURES, _OF_FIGURES_ELSEWHERE = 2.0, 1.25, 3.0
# The odds of a sentence are divided by this if the model, asked for the answer, has nothing to
# say but the question's own words. See benchmarks/LOG.md.
_NOTHING_SAID, _SAID_TOKENS = 4.0, 40


class SentenceWriter:
    """Has a model judge sentence by sentence, and translate what answers in another language."""

    def __init__(self, llm: LLM, threshold: float) -> None:
        """What answers with a confidence of less than `threshold` is not stated."""
        self._llm = llm
        self._threshold = threshold

    def write(self, brief: Brief, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """State what answers, the surest of the first sentences first; the rest yields nothing.

        Raises ModelError for a reply that is empty, repeats itself or finds no end.
        """
        stated: Counter[int] = Counter()
        surest: dict[int, tuple[float, str]] = {}
        waiting = _askable(evidence)
        while waiting:
            for i, confidence in self._judged(waiting, brief, 1 if surest else _FIRST):
                e = evidence[i]
                before = surest.get(e.part, (0.0, e.article_id))
                surest[e.part] = max(before, (confidence, e.article_id))
                sure = confidence >= self._limit(e, brief, *surest[e.part])
                if sure and stated[e.part] < _ENOUGH:
                    stated[e.part] += 1
                    yield from self._stated(i, e, brief, confidence)
            waiting = deque((i, e) for i, e in waiting if stated[e.part] < _ENOUGH)

    def _limit(self, e: Evidence, brief: Brief, best: float, article: str) -> float:
        """How likely a sentence has to answer beside the surest one, given with its article."""
        times = _TIMES_THE_ODDS
        if e.part in brief.figures:
            times = _OF_FIGURES if e.article_id == article else _OF_FIGURES_ELSEWHERE
        return max(self._threshold, _near(best, times))

    def _judged(
        self, waiting: deque[tuple[int, Evidence]], brief: Brief, most: int
    ) -> list[tuple[int, float]]:
        """How likely the next sentences answer, the surest first, part by part of the question.

        No more than up to one that is sure by itself.
        """
        found: list[tuple[int, int, float]] = []
        while waiting and len(found) < most and not (found and found[-1][2] >= _AT_ONCE):
            i, e = waiting.popleft()
            found.append((e.part, i, self._confidence(e, brief)))
        if not brief.newest_first:
            found.sort(key=lambda f: (f[0], -f[2]))
        return [(i, confidence) for _, i, confidence in found]

    def _confidence(self, e: Evidence, brief: Brief) -> float:
        """How likely a sentence answers, by the first token of the reply and, in doubt, the rest.

        The prompt asks for more than a yes: without that it judges worse.
        """
        judge = judging(self._llm)
        asking = stream_chat(self._llm, self.messages(e, brief), max_tokens=1, **judge)
        with closing(asking) as reply:
            yes = chance_of_yes(reply)
            # Its end comes with the token; to leave before that takes a third of a second.
            next(reply, None)
        own, taught = brief.own_words, bool(judge)
        confidence = answering(yes, e.score, brief.chance, own_words=own, taught=taught)
        less = _near(confidence, _NOTHING_SAID)
        doubtful = less < self._threshold <= confidence
        return less if taught and doubtful and self._has_nothing_to_say(e, brief) else confidence

    def _has_nothing_to_say(self, e: Evidence, brief: Brief) -> bool:
        """Whether the model, made to say yes, goes on with the question's own words."""
        begun = ChatMessage(role="assistant", content=f"{YES}:")
        asking = [*self.messages(e, brief), begun]
        tokens = stream_chat(self._llm, asking, max_tokens=_SAID_TOKENS, stop=["\n"])
        reply = "".join(token.text for token in tokens)
        return only_repeats(reply, brief.parts[e.part], brief.language)

    def _stated(self, i: int, e: Evidence, brief: Brief, confidence: float) -> Iterator[Draft]:
        """A sentence that answers: to be quoted, or in translation for who cannot read it."""
        draft = Draft(text="", cites=(i,), probability=confidence, quotable=True)
        if brief.language and e.language != brief.language:
            for text, sure in translated(self._llm, e, brief.language_name):
                draft = draft.model_copy(update={"text": text, "doubted": not sure})
                yield draft.model_copy(update={"finished": False})
        yield draft

    @staticmethod
    def messages(e: Evidence, brief: Brief) -> list[ChatMessage]:
        """The conversation about one sentence; all but its last message is always the same."""
        values = {"question": brief.parts[e.part], "language": brief.language_name, **described(e)}
        return as_chat(conversation("sentence", **values))


def _askable(evidence: Sequence[Evidence]) -> deque[tuple[int, Evidence]]:
    """The sentences to ask about, with their numbers.

    One that gives orders is left out: it would make itself the surest.
    """
    numbered = ((i, e) for i, e in enumerate(evidence) if not gives_orders(e.sentence.text))
    return deque(islice(numbered, _ASKED))


def _near(best: float, times: float) -> float:
    """The confidence whose odds are those of another one, divided by a number."""
    return best / (best + times * (1 - best))
