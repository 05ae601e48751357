"""A question that leans on the conversation → one that can be searched as it is."""

from collections.abc import Sequence

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models import stream_chat
from assistant.language.names import missing_names, names
from assistant.prompts import render
from assistant.types import Turn

_TURNS = 2


def standalone(
    question: str, language: str | None, history: Sequence[Turn], llm: LLM | None
) -> str:
    """The question with what it leaves out put in from the last turns.

    A model rewrites it; without one, or when the model brings in a name that nobody
    mentioned, the previous question is put before it.
    """
    if not history:
        return question
    plain = f"{history[-1].question.strip()} {question}"
    if llm is None:
        return plain
    tokens = stream_chat(llm, messages(question, history), max_tokens=80)
    rewritten = "".join(t.text for t in tokens).strip().split("\n")[0]
    said = " ".join([question, *(f"{t.question} {t.answer}" for t in history[-_TURNS:])])
    invented = missing_names(names(rewritten, language), said)
    return plain if invented or not rewritten else rewritten


def messages(question: str, history: Sequence[Turn]) -> list[ChatMessage]:
    """The conversation that asks for the rewriting."""
    turns = [t.model_dump() for t in history[-_TURNS:]]
    user = render("standalone_user", question=question, history=turns)
    return [
        ChatMessage(role="system", content=render("standalone_system")),
        ChatMessage(role="user", content=user),
    ]
