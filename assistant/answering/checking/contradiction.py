"""Whether a statement denies what its evidence says, or says the opposite."""

import re
from collections.abc import Sequence

from assistant.answering.checking.figures import converted
from assistant.answering.checking.mentions import mentions, same
from assistant.index.embedding import Embed
from assistant.language.clauses import clauses
from assistant.language.contrasts import Sides, contrasts, converses, units
from assistant.language.negation import denials, without_denials
from assistant.language.quantities import in_digits, values
from assistant.language.terms import fold, words
from assistant.types import Evidence

_Clause = tuple[str, str | None]
_FEW_WORDS = 3
# By how much less alike two clauses may be without a denial; below, the other says it by itself.
_NO_LESS_ALIKE = -0.005
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
    plain, said = fold(statement), contrasts(statement, language)
    there: Sides = {}
    for e in cited:
        for contrast, sides in contrasts(e.sentence.text, e.language).items():
            there.setdefault(contrast, {}).update(sides)
    equal = converted(statement, language, cited)
    turned = converses() if _another_first(statement, language, cited) else frozenset[int]()
    return [
        re.findall(r"\w+|[$€£]", plain[places[0] :])[0]
        for contrast, sides in said.items()
        for side, places in sides.items()
        if contrast in there
        and contrast not in turned
        and len(sides) == 1
        and side not in there[contrast]
        if contrast not in units() or any(_measured(plain, p, language) - equal for p in places)
    ]


def _another_first(statement: str, language: str | None, cited: Sequence[Evidence]) -> bool:
    """Whether all evidence begins with another name: who beats is told first, or who loses."""
    own = mentions(statement, language)
    others = [m for e in cited for m in mentions(e.sentence.text, e.language)[:1]]
    return bool(own and others) and not any(same(own[0].text, m.text) for m in others)


def _measured(plain: str, place: int, language: str | None) -> set[float]:
    """The numbers that stand right before a unit."""
    before = plain[max(0, place - _NUMBER_BEFORE) : place]
    return values(in_digits(before, language or ""), language)


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

    Evidence says more than the statement, so its clause most like one of the statement's is
    what counts; but the other text may deny in another clause ("not unless", "without"). And
    the two must not be less alike without the denial: "fails" is nearer to "does not succeed"
    than to "succeeds".
    """
    said = [(c, language) for c in _clauses(statement)]
    there = [(c, e.language) for e in cited for c in _clauses(e.sentence.text)]
    around = [e.sentence.text for e in cited for _ in _clauses(e.sentence.text)]
    found = [denials(*clause) for clause in (*said, *there)]
    if None in found or not any(found):
        return False
    vectors = embed([c for c, _ in (*said, *there)])
    nearest = (vectors[: len(said)] @ vectors[len(said) :].T).argmax(axis=1)
    for clause, i in zip(said, nearest, strict=True):
        denied, met = (bool(denials(*c)) for c in (clause, there[i]))
        other = (around[i], there[i][1]) if denied else (statement, language)
        if denied != met and not denials(*other) and _alike_without(clause, there[i], embed):
            return True
    return False


def _alike_without(clause: _Clause, other: _Clause, embed: Embed) -> bool:
    """Whether two clauses are about as alike, or more, without the denial in one of them."""
    texts = [clause[0], other[0], without_denials(*clause), without_denials(*other)]
    a, b, plain_a, plain_b = embed([fold(t) for t in texts])
    return bool(plain_a @ plain_b - a @ b >= _NO_LESS_ALIKE)


def _clauses(text: str) -> list[str]:
    return [c for c in clauses(text) if len(words(c)) >= _FEW_WORDS] or [text]
