"""Halves of characters, which no text has: JSON and a terminal can bring them all the same."""

_HIGH = ("\ud800", "\udbff")


def paired(text: str) -> str:
    """The text with halves that belong together joined, and � for each of the others."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def begun(text: str) -> str:
    """The first half of a character with which a text ends, else nothing."""
    first, last = _HIGH
    return text[-1:] if first <= text[-1:] <= last else ""
