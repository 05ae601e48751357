"""For large models: all the evidence in one prompt, one statement a sentence."""

from collections.abc import Iterator, Sequence

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.degenerate import raise_if_degenerate
from assistant.answering.models.opening import HOSTED_TOKENS
from assistant.answering.models.thoughts import without_thoughts
from assistant.answering.writers.cited import cites, is_item, pieces, refuses, statement
from assistant.answering.writers.described import described
from assistant.answering.writers.drafts import Brief, Draft
from assistant.errors import ModelError
from assistant.prompts import Message, render
from assistant.types import Evidence

_LONGEST = 4000  # characters


class AnswerWriter:
    """Has a model write the whole answer with its citations."""

    def __init__(self, llm: LLM) -> None:
        self._llm = llm

    def write(self, brief: Brief, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Stream the answer sentence by sentence; its `[n]` become indices, unknown ones go.

        Raises ModelError if the model neither cites anything nor refuses, repeats itself or
        finds no end.
        """
        piece = said = ""
        item, known = 1, len(evidence)
        messages = self.messages(brief, evidence)
        tokens = stream_chat(self._llm, messages, max_tokens=HOSTED_TOKENS)
        for token in without_thoughts(tokens):
            said += token.text
            raise_if_degenerate(said, _LONGEST)
            *whole, piece = pieces(piece + token.text)
            for done in whole:
                yield from _drafted(done, item, known, finished=True)
                item += is_item(done, item)
            yield from _drafted(piece, item, known, finished=False)
        yield from _drafted(piece, item, known, finished=True)
        if cites(said, known) is None and not refuses(said, brief.language):
            raise ModelError("The model did not keep to the form of an answer with citations.")

    @staticmethod
    def messages(brief: Brief, evidence: Sequence[Evidence]) -> list[ChatMessage]:
        """The one conversation with all sentences."""
        values = {"question": brief.question, "evidence": [described(e) for e in evidence]}
        system = Message("system", render("answer_system", language=brief.language_name))
        return as_chat([system, Message("user", render("answer_user", **values))])


def _drafted(piece: str, item: int, known: int, *, finished: bool) -> Iterator[Draft]:
    """The draft in a piece; a finished one that cites nothing cannot be checked and is none."""
    cited, text = cites(piece, known), statement(piece, item, finished=finished)
    if text and not (finished and cited is None):
        yield Draft(text=text, cites=cited or (), finished=finished)
