"""Replies that begin with the model's thoughts, where its server does not keep them apart."""

from collections.abc import Generator, Iterator

from assistant.answering.models.chat import Token

_BEGIN, _END = "<think>", "</think>"


def without_thoughts(tokens: Iterator[Token]) -> Generator[Token]:
    """The tokens of a reply; of one that begins with `<think>`, those after `</think>`."""
    said = ""
    for token in tokens:
        said += token.text
        rest = _after_thoughts(said)
        if rest is not None:
            yield token._replace(text=rest)
            break
    yield from tokens


def _after_thoughts(said: str) -> str | None:
    """What a reply has after its thoughts; None while there may be more of them."""
    begun = said.lstrip()
    if begun.startswith(_BEGIN):
        _, end, rest = begun.partition(_END)
        return rest if end else None
    return None if _BEGIN.startswith(begun) else said
