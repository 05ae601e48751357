"""Places in any language: "Pékin", "пекинский" and "北京" are one."""

import re
from functools import lru_cache
from pathlib import Path

from babel import Locale

from assistant.language.terms import fold

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0900-\u0dff\u0600-\u06ff]")


def place(name: str) -> str | None:
    """CLDR's code of the country or large city that a name is in some large language, or None."""
    return _names().get(name.casefold())


def places(text: str) -> dict[str, str]:
    """Places that a text names, each with the word that names it, folded."""
    plain = _folded(text)
    found = ((code, pattern.search(plain)) for code, pattern in _patterns().items())
    return {code: fold(match.group()) for code, match in found if match}


def is_place(name: str) -> bool:
    """Whether a place that `places` knows is called so: a country, its people, a city, NATO."""
    return fold(name) in places(name).values()


def place_spans(text: str) -> list[tuple[int, int]]:
    """Where words for places stand; nowhere if folding moves the text's letters."""
    plain = _folded(text)
    if len(plain) != len(text):
        return []
    return [m.span() for pattern in _patterns().values() for m in pattern.finditer(plain)]


def _folded(text: str) -> str:
    """Folded, but for acronyms: "US" is no "us", and "Usa" no "usa"."""
    return "".join(t if i % 2 else fold(t) for i, t in enumerate(_acronym().split(text)))


@lru_cache(maxsize=1)
def _lines() -> list[list[str]]:
    path = Path(__file__).with_name("places.txt")
    return [x.split() for x in path.read_text(encoding="utf-8").splitlines() if x[:1] != "#"]


@lru_cache(maxsize=1)
def _acronym() -> re.Pattern[str]:
    """What is compared as it is written: acronyms, also as "Onu"."""
    capital = "|".join(word for _, *words in _lines() for word in words if word[0].isupper())
    return re.compile(rf"(\b(?:[A-ZА-Я]{{2,4}}|{capital})\b)")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {code: re.compile("|".join(map(_word, words))) for code, *words in _lines()}


def _word(listed: str) -> str:
    if listed[0].isupper():
        return rf"\b{listed}\b"
    escaped = re.escape(fold(listed)).replace(r"\*", r"\w*").replace("_", r"\s")
    return escaped if _UNSPACED.search(listed) else rf"(?i:\b{escaped}(?!\w))"


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
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
