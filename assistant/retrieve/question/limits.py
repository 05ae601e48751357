"""Which outlets and languages a question wants to hear, and whether the newest."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.language.locales import locale_of
from assistant.language.places import is_place
from assistant.language.terms import UNSPACED, fold
from assistant.retrieve.question.wordings import UPPER, either, has, patterns

_LANGUAGES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko",
    "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh",
)  # fmt: skip
_ENDINGS = {"en": 0, "de": 0, "it": 1, "fr": 1, "es": 1, "zh": 1}
_LONGEST_ENDINGS = {"en": 0, "de": 2, "it": 2, "es": 3}
_LEADING = re.compile(
    r"^(?:(?:the|der|die|das|le|la|les|el|los|las|il|lo|gli|o|a)\s+|l['’]\s*)", re.IGNORECASE
)
_DOMAIN = re.compile(r"\.(?:com|org|net|de|it|fr|es|co\.uk|news|eu|ru)$", re.IGNORECASE)


class Limit(NamedTuple):
    """What is wanted, and the words that say so."""

    wanted: str
    span: tuple[int, int]


def outlet(question: str, language: str | None, outlets: Sequence[str]) -> Limit | None:
    """The outlet "according to" which, or "in" which, something stands, if the index has it."""
    spaced = language not in UNSPACED
    before, after = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    alone = "" if language == "de" else rf"(?!\s+(?-i:[{UPPER}]))"
    by_noun = has(question, language, "prints")  # "in der Zeit" may be "in the time"
    keyed = [(key, pattern) for key in ("via", "viain") for pattern in patterns(language, key)]
    for key, pattern in keyed:
        for named, written in _by_name(tuple(outlets)):
            if key == "viain" and written != named and not by_noun:
                continue
            name = rf"[«“\"《]?(?P<outlet>{re.escape(written)}){after}{alone}[»”\"》]?"
            found = re.search(rf"{before}(?:{pattern.pattern})\s*{name}", question, re.IGNORECASE)
            if found and (found["outlet"][0].isupper() or not written[0].isupper()):
                return Limit(named, found.span())
    return None


def named_outlet(name: str, outlets: Sequence[str]) -> str | None:
    """The outlet that a name means, leading articles and domains apart; or None."""
    wanted = fold(bare(name))
    return next((o for o, written in _by_name(tuple(outlets)) if fold(written) == wanted), None)


def press_language(question: str, language: str | None) -> Limit | None:
    """The language of "in Italian newspapers"."""
    before, after = ("", "") if language in UNSPACED else (r"(?<!\w)", r"(?!\w)")
    for pattern in patterns(language, "press"):
        for found in re.finditer(rf"{before}(?:{pattern.pattern}){after}", question, re.IGNORECASE):
            if code := _spoken(found["lang"], language):
                return Limit(code, found.span())
    return None


def newest_first(question: str, language: str | None) -> bool:
    """Whether a question asks for the latest."""
    edge = "" if language in UNSPACED else r"\b"
    latest = rf"{edge}(?:{either(language, 'recent', 'today')}){edge}"
    return re.search(latest, question, re.IGNORECASE) is not None


@lru_cache(maxsize=8)
def _by_name(outlets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Outlets with each way to write them, the longest first; "in Berlin" is no berlin.de."""
    written = {(o, w) for o in outlets for w in (o, bare(o)) if len(w) > 2 and not is_place(w)}
    return tuple(sorted(written, key=lambda pair: (-len(pair[1]), pair)))


def bare(name: str) -> str:
    """A name without its article and the end of a domain."""
    return _DOMAIN.sub("", _LEADING.sub("", name.strip()))


def _spoken(word: str, language: str | None) -> str | None:
    """The language that an adjective names, whatever its ending."""
    folded, longest = fold(word), _LONGEST_ENDINGS.get(language or "", 4)
    return next(
        (
            code
            for stem, code in _stems(language)
            if folded.startswith(stem) and len(folded) - len(stem) <= longest
        ),
        None,
    )


@lru_cache(maxsize=32)
def _stems(language: str | None) -> tuple[tuple[str, str], ...]:
    """Languages' names in a language without their endings, the longest first."""
    locale = locale_of(language)
    if not locale:
        return ()
    names = locale.languages
    cut = _ENDINGS.get(language or "", 2)
    stems = {fold(names[code])[: len(names[code]) - cut]: code for code in _LANGUAGES}
    return tuple(sorted(stems.items(), key=lambda pair: -len(pair[0])))
