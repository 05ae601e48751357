"""Whether what is found in a sentence stands there as a fact, or only to be denied."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.evaluation.grading.sentences import language_of
from assistant.language.clauses import clauses
from assistant.language.dates import dates
from assistant.language.negation import denials
from assistant.language.quantities import amounts
from assistant.language.terms import UNSPACED_SCRIPTS, fold, words

Found = Callable[[str], bool]

_REACH = 3  # words
_BEGINNING = re.compile(rf"\b\w|[{UNSPACED_SCRIPTS}]")
_DAYS = 31


def denies(text: str, language: str) -> bool:
    """Whether a word of denial is in a text of a language."""
    return bool(denials(text, language))


def may_be_name(written: Sequence[str]) -> bool:
    """Whether words may all be of a name: with a capital, where the script has them."""
    return bool(written) and all(w.isalpha() and w[0] == w[0].upper() for w in written)


def affirmed(found: Found, wording: str, text: str, language: str, negative: bool) -> bool:
    """Whether a wording is found in a sentence, and in some place as a fact.

    A number or date is denied if it is set right, and a small number is not the day of a
    date. A name is denied with its verb, too, but not if a `negative` question asks for it.
    """
    named = may_be_name(words(wording))
    if not found(text) or denies(wording, language) or (named and negative):
        return found(text)
    spoken = language_of(text, language)
    numbers = [] if dates(wording) else amounts(wording)
    is_value, is_small = bool(dates(wording) or numbers), len(numbers) == 1 and numbers[0] <= _DAYS
    for at in _beginnings(found, text):
        denied = denies(" ".join(_clause_to(at, text).split()[-_REACH:]), spoken)
        if is_value:
            denied = denied and _is_set_right(wording, at, text)
        elif named:
            denied = denied or _is_denied_by_verb(text[at + len(wording) :], spoken)
        if not denied and not (is_small and _is_day(at, text)):
            return True
    return False


def _beginnings(found: Found, text: str) -> Iterator[int]:
    """Where what is found in a text begins, the last place first."""
    end = len(text)
    for at in (m.start() for m in reversed([*_BEGINNING.finditer(text)])):
        if found(text[at:end]):
            yield at
            end = at


def _clause_to(at: int, text: str) -> str:
    """What of the clause about a place is before it."""
    return clauses(text[:at] + "x")[-1][:-1]


def _is_set_right(wording: str, at: int, text: str) -> bool:
    """Whether another value follows a denied one, or went before: "208, not 120".

    "Debt should not be 60 per cent or more" is a limit, and denies none.
    """
    values = dates if dates(wording) else amounts
    return len(values(text[at:])) > len(values(wording)) or len(_clause_to(at, text).split()) <= 2


def _is_denied_by_verb(after: str, language: str) -> bool:
    """Whether one of the next words after a name, in its clause, denies what it does."""
    clause = clauses("x" + after)[0][1:]
    starts = [start for start, _ in denials(clause, language) or ()]
    return any(len(fold(clause)[:start].split()) < _REACH for start in starts)


def _is_day(at: int, text: str) -> bool:
    """Whether the number that begins there is a part of a date."""
    return dates(text[:at] + re.sub(r"^\d+", "", text[at:])) != dates(text)
