"""Replies that only repeat the question.

Asked why somebody did what he did not do, a small model takes a sentence on the subject for
the answer, but finds nothing in it to say: "China signed the ban on landmines."
"""

from collections import Counter
from collections.abc import Set

from rapidfuzz.fuzz import ratio

from assistant.language.negation import denials
from assistant.language.quantities import amounts, values
from assistant.language.terms import UNSPACED, fold, terms, words

# How alike two words are, in per cent, that no stemmer makes one: "withdraw", "withdrew".
_INFLECTED, _LONG = 75, 4


def only_repeats(reply: str, question: str, language: str | None) -> bool:
    """Whether a reply has no number, denial or content word that the question lacks.

    A number that the question has once may be the answer where it comes twice: 31 members as of
    31 December.
    """
    more = Counter(amounts(reply)) - Counter(amounts(question))
    if more or values(reply, language) - values(question, language):
        return False
    if len(denials(reply, language) or ()) > len(denials(question, language) or ()):
        return False
    if language in UNSPACED:
        return len(set(filter(str.isalpha, reply)) - set(question)) <= 1
    asked = {*terms(question, language), *map(fold, words(question))}
    return all(_is_among(term, asked) for term in terms(reply, language))


def _is_among(term: str, asked: Set[str]) -> bool:
    near = (ratio(term, other) for other in asked if len(other) >= _LONG)
    return term in asked or max(near, default=0) >= _INFLECTED
