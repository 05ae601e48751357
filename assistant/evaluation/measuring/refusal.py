"""Measures of refusing: when to, when not to, and whether the confidence tells."""

from collections.abc import Sequence

import numpy as np
from typing_extensions import override

from assistant.evaluation.cases import Case
from assistant.evaluation.measuring.measures import Measure
from assistant.types import Record

_BINS = 10


class RefusalPrecision(Measure):
    """Of the questions refused, the share that had to be or could be.

    They had to where the articles do not say, and could where the question supposes what
    is not so.
    """

    @override
    def score(self, case: Case) -> float | None:
        return float(_open(case) or not case.answerable) if case.refused else None


class RefusalRecall(Measure):
    """Of the questions that the articles do not answer, the share refused."""

    @override
    def score(self, case: Case) -> float | None:
        if case.answerable or _open(case):
            return None
        return float(case.answer is not None and case.graded.grade == "right")


class FalseRefusal(Measure):
    """Of the questions that the articles answer, the share refused or not answered at all.

    Questions that suppose what is not so are left out: to refuse them is right.
    """

    lower_is_better = True

    @override
    def score(self, case: Case) -> float | None:
        return None if _open(case) or not case.answerable else float(case.stated is None)


class FalsePremise(Measure):
    """Of the questions that suppose what is not so, the share refused or set right."""

    @override
    def score(self, case: Case) -> float | None:
        return float(case.graded.grade == "right") if _open(case) else None


class CalibrationError(Measure):
    """Expected calibration error of the confidence, in ten bins (Naeini et al. 2015).

    The confidence is that the evidence answers, so the outcome is whether a relevant
    sentence is in it. The score of one question is confidence minus outcome, from which
    both can be told: it is negative just if the outcome is 1.
    """

    lower_is_better = True

    @override
    def score(self, case: Case) -> float | None:
        told = confidence_and_outcome(case)
        return told[0] - told[1] if told else None

    @override
    def summary(self, scores: Sequence[float]) -> float:
        bins = reliability([(s + (s < 0), s < 0) for s in scores])
        return sum(b.count * abs(b.confidence - b.outcome) for b in bins) / len(scores)


class Bin(Record):
    """Questions of like confidence: how many, their mean confidence and their mean outcome."""

    count: int
    confidence: float
    outcome: float


def confidence_and_outcome(case: Case) -> tuple[float, bool] | None:
    """The confidence, if one was told, and whether a relevant sentence is in the evidence.

    Of a question that is answered, but names no sentences, the latter is not known.
    """
    unknown = case.answerable and not case.question.relevant
    if unknown or case.answer is None or case.answer.confidence is None:
        return None
    return case.answer.confidence, any(case.sentences())


def reliability(told: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The reliability curve of confidences and outcomes, without its empty bins."""
    confidences, outcomes = np.asarray(told, dtype=float).T
    places = np.minimum((confidences * _BINS).astype(int), _BINS - 1)
    return [
        Bin(
            count=int((places == n).sum()),
            confidence=float(confidences[places == n].mean()),
            outcome=float(outcomes[places == n].mean()),
        )
        for n in np.unique(places)
    ]


def _open(case: Case) -> bool:
    return case.question.kind == "false-premise"
