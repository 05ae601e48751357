"""What a language has for reporting speech, out of `words/LANGUAGE.yaml`.

Each entry is a list of regular expressions for whole words in lower case, but for
`according`, which is a list of phrases, and `particles`, which has the second parts of verbs
by their first. Those of `roles` match the words that may stand for one another ("adviser",
"aide").
"""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import yaml  # type: ignore[import-untyped]

from assistant.speech.tokens import Token

_FOLDER = Path(__file__).with_name("words")
# Languages that decline names, where only the consonants of a name stay the same.
_DECLINING = {"ru"}

LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))

Matcher = re.Pattern[str]


class Lexicon:
    """The words of one language; `lexicon.is_a("negation", "never")  # True`."""

    def __init__(self, language: str, words: dict[str, object]) -> None:
        self.language = language
        self.declines = language in _DECLINING
        self._kinds = {k: _matcher(v) for k, v in words.items() if isinstance(v, str)}
        self._roles = re.compile("|".join(f"({role})" for role in str(words["roles"]).split()))
        particles = words.get("particles", {})
        assert isinstance(particles, dict)
        self.particles = [(_matcher(verb), _matcher(word)) for verb, word in particles.items()]
        phrases = str(words["according"]).split(",")
        self.according = sorted((tuple(p.split()) for p in phrases), key=len, reverse=True)

    @cached_property
    def tag(self) -> re.Pattern[str]:
        """A mark and the verb of speech and its subject that interrupt a quotation."""
        said, spoken, have = (self._kinds[kind].pattern for kind in ("said", "spoken", "have"))
        comma = "," if self.language == "fr" else ""
        verb = rf"(?:(?:{have})(?:-t-(?:il|elle))?\s)?(?:{said}|{spoken})\b"
        mark = rf"\s[—–-]\s?|{comma or '(?!)'}\s"
        return re.compile(rf"(?:{mark}){verb}[^—–{comma}.!?«»“”]*")

    def is_a(self, kind: str, word: str) -> bool:
        """Whether a word is listed under a kind."""
        matcher = self._kinds.get(kind)
        return bool(matcher and matcher.fullmatch(word.lower()))

    def stands(self, kind: str, tokens: Sequence[Token], at: int) -> bool:
        """Whether there is a word at a place, and it is listed under a kind."""
        return 0 <= at < len(tokens) and self.is_a(kind, tokens[at].lower)

    def begins_phrase(self, word: str) -> bool:
        """Whether a phrase like "according to" begins with a word."""
        return any(phrase[0] == word for phrase in self.according)

    def role(self, word: str) -> int | None:
        """The group of a word for an office or occupation, or None."""
        found = self._roles.fullmatch(word.lower())
        return found.lastindex if found else None


@lru_cache(maxsize=64)
def lexicon(language: str | None) -> Lexicon | None:
    """The lexicon of a language, or None if there is none."""
    if language not in LANGUAGES:
        return None
    words = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Lexicon(str(language), yaml.safe_load(words))


def _matcher(words: str) -> Matcher:
    return re.compile("|".join(words.split()) or r"(?!)")
