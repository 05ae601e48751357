"""Whether the names of a statement stand in its evidence, in any spelling or language."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.answering.checking.dated import dated
from assistant.answering.checking.mentions import mentions
from assistant.index.embedding import Embed
from assistant.language.contrasts import contrasts, is_no_name
from assistant.language.names import has_any_name, missing_names, names
from assistant.language.places import places
from assistant.language.terms import fold, stop_words, words
from assistant.types import Evidence

# Single words by the embedded model: translations of common nouns are above, other names
# nearly always below. A name is nearer to other names, hence two thresholds.
_SAME_NOUN, _SAME_NAME, _SAME_FIRST_WORD = 0.885, 0.9, 0.875
# What is a common noun, capitalised by grammar or habit, is nearer to these than to names;
# of 79 names two are above the first threshold, of 76 nouns in four languages three in four.
_NOUNS = (
    "Teacher", "Weather", "Bridge", "Meeting", "Lehrer", "Brücke", "Wetter", "Maestra", "Ponte",
    "Riunione", "Professeur", "Réunion",
)  # fmt: skip
_NAMES = (
    "Churchill", "Thatcher", "Kohl", "Mitterrand", "Berlusconi", "Gorbachev", "Clinton", "Aznar",
    "Nokia", "Volkswagen", "Müller", "Jackson",
)  # fmt: skip
_LIKE_A_NOUN = 0.02
# A title or first name beside a name that is there is above this; of 90 other names put in such
# a place a third is below, and of 350 true translations none is flagged for it.
_NO_SURE_NAME = 0.0
# Persons have no article, so what has one in a translation is nearly always a common noun.
_SAME_AFTER_ARTICLE = 0.85
_ARTICLES = {
    "the", "il", "lo", "la", "i", "gli", "le", "l", "un", "una", "les", "der", "die", "das",
    "den", "dem", "des", "el", "los", "las", "o", "os", "as", "de", "het",
}  # fmt: skip
_ACRONYM = re.compile(r"\b[^\W\d_]*[A-Z][^\W\d_]*[A-Z][^\W\d_]*\b")
# "Milliarden Dollar" looks like a name in German.
_COUNTED = re.compile(r"\b(?:Mio\.|Mrd\.|(?:[MB]illion|[MB]illiarde)(?:e?n)?) [\w-]+")
_ORDINAL = re.compile(r"[IVX]+(?:e|ème|er|º)?")
_CASELESS = {"zh", "ja", "ko", "ar", "fa", "he", "hi", "th", "ka"}


def absent_names(
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
    foreign = language not in {e.language for e in cited}
    for name in unmatched:
        first = statement.lstrip("\"'“„«").startswith(name)
        leaning = _towards_nouns(name, embed) if foreign or first else -1.0
        # A word that has an opposite begins the sentence in a capital: "Almeno", "Miles".
        noun = leaning >= _LIKE_A_NOUN or (foreign and first and bool(contrasts(name, language)))
        part = foreign and leaning >= _NO_SURE_NAME and _is_part(name, statement, language, around)
        if not (noun or part or _translated(name, statement, language, cited, embed)):
            absent.append(name)
    return absent or [n for n in said[:1] if n not in unmatched and _replaces(n, statement, cited)]


def _named(text: str, language: str | None) -> list[str]:
    """Names and acronyms, the latter for German, whose single nouns are no names."""
    nouns = _COUNTED.sub(" ", text) if language == "de" else text
    found = [*names(nouns, language), *_ACRONYM.findall(text)]
    return [
        n for n in dict.fromkeys(found) if not (_ORDINAL.fullmatch(n) or is_no_name(n, language))
    ]


def _replaces(name: str, statement: str, cited: Sequence[Evidence]) -> bool:
    """Whether a name that only the context has stands in place of the evidence's own.

    A pronoun's name may come from the context; that is not one.
    """
    own = "\n".join(map(dated, cited))
    first = [n for e in cited for n in _named(e.sentence.text, e.language)][:1]
    return bool(first) and not has_any_name([name], own) and not has_any_name(first, statement)


def _is_part(name: str, statement: str, language: str | None, around: str) -> bool:
    """Whether another word of a name of several is there: titles and first names differ."""
    whole = next((m.text for m in mentions(statement, language) if name in words(m.text)), "")
    others = [w for w in words(whole) if w != name and not statement.startswith(w)]
    return has_any_name(others, around)


def _towards_nouns(name: str, embed: Embed) -> float:
    """By how much a capitalised word is more like nouns than like names."""
    vector, *known = embed([name, *_NOUNS, *_NAMES])
    likeness = np.array(known) @ vector
    return float(likeness[: len(_NOUNS)].mean() - likeness[len(_NOUNS) :].mean())


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
