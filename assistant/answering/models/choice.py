"""What the string that chooses a language model means."""

import re
from typing import Literal

from assistant.errors import SettingsError
from assistant.types import Record

_FORM = re.compile(
    r"(embedded|extractive)()"
    r"|(gguf):(.+\.gguf)"
    r"|(openai|anthropic|ollama|openai-compatible)/(.+)"
)


class ModelChoice(Record):
    """What a model string means. `ModelChoice.parse("openai/gpt-4o").kind  # "openai"`."""

    kind: Literal[
        "embedded", "extractive", "gguf", "openai", "anthropic", "ollama", "openai-compatible"
    ]
    name: str

    @property
    def small(self) -> bool:
        """Whether it is best asked about one sentence of evidence at a time."""
        return self.kind in {"embedded", "gguf"}

    @classmethod
    def parse(cls, model: str) -> "ModelChoice":
        """Read a model string. Raises SettingsError if it has none of the known forms."""
        if form := _FORM.fullmatch(model):
            kind, name = (group for group in form.groups() if group is not None)
            return cls.model_validate({"kind": kind, "name": name})
        raise SettingsError(
            f"The model {model!r} is unknown. Use embedded, extractive, openai/NAME, "
            "anthropic/NAME, ollama/NAME, openai-compatible/NAME, gguf:/path/file.gguf or "
            "gguf:OWNER/REPO/FILE.gguf."
        )
