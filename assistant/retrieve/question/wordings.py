"""How questions are worded in each language, as data beside this module.

A file holds regular expressions. `{X}` in them is who speaks, as written; `{N}` the same,
but with a capitalised name at its end, for languages where nothing else parts it from
what follows; `{Y}` is the topic and `{E}` the end, `{count}` a number and `{unit}` what of.
`{say}` and every other key of the file stand for themselves. Groups do not capture, a space
is any white space, and case does not matter.
"""

import re
from functools import lru_cache
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from assistant.language.terms import UNSPACED

_FOLDER = Path(__file__).with_name("languages")
UPPER = "A-ZÀ-ÖØ-ÞČĆŁŚŠŽЀ-Я"
_NAME = rf"(?-i:[{UPPER}][\w.'’-]*)"
_SLOTS = {
    "X": r"(?P<speaker>[^?,;:¿？，。]{2,70}?)",
    "N": (
        rf"(?P<speaker>(?:[^\W\d]+['’ ]\s?){{0,3}}?{_NAME}"
        rf"(?:\s(?:(?:d[aeiou]s?|v[ao]n|der|al|el|bin|фон)\s)?{_NAME})*)"
    ),
    "Y": r"(?P<topic>.+?)",
    "count": r"(\d+|{numbers})",
    "unit": "({day}|{week}|{month}|{year})",
    "E": r"\s*[?.!？。…]*\s*$",
}


@lru_cache(maxsize=1024)
def patterns(language: str | None, key: str) -> tuple[re.Pattern[str], ...]:
    """The expressions under a key, in the order of the file; none for other languages."""
    found = _file(language).get(key, [])
    return tuple(_compiled(language, p) for p in ([found] if isinstance(found, str) else found))


def either(language: str | None, *keys: str) -> str:
    """What is under some keys as one expression, which matches nothing where nothing is."""
    return "|".join(p.pattern for key in keys for p in patterns(language, key)) or "(?!)"


def has(text: str, language: str | None, key: str) -> bool:
    """Whether some words of a text are those under a key."""
    before, after = ("", "") if language in UNSPACED else (r"(?<![\w-])", r"(?!\w)")
    words = rf"{before}(?:{either(language, key)}){after}"
    return re.search(words, text, re.IGNORECASE) is not None


def _compiled(language: str | None, pattern: str) -> re.Pattern[str]:
    """Put in what stands in braces, which may have braces of its own."""
    own = {k: f"({v if isinstance(v, str) else '|'.join(v)})" for k, v in _file(language).items()}

    def filled(text: str) -> str:
        return re.sub(r"\{([A-Za-z]+)\}", lambda m: filled((own | _SLOTS)[m[1]]), text)

    groups = re.sub(r"(?<!\\)\((?!\?)", "(?:", filled(pattern))
    spaced = groups.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(spaced, re.IGNORECASE)


@lru_cache(maxsize=32)
def _file(language: str | None) -> dict[str, str | list[str]]:
    path = _FOLDER / f"{language}.yaml"
    if not path.is_file():
        return {}
    loaded: dict[str, str | list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
