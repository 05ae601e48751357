"""Answers with citations: ours, and llama-index's CitationQueryEngine with the same model."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant import Assistant, Settings
from assistant.answering.models.opening import open_model
from benchmarks.public_sets.systems import LlamaIndex, Ours, System

_PATIENCE = 900  # seconds
_CITATION = re.compile(r"\[\d+\]")


class Reply(NamedTuple):
    """What was answered, empty for a refusal, and whether it cites anything."""

    text: str
    cites: bool


Answering = Callable[[str], Reply]


def answering(name: str, system: System) -> Iterator[tuple[str, Answering]]:
    """Each way in which a system answers, by a name to show; search alone has none."""
    if isinstance(system, Ours):
        for model in ("extractive", "embedded"):
            yield f"{name}, {model}", _ours(system.assistant, model)
    if isinstance(system, LlamaIndex):
        yield f"{name}, CitationQueryEngine, embedded", _citing(system)


def _ours(assistant: Assistant, model: str) -> Answering:
    asked = Assistant(assistant.settings.model_copy(update={"model": model}))

    def answer(question: str) -> Reply:
        found = asked.answer(question)
        refused = found.outcome == "unanswerable"
        return Reply("" if refused else found.text, bool(found.citations))

    return answer


def _citing(system: LlamaIndex) -> Answering:
    from llama_index.core.query_engine import CitationQueryEngine

    # It sends nothing until the whole reply is there, and has long passages to read before.
    llm = open_model(Settings(model="embedded", timeout=_PATIENCE))
    engine = CitationQueryEngine.from_args(system.index, llm=llm)

    def answer(question: str) -> Reply:
        text = str(engine.query(question))
        return Reply(text, bool(_CITATION.search(text)))

    return answer
