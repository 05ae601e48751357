"""A model string → a language model that is ready to be asked.

Everything that speaks the OpenAI API goes through one class, GGUF files included: those
are served by llama.cpp on this machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from llama_index.core.llms import LLM
from llama_index.llms.openai_like import OpenAILike
from openai import OpenAI
from pydantic import PrivateAttr

from assistant.answering.models.choice import ModelChoice
from assistant.answering.models.llamacpp import LocalServer, local_server
from assistant.errors import ModelUnavailable, SettingsError, WeightsError
from assistant.settings import Settings, provider_key
from assistant.weights.catalogue import LANGUAGE_MODEL
from assistant.weights.download import ensure

_ADDRESSES = {"openai": "https://api.openai.com/v1", "ollama": "http://127.0.0.1:11434/v1"}
_RETRIES = 2
# Thoughts count, told or not; who finds no end is stopped by the length of what is said.
HOSTED_TOKENS = 4096
_ALTERNATIVES = 8
# Made by `python -m benchmarks.judging`.
JUDGE = Path(__file__).with_name("judge.gguf")
_WITH_ADAPTER = {"extra_body": {"lora": [{"id": 0, "scale": 1.0}]}}


class LocalModel(OpenAILike):
    """A GGUF file on this machine: usable at once, its first request waits for the load."""

    _server: LocalServer = PrivateAttr()

    def __init__(self, server: LocalServer, **values: Any) -> None:
        # What it reads stays on this machine, whatever proxy the environment names.
        direct = httpx.Client(trust_env=False)
        super().__init__(model=server.path.stem, http_client=direct, **values)
        self._server = server

    @property
    def server(self) -> LocalServer:
        """What serves it."""
        return self._server

    def _get_client(self) -> Any:
        """A client of the server that runs now: one that ended is started anew, elsewhere."""
        self._server.revive()
        return OpenAI(**self._get_credential_kwargs())

    def _get_credential_kwargs(self, is_async: bool = False) -> dict[str, Any]:
        """Give the client the address and the key, known only once the server runs."""
        values: dict[str, Any] = super()._get_credential_kwargs(is_async)
        return values | {"base_url": self._server.address(), "api_key": self._server.key}


def open_model(settings: Settings) -> LLM | None:
    """The chosen language model, or None for `extractive`.

    A GGUF model starts loading in the background; nothing is sent to a hosted one yet.
    Raises SettingsError if the model string or what it needs beside it does not fit,
    ModelUnavailable if a key or a package is missing or a file is not a model,
    WeightsError if the weights cannot be had.
    """
    choice = ModelChoice.parse(settings.model)
    if choice.kind == "extractive":
        return None
    if choice.kind == "embedded":
        return _local(ensure(LANGUAGE_MODEL, settings.cache_dir), settings, JUDGE)
    if choice.kind == "gguf":
        return _local(_gguf(choice.name), settings)
    if choice.kind == "anthropic":
        return _anthropic(choice.name, settings)
    return _openai(choice, settings)


def ready(llm: LLM | None) -> bool:
    """Whether the model could begin to answer now; a hosted one is taken to be.

    A local one that still reads its fixed prompts could not.
    """
    return llm.server.is_warm and llm.server.ready() if isinstance(llm, LocalModel) else True


def judging(llm: LLM) -> Mapping[str, Any]:
    """What to ask the model with for a judgement; nothing if it has not learned to judge."""
    return _WITH_ADAPTER if isinstance(llm, LocalModel) and llm.server.adapter else {}


def line_of(llm: LLM, tokens: int) -> Mapping[str, Any]:
    """What to ask the model with for one line; a hosted one may think, and know no `stop`."""
    if isinstance(llm, LocalModel):
        return {"max_tokens": tokens, "stop": ["\n"]}
    return {"max_tokens": HOSTED_TOKENS}


def _local(path: Path, settings: Settings, adapter: Path | None = None) -> LLM:
    states = settings.cache_dir / "prompts"
    return LocalModel(
        local_server(path, settings.threads, settings.context_tokens, states, adapter),
        is_chat_model=True,
        temperature=0,
        additional_kwargs={"seed": 0, "stream_options": {"include_usage": True}},
        logprobs=True,
        top_logprobs=_ALTERNATIVES,
        context_window=settings.context_tokens,
        timeout=settings.timeout,
        max_retries=0,
    )


def _openai(choice: ModelChoice, settings: Settings) -> LLM:
    address = settings.base_url or _ADDRESSES.get(choice.kind)
    if address is None:
        raise SettingsError(
            f"{settings.model} needs the address of its server. Set ASSISTANT_BASE_URL, "
            "for example http://127.0.0.1:8000/v1."
        )
    # Only OpenAI itself may see the key that is meant for it.
    key = _key(settings, "OPENAI_API_KEY") if choice.kind == "openai" else _own_key(settings)
    return OpenAILike(
        model=choice.name,
        api_base=address,
        api_key=key or "none",
        is_chat_model=True,
        temperature=0,
        additional_kwargs={"seed": 0},
        timeout=settings.timeout,
        max_retries=_RETRIES,
    )


def _anthropic(name: str, settings: Settings) -> LLM:
    try:
        from llama_index.llms.anthropic import Anthropic
    except ImportError as error:
        raise ModelUnavailable(
            f"{settings.model} needs a package that is not installed. "
            'Run: pip install "news-assistant[anthropic]"'
        ) from error
    llm = Anthropic(
        model=name,
        base_url=settings.base_url,
        api_key=_key(settings, "ANTHROPIC_API_KEY"),
        temperature=0,
        timeout=settings.timeout,
        max_retries=_RETRIES,
    )
    try:
        llm.metadata  # noqa: B018 - raises for a name that the package does not know
    except ValueError as error:
        raise ModelUnavailable(
            f"{settings.model} is no model that the installed llama-index-llms-anthropic knows. "
            "Check the name, or install a newer version of the package."
        ) from error
    return llm


def _own_key(settings: Settings) -> str | None:
    key = settings.api_key.get_secret_value() if settings.api_key else None
    return _sendable(key, "ASSISTANT_API_KEY")


def _key(settings: Settings, variable: str) -> str:
    if key := _own_key(settings) or _sendable(provider_key(variable), variable):
        return key
    raise ModelUnavailable(f"{settings.model} needs a key. Set {variable} or ASSISTANT_API_KEY.")


def _sendable(key: str | None, variable: str) -> str | None:
    """A key that the header of a request can carry; the client's own error would show it."""
    if key and not (key.isascii() and key.isprintable()):
        raise ModelUnavailable(
            f"The key in {variable} has a character that is in no key, such as a line break or "
            "an accent. Copy it anew."
        )
    return key


def _gguf(name: str) -> Path:
    """A file here, or else OWNER/REPO/FILE of the model hub."""
    path = Path(name).expanduser()
    owner, _, rest = name.partition("/")
    repository, _, file = rest.partition("/")
    if path.is_file() or path.is_absolute() or not (owner and file):
        return path
    from huggingface_hub import hf_hub_download

    try:
        return Path(hf_hub_download(f"{owner}/{repository}", file))
    except (OSError, ValueError) as error:
        reason = str(error).strip().split("\n")[0]
        raise WeightsError(
            f"{name} is no file here and cannot be fetched from the model hub: {reason} "
            "Check the name and the connection."
        ) from error
