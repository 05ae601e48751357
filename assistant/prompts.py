"""Messages for a language model, from the templates in `prompts/`."""

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

NONE = "NONE"
"""What a model writes when the evidence does not answer; prompts and code share it."""


def render(name: str, **values: object) -> str:
    """Fill in `prompts/NAME.jinja`; a missing value is an error.

    Values cannot imitate the form around them: each stays on one line and has no tags.
    """
    return _environment().get_template(f"{name}.jinja").render(NONE=NONE, **values).strip()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_folder()),
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


def _folder() -> str:
    """Beside the package in a checkout, inside it in an installed wheel."""
    checkout = Path(__file__).parent.parent / "prompts"
    return str(checkout if checkout.is_dir() else files("assistant") / "_prompts")
