"""Fixed prompts of a local model, read once and remembered from then on.

A small model reads some 70 tokens a second, its fixed prompts have about 2,000. What
they come to in the model's memory is kept in a file, which loads in a tenth of a second.
"""

from contextlib import suppress
from glob import escape
from importlib.metadata import PackageNotFoundError, version
from threading import Lock

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.llamacpp import LocalServer
from assistant.answering.models.opening import LocalModel
from assistant.errors import ModelUnavailable
from assistant.prompts import opening
from assistant.types import content_id

_warming = Lock()


def warm(llm: LocalModel) -> None:
    """Have the model know its fixed prompts, once for each process that serves it.

    Raises ModelUnavailable if it cannot be used.
    """
    with _warming:
        if llm.server.is_warm:
            return
        for slot, (name, messages) in enumerate(_prompts()):
            file = _file(llm.server, name, messages)
            if not llm.server.restore(slot, file):
                read(llm, messages, id_slot=slot)
                _forget_older(llm.server, name)
                llm.server.save(slot, file)
        llm.server.is_warm = True


def is_remembered(llm: LocalModel) -> bool:
    """Whether an earlier process has had the model read its fixed prompts."""
    with suppress(ModelUnavailable):
        files = (_file(llm.server, name, messages) for name, messages in _prompts())
        return all((llm.server.states / file).exists() for file in files)
    return False


def read(llm: LLM, messages: list[ChatMessage], **options: int) -> None:
    """Have a model read messages, so that it need not when they come again."""
    for _ in stream_chat(llm, messages, max_tokens=1, extra_body=options):
        pass


def _prompts() -> list[tuple[str, list[ChatMessage]]]:
    """The prompts of small models; each has a slot of the server for itself."""
    return [(name, as_chat(opening(name))) for name in ("sentence", "translation", "standalone")]


def _file(server: LocalServer, name: str, messages: list[ChatMessage]) -> str:
    """A name that changes with all that the state depends on."""
    try:
        model = server.path.stat()
    except OSError as error:
        raise ModelUnavailable(f"{server.path} cannot be read: {error.strerror}.") from error
    parts = (model.st_size, model.st_mtime_ns, _runtime(), *messages)
    return f"{server.path.stem}.{name}.{content_id(*map(str, parts))}.state"


def _runtime() -> str:
    """The version of what serves the model; empty if it is missing, as the server will say."""
    try:
        return version("xllamacpp")
    except PackageNotFoundError:
        return ""


def _forget_older(server: LocalServer, name: str) -> None:
    for older in server.states.glob(f"{escape(server.path.stem)}.{name}.*"):
        with suppress(OSError):  # it is never asked for again
            older.unlink()
