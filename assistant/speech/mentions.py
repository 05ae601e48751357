"""How a text refers to somebody."""

from typing import Literal, NamedTuple


class Mention(NamedTuple):
    """How a sentence refers to somebody.

    `words` are a name as written, or the word for an office, whose `group` of synonyms and
    further words (`about`: "foreign", "Putin") tell whose it is. `unsaid` is a verb without
    a subject; `nobody` somebody who cannot be told.
    """

    kind: Literal["name", "role", "he", "she", "unsaid", "nobody"]
    words: tuple[str, ...] = ()
    group: int | None = None
    about: tuple[str, ...] = ()


NOBODY = Mention("nobody")
