"""Who wrote a saved page, as the lines around its prose state it."""

import re
from collections.abc import Iterator, Sequence

from assistant.articles.authors import in_byline
from assistant.articles.saved.headline import BELOW
from assistant.articles.saved.prose import Line

_LABEL = 25
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[\w.'’-]+){1,3}")
_GLUED = re.compile(r"[^\W\d_A-Z]{3}[A-Z]")
_AFTER_NAME = re.compile(r"\s*[|•·,(]|\s[–—-]\s")


def authors(head: Sequence[Line], foot: Sequence[Line], page: Sequence[Line]) -> tuple[str, ...]:
    """Names after a word like "By", else names alone above the date or below a label.

    The words of a name stand nowhere in the page in lower case, as those of a section may.
    """
    for line in (*head, *foot):
        if names := in_byline(line.text) or in_byline(_AFTER_NAME.split(line.text)[0]):
            return names
    lower = {word for line in page for word in _WORD.findall(line.text) if word.islower()}
    return tuple(dict.fromkeys(_alone(head[:BELOW], lower)))


def _alone(head: Sequence[Line], lower: set[str]) -> Iterator[str]:
    for i, line in enumerate(head):
        name = _AFTER_NAME.split(line.text)[0]
        labelled = any(above.text.endswith(":") and above.width < _LABEL for above in head[:i][-1:])
        signs = labelled or any(near.dated for near in head[i : i + 3])
        if signs and not line.caption and _is_name(name, lower):
            yield name


def _is_name(text: str, lower: set[str]) -> bool:
    if not _NAME.fullmatch(text) or _GLUED.search(text) or text.isupper():
        return False
    words = _WORD.findall(text)
    capitals = words[0][0].isupper() and words[-1][0].isupper()
    return capitals and lower.isdisjoint(word.casefold() for word in words)
