"""Whether a statement gives to one name the number, or the deed, of another in its evidence."""

from collections.abc import Sequence
from itertools import combinations, permutations, product

from assistant.answering.checking.mentions import Clause, Mention, clauses_of
from assistant.index.embedding import Embed
from assistant.language.terms import words
from assistant.types import Evidence

# Of two clauses without their names: by how much both are nearer to what the evidence says
# of the other name. Faithful statements stay below by the embedded model.
_NEARER = 0.12
_FEW_WORDS = 3


def misplaced(
    statement: str, language: str | None, cited: Sequence[Evidence], embed: Embed
) -> list[str]:
    """Names that the statement puts into each other's place; precise, not complete.

    `The SPD has 152 seats` where the evidence has `152 for the AfD, 120 for the SPD`.
    """
    there = [c for e in cited for c in clauses_of(e.sentence.text, e.language)]
    said = [c.of_names_in(there) for c in clauses_of(statement, language)]
    for clause in said:
        if clause.names and all(_has_number_of_another(clause, n, there) for n in clause.names):
            return [clause.names[0].text]
    return _in_the_others_company(said, there) or _exchanged(said, there, embed)


def _has_number_of_another(clause: Clause, name: Mention, there: Sequence[Clause]) -> bool:
    """Whether the evidence has the number only beside others, and another beside the name."""
    number = clause.number_of(name)
    holding = [c for c in there if number in {value for *_, value in c.numbers}]
    if not holding or any(c.has(name) for c in holding):
        return False
    beside_others = all(any(c.number_of(n) == number for n in c.names) for c in holding)
    return beside_others and any(c.number_of(name) is not None for c in there)


def _in_the_others_company(said: Sequence[Clause], there: Sequence[Clause]) -> list[str]:
    """Names of two clauses that go with each other's companions in the evidence.

    `The Canadian Starmer and the British Carney` for `the Canadian Carney and the British
    Starmer`.
    """
    for one, other in combinations(said, 2):
        for (a, x), (b, y) in product(permutations(one.names, 2), permutations(other.names, 2)):
            apart = not _together(a, x, there) and not _together(b, y, there)
            if apart and _together(a, y, there) and _together(b, x, there):
                return [a.text, b.text]
    return []


def _together(one: Mention, other: Mention, there: Sequence[Clause]) -> bool:
    return any(c.has(one) and c.has(other) for c in there)


def _exchanged(said: Sequence[Clause], there: Sequence[Clause], embed: Embed) -> list[str]:
    """The first two names of which each has what the evidence says of the other."""
    telling = [c for c in said if len(c.names) == 1 and len(words(c.nameless)) >= _FEW_WORDS]
    for first, second in combinations(telling, 2):
        a, b = first.names[0], second.names[0]
        of_a = [c.nameless for c in there if c.has(a) and not c.has(b)]
        of_b = [c.nameless for c in there if c.has(b) and not c.has(a)]
        if not of_a or not of_b or second.has(a) or first.has(b):
            continue
        vectors = embed([first.nameless, second.nameless, *of_a, *of_b])
        likeness = vectors[:2] @ vectors[2:].T
        own = likeness[0, : len(of_a)].max() + likeness[1, len(of_a) :].max()
        other = likeness[0, len(of_a) :].max() + likeness[1, : len(of_a)].max()
        if other - own >= _NEARER:
            return [a.text, b.text]
    return []
