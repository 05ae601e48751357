"""For large models: all the evidence in one prompt, one statement a line."""

import re
from collections.abc import Iterator, Sequence

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.degenerate import raise_if_degenerate
from assistant.answering.models.opening import HOSTED_TOKENS
from assistant.answering.models.thoughts import without_thoughts
from assistant.answering.writers.described import described
from assistant.answering.writers.drafts import Brief, Draft
from assistant.errors import ModelError
from assistant.language.dates import dates
from assistant.prompts import NONE, Message, render
from assistant.types import Evidence

_LONGEST = 4000  # characters
_NUMBER = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_POINTS = "-•* "
_ITEM = re.compile(r"(\d{1,2})[.)]\s+(\S+)")
_BEGUN_ITEM = re.compile(r"\d{1,2}[.)]?")


class AnswerWriter:
    """Has a model write the whole answer with its citations."""

    def __init__(self, llm: LLM) -> None:
        self._llm = llm

    def write(self, brief: Brief, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Stream the answer line by line; its `[n]` become indices, unknown ones go.

        Raises ModelError if the model neither cites anything nor refuses, repeats itself or
        finds no end.
        """
        line = said = ""
        item, known = 1, len(evidence)
        messages = self.messages(brief, evidence)
        tokens = stream_chat(self._llm, messages, max_tokens=HOSTED_TOKENS)
        for token in without_thoughts(tokens):
            said += token.text
            raise_if_degenerate(said, _LONGEST)
            *whole, line = (line + token.text).split("\n")
            for done in whole:
                yield from _parsed(done, item, known, finished=True)
                item += _is_item(done, item)
            yield from _parsed(line, item, known, finished=False)
        yield from _parsed(line, item, known, finished=True)
        if not (_NUMBER.search(said) or any(map(_refuses, said.split("\n")))):
            raise ModelError("The model did not keep to the form of an answer with citations.")

    @staticmethod
    def messages(brief: Brief, evidence: Sequence[Evidence]) -> list[ChatMessage]:
        """The one conversation with all sentences."""
        values = {"question": brief.question, "evidence": [described(e) for e in evidence]}
        system = Message("system", render("answer_system", language=brief.language_name))
        return as_chat([system, Message("user", render("answer_user", **values))])


def _parsed(line: str, item: int, known: int, *, finished: bool) -> Iterator[Draft]:
    claimed = [int(n) - 1 for group in _NUMBER.findall(line) for n in group.split(",")]
    text = _unmarked(re.sub(r"\s*\[[\d\s,]*$", "", _NUMBER.sub("", line)), item)
    if text and not (NONE.startswith(text[: len(NONE)]) or _BEGUN_ITEM.fullmatch(text)):
        cites = tuple(dict.fromkeys(n for n in claimed if 0 <= n < known))
        yield Draft(text=text, cites=cites, finished=finished)


def _unmarked(line: str, item: int) -> str:
    """A line without what marks it as one of a list, of which it may be the item so numbered."""
    text = line.strip().lstrip(_POINTS)
    return text.split(maxsplit=1)[1].lstrip(_POINTS) if _is_item(line, item) else text


def _is_item(line: str, item: int) -> bool:
    """Whether a line has the number of an item, and not that of a day or "1. liga"."""
    begun = _ITEM.match(line.strip().lstrip(_POINTS))
    if not begun or int(begun[1]) != item:
        return False
    return not (begun[2][0].islower() or dates(begun[0]))


def _refuses(line: str) -> bool:
    return _unmarked(line, 1).startswith(NONE)
