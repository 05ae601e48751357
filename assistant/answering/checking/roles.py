"""Whether a statement has one do to another what the other does in its evidence."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from assistant.answering.checking.mentions import Mention, mentions, same
from assistant.index.embedding import Embed
from assistant.language.contrasts import contrasts
from assistant.language.places import places
from assistant.language.terms import stop_words, words
from assistant.types import Evidence

# Languages in which whoever acts stands first, unless a preposition tells otherwise.
_ORDERED = {"en", "it", "fr", "es", "pt", "de", "nl", "zh"}
_VERB_LAST = {"de", "nl"}
# Single words by the embedded model: of translations of a verb most are above.
_SAME_DEED = 0.87

_OTHER_CLAUSE = re.compile(
    r"[;:()–—；：]|\b(?:that|which|who|whom|che|que|qui|dass|dat)\b", re.IGNORECASE
)
_BREAK = re.compile(
    r"[,，、]|\b(?:and|but|or|e|ed|ma|o|et|mais|ou|und|aber|oder|y|pero|while|mentre|en)\b",
    re.IGNORECASE,
)
# Words for what both do, and for what comes before or after another.
_MUTUAL = re.compile(
    r"\b(?:with|mit|con|avec|com|met|meet|meets|against|gegen|contro|contre|contra|between"
    r"|tra|fra|entre|zwischen|after|before|dopo|nach|vor|apres|après|avant|tras|antes|prima)\b"
    r"|[与同和跟]"
)
_BY = re.compile(
    r"(?:\b(?:by|from|von|vom|durch|da|dal|dall|dalla|dallo|dai|dagli|dalle|par|por|pelo|pela"
    r"|door|van)\b(?!\s*\d)\W*|[被由])(?:\w+\W+){0,4}$"
)


class _Doing(NamedTuple):
    """Two names of a sentence and the words of what one does to the other."""

    first: Mention
    second: Mention
    words: str
    language: str | None

    @property
    def verbs(self) -> list[str]:
        """Words that may be the verb."""
        function_words = stop_words(self.language)
        return [
            w for w in words(self.words) if w.islower() and w not in function_words and len(w) > 2
        ]


def reversed_roles(
    statement: str, language: str | None, cited: Sequence[Evidence], embed: Embed
) -> list[str]:
    """The one who acts in the statement and is acted upon in the evidence, or nobody.

    Two names with the same verb between them, in the other order, and no "by" in just one of
    the texts. Precise, not complete: verbs are told by the likeness of single words.
    """
    there = [
        doing
        for e in cited
        for pair in combinations(mentions(e.sentence.text, e.language), 2)
        for doing in _doing(e.sentence.text, e.language, *pair)
    ]
    known = [m for m in mentions(statement, language) if any(_names(d, m) for d in there)]
    people = [m for m in known if not places(m.text)]
    for a, b in dict.fromkeys([*pairwise(known), *pairwise(people)]):
        if _BREAK.search(statement[a.end : b.start]) or _is_noun(a, language):
            continue
        for said in _doing(statement, language, a, b):
            met = [d for d in there if _names(d, a) and _names(d, b) and _alike(said, d, embed)]
            if met and all(_is_mirrored(said, d) for d in met):
                return [a.text]
    return []


def _doing(text: str, language: str | None, a: Mention, b: Mention) -> Iterator[_Doing]:
    """What stands between two names, if it may be what one does to the other."""
    between = text[a.end : b.start]
    if language not in _ORDERED or same(a.text, b.text):
        return
    if not any(p.search(between) for p in (_OTHER_CLAUSE, _MUTUAL)):
        rest = re.split("[,;:.]", text[b.end :])[0] if language in _VERB_LAST else ""
        yield _Doing(a, b, f"{rest} {between}", language)


def _is_noun(name: Mention, language: str | None) -> bool:
    """Whether a capitalised word of German is likely none of a name."""
    return language == "de" and " " not in name.text and not places(name.text)


def _names(doing: _Doing, name: Mention) -> bool:
    return same(name.text, doing.first.text) or same(name.text, doing.second.text)


def _alike(said: _Doing, there: _Doing, embed: Embed) -> bool:
    """Whether the words may mean one deed, or its opposite."""
    if _opposed(said, there) is not None:
        return True
    if not said.verbs or not there.verbs:
        return False
    vectors = embed([*said.verbs, *there.verbs])
    likeness = vectors[: len(said.verbs)] @ vectors[len(said.verbs) :].T
    return bool(likeness.max() >= _SAME_DEED)


def _opposed(said: _Doing, there: _Doing) -> bool | None:
    """Whether one wins where the other loses; None if no such words are in both."""
    sides, others = (contrasts(d.words, d.language) for d in (said, there))
    shared = [sides[c].keys() & others[c].keys() for c in sides.keys() & others.keys()]
    return not any(shared) if shared else None


def _is_mirrored(said: _Doing, there: _Doing) -> bool:
    turned = same(said.first.text, there.second.text)
    by = [bool(_BY.search(d.words)) for d in (said, there)]
    return turned ^ by[0] ^ by[1] ^ bool(_opposed(said, there))
