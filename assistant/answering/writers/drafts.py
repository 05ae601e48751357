"""What writers are given and what they make of it, and the one that needs no model."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.language.locales import english_name
from assistant.types import Evidence, Record

# Fewer leave more out, and none chosen by score or length is better; see benchmarks/LOG.md.
_QUOTED = 6


class Brief(Record):
    """What to answer, for which reader.

    `parts` are the questions in the question, itself if it is one; `Evidence.part` says
    for which of them a sentence was found. `chance` is the score of a find by chance.
    `newest_first`: the order of the evidence is what was asked for. `own_words`: all that
    may be stated is said by who was asked for. `figures` are the places of the parts that
    ask for a time or an amount.
    """

    question: str
    parts: tuple[str, ...]
    language: str | None = None
    chance: float = 0.0
    newest_first: bool = False
    own_words: bool = False
    figures: frozenset[int] = frozenset()

    @property
    def language_name(self) -> str:
        """The reader's language in English, for a model that is told to write it."""
        return english_name(self.language or "en") or "English"


class Draft(Record):
    """A statement as a model claims it: indices into the evidence, and how sure it was.

    What is `quotable` is known to answer, and the text a translation of the one sentence
    that it cites: without one, or if it is not faithful, that sentence is quoted instead. One
    that its model doubts is at most shown beside the quotation.
    """

    text: str
    cites: tuple[int, ...]
    probability: float = 1.0
    finished: bool = True
    quotable: bool = False
    doubted: bool = False


class Writer(Protocol):
    """Anything that turns evidence into drafts; what a draft claims is checked elsewhere."""

    def write(self, brief: Brief, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Yield drafts; an unfinished one is followed by a longer one in its place."""


class Quoter:
    """No model: the best sentences in their own words."""

    def write(self, brief: Brief, evidence: Sequence[Evidence]) -> Iterator[Draft]:
        """Quote the first six sentences of the evidence."""
        for i in range(min(_QUOTED, len(evidence))):
            yield Draft(text="", cites=(i,), quotable=True)
