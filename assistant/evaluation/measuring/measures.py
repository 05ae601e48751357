"""What a measure is: a small frozen value whose repr is its name.

    >>> Correct(), nDCG(10)
    (Correct, nDCG@10)

The idea is that of ir_measures (MacAvaney et al., ECIR 2022): a measure can be put into
a set, written to a file and found again by its name.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from typing_extensions import override

from assistant.evaluation.cases import Case
from assistant.evaluation.measuring.quoting import written
from assistant.language.detect import detect

_FEW_LETTERS = 12


@dataclass(frozen=True, repr=False)
class Measure(ABC):
    """A figure for one question, and from those of many questions one for all of them.

    A question that a measure does not speak of scores None and is left out. A missing
    answer is not left out: it scores 0 wherever an answer was due.
    """

    unit: ClassVar[Literal["share", "ms", "MB", "tokens"]] = "share"
    lower_is_better: ClassVar[bool] = False

    def __repr__(self) -> str:
        return type(self).__name__

    @abstractmethod
    def score(self, case: Case) -> float | None:
        """The figure for one question; None if the measure does not apply to it."""

    def summary(self, scores: Sequence[float]) -> float:
        """The figure for several questions, of at least one score; the mean unless told."""
        return float(np.mean(scores))


class Correct(Measure):
    """Share of questions answered right: every key point said, refusals where they are due.

    Decided by `assistant.evaluation.grading.correctness`; what is said counts, in whichever
    language it is said (for that see AnswerLanguage).
    """

    @override
    def score(self, case: Case) -> float:
        return float(case.graded.grade == "right")


class KeyPoints(Measure):
    """Mean share of a question's key points that its answer says.

    A point said vaguely (the month for the day) counts half. These are the nuggets of
    TREC's question answering track (Voorhees 2003), all of them vital.
    """

    @override
    def score(self, case: Case) -> float | None:
        return case.graded.coverage if case.answerable else None


class JudgedCorrect(Measure):
    """Share of questions answered right in the opinion of a judge model, if one was asked.

    A model compares answer and key points, as in Zheng et al. 2023 (arXiv 2306.05685).
    """

    @override
    def score(self, case: Case) -> float | None:
        return float(case.judged.grade == "right") if case.judged else None


class AnswerLanguage(Measure):
    """Share of answers and refusals that are in the language of the question.

    By the language detector of the product; answers too short to tell are left out. A
    quotation counts in the language it is quoted in, so that an answer that quotes an
    article in another language is not in the question's; for the rest see WrittenLanguage.
    """

    @override
    def score(self, case: Case) -> float | None:
        return _is_in_language(case.answer.text, case) if case.answer else 0.0


class WrittenLanguage(Measure):
    """Share of answers that say in the question's language what they do not quote.

    All their statements that are no quotations, told as for AnswerLanguage; answers that
    only quote are left out, and so are refusals.
    """

    @override
    def score(self, case: Case) -> float | None:
        said = [s.text for s in written(case.stated)] if case.stated else []
        told = [f for f in (_is_in_language(text, case) for text in said) if f is not None]
        return min(told) if told else None


def _is_in_language(text: str, case: Case) -> float | None:
    found = detect(text) if len(text) >= _FEW_LETTERS else None
    return None if found is None else float(found == case.question.language)
