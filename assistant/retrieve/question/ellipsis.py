"""A follow-up that is hardly more than a name, "And France?", after a whole question."""

import re

from assistant.language.names import names
from assistant.language.places import place
from assistant.retrieve.question.speaking import speech
from assistant.retrieve.question.wordings import UPPER, either, patterns

_NAME = rf"(?P<name>[{UPPER}][\w-]*(?:['’. ]+[{UPPER}][\w-]*)*)"
_SMALL = rf"[^\W\d_{UPPER}]{{1,4}}['’ ]"
_NAMED = re.compile(rf"(?P<small>\b{_SMALL})?(?<![^\s'’]){_NAME}")
_ONLY_NAMED = re.compile(rf"(?P<small>(?:{_SMALL}+){{0,2}}){_NAME}[\s?!.]*")


def goes_on(question: str, language: str | None) -> bool:
    """Whether a question begins as one that goes on from another: "And who pays for it?"."""
    return _rest(question, language) is not None


def is_elliptic(question: str, language: str | None) -> bool:
    """Whether a question goes on from another without asking anything itself."""
    rest = _rest(question, language)
    asks = rf"(?<!\w)(?:{either(language, 'ask')})(?!\w)"
    return rest is not None and not re.search(asks, rest, re.IGNORECASE)


def exchanged(question: str, last: str, language: str | None) -> str | None:
    """The last question with a new name in it; None where it is not sure whose place it takes.

    `exchanged("And France?", "How many medals did Italy win?", "en")` asks for France's. A
    country or city takes the place of one, another name after someone's words the speaker's.
    """
    new = _ONLY_NAMED.fullmatch(_rest(question, language) or "")
    if not new or not is_elliptic(question, language):
        return None
    name, said = new["name"], speech(last, language)
    like = [
        run
        for run in _NAMED.finditer(last, pos=1)
        if names(run["name"], language) and bool(place(run["name"])) == bool(place(name))
    ]
    if said and not place(name):
        if new["small"] and said.topic:  # "And on New START?"
            return last.replace(said.topic, name)
        like = [run for run in like if run["name"] in said.speaker]
    if len(like) != 1:
        return None
    [old] = like
    small = old["small"] or ""
    if new["small"] and not (small.endswith(" ") and new["small"].endswith(" ")):
        small = new["small"]  # "l'Italia" → "la Francia", "la France" → "l'Italie"
    return last[: old.start()] + small + name + last[old.end() :]


def _rest(question: str, language: str | None) -> str | None:
    """What follows "and" or the like at the beginning; None if nothing like it is there."""
    for pattern in patterns(language, "also"):
        if found := re.match(rf"¿?\s*(?:{pattern.pattern})\s+", question, re.IGNORECASE):
            return question[found.end() :]
    return None
