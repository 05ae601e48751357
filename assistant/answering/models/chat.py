"""One function streams a reply from any model, and waits no longer than it may."""

import gc
from collections.abc import Generator, Mapping, Sequence
from queue import SimpleQueue
from threading import Event, Thread
from types import MappingProxyType
from typing import Any, NamedTuple

from llama_index.core.base.llms.types import ChatMessage, ChatResponse
from llama_index.core.llms import LLM

from assistant.answering.models.faults import readable, silent, translated
from assistant.answering.models.usage import note
from assistant.language.surrogates import begun, paired
from assistant.prompts import Message

Arriving = SimpleQueue[ChatResponse | Exception | None]


class Token(NamedTuple):
    """A piece of a reply; `alternatives` are log-probabilities of what could stand there.

    They are empty where the server does not tell. A reply that reached its limit has a last
    piece without text that is `cut`.
    """

    text: str
    alternatives: Mapping[str, float] = MappingProxyType({})
    cut: bool = False


def stream_chat(llm: LLM, messages: Sequence[ChatMessage], **options: Any) -> Generator[Token]:
    """The model's reply as it is written; closing the iterator stops the model.

    `options` are those of the API, such as `max_tokens`. Raises ModelUnavailable if the
    model cannot be reached or used, or if nothing comes for as long as its time-out;
    ModelError if it fails.
    """
    arriving: Arriving = SimpleQueue()
    left = Event()
    Thread(target=_read, args=(llm, messages, options, arriving, left), daemon=True).start()
    chunk = token = None
    cut, half = False, ""
    try:
        with translated(llm):
            while following := _next(arriving, getattr(llm, "timeout", None)):
                chunk = following
                note(chunk)
                cut = cut or getattr(_choice(chunk.raw), "finish_reason", None) == "length"
                text = half + (chunk.delta or "")
                half = begun(text)
                if text := paired(text.removesuffix(half)):
                    yield (token := Token(text, _alternatives(chunk.raw)))
        if chunk is None:
            raise silent(llm)
        if half:
            yield (token := Token(paired(half)))
        if cut and token:
            yield Token("", cut=True)
    finally:
        left.set()


def _read(
    llm: LLM,
    messages: Sequence[ChatMessage],
    options: dict[str, Any],
    arriving: Arriving,
    left: Event,
) -> None:
    """Pass on the chunks, then None or what went wrong, until the asker has left.

    A thread of its own does this, because a client that tries again, or a server that
    sends comments, can outlast any time-out of a socket.
    """
    try:
        chunks = readable(llm.stream_chat(messages, **options), llm)
        for chunk in chunks:
            arriving.put(chunk)
            if left.is_set():
                # The clients' streams refer to themselves: only the collector closes the
                # connection of one that is abandoned, and until then the model writes on.
                chunks.close()
                gc.collect()
        arriving.put(None)
    except Exception as error:  # noqa: BLE001 - raised where the chunks are awaited
        arriving.put(error)


def _next(arriving: Arriving, patience: float | None) -> ChatResponse | None:
    item = arriving.get(timeout=patience)
    if isinstance(item, Exception):
        raise item
    return item


def as_chat(messages: Sequence[Message]) -> list[ChatMessage]:
    """The messages as llama-index's models take them."""
    return [ChatMessage(role=m.role, content=m.content) for m in messages]


def _choice(raw: Any) -> Any:
    """What a chunk of the OpenAI API has of the one reply; None in those of others."""
    choices = getattr(raw, "choices", None)
    return choices[0] if choices else None


def _alternatives(raw: Any) -> Mapping[str, float]:
    """The log-probabilities in a chunk of the OpenAI API, if it has any."""
    logprobs = getattr(_choice(raw), "logprobs", None)
    tokens = logprobs.content if logprobs else None
    likely = getattr(tokens[0], "top_logprobs", None) if tokens else None
    return {t.token: t.logprob for t in likely or ()}
