"""What a support test is, and the product's own checks as one."""

from collections.abc import Sequence
from typing import Protocol

from assistant.answering.checking.verify import support
from assistant.evaluation.cases import Case
from assistant.index.embedding import Embed
from assistant.types import Answer, Citation, Evidence, Provenance, Sentence, Statement


class Supports(Protocol):
    """A support test: whether cited sentences, taken together, support a statement."""

    name: str

    def __call__(
        self, statement: Statement, answer: Answer, cited: Sequence[Citation], case: Case
    ) -> bool:
        """Whether these citations of the answer suffice for the statement."""


class Checks:
    """Numbers, names and likeness of meaning, as `assistant.answering.checking.verify` checks them.

    Asked of what is not quoted only (see `Alce`). Of planted faults the checks find about
    four in five, most of them in other languages than what is cited; see
    benchmarks/results/verdicts.md. The assistant leaves out what they call unsupported, so
    of its answers they say how much is only partly supported; to compare with other
    systems, or for an independent opinion, use a judge model.
    """

    name = "numbers, names and likeness of meaning (assistant.answering.checking.verify)"

    def __init__(self, embed: Embed) -> None:
        """`embed` is the yardstick: the same whatever model the system under test uses."""
        self._embed = embed
        self._known: dict[tuple[str, ...], bool] = {}

    def __call__(
        self, statement: Statement, answer: Answer, cited: Sequence[Citation], case: Case
    ) -> bool:
        """Whether the verdict is "supported"."""
        key = (statement.text, *(f"{c.article_id}:{c.start}" for c in cited))
        if key not in self._known:
            context = "\n".join(case.articles.around(c) for c in cited)
            evidence = [_evidence(c) for c in cited]
            found = support(statement.text, answer.language, evidence, context, self._embed)
            self._known[key] = found.verdict == "supported"
        return self._known[key]


def _evidence(c: Citation) -> Evidence:
    about = {name: getattr(c, name) for name in Provenance.model_fields}
    sentence = Sentence(start=c.start, end=c.end, text=c.quote, speaker=c.speaker)
    return Evidence(**about, sentence=sentence, score=0.0)
