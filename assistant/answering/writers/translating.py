"""A sentence of evidence in the reader's language, by a small model that may not be up to it.

Its own doubt tells how far to trust it: a translation whose words it took for unlikely is
mostly wrong, and of the others those that keep all figures are nearly all right. See
benchmarks/LOG.md.
"""

import math
from collections.abc import Iterator
from contextlib import closing
from statistics import fmean

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.degenerate import raise_if_degenerate
from assistant.answering.writers.described import described
from assistant.language.locales import english_name
from assistant.prompts import conversation
from assistant.types import Evidence

_TOKENS = 120
_LONGEST = 600  # characters
# Of the likeliest words: the least likely one, and the geometric mean of the five least likely.
# Of 12 that passed these and all checks two told another fact to a strict reader; of the
# others, as far down as the third limit, two in three did. See benchmarks/LOG.md.
_LEAST, _FEW, _MEAN = math.log(0.35), 5, math.log(0.5)
_TOO_DOUBTFUL = math.log(1 / 6)


def translated(llm: LLM, e: Evidence, language: str) -> Iterator[tuple[str, bool]]:
    """Growing texts of the sentence in a language, given by its English name.

    With the last comes whether the model was sure of all its words. It is empty if one was
    too doubtful or there was no end. Raises ModelError if the model repeats itself.
    """
    said = ""
    sure: list[float] = []
    with closing(stream_chat(llm, messages(e, language), max_tokens=_TOKENS, stop=["\n"])) as reply:
        for token in reply:
            said += token.text
            raise_if_degenerate(said, _LONGEST)
            sure.append(max(token.alternatives.values(), default=0.0))
            if sure[-1] < _TOO_DOUBTFUL or token.cut:
                break
            yield said.strip(), False
        else:
            if least := sorted(sure)[:_FEW]:
                yield said.strip(), least[0] >= _LEAST and fmean(least) >= _MEAN
                return
    yield "", False


def messages(e: Evidence, language: str) -> list[ChatMessage]:
    """The conversation; all but its last message is always the same."""
    languages = {"original": english_name(e.language) or "its language", "language": language}
    return as_chat(conversation("translation", **languages, **described(e)))
