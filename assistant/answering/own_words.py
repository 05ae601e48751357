"""A question for the words of X is answered with the words of X, and of nobody else."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.language.names import names
from assistant.language.terms import UNSPACED, script
from assistant.retrieve.gathering import in_turns
from assistant.speech import is_name, may_be_said_by, same_person
from assistant.types import Evidence

# How many sentences are looked through for the words of one person.
REACH = 60
# In standard deviations: how far below the best sentence one is hardly on the topic any
# more, and by how much the best of somebody else's beats any of the one asked for only
# where that one has not spoken of it; see benchmarks/LOG.md.
_NEAR, _BEATEN = 1.0, 0.15
# Of 14 words of others told over one page, those on the topic were at most 0.26 below the
# page's nearest sentence to it, and the two on something else 1.24 and more.
_ON_TOPIC = 0.75


class Attributed(NamedTuple):
    """Evidence, best first, of which only the first `own` may be stated as said by `asked`.

    `another` is the place of what somebody else says on the topic, where `asked` says nothing.
    """

    evidence: list[Evidence]
    own: int
    asked: str = ""
    another: int | None = None


def attributed(
    asked: str | None,
    found: Sequence[Evidence],
    on_topic: Sequence[Evidence],
    n: int,
    texts: Mapping[str, str],
) -> Attributed:
    """The n best of the sentences found, those that `asked` says before all others.

    `on_topic` are the same sentences ranked by the topic alone, which the name that is asked
    for does not draw to its own; `texts` are what was found of each article, by its id. All
    may be stated if nobody is asked for by name. Where no rules tell who speaks in a language,
    whoever it is counts as the one asked for. That it was another who spoke is told only of
    articles that name the one asked for, too, and of words on the topic: of others it would
    be no news. Somebody whose name is in the question's script is told of before others.
    """
    if not asked or not is_name(asked):
        return Attributed(list(found[:n]), len(found[:n]))
    best = max((e.score for e in found), default=0.0)
    near = [e for e in found if e.score >= best - _NEAR]
    spoke = any(_has_spoken(asked, ranking) for ranking in (found, on_topic))
    own = [e for e in near if spoke and _may_be_said_by(asked, e)][:n]
    others = [e for e in found if e not in own][: max(n - len(own), 1)]
    told = [
        i
        for i, e in enumerate(others)
        if e in near
        and _is_another(asked, e)
        and _names(asked, texts[e.article_id], e.language)
        and _is_near(e, on_topic)
    ]
    told.sort(key=lambda i: script(others[i].sentence.speaker or "") != script(asked))
    return Attributed([*own, *others], len(own), asked, None if own else next(iter(told), None))


def together(parts: Sequence[Attributed], n: int) -> Attributed:
    """What each of several people was asked to have said: their own words in turns, then others."""
    own = in_turns([part.evidence[: part.own] for part in parts])[:n]
    stated = {e.place for e in own}
    rest = in_turns([part.evidence[part.own :] for part in parts])
    others = [e for e in rest if e.place not in stated]
    return Attributed([*own, *others[: max(n - len(own), 1)]], len(own))


def _names(asked: str, text: str, language: str | None) -> bool:
    """Whether a text names somebody, as far as can be told."""
    if language in UNSPACED:
        return True
    return any(same_person(asked, name) for name in names(text, None))


def _is_near(e: Evidence, on_topic: Sequence[Evidence]) -> bool:
    """Whether hardly a sentence of its article is nearer to the topic, if there is one."""
    scores = {o.sentence.start: o.score for o in on_topic if o.article_id == e.article_id}
    nearest = max(scores.values(), default=0.0)
    return not on_topic or scores.get(e.sentence.start, -math.inf) >= nearest - _ON_TOPIC


def _has_spoken(asked: str, ranking: Sequence[Evidence]) -> bool:
    """Whether no words of somebody else are clearly nearer than all of the one asked for."""
    own = max((e.score for e in ranking if _may_be_said_by(asked, e)), default=None)
    others = max((e.score for e in ranking if _is_another(asked, e)), default=None)
    return own is not None and (others is None or own >= others - _BEATEN)


def _is_another(asked: str, e: Evidence) -> bool:
    return e.sentence.speaker is not None and not same_person(asked, e.sentence.speaker)


def _may_be_said_by(asked: str, e: Evidence) -> bool:
    return may_be_said_by(asked, e.sentence.speaker, e.language)
