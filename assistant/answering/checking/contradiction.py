"""Whether a statement denies what its evidence says, or says the opposite."""

import re
from collections.abc import Sequence

from assistant.index.embedding import Embed
from assistant.language.clauses import clauses
from assistant.language.contrasts import Sides, contrasts, units
from assistant.language.negation import denials
from assistant.language.quantities import values
from assistant.language.terms import words
from assistant.types import Evidence

_FEW_WORDS = 3
_MOST = 3
_NUMBER_BEFORE = 15  # characters


def contradicted(
    statement: str, language: str | None, cited: Sequence[Evidence], embed: Embed
) -> list[str]:
    """What is the other way round in the evidence, in words of the statement; often nothing.

    Of many sentences, those most like the statement count: others may speak of other things.
    """
    cited = _nearest(statement, cited, embed)
    if _denial_differs(statement, language, cited, embed):
        return ["not"]
    said = contrasts(statement, language)
    there: Sides = {}
    for e in cited:
        for contrast, sides in contrasts(e.sentence.text, e.language).items():
            there.setdefault(contrast, {}).update(sides)
    return [
        re.findall(r"\w+", statement[places[0] :])[0]
        for contrast, sides in said.items()
        for side, places in sides.items()
        if contrast in there and len(sides) == 1 and side not in there[contrast]
        if contrast not in units() or any(_is_measured(statement, p, language) for p in places)
    ]


def _is_measured(statement: str, place: int, language: str | None) -> bool:
    """Whether a number stands right before a unit."""
    return bool(values(statement[max(0, place - _NUMBER_BEFORE) : place], language))


def _nearest(statement: str, cited: Sequence[Evidence], embed: Embed) -> Sequence[Evidence]:
    if len(cited) <= _MOST:
        return cited
    first, *others = embed([statement, *(e.sentence.text for e in cited)])
    order = sorted(range(len(cited)), key=lambda i: -float(first @ others[i]))
    return [cited[i] for i in order[:_MOST]]


def _denial_differs(
    statement: str, language: str | None, cited: Sequence[Evidence], embed: Embed
) -> bool:
    """Whether one denies and the other does not, about the same thing.

    Evidence says more than the statement, so a denial in it counts if the clause that
    has it is the one most like the statement.
    """
    if not denials(statement, language) and not any(
        denials(e.sentence.text, e.language) for e in cited
    ):
        return False
    said = [(c, language) for c in _clauses(statement)]
    there = [(c, e.language) for e in cited for c in _clauses(e.sentence.text)]
    vectors = embed([c for c, _ in (*said, *there)])
    likeness = vectors[: len(said)] @ vectors[len(said) :].T
    nearest = [there[i] for i in likeness.argmax(axis=1)]
    met = [bool(denials(*clause)) for clause in nearest]
    denied = [bool(denials(*clause)) for clause in said]
    if not any(denied):
        return any(met) and not denials(statement, language)
    return not any(met)


def _clauses(text: str) -> list[str]:
    return [c for c in clauses(text) if len(words(c)) >= _FEW_WORDS] or [text]
