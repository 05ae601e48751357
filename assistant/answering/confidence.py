"""How likely the articles answer a question, told before anyone writes."""

import math
from collections.abc import Sequence

from assistant.types import Evidence

# On corpus/questions.jsonl, 4 % of the questions that have an answer fall below 0.5. It
# tells what is far from all articles; near misses are left to the model and the checks.
_SLOPE, _MIDDLE = 0.9, 2.5


def confidence(evidence: Sequence[Evidence]) -> float:
    """Confidence (0 to 1) from the scores of the two best sentences; 0 without evidence.

    Two, because an answer seldom stands alone: the sentences around it are about the
    same, while a sentence that is near by chance has no company.
    """
    if not evidence:
        return 0.0
    best = [e.score for e in evidence[:2]]
    return round(1 / (1 + math.exp(-_SLOPE * (sum(best) / len(best) - _MIDDLE))), 4)
