"""Whether the names of a statement stand in its evidence, in any spelling or language."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.answering.checking.figures import dated
from assistant.language.names import missing_names, names
from assistant.language.places import places
from assistant.language.terms import fold, stop_words, words
from assistant.types import Evidence

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

# Single words by the embedded model: translations of common nouns are above, other names
# nearly always below. A name is nearer to other names, hence two thresholds.
_SAME_NOUN, _SAME_NAME, _SAME_FIRST_WORD = 0.885, 0.9, 0.875
# Persons have no article, so what has one in a translation is nearly always a common noun.
_SAME_AFTER_ARTICLE = 0.85
_ARTICLES = {
    "the", "il", "lo", "la", "i", "gli", "le", "l", "un", "una", "les", "der", "die", "das",
    "den", "dem", "des", "el", "los", "las", "o", "os", "as", "de", "het",
}  # fmt: skip
_ACRONYM = re.compile(r"\b[^\W\d_]*[A-Z][^\W\d_]*[A-Z][^\W\d_]*\b")
_CASELESS = {"zh", "ja", "ko", "ar", "fa", "he", "hi", "th", "ka"}


def missing(
    statement: str, language: str | None, cited: Sequence[Evidence], context: str, embed: Embed
) -> list[str]:
    """Places and names that neither the evidence nor its `context` has.

    A capitalised word may be a common noun ("Moon", "Prize", the first word of the
    sentence), so one that no spelling matches is compared by meaning with the words of
    the evidence.
    """
    own = "\n".join(map(dated, cited))
    around = f"{own}\n{context}"
    wanted, there = places(statement), places(around)
    absent = [word for code, word in wanted.items() if code not in there]
    if _CASELESS & {language, *(e.language for e in cited)}:
        return absent
    known = {w for word in wanted.values() for w in words(word)}
    said = [n for n in _named(statement, language) if not known & set(words(fold(n)))]
    unmatched = missing_names(said, around)
    absent += [n for n in unmatched if not _translated(n, statement, language, cited, embed)]
    return absent or [n for n in said[:1] if n not in unmatched and _replaces(n, statement, cited)]


def _named(text: str, language: str | None) -> list[str]:
    """Names and acronyms, the latter for German, whose single nouns are no names."""
    found = names(text, language)
    return found + [a for a in _ACRONYM.findall(text) if a not in found]


def _replaces(name: str, statement: str, cited: Sequence[Evidence]) -> bool:
    """Whether a name that only the context has stands in place of the evidence's own.

    A pronoun's name may come from the context; that is not one.
    """
    own = "\n".join(map(dated, cited))
    first = [n for e in cited for n in _named(e.sentence.text, e.language)][:1]
    return bool(first and missing_names([name], own) and missing_names(first, statement))


def _has_article(name: str, statement: str) -> bool:
    before = words(statement[: statement.find(name)])
    return bool(before) and before[-1].casefold() in _ARTICLES


def _translated(
    name: str, statement: str, language: str | None, cited: Sequence[Evidence], embed: Embed
) -> bool:
    """Whether the evidence has a word that means the same."""
    function_words = frozenset().union(*(stop_words(e.language) for e in cited))
    there = [
        w for w in dict.fromkeys(words(" ".join(map(dated, cited)))) if len(w) > 2 and w.isalpha()
    ]
    there = [w for w in there if w.casefold() not in function_words]
    if not there:
        return False
    first = statement.lstrip("\"'“„«").startswith(name)
    noun, capital = (_SAME_FIRST_WORD if first else _SAME_NOUN), _SAME_NAME
    if _has_article(name, statement) and language not in {e.language for e in cited}:
        noun = capital = _SAME_AFTER_ARTICLE
    vector, *others = embed([name, *there])
    return any(
        float(vector @ v) >= (capital if w[0].isupper() else noun)
        for w, v in zip(there, others, strict=True)
    )
