"""Names and numbers in a text, comparable across spellings and scripts.

"Putin", "Poutine" and "Путин" share the key `ptn`: transliterated, consonants only,
letters that languages exchange merged. The idea is that of phonetic matching
(Soundex and its descendants), with rules for transliteration instead of English.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii
from babel import Locale
from rapidfuzz.fuzz import ratio

from assistant.language.locales import locale_of
from assistant.language.terms import fold, stop_words

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
NUMBER = r"\d+(?:[.,\u00a0\u202f ’']\d{3})+(?:[.,]\d{1,2}(?!\d))?(?!\d)|\d+[.,]\d+|\d+"
"""A number in digits, with separators of thousands and decimals as languages write them."""

_NUMBER = re.compile(NUMBER)
_ELISION = re.compile(r"^(?:[dlcsnmtjDLCSNMTJ]|qu|Qu|dell|dall|nell|sull|all|un|Dell|All|L)['’]")

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
    or more, and words that are countries there, count.
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


def numbers(text: str) -> list[str]:
    """Numbers in digits, with separators of thousands removed and a point for decimals."""
    return [_plain(m.group()) for m in _NUMBER.finditer(text)]


def number_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers in digits stand."""
    return [m.span() for m in _NUMBER.finditer(text)]


def missing_names(wanted: Sequence[str], text: str) -> list[str]:
    """The names that occur in no spelling in the text, whatever its language and script."""
    there = {*names(text, None), *names(text.title(), None)}
    keys = {k for w in there for k in (*name_keys(w), place(w))}
    folded = {fold(w) for w in there}
    return [
        name
        for name in wanted
        if not (name_keys(name) | {place(name) or name_key(name)}) & keys
        and not any(ratio(fold(name), other) >= _SAME_SPELLING for other in folded)
    ]


def place(name: str) -> str | None:
    """Code of the country or large city that a name means in some large language, else None."""
    return _places().get(name.casefold())


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Names of countries and of the cities of time zones, from Unicode CLDR.

    In the languages news is mostly written in: Pekino is not there, but Moskau, Parigi
    and Londres are.
    """
    found: dict[str, str] = {}
    for language in ("en", "it", "fr", "de", "es", "pt", "ru", "uk", "zh", "ja", "ar", "pl", "nl"):
        locale = Locale(language)
        zones = {str(z): named for z, named in locale.time_zones.items()}
        # Zones are called after their cities in English, so CLDR leaves most of those out.
        cities = {z: z.split("/")[-1].replace("_", " ") for z in zones} if language == "en" else {}
        cities |= {zone: str(names["city"]) for zone, names in zones.items() if "city" in names}
        countries = {c: n for c, n in locale.territories.items() if len(c) == 2}
        found |= {
            str(name).casefold(): str(code) for code, name in [*cities.items(), *countries.items()]
        }
    return found


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


def _plain(number: str) -> str:
    grouped = re.fullmatch(r"(\d+(?:\D\d{3})+)[.,](\d{1,2})", number)
    if grouped:
        return re.sub(r"\D", "", grouped[1]) + "." + grouped[2]
    if re.fullmatch(r"\d+[.,]\d{1,2}|\d+[.,]\d{4,}|0[.,]\d+", number):
        return number.replace(",", ".")
    return re.sub(r"\D", "", number)
