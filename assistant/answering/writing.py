"""Evidence → statements, each with the evidence it rests on.

Three writers with one shape: they are called with a question and evidence and yield
growing drafts. What a draft claims is checked elsewhere.
"""

import math
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any, Protocol

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models.chat import Token, as_chat, stream_chat
from assistant.answering.models.choice import ModelChoice
from assistant.answering.models.degenerate import check
from assistant.errors import ModelError
from assistant.language.dates import with_dates
from assistant.prompts import NONE, Message, conversation, render
from assistant.settings import Settings
from assistant.types import Evidence, Record

# Of the first four sentences asked about, an answering one is nearly always above 0.9 and
# seldom below 0.65; see benchmarks/LOG.md.
_ASKED, _ENOUGH = 4, 3
_SURE, _LIKELY = 0.9, 0.65
_LONGEST_STATEMENT, _LONGEST_ANSWER = 600, 4000  # characters


class Draft(Record):
    """A statement as a model claims it: indices into the evidence, and how sure it was.

    What is `quotable` is known to answer: if the statement does not hold, its evidence may
    be quoted instead.
    """

    text: str
    cites: tuple[int, ...]
    probability: float = 1.0
    finished: bool = True
    quotable: bool = False


class Writer(Protocol):
    """Anything that turns evidence into drafts; the last of equal `cites` counts."""

    def write(self, question: str, language: str, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Yield drafts; an unfinished one is followed by a longer one in its place."""


class Quoter:
    """No model: the best sentences as they stand."""

    def __init__(self, most: int = 4) -> None:
        self._most = most

    def write(self, question: str, language: str, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Quote the first sentences of the evidence."""
        for i, e in enumerate(evidence[: self._most]):
            yield Draft(text=e.sentence.text, cites=(i,))


class SentenceWriter:
    """For small models: one sentence of evidence at a time.

    A model of one or two billion parameters attributes reliably only what it has before
    it: the citation is right by construction, the long fixed prompt stays in the cache,
    and the first token tells how probable it is that the sentence answers at all. What
    is sure to answer is written at once; if nothing is, the likeliest sentence is.
    """

    def __init__(self, llm: LLM) -> None:
        self._llm = llm

    def write(self, question: str, language: str, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Ask about each of the first sentences; those that do not answer yield nothing.

        Raises ModelError for a reply that is empty, repeats itself or finds no end.
        """
        likely: list[tuple[float, int]] = []
        sure = 0
        for i, e in enumerate(evidence[:_ASKED]):
            messages = self.messages(e, question, language)
            probability, tokens = _judged(self._reply(messages))
            if probability >= _SURE:
                yield from _streamed(tokens, i, probability)
                sure += 1
            elif probability >= _LIKELY:
                likely.append((probability, i))
            tokens.close()
            if sure == _ENOUGH:
                return
        if likely and not sure:
            probability, i = max(likely)
            messages = self.messages(evidence[i], question, language)
            again = self._reply(messages, extra_body={"logit_bias": [[NONE, -100.0]]})
            yield from _streamed(again, i, probability)

    def _reply(self, messages: Sequence[ChatMessage], **options: Any) -> Generator[Token]:
        return stream_chat(self._llm, messages, max_tokens=120, stop=["\n"], **options)

    @staticmethod
    def messages(e: Evidence, question: str, language: str) -> list[ChatMessage]:
        """The conversation about one sentence; all but its last message is always the same."""
        values = {"question": question, "language": language, **_described(e)}
        return as_chat(conversation("sentence", **values))


class AnswerWriter:
    """For large models: all evidence at once, one statement a line."""

    def __init__(self, llm: LLM) -> None:
        self._llm = llm

    def write(self, question: str, language: str, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Stream the answer line by line; its `[n]` become indices, unknown ones go.

        Raises ModelError if the model neither cites anything nor refuses, repeats itself or
        finds no end.
        """
        line = said = ""
        messages = self.messages(question, language, evidence)
        for token in stream_chat(self._llm, messages, max_tokens=600):
            said += token.text
            check(said, _LONGEST_ANSWER)
            *whole, line = (line + token.text).split("\n")
            for done in whole:
                yield from _parsed(done, len(evidence), finished=True)
            yield from _parsed(line, len(evidence), finished=False)
        yield from _parsed(line, len(evidence), finished=True)
        if not (_NUMBER.search(said) or said.strip().startswith(NONE)):
            raise ModelError("The model did not keep to the form of an answer with citations.")

    @staticmethod
    def messages(question: str, language: str, evidence: Sequence[Evidence]) -> list[ChatMessage]:
        """The one conversation with all sentences."""
        sentences = [_described(e) for e in evidence]
        system = Message("system", render("answer_system", language=language))
        user = Message("user", render("answer_user", question=question, evidence=sentences))
        return as_chat([system, user])


def writer_for(settings: Settings, llm: LLM | None) -> Writer:
    """The writer that suits the model chosen."""
    if llm is None:
        return Quoter()
    if ModelChoice.parse(settings.model).small:
        return SentenceWriter(llm)
    return AnswerWriter(llm)


_NUMBER = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")


def _parsed(line: str, known: int, *, finished: bool) -> Iterator[Draft]:
    claimed = [int(n) - 1 for group in _NUMBER.findall(line) for n in group.split(",")]
    text = re.sub(r"\s*\[[\d\s,]*$", "", _NUMBER.sub("", line)).strip().lstrip("-•* ")
    if text and not NONE.startswith(text[: len(NONE)]):
        cites = tuple(dict.fromkeys(n for n in claimed if 0 <= n < known))
        yield Draft(text=text, cites=cites, finished=finished)


def _judged(tokens: Generator[Token]) -> tuple[float, Generator[Token]]:
    """Probability that a reply is an answer, from its first token; and the whole reply."""
    first = next(tokens, None)
    if first is None:
        raise ModelError("The model said nothing.")

    def whole() -> Generator[Token]:
        try:
            yield first
            yield from tokens
        finally:
            tokens.close()

    return 1 - _chance_of_none(first), whole()


def _streamed(tokens: Iterable[Token], i: int, probability: float) -> Iterator[Draft]:
    """The first line of a reply as a growing draft; nothing if it is the refusal word."""
    text = ""
    for token in tokens:
        text += token.text
        check(text, _LONGEST_STATEMENT)
        if "\n" in text.strip():
            break
        if not NONE.startswith(text.strip().rstrip(".").upper()):
            yield Draft(text=text.strip(), cites=(i,), probability=probability, finished=False)
    line = text.strip().split("\n")[0]
    if line and line.rstrip(".").upper() != NONE:
        sure = probability >= _SURE
        yield Draft(text=line, cites=(i,), probability=probability, quotable=sure)


def _chance_of_none(first: Token) -> float:
    """Probability that the first token begins the refusal word; 0 if the server is silent."""
    return sum(
        math.exp(logprob)
        for text, logprob in first.alternatives.items()
        if text.strip() and NONE.startswith(text.strip())
    )


def _described(e: Evidence) -> dict[str, str]:
    published = e.published.at.date() if e.published else None
    return {
        "source": e.source or "unknown source",
        "date": str(e.published or "undated"),
        "title": e.title,
        "text": with_dates(e.sentence.text, e.language, published),
    }
