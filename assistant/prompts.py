"""Messages for a language model, from the templates in `prompts/`."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

NONE = "NONE"
"""What a model writes when the evidence does not answer; prompts and code share it."""
YES, NO = "YES", "NO"
"""What a model begins with when it is asked whether one sentence answers; likewise."""

_WORDS: dict[str, object] = {"NONE": NONE, "YES": YES, "NO": NO}


class Message(NamedTuple):
    """One turn of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    content: str


def conversation(name: str, **values: object) -> list[Message]:
    """System message, worked examples and the user's turn of a prompt.

    The examples of `NAME_examples.jsonl` have the very form of the user's turn, with a
    `reply`; all but the last message is the same whatever the values.
    """
    return [*opening(name), Message("user", render(f"{name}_user", **values))]


def opening(name: str) -> list[Message]:
    """What every conversation of a prompt begins with."""
    messages = [Message("system", render(f"{name}_system"))]
    path = Path(folder(), f"{name}_examples.jsonl")
    for line in path.read_text(encoding="utf-8").splitlines():
        example: dict[str, str] = json.loads(line)
        reply = example.pop("reply")
        messages += [Message("user", render(f"{name}_user", **example))]
        messages += [Message("assistant", reply)]
    return messages


def render(name: str, **values: object) -> str:
    """Fill in `prompts/NAME.jinja`; a missing value is an error.

    Values cannot imitate the form around them: each stays on one line and has no tags.
    """
    return _environment().get_template(f"{name}.jinja").render(_WORDS | values).strip()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(folder()),
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _inert(value: object) -> object:
    """Escaping as in HTML would do, but small models copy `&#39;` into their answers."""
    if not isinstance(value, str):
        return value
    return re.sub(r"\s+", " ", value).replace("<", "‹").replace(">", "›")


def folder() -> str:
    """Where the templates are: inside the package in a wheel, beside it in a checkout."""
    packaged = Path(__file__).with_name("_prompts")
    return str(packaged if packaged.is_dir() else packaged.parent.parent / "prompts")
