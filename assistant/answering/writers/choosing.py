"""The writer that suits a model."""

from llama_index.core.llms import LLM

from assistant.answering.models.choice import ModelChoice
from assistant.answering.writers.all_at_once import AnswerWriter
from assistant.answering.writers.by_sentence import SentenceWriter
from assistant.answering.writers.drafts import Quoter, Writer
from assistant.settings import Settings


def writer_for(settings: Settings, llm: LLM | None) -> Writer:
    """Quotations without a model; a small one reads sentence by sentence, a large one all."""
    if llm is None:
        return Quoter()
    if ModelChoice.parse(settings.model).small:
        return SentenceWriter(llm, settings.answer_threshold)
    return AnswerWriter(llm)
