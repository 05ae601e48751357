"""Authors as pages state them → names."""

import re
from collections.abc import Iterable

from assistant.articles.text import one_line

# "By" where news is written; a name must follow, so that the words may stand in prose as well.
_BY = re.compile(
    r"(?:by|words by|reported by|di|a cura di|par|von|por|de|da|door|av|af|przez|autor(?:in|es|a)?|"
    r"auteurs?|autore|автор[ыи]?|текст|yazan|του|από|بقلم|كتب|लेखक|作者|记者|記者|文|글|기자)"
    r"(?:\s*[:：/=]\s*|\s+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;、，/|]\s*|\s+(?:and|und|et|e|y|och|og|en|и|та|ve|και|&|و)\s+")
_AFTER = re.compile(r"\s[–—-]\s|[|•·(]|\d")
_IN_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]")
_NO_NAME = re.compile(r"https?:|www\.|@|\d|[.!?:]$|[{}<>_]")


def names(stated: Iterable[str]) -> tuple[str, ...]:
    """Split what a page states into names; addresses and whole sentences are none."""
    bare = (_IN_BRACKETS.sub("", _unlabelled(one_line(value))).strip() for value in stated)
    parts = dict.fromkeys(part for value in bare for part in _BETWEEN.split(value))
    return tuple(p for p in parts if _may_be_name(p))


def in_byline(line: str) -> tuple[str, ...]:
    """Read the names of a line such as "By Ada Reed and Tom Fox | 4 May"; else none."""
    by = _BY.match(line)
    if not by or len(line) > 120:
        return ()
    found = _BETWEEN.split(_AFTER.split(line[by.end() :])[0].strip())
    return tuple(found) if all(is_full_name(name) for name in found) else ()


def _unlabelled(stated: str) -> str:
    by = _BY.match(stated)
    return stated[by.end() :] if by and is_full_name(stated[by.end() :]) else stated


def _may_be_name(text: str) -> bool:
    return 1 < len(text) <= 60 and len(text.split()) <= 6 and not _NO_NAME.search(text)


def is_full_name(text: str) -> bool:
    """Two to four words with capitals; in scripts without capitals, up to four words."""
    words = text.split()
    if not _may_be_name(text) or len(words) > 4:
        return False
    if not any(c.islower() or c.isupper() for c in text):
        return True
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
