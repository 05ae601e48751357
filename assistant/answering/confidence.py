"""How likely the articles answer a question, told before anyone writes."""

import math
from collections.abc import Sequence

from assistant.language.names import missing_names, names
from assistant.types import Evidence

# Fitted by hand so that on corpus/questions.jsonl fewer than 2 % of the questions that
# have an answer fall below 0.5, in an index of the corpus and of one article alone. It
# tells what is far from all articles; near misses are left to the model and the checks.
_SLOPE, _MIDDLE, _MISSING = 0.9, 2.4, 0.5


def confidence(
    question: str, language: str | None, evidence: Sequence[Evidence], contexts: Sequence[str]
) -> float:
    """Confidence (0 to 1) that the evidence answers; 0 without evidence.

    From the scores of the two best sentences, because an answer seldom stands alone: the
    sentences around it are about the same, while one that is near by chance has no
    company. Less so if their passages leave out names of the question.
    """
    if not evidence:
        return 0.0
    best = [e.score for e in evidence[:2]]
    wanted = names(question, language)
    missing = missing_names(wanted, "\n".join(contexts[:2]))
    x = sum(best) / len(best) - _MISSING * len(missing) / max(len(wanted), 1) - _MIDDLE
    return round(1 / (1 + math.exp(-_SLOPE * x)), 4)
