"""Places that a text names, in any language: "Pékin", "пекинский" and "北京" are one."""

import re
from functools import lru_cache
from pathlib import Path

from assistant.language.terms import fold

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0900-\u0dff\u0600-\u06ff]")
_ACRONYM = re.compile(r"(\b[A-ZА-Я]{2,4}\b)")


def places(text: str) -> dict[str, str]:
    """Places that a text names, each with the word that names it, folded."""
    plain = _folded(text)
    found = ((code, pattern.search(plain)) for code, pattern in _patterns().items())
    return {code: fold(match.group()) for code, match in found if match}


def place_spans(text: str) -> list[tuple[int, int]]:
    """Where words for places stand; nowhere if folding moves the text's letters."""
    plain = _folded(text)
    if len(plain) != len(text):
        return []
    return [m.span() for pattern in _patterns().values() for m in pattern.finditer(plain)]


def _folded(text: str) -> str:
    """Folded, but for acronyms: "US" is no "us"."""
    return "".join(t if _ACRONYM.fullmatch(t) else fold(t) for t in _ACRONYM.split(text))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    path = Path(__file__).with_name("places.txt")
    lines = (x.split() for x in path.read_text(encoding="utf-8").splitlines() if x[:1] != "#")
    return {code: re.compile("|".join(map(_word, words))) for code, *words in lines}


def _word(listed: str) -> str:
    if _ACRONYM.fullmatch(listed):
        return rf"\b{listed}\b"
    escaped = re.escape(fold(listed)).replace(r"\*", r"\w*").replace("_", r"\s")
    return escaped if _UNSPACED.search(listed) else rf"(?i:\b{escaped}(?!\w))"
