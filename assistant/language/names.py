"""Names in a text, comparable across spellings and scripts.

"Putin", "Poutine" and "Путин" share the key `ptn`: transliterated, consonants only,
letters that languages exchange merged. The idea is that of phonetic matching
(Soundex and its descendants), with rules for transliteration instead of English.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from assistant.language.locales import locale_of
from assistant.language.places import place
from assistant.language.terms import fold, stop_words

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:[dlcsnmtjDLCSNMTJ]|qu|Qu|dell|dall|nell|sull|all|un|Dell|All)['’]")

_SAME_SPELLING = 75

# Endings of Slavic cases with a consonant in them, which a key would keep: "Трампом", "Зеленского".
_CASE_ENDING = re.compile(
    r"(?<=[а-яёіїєґ]{3})(?:[оеёыиі]м|[ое]го|[ое]му|[аыи]ми|[ая]х|[ыи]х|[ое]ві)$"
)

_MERGED = [
    (r"^kh", "h"),
    (r"dzh", "j"),
    (r"(?<=[aeiouy])j", "i"),
    (r"sch|sh|tch|ch|cz|zh|j|z|x|c(?=[eiy])", "s"),
    (r"ph|v|w|b", "f"),
    (r"[ckq]+h?", "k"),
    (r"th|d", "t"),
    (r"[aeiouyh]", ""),
]


def names(text: str, language: str | None) -> list[str]:
    """Capitalised words that are names, as written; days and months are not.

    In German, where every noun is capitalised, only words that stand in a run of two
    or more, and countries and large cities, count.
    """
    found = []
    no_names = stop_words(language) | calendar_words(language)
    matches = list(_WORD.finditer(text))
    for i, match in enumerate(matches):
        word = _ELISION.sub("", match.group())
        if not word[:1].isupper() or word.casefold() in no_names:
            continue
        if language == "de" and not (_in_run(matches, i, text) or place(word)):
            continue
        found.append(word)
    return found


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """A key that spellings of one name share; short names keep their letters."""
    ascii_name = re.sub(r"[^a-z]", "", anyascii(name).casefold())
    key = ascii_name
    for pattern, letter in _MERGED:
        key = re.sub(pattern, letter, key)
    key = re.sub(r"(.)\1+", r"\1", key)
    return key if len(key) > 2 else ascii_name


def name_keys(name: str) -> set[str]:
    """The key of a name and, where languages decline it, that without its ending."""
    return {name_key(name), name_key(_CASE_ENDING.sub("", name))}


def missing_names(wanted: Sequence[str], text: str) -> list[str]:
    """The names that occur in no spelling in the text, whatever its language and script."""
    whole = {*names(text, None), *names(text.title(), None)}
    there = whole | {part for name in whole for part in name.split("-")}
    keys = {k for w in there for k in (*name_keys(w), place(w))}
    folded = {fold(w) for w in there}
    return [
        name
        for name in wanted
        if not (name_keys(name) | {place(name) or name_key(name)}) & keys
        and not any(ratio(fold(name), other) >= _SAME_SPELLING for other in folded)
    ]


def has_any_name(wanted: Sequence[str], text: str) -> bool:
    """Whether one of the names, at least, occurs in some spelling in the text."""
    return len(missing_names(wanted, text)) < len(wanted)


@lru_cache(maxsize=64)
def calendar_words(language: str | None) -> frozenset[str]:
    """The names of days and months, in lower case."""
    if not (locale := locale_of(language or "en")):
        return frozenset()
    return frozenset(
        str(name).casefold()
        for names_of in (locale.days, locale.months)
        for form in names_of.values()
        for name in form["wide"].values()
    )


def _in_run(matches: list[re.Match[str]], i: int, text: str) -> bool:
    def joined(a: int, b: int) -> bool:
        if not 0 <= a < b < len(matches) or text[matches[a].end() : matches[b].start()] != " ":
            return False
        both = matches[a].group(), matches[b].group()
        return all(w[0].isupper() and w.casefold() not in stop_words("de") for w in both)

    return joined(i - 1, i) or joined(i, i + 1)
