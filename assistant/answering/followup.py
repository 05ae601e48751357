"""A question that leans on the conversation → one that can be searched as it is."""

from collections.abc import Sequence

from llama_index.core.llms import LLM

from assistant.answering.models import as_chat, stream_chat
from assistant.errors import ModelError
from assistant.language.names import missing_names, names
from assistant.prompts import conversation
from assistant.types import Turn


def standalone(
    question: str, language: str | None, history: Sequence[Turn], llm: LLM | None
) -> str:
    """The question with what it leaves out put in from the last turn.

    A model rewrites it; without one, or when the model changes nothing or brings in a
    name that nobody mentioned, the previous question is put before it.
    """
    if not history:
        return question
    plain = f"{history[-1].question.strip()} {question}"
    if llm is None:
        return plain
    last = history[-1]
    messages = conversation(
        "standalone", earlier=last.question, answer=last.answer, question=question
    )
    try:
        tokens = stream_chat(llm, as_chat(messages), max_tokens=80, stop=["\n"])
        rewritten = "".join(t.text for t in tokens).strip().split("\n")[0]
    except ModelError:
        return plain  # the writer will meet the same failure, and tell
    said = f"{last.question} {last.answer} {question}"
    invented = missing_names(names(rewritten, language), said)
    unchanged = rewritten == question
    return plain if invented or unchanged or not rewritten else rewritten
