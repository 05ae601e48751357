"""One frozen Settings for the whole product.

Arguments win over `ASSISTANT_*` environment variables, those over `.env`, that over
`assistant.toml`, that over the defaults. Unknown keys are errors.
"""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.errors import SettingsError

_OTHERS = {"ASSISTANT_BENCH_DATA"}  # says where the public test sets are, to benchmarks only


def _pairs(value: object) -> object:
    """A mapping as pairs, so that equal settings are one key."""
    return tuple(value.items()) if isinstance(value, dict) else value


def _names(value: object) -> object:
    """Names with commas between them, or a list of names as JSON, as a list."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json.loads(value)
    return [name for part in value.split(",") if (name := part.strip())]


def _stripped(value: object) -> object:
    """A text without the space and line breaks around it."""
    return value.strip() if isinstance(value, str) else value


def _at_home(path: Path) -> Path:
    """A path whose `~` is the home folder, as a shell has it."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing, whoever is named


_Folder = Annotated[Path, AfterValidator(_at_home)]


class Settings(BaseSettings):
    """What a user can choose. `Settings(model="extractive")  # answer by quoting, no model`."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_",
        env_file=".env",
        dotenv_filtering="match_prefix",
        toml_file="assistant.toml",
        frozen=True,
        extra="forbid",
        env_ignore_empty=True,
    )

    data_dir: _Folder = Field(
        default=Path(platformdirs.user_data_dir("news-assistant")),
        description="Where the index and the article store live.",
    )
    cache_dir: _Folder = Field(
        default=Path(platformdirs.user_cache_dir("news-assistant")),
        description="Where model weights are kept.",
    )
    model: str = Field(
        default="embedded",
        description="embedded, extractive, openai/NAME, anthropic/NAME, ollama/NAME, "
        "openai-compatible/NAME, gguf:/path/file.gguf or gguf:OWNER/REPO/FILE.gguf.",
    )
    embedding_model: str = Field(
        default="embedded",
        description="embedded, or the name or folder of a sentence-transformers model.",
    )
    cross_encoder: str | None = Field(
        default=None,
        description="Name or folder of a sentence-transformers CrossEncoder that judges the best "
        "passages again; none if unset.",
    )
    base_url: Annotated[str | None, BeforeValidator(_stripped)] = Field(
        default=None, description="Address of an OpenAI-compatible server, up to /v1."
    )
    api_key: Annotated[SecretStr | None, BeforeValidator(_stripped)] = Field(
        default=None, description="Key for a hosted model."
    )
    timeout: float = Field(
        default=60.0,
        gt=0,
        description="Seconds to wait for a model's next words, or for another process that "
        "writes to the index.",
    )
    threads: int | None = Field(
        default=None, ge=1, description="Threads for the embedded models; all cores if unset."
    )
    context_tokens: int = Field(default=4096, ge=1024, description="Context of a local model.")
    passage_tokens: int = Field(
        default=256, ge=32, le=480, description="Upper size of a passage, in tokens."
    )
    top_k: int = Field(default=10, ge=1, le=100, description="Passages to retrieve.")
    evidence_sentences: int = Field(
        default=6, ge=1, le=30, description="Sentences shown as evidence and read by the model."
    )
    answer_threshold: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Confidence below which the answer is a refusal. A small model, which judges "
        "each sentence by the same, is asked from four fifths of it on.",
    )
    max_page_bytes: int = Field(
        default=20_000_000, ge=1, description="Larger files and pages are skipped and reported."
    )
    max_entries: int = Field(
        default=1000, ge=1, description="Pages taken from one feed or sitemap, newest first."
    )
    host_delay: float = Field(
        default=1.0, ge=0, description="Seconds between two requests to one host."
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)] = Field(
        default=(), description="Hosts that may be fetched from although they are private."
    )
    fields: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)] = Field(
        default=(),
        description="Columns of JSON Lines and CSV dumps with unusual names, "
        'such as {"text": "artikel", "published": "datum"}.',
    )
    host: str = Field(default="127.0.0.1", description="Address the browser interface listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Its port.")

    def __init__(self, **values: Any) -> None:
        known = {f"ASSISTANT_{name.upper()}" for name in type(self).model_fields} | _OTHERS
        if unknown := [v for v in os.environ if v.startswith("ASSISTANT_") and v not in known]:
            raise SettingsError(
                f"There is no setting {', '.join(sorted(unknown))}. Correct or unset the variable."
            )
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise SettingsError(_explain(error)) from error
        except (OSError, ValueError) as error:
            raise SettingsError(f"Settings cannot be read: {error}. Correct them.") from error

    @classmethod
    def settings_customise_sources(  # noqa: D102 - the signature is pydantic's
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        try:
            toml = TomlConfigSettingsSource(settings_cls)
        except (OSError, ValueError) as error:
            raise SettingsError(f"assistant.toml cannot be read: {error}.") from error
        return init_settings, env_settings, dotenv_settings, toml


def provider_key(variable: str) -> str | None:
    """A key under its provider's own name, in the environment or else in `.env`."""
    key = os.environ.get(variable) or dotenv_values(".env").get(variable)
    return key.strip() if key else None


def _explain(error: ValidationError) -> str:
    """One line that names each setting that does not fit."""
    faults = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return f"Settings do not fit: {'; '.join(faults)}. Correct them or leave them out."
