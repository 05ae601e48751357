"""Whether the names of a statement stand in its evidence, in any spelling or language."""

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
    said = [n for n in names(statement, language) if not known & set(words(fold(n)))]
    unmatched = missing_names(said, around)
    absent += [n for n in unmatched if not _translated(n, statement, cited, embed)]
    return absent or [n for n in said[:1] if n not in unmatched and _replaces(n, statement, cited)]


def _replaces(name: str, statement: str, cited: Sequence[Evidence]) -> bool:
    """Whether a name that only the context has stands in place of the evidence's own.

    A pronoun's name may come from the context; that is not one.
    """
    own = "\n".join(map(dated, cited))
    first = [n for e in cited for n in names(e.sentence.text, e.language)][:1]
    return bool(first and missing_names([name], own) and missing_names(first, statement))


def _translated(name: str, statement: str, cited: Sequence[Evidence], embed: Embed) -> bool:
    """Whether the evidence has a word that means the same."""
    function_words = frozenset().union(*(stop_words(e.language) for e in cited))
    there = [
        w for w in dict.fromkeys(words(" ".join(map(dated, cited)))) if len(w) > 2 and w.isalpha()
    ]
    there = [w for w in there if w.casefold() not in function_words]
    if not there:
        return False
    first = statement.lstrip("\"'“„«").startswith(name)
    noun = _SAME_FIRST_WORD if first else _SAME_NOUN
    vector, *others = embed([name, *there])
    return any(
        float(vector @ v) >= (_SAME_NAME if w[0].isupper() else noun)
        for w, v in zip(there, others, strict=True)
    )
