"""Names and numbers in a text, comparable across spellings and scripts.

"Putin", "Poutine" and "Путин" share the key `ptn`: transliterated, consonants only,
letters that languages exchange merged. The idea is that of phonetic matching
(Soundex and its descendants), with rules for transliteration instead of English.
"""

import re
from functools import lru_cache

from anyascii import anyascii
from babel import Locale, UnknownLocaleError

from assistant.language.terms import stop_words

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ’']\d{3})+(?![\d])|\d+[.,]\d+|\d+")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:«»\"“”„¿¡\n]|\s[-–—])\s*$")
_ELISION = re.compile(r"^(?:[dlcsnmtjDLCSNMTJ]|qu|Qu|dell|dall|nell|sull|all|un|Dell|All|L)['’]")

_MERGED = [
    (r"(?<=[aeiouy])j", "i"),
    (r"sch|sh|tch|ch|cz|zh|j|z|x|c(?=[eiy])", "s"),
    (r"ph|v|w|b", "f"),
    (r"[ckq]+h?", "k"),
    (r"th|d", "t"),
    (r"[aeiouyh]", ""),
]


def names(text: str, language: str | None) -> list[str]:
    """Capitalised words that are names, as written.

    In German, where every noun is capitalised, only words that stand in a run of two
    or more, and words that are countries there, count.
    """
    found = []
    matches = list(_WORD.finditer(text))
    for i, match in enumerate(matches):
        word = _ELISION.sub("", match.group())
        if not word[:1].isupper() or word.casefold() in stop_words(language):
            continue
        if language == "de" and not (_in_run(matches, i, text) or place(word)):
            continue
        if _SENTENCE_END.search(text[: match.start()]) and len(word) < 3:
            continue
        found.append(word)
    return found


def name_key(name: str) -> str:
    """A key that spellings of one name share; short names keep their letters."""
    ascii_name = re.sub(r"[^a-z]", "", anyascii(name).casefold())
    key = ascii_name
    for pattern, letter in _MERGED:
        key = re.sub(pattern, letter, key)
    key = re.sub(r"(.)\1+", r"\1", key)
    return key if len(key) > 2 else ascii_name


def numbers(text: str) -> list[str]:
    """Numbers in digits, with separators of thousands removed and a point for decimals."""
    return [_plain(m.group()) for m in _NUMBER.finditer(text)]


def place(name: str) -> str | None:
    """ISO code of the country that a name means in some large language, else None."""
    return _countries().get(name.casefold())


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Country names in the languages news is mostly written in, from Unicode CLDR."""
    found: dict[str, str] = {}
    for language in ("en", "it", "fr", "de", "es", "pt", "ru", "uk", "zh", "ja", "ar", "pl", "nl"):
        try:
            territories = Locale(language).territories
        except UnknownLocaleError:
            continue
        found |= {str(n).casefold(): str(c) for c, n in territories.items() if len(str(c)) == 2}
    return found


def _in_run(matches: list[re.Match[str]], i: int, text: str) -> bool:
    def joined(a: int, b: int) -> bool:
        if not 0 <= a < b < len(matches) or text[matches[a].end() : matches[b].start()] != " ":
            return False
        both = matches[a].group(), matches[b].group()
        return all(w[0].isupper() and w.casefold() not in stop_words("de") for w in both)

    return joined(i - 1, i) or joined(i, i + 1)


def _plain(number: str) -> str:
    if re.fullmatch(r"\d+[.,]\d{1,2}|\d+[.,]\d{4,}|0[.,]\d+", number):
        return number.replace(",", ".")
    return re.sub(r"\D", "", number)
