"""Whose words a question asks for, and on what."""

import re
from typing import NamedTuple

from assistant.language.terms import stop_words
from assistant.retrieve.question.wordings import UPPER, either, patterns


class Speech(NamedTuple):
    """Who spoke and on what, both as written in the question."""

    speaker: str
    topic: str | None


def speech(question: str, language: str | None) -> Speech | None:
    """`Speech("Putin", "New START")` of "What did Putin say about New START?"; or None.

    None as well where the speaker is what the question asks for, or only a pronoun.
    """
    for pattern in patterns(language, "speech"):
        if not (found := pattern.search(question)):
            continue
        speaker = _without_whom(found["speaker"].strip(), language)
        if _is_somebody(speaker, language):
            topic = (found.groupdict().get("topic") or "").strip(' ?.!？。…«»"“”')
            return Speech(speaker, topic or None)
    return None


def _without_whom(speaker: str, language: str | None) -> str:
    """Of "Putin a Xi" and "Putin ai giornalisti" Putin, but all of "il ministro all'Economia"."""
    for pattern in patterns(language, "whom"):
        for found in pattern.finditer(speaker):
            named = re.search(f"[{UPPER}]", speaker[: found.start()])
            if named or speaker[found.end()].isupper():
                return speaker[: found.start()]
    return speaker


def _is_somebody(speaker: str, language: str | None) -> bool:
    about = rf"(?:{either(language, 'about')})(?:\s|(?<=['’]))"
    nobody = re.search(either(language, "nobody"), speaker, re.IGNORECASE)
    if nobody or re.match(about, speaker, re.IGNORECASE):
        return False
    if speaker.endswith(("'s", "’s")):  # "Does Russia recognise China's claim …?"
        return False
    words = re.findall(r"[^\W\d_]+", speaker.casefold())
    return bool(words) and not all(word in stop_words(language) for word in words)
