"""How likely the articles answer a question, told before anyone writes."""

import math
from collections.abc import Sequence

from assistant.language.names import missing_names, names
from assistant.types import Evidence

# With these, 4 % of the answerable questions of corpus/questions.jsonl fall below 0.5. It
# tells what is far from all articles; near misses are left to the model and the checks.
_SLOPE, _SHIFT, _HIGHEST, _MISSING = 0.9, 0.27, 3.3, 0.5


def confidence(
    question: str,
    language: str | None,
    evidence: Sequence[Evidence],
    contexts: Sequence[str],
    size: int,
) -> float:
    """Confidence (0 to 1) that the evidence answers; 0 without evidence.

    Scores are standard deviations, and the best of n passages about nothing in
    particular is expected near sqrt(2 ln n): evidence has to be better than what chance
    finds in an index of `size` passages. The two best sentences count, because an answer
    seldom stands alone, and less so if their `contexts` leave out names of the question.
    """
    if not evidence:
        return 0.0
    best = [e.score for e in evidence[:2]]
    wanted = names(question, language)
    missing = missing_names(wanted, "\n".join(contexts[:2]))
    chance = min(math.sqrt(2 * math.log(max(size, 2))) + _SHIFT, _HIGHEST)
    x = sum(best) / len(best) - _MISSING * len(missing) / max(len(wanted), 1) - chance
    return round(1 / (1 + math.exp(-_SLOPE * x)), 4)
