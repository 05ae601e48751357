"""Authors as pages state them → names."""

import re
from collections.abc import Iterable
from itertools import islice, takewhile

from assistant.articles.text import one_line

# "By" where news is written; a name must follow, so that the words may stand in prose as well.
_BY = re.compile(
    r"(?:by|words by|reported by|di|a cura di|par|von|por|de|da|door|av|af|przez|autor(?:in|es|a)?|"
    r"auteurs?|autore|автор[ыи]?|текст|yazan|του|από|بقلم|كتب|लेखक|作者|记者|記者|文|글|기자)"
    r"(?:\s*[:：/=]\s*|\s+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*[,;、，/|]\s*(?:and\s)?|\s+(?:and|und|et|e|y|och|og|en|и|та|ve|και|&|و)\s+"
)
_BY_WITHIN = re.compile(rf"(?<!\w){_BY.pattern}", re.IGNORECASE)
_AFTER = re.compile(r"\s[–—-]\s|[|•·(]|\d")
_IN_BRACKETS = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]")
_NO_NAME = re.compile(r"https?:|www\.|@|\d|(?<!\b\w)(?<!\b[JS]r)[.!?:]$|[{}<>→©]")
# Words that are written small within a name.
_SMALL = frozenset(
    {
        "al", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "la",
        "le", "ten", "van", "von", "y", "zu",
    }
)  # fmt: skip
_TITLES = re.compile(r"\s(?:기자|특파원|記者|记者)$")
_DEGREES = frozenset({"phd", "ph.d", "ph.d.", "md", "m.d.", "mba", "msc", "rd"})
# More than any article has, and names are compared with one another.
_LONGEST, _MOST = 2_000, 200


def names(stated: Iterable[str]) -> tuple[str, ...]:
    """Split what a page states into names; addresses and whole sentences are none."""
    lines = (line for line in map(one_line, islice(stated, _MOST)) if len(line) <= _LONGEST)
    bare = (_IN_BRACKETS.sub("", _unlabelled(line)).strip() for line in lines)
    parts = dict.fromkeys(_TITLES.sub("", p) for value in bare for p in _BETWEEN.split(value))
    found = [part for part in parts if _may_be_name(part)][:_MOST]
    return tuple(n for n in found if not any(_names_more(n, other) for other in found))


def in_byline(line: str) -> tuple[str, ...]:
    """Read the names of a line such as "By Ada Reed and Tom Fox | 4 May"; else none."""
    by = _BY.match(line)
    if not by or len(line) > 120:
        return ()
    found = _BETWEEN.split(_AFTER.split(line[by.end() :])[0].strip())
    return tuple(found) if all(is_full_name(name) for name in found) else ()


def in_label(line: str) -> tuple[str, ...]:
    """Read the name of a line such as "4 May 2026 by Ada Reed in Harbour"; else none."""
    by = _BY_WITHIN.search(line)
    if not by or len(line) > 120 or not any(map(str.isdigit, line)):
        return ()
    words = takewhile(
        lambda word: word[0].isupper() or word in _SMALL, _AFTER.split(line[by.end() :])[0].split()
    )
    name = " ".join(words)
    return (name,) if is_full_name(name) else ()


def alone(line: str) -> tuple[str, ...]:
    """Read the name, of one word at least, of a line that holds it with no more than a label."""
    by = _BY_WITHIN.search(line)
    name = _AFTER.split(f"{line[by.end() :] if by else line} ")[0].strip(" -–—|,:")
    return names([name]) if len(name) > 2 else ()


def _unlabelled(stated: str) -> str:
    """Without words before a name, such as "By" or "All articles by"."""
    for by in _BY_WITHIN.finditer(stated):
        before, name = stated[: by.start()], stated[by.end() :]
        if is_full_name(name) and (not before or len(before.split()) > 1):
            return name
    return stated


def _names_more(name: str, other: str) -> bool:
    """Whether a name is another one run together with other words."""
    return len(name) > len(other) > 2 and (name.startswith(other) or name.endswith(other))


def _may_be_name(text: str) -> bool:
    return (
        text.lower() not in _DEGREES
        and 1 < len(text) <= 60
        and len(text.split()) <= 6
        and not _NO_NAME.search(text)
    )


def is_full_name(text: str) -> bool:
    """Two to four words with capitals; in scripts without capitals, up to four words."""
    words = text.split()
    if not _may_be_name(text) or len(words) > 4:
        return False
    if not any(c.islower() or c.isupper() for c in text):
        return True
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
