"""Sentences → clauses, roughly: by marks and by words that join."""

import re

_BREAK = re.compile(
    r"(?:[;()–—，；：、。]|[,:](?!\d))\s*"
    r"|\s+(?:and|but|while|e|ed|ma|mentre|et|mais|tandis que|und|aber|sondern|während"
    r"|y|pero|sino|mientras|mas|enquanto|и|а|но)\s+"
)


def clauses(text: str) -> list[str]:
    """The parts of a sentence, in order; a decimal comma parts nothing."""
    return [part for part in _BREAK.split(text) if part.strip()]
