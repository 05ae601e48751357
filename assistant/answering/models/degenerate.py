"""Replies that are none: a model that repeats itself or finds no end."""

import re

from assistant.errors import ModelError

_AGAIN = re.compile(r"(.{3,80}?)\1{4,}$", re.DOTALL)
_WINDOW = 500


def raise_if_degenerate(said: str, longest: int) -> None:
    """Raise ModelError for a reply that loops or has more than so many characters."""
    if len(said) > longest or _AGAIN.search(said[-_WINDOW:]):
        raise ModelError("The model repeated itself or found no end.")
