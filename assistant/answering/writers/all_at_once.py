"""For large models: all the evidence in one prompt, one statement a line."""

import re
from collections.abc import Iterator, Sequence

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.degenerate import raise_if_degenerate
from assistant.answering.writers.described import described
from assistant.answering.writers.drafts import Brief, Draft
from assistant.errors import ModelError
from assistant.prompts import NONE, Message, render
from assistant.types import Evidence

_TOKENS = 600
_LONGEST = 4000  # characters
_NUMBER = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")


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
        messages = self.messages(brief, evidence)
        for token in stream_chat(self._llm, messages, max_tokens=_TOKENS):
            said += token.text
            raise_if_degenerate(said, _LONGEST)
            *whole, line = (line + token.text).split("\n")
            for done in whole:
                yield from _parsed(done, len(evidence), finished=True)
            yield from _parsed(line, len(evidence), finished=False)
        yield from _parsed(line, len(evidence), finished=True)
        if not (_NUMBER.search(said) or said.strip().startswith(NONE)):
            raise ModelError("The model did not keep to the form of an answer with citations.")

    @staticmethod
    def messages(brief: Brief, evidence: Sequence[Evidence]) -> list[ChatMessage]:
        """The one conversation with all sentences."""
        values = {"question": brief.question, "evidence": [described(e) for e in evidence]}
        system = Message("system", render("answer_system", language=brief.language_name))
        return as_chat([system, Message("user", render("answer_user", **values))])


def _parsed(line: str, known: int, *, finished: bool) -> Iterator[Draft]:
    claimed = [int(n) - 1 for group in _NUMBER.findall(line) for n in group.split(",")]
    text = re.sub(r"\s*\[[\d\s,]*$", "", _NUMBER.sub("", line)).strip().lstrip("-•* ")
    if text and not NONE.startswith(text[: len(NONE)]):
        cites = tuple(dict.fromkeys(n for n in claimed if 0 <= n < known))
        yield Draft(text=text, cites=cites, finished=finished)
