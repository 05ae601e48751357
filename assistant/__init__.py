"""Answers from news articles in which every sentence cites the sentence that says it.

    >>> from assistant import Settings, answer, ingest
    >>> ingest(["corpus/articles"])
    >>> answer("What did Putin say about New START?").text

    sources → articles → index ← retrieve ← answering ← evaluation · cli · api · ui
                           ↑ feeds

Each package says in its docstring which module does what; imports go down this order, then to
`speech` (who says what), `language` (words, names, numbers and dates) and `weights` (of models),
to `prompts`, `settings` and `intake` (pages), and at last to `types` and `errors`.

Settings and records load at once; whatever needs a model or an index loads on use.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

from assistant.errors import (
    AssistantError,
    FingerprintError,
    IndexStoreError,
    ModelError,
    ModelUnavailable,
    QuestionError,
    ReportError,
    SettingsError,
    SourceError,
    WeightsError,
)
from assistant.intake import IngestReport, Page, Skipped
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Article,
    Citation,
    Dated,
    Evidence,
    Filters,
    Hit,
    Passage,
    Sentence,
    Statement,
    Status,
    Turn,
)

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.api import answer, extract, ingest
    from assistant.evaluation.questions import Question
    from assistant.evaluation.runs import evaluate

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "AssistantError",
    "Citation",
    "Dated",
    "Evidence",
    "Filters",
    "FingerprintError",
    "Hit",
    "IndexStoreError",
    "IngestReport",
    "ModelError",
    "ModelUnavailable",
    "Page",
    "Passage",
    "Question",
    "QuestionError",
    "ReportError",
    "Sentence",
    "Settings",
    "SettingsError",
    "Skipped",
    "SourceError",
    "Statement",
    "Status",
    "Turn",
    "WeightsError",
    "answer",
    "evaluate",
    "extract",
    "ingest",
]

# Read when they are imported: ONNX Runtime would report to its maker and leave a number for the
# machine, the client of the model hub would tell it what it runs on.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

_LAZY = {
    "Assistant": "assistant.answering.assistant",
    "Question": "assistant.evaluation.questions",
    "answer": "assistant.api",
    "evaluate": "assistant.evaluation.runs",
    "extract": "assistant.api",
    "ingest": "assistant.api",
}


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
