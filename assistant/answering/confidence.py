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
# Fitted on the first four sentences of 157 questions of that set, of whose answerable ones
# 7 % have none above 0.5, and 76 % of those without an answer.
_YES, _NEAR, _BOTH = 0.89, 0.44, -0.49
_SUREST = 0.99
# Of a model that has learned to judge: calibrated on articles that it had not learned from, but for
# the shift, which moves what is as likely as not to below a third; see benchmarks/LOG.md.
_LEARNED, _LENIENT, _SURER = 0.43, 0.8, 0.999
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


def answering(yes: float, score: float, chance: float, *, own_words: bool = False) -> float:
    """Confidence (0 to 1) that a sentence answers.

    `yes` is the probability that a small model says so, `score` how near the sentence is,
    and `chance` how near something in the index is to any question. Neither tells much
    alone: a small model says yes to what is far from the question, and no to what is put
    in other words. `own_words`: somebody's words were asked for, and these are his.
    """
    yes = min(max(yes, 1 - _SUREST), _SUREST)
    near = _NEAR * min(score - chance, _NEAREST) + _OWN_WORDS * own_words
    return _logistic(_YES * math.log(yes / (1 - yes)) + near + _BOTH)


def judged(yes: float) -> float:
    """Confidence (0 to 1) that a sentence answers, of a model that has learned to judge.

    `yes` is the probability that it says so, which is enough to go by.
    """
    yes = min(max(yes, 1 - _SURER), _SURER)
    return _logistic(_LEARNED * math.log(yes / (1 - yes)) + _LENIENT)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _share(part: Collection[str], whole: Collection[str]) -> float:
    return len(part) / max(len(whole), 1)
