"""Evidence → statements, each with the evidence it rests on.

Three writers with one shape: they are called with a question and evidence and yield
growing drafts. What a draft claims is checked elsewhere.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, Protocol

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.judging import judged
from assistant.answering.models.chat import Token, as_chat, stream_chat
from assistant.answering.models.choice import ModelChoice
from assistant.answering.models.degenerate import check
from assistant.errors import ModelError
from assistant.language.dates import with_dates
from assistant.prompts import NO, NONE, Message, conversation, render
from assistant.settings import Settings
from assistant.types import Evidence, Record

# A sentence that answers is mostly above 0.6 and one that does not below 0.5; see
# benchmarks/LOG.md.
_ASKED, _ENOUGH = 4, 3
_SURE, _LIKELY = 0.6, 0.5
_TOKENS = 120
_LONGEST_ANSWER = 4000


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
            with closing(self._reply(e, question, language)) as reply:
                probability, statement = judged(reply)
                if probability >= _SURE:
                    yield from _growing(statement, i, probability)
                    sure += 1
                elif probability >= _LIKELY:
                    likely.append((probability, -i))
            if sure == _ENOUGH:
                return
        if likely and not sure:
            probability, i = max(likely)
            bias = {"logit_bias": [[NO, -100.0]]}
            with closing(self._reply(evidence[-i], question, language, extra_body=bias)) as reply:
                yield from _growing(judged(reply).statement, -i, probability)

    def _reply(self, e: Evidence, question: str, language: str, **options: Any) -> Generator[Token]:
        messages = self.messages(e, question, language)
        return stream_chat(self._llm, messages, max_tokens=_TOKENS, stop=["\n"], **options)

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


def _growing(statement: Iterable[str], i: int, probability: float) -> Iterator[Draft]:
    """A statement as drafts, the last of them finished."""
    draft = None
    for text in statement:
        draft = Draft(text=text, cites=(i,), probability=probability, finished=False)
        yield draft
    if draft:
        yield draft.model_copy(update={"finished": True, "quotable": probability >= _SURE})


def _described(e: Evidence) -> dict[str, str]:
    published = e.published.at.date() if e.published else None
    return {
        "source": e.source or "unknown source",
        "date": str(e.published or "undated"),
        "title": e.title,
        "text": with_dates(e.sentence.text, e.language, published),
    }
