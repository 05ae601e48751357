"""The writer that suits a model."""

from llama_index.core.llms import LLM

from assistant.answering.models.choice import ModelChoice
from assistant.answering.writers.all_at_once import AnswerWriter
from assistant.answering.writers.by_sentence import SentenceWriter
from assistant.answering.writers.drafts import Quoter, Writer
from assistant.settings import Settings

# Of the threshold, what the confidence of retrieval needs for a model that judges each
# sentence by the same threshold; see benchmarks/LOG.md.
_TO_JUDGE = 0.8


def least_confidence(settings: Settings) -> float:
    """The confidence of retrieval from which on the writer is asked at all."""
    judges = ModelChoice.parse(settings.model).small
    return settings.answer_threshold * (_TO_JUDGE if judges else 1)


def writer_for(settings: Settings, llm: LLM | None) -> Writer:
    """Quotations without a model; a small one reads sentence by sentence, a large one all."""
    if llm is None:
        return Quoter()
    if ModelChoice.parse(settings.model).small:
        return SentenceWriter(llm, settings.answer_threshold)
    return AnswerWriter(llm)
