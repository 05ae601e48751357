"""Measures of retrieval, computed by ir_measures (with trec_eval under it).

The first ten passages stand for their articles, each counted at its best rank. The
sentences are those shown as evidence, so that `SentenceRecall@6` says how much of what
answers a model got to read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from typing_extensions import override

from assistant.errors import ModelUnavailable
from assistant.evaluation.cases import Case
from assistant.evaluation.measuring.measures import Measure

DEPTH = 10
"""Passages asked for."""


@dataclass(frozen=True, repr=False)
class Ranked(Measure):
    """A measure of the first k articles, or sentences of evidence, of a question's ranking.

    Relevant are the articles and sentences that the question names; a copy of a relevant
    article counts as it. Questions that name none are left out.
    """

    k: int
    of: Literal["", "Sentence"] = ""
    name: ClassVar[str]

    def __repr__(self) -> str:
        return f"{self.of}{type(self).__name__}@{self.k}"

    @override
    def score(self, case: Case) -> float | None:
        if not case.question.relevant:
            return None
        wanted, ranking = _sentences(case) if self.of else _articles(case)
        return _calculated(f"{self.name}@{self.k}", wanted, ranking)


class Hit(Ranked):
    """Share of questions with something relevant among the first k (success at k)."""

    name = "Success"


class MRR(Ranked):
    """Mean reciprocal rank of the first relevant one, 0 beyond k (Voorhees 1999)."""

    name = "RR"


class nDCG(Ranked):  # noqa: N801 - its name in the literature
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), gain 0 or 1.

    The sum of 1/log2(rank + 1) over the relevant ones among the first k, divided by what
    the best possible ranking would have.
    """

    name = "nDCG"


class Recall(Ranked):
    """Mean share of the relevant ones that are among the first k."""

    name = "R"


def _calculated(name: str, wanted: Iterable[str], ranking: Iterable[str]) -> float:
    """The measure of that name in ir_measures, for one question."""
    ir_measures = _ir_measures()
    judged = [ir_measures.Qrel("q", id_, 1) for id_ in wanted]
    run = [ir_measures.ScoredDoc("q", id_, -float(n)) for n, id_ in enumerate(ranking)]
    (metric,) = ir_measures.iter_calc([ir_measures.parse_measure(name)], judged, run)
    return float(metric.value)


def _articles(case: Case) -> tuple[list[str], list[str]]:
    """Names of the relevant articles; the ranking, with these names where they apply."""
    wanted = {r.article: r for r in case.question.relevant}
    ranking: dict[str, None] = {}
    for place in case.asked.passages[:DEPTH]:
        names = [n for n, r in wanted.items() if case.articles.holds(place.article_id, r)]
        ranking |= dict.fromkeys(names or [f"other {place.article_id}"])
    return list(wanted), list(ranking)


def _sentences(case: Case) -> tuple[list[str], list[str]]:
    """Numbers of the relevant sentences; the evidence, with these numbers where they apply."""
    wanted = [str(n) for n in range(len(case.question.relevant))]
    return wanted, list(dict.fromkeys(_numbered(case.sentences())))


def _numbered(found: Iterable[list[int]]) -> Iterator[str]:
    for rank, relevant in enumerate(found):
        yield from map(str, relevant)
        if not relevant:
            yield f"other {rank}"


def _ir_measures() -> Any:
    try:
        import ir_measures
    except ImportError as error:
        raise ModelUnavailable(
            "Measures of retrieval need the package ir_measures, which is not installed. "
            "Run: pip install ir_measures (on Linux on ARM it needs a C compiler)."
        ) from error
    return ir_measures
