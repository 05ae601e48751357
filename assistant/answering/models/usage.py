"""How many tokens the models read and wrote, for whoever wants to know."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from llama_index.core.llms import ChatResponse


@dataclass
class Usage:
    """Tokens read and written so far, of the requests whose server told."""

    read: int = 0
    written: int = 0


_meter: ContextVar[Usage | None] = ContextVar("meter", default=None)


@contextmanager
def metered() -> Iterator[Usage]:
    """Count what all models read and write within the block, in the same thread."""
    usage = Usage()
    token = _meter.set(usage)
    try:
        yield usage
    finally:
        _meter.reset(token)


def note(chunk: ChatResponse) -> None:
    """Count what a chunk of a reply reports: the last one does, of the whole request."""
    if usage := _meter.get():
        usage.read += chunk.additional_kwargs.get("prompt_tokens") or 0
        usage.written += chunk.additional_kwargs.get("completion_tokens") or 0
