"""A question as understood → the sentences that may answer each of its parts."""

from collections.abc import Sequence
from itertools import chain, zip_longest

from assistant.retrieve.question.answer_type import may_have
from assistant.retrieve.question.understanding import Part, Understanding
from assistant.retrieve.search import Search
from assistant.types import Evidence, Hit

# Sentences less than this apart, in standard deviations, are about equally near.
_COMPARABLE = 1.0
_CHOICE = 3


def gather(
    search: Search, understood: Understanding, k: int, n: int
) -> tuple[list[Evidence], list[Hit]]:
    """The n best sentences, and the passages around them; k passages are read for each part.

    The parts take turns, so that each has its best sentence among the first; one found for
    several counts for that to which it is nearest, and what has nothing of the type asked for
    comes last.
    """
    found = [_of_part(search, understood, i, k, n) for i in range(len(understood.parts))]
    turns = in_turns([evidence for evidence, _ in found])
    hits = {h.passage.id: h for _, own in found for h in own}
    best = sorted(turns[:n], key=lambda e: not able(e, understood.parts[e.part]))
    return best, list(hits.values())


def in_turns(found: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    """The first of each, then the second, and so on; what several have once, as it is nearest."""
    unique: dict[tuple[str, int], Evidence] = {}
    for e in filter(None, chain.from_iterable(zip_longest(*found))):
        same = unique.setdefault(e.place, e)
        unique[e.place] = max(same, e, key=lambda found: found.score)
    return list(unique.values())


def _of_part(
    search: Search, understood: Understanding, part: int, k: int, n: int
) -> tuple[list[Evidence], list[Hit]]:
    asked = understood.parts[part]
    question, wanted = asked.question, asked.wanted
    filters, newest = understood.filters, understood.newest_first
    hits = search.hits(question, understood.language, k, filters)
    choice = n * _CHOICE if newest or wanted else n
    evidence = search.evidence(question, understood.language, hits, choice, filters)
    ranked = _newest_first(evidence) if newest else evidence
    best = sorted(ranked, key=lambda e: not able(e, asked))[:n]
    return [e.model_copy(update={"part": part}) for e in best], hits


def able(e: Evidence, asked: Part) -> bool:
    """Whether a sentence has anything of the type that a part of a question asks for."""
    return may_have(asked.wanted, e.sentence.text, e.language, asked.question)


def _newest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The newest first among those that are about as near as the best."""
    nearest = max((e.score for e in evidence), default=0.0)
    near = [e for e in evidence if e.score >= nearest - _COMPARABLE]
    dated = sorted((e for e in near if e.published), key=_day, reverse=True)
    return [*dated, *(e for e in near if not e.published), *(e for e in evidence if e not in near)]


def _day(evidence: Evidence) -> str:
    return str(evidence.published)[:10]
