"""How likely the evidence answers the question at all, before anyone writes."""

import math
from collections.abc import Sequence

from assistant.language.names import missing_names, names
from assistant.types import Evidence

# Logistic regression on corpus/questions.jsonl; refit with benchmarks/refusal.py.
_BIAS, _SCORE, _NAMES = -2.0, 0.8, 3.0


def confidence(
    question: str, language: str | None, evidence: Sequence[Evidence], context: str
) -> float:
    """Probability that the evidence holds the answer.

    From the best sentence's score and from the share of the question's names that the
    evidence, its titles and its surroundings mention: a name that nobody mentions is the
    strongest sign that the articles do not say.
    """
    if not evidence:
        return 0.0
    wanted = names(question, language)
    share = 1 - len(missing_names(wanted, context)) / len(wanted) if wanted else 1.0
    return _logistic(_BIAS + _SCORE * evidence[0].score + _NAMES * (share - 1))


def _logistic(x: float) -> float:
    return round(1 / (1 + math.exp(-x)), 4)
