"""How likely the articles, and a sentence of them, answer a question."""

import math
from collections.abc import Collection, Sequence

from assistant.language.names import missing_names, names
from assistant.language.numbers import numbers
from assistant.retrieve.scale import Background
from assistant.types import Evidence

# Fitted on corpus/questions.jsonl, of whose answerable questions 4 % fall below 0.5; see
# benchmarks/LOG.md. It tells what is far from all articles; near misses are left to the
# model and the checks.
_SLOPE, _SHIFT = 0.9, 0.84
_FIRST, _SECOND, _USUAL_SPREAD = 0.8, 0.2, 0.03
_NAMES, _NUMBERS = 0.8, 0.4
# Fitted on the first four sentences of the set's questions: of the answerable ones 7 % have none
# above 0.5. Untaught, 76 % of those without an answer have none either; taught, on other articles
# than these, 86 %.
_YES, _NEAR, _BOTH = 0.89, 0.44, -0.49
_TAUGHT_YES, _TAUGHT_NEAR, _TAUGHT_BOTH = 0.4, 0.45, 1.55
_SUREST, _TAUGHT_SUREST = 0.99, 0.999
# Nearer than that to the question are near misses as well as answers, where an index has much
# on its subject.
_NEAREST = 2.0
# Of 33 sentences of those who were asked for, none of a question without an answer was above
# a probability of 0.3, and of 16 that answer five were below 0.5.
_OWN_WORDS = 0.6


def confidence(
    question: str,
    language: str | None,
    evidence: Sequence[Evidence],
    contexts: Sequence[str],
    background: Background,
) -> float:
    """Confidence (0 to 1) that the evidence answers; 0 without evidence.

    Scores are standard deviations: evidence has to be better than what chance finds in
    the index. They count less the smaller the deviation is, as it is where nothing
    in the index is on the subject; so do names and numbers of the question that no
    passage in `contexts` has.
    """
    if not evidence:
        return 0.0
    nearest = sorted((e.score for e in evidence), reverse=True)
    first, second = nearest[0], nearest[:2][-1]
    text = "\n".join(contexts)
    wanted, figures = names(question, language), numbers(question)
    there = {*numbers(text), *(str(e.published.at.year) for e in evidence if e.published)}
    strange = _share(missing_names(wanted, text), wanted)
    other = _share([n for n in figures if n not in there], figures)
    best = (_FIRST * first + _SECOND * second) * background.spread / _USUAL_SPREAD
    score = best - _NAMES * strange - _NUMBERS * other
    return round(_logistic(_SLOPE * (score - background.chance + _SHIFT)), 4)


def answering(
    yes: float, score: float, chance: float, *, own_words: bool = False, taught: bool = False
) -> float:
    """Confidence (0 to 1) that a sentence answers.

    `yes` is the probability that a small model says so, `score` how near the sentence is,
    and `chance` how near something in the index is to any question. Neither tells much
    alone: a small model says yes to what is far from the question, and no to what is put
    in other words. `own_words`: somebody's words were asked for, and these are his. `taught`: the
    model has learned to judge.
    """
    near = min(score - chance, _NEAREST)
    own = _OWN_WORDS * own_words
    if taught:
        return _logistic(
            _TAUGHT_YES * _odds(yes, _TAUGHT_SUREST) + _TAUGHT_NEAR * near + _TAUGHT_BOTH + own
        )
    return _logistic(_YES * _odds(yes, _SUREST) + _NEAR * near + _BOTH + own)


def _odds(probability: float, surest: float) -> float:
    """The logarithm of the odds; nothing is surer than `surest`."""
    p = min(max(probability, 1 - surest), surest)
    return math.log(p / (1 - p))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _share(part: Collection[str], whole: Collection[str]) -> float:
    return len(part) / max(len(whole), 1)
