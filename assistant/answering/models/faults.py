"""What the model clients raise → one clear sentence: which server, what to do."""

import gc
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from queue import Empty
from typing import TypeVar

from llama_index.core.llms import LLM

from assistant.errors import ModelError, ModelUnavailable

Chunk = TypeVar("Chunk")
# While they stream, both clients let the errors of httpx through.
_BASES = (
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("httpx", "HTTPError"),
    ("httpx", "InvalidURL"),
)
# What Python raises where a client takes a chunk apart that is none.
_UNREADABLE = (TypeError, AttributeError, LookupError, ValueError)


@contextmanager
def translated(llm: LLM) -> Iterator[None]:
    """Raise ModelUnavailable or ModelError in place of what a client library raises."""
    try:
        yield
    except _library_errors() as error:
        raise _fault(error, llm) from error


def readable(chunks: Iterator[Chunk], llm: LLM) -> Generator[Chunk]:
    """The same chunks; raises ModelError where the server sends what its client cannot read."""
    try:
        yield from chunks
    except _UNREADABLE as error:
        # What is left of the stream would else be collected at any moment, such as while this
        # thread opens a connection: closing one then waits for ever for a lock that it holds.
        gc.collect()
        raise ModelError(
            f"{_where(llm)} sent what cannot be read as a reply ({_first_line(error)}). Check "
            "its address, or choose another model."
        ) from error


def silent(llm: LLM) -> ModelError:
    """The fault of a server that accepts a request and ends without a reply."""
    return ModelError(
        f"{_where(llm)} sent no reply. Check that ASSISTANT_BASE_URL is the address of an "
        "OpenAI-compatible API, which usually ends in /v1."
    )


def _library_errors() -> tuple[type[Exception], ...]:
    """The bases of what the clients raise, of those that are loaded."""
    loaded = (getattr(sys.modules[m], name) for m, name in _BASES if m in sys.modules)
    return (Empty, *loaded)


def _fault(error: Exception, llm: LLM) -> ModelError:
    kinds = {base.__name__ for base in type(error).__mro__}
    where, model = _where(llm), llm.metadata.model_name
    if kinds & {"Empty", "APITimeoutError", "TimeoutException"}:
        return ModelUnavailable(
            f"{where} sent nothing for {getattr(llm, 'timeout', 0):g} s. Try again, choose a "
            "faster model, or allow more with ASSISTANT_TIMEOUT."
        )
    if kinds & {"APIConnectionError", "TransportError", "InvalidURL"}:
        reason = _first_line(error.__cause__ or error)
        check = "its address" if "InvalidURL" in kinds else "that it runs"
        return ModelUnavailable(f"{where} cannot be reached ({reason}). Check {check}.")
    match getattr(error, "status_code", None):
        case 401 | 403:
            return ModelUnavailable(f"{where} refused the key. Set ASSISTANT_API_KEY anew.")
        case 404:
            return ModelUnavailable(
                f"{where} has no model {model!r}. Check the name (for Ollama: ollama pull "
                f"{model}) and the address, which usually ends in /v1."
            )
        case 429:
            return ModelError(f"{where} takes no more requests for now. Try again later.")
    return ModelError(f"{where} failed: {_first_line(error)} Try again or choose another model.")


def _where(llm: LLM) -> str:
    if local := getattr(llm, "server", None):
        return f"{local.path.name} on this machine"
    address = getattr(llm, "api_base", None) or getattr(llm, "base_url", None)
    return f"The model server at {address or 'api.anthropic.com'}"


def _first_line(error: BaseException) -> str:
    """The start of a message; a whole page of HTML may follow."""
    return str(error).strip().split("\n")[0][:200] or type(error).__name__
