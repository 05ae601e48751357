"""Whether a sentence means a key point, told by vectors and by what they cannot tell.

A wrong number, name or denial is as near to a sentence as the right one. So a sentence has
to agree in these, and to be nearer to a sentence that answers than to the question, which
right and wrong answers resemble alike.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.evaluation.grading.denial import denies
from assistant.evaluation.grading.sentences import language_of
from assistant.index.embedding import Embed
from assistant.language.names import missing_names, names
from assistant.language.numbers import numbers

# Of pairs of a phrase and a sentence above it, by the embedded model, six of seven say the same.
_SAME_MEANING = 0.88
# Fitted on the paraphrases of tests/data/correctness_labels.jsonl that are not held out.
_AS_NEAR, _NEARER = 0.84, 0.02


class Known(NamedTuple):
    """The question, and the sentences that answer it, those of one article together."""

    asked: str
    quotes: Sequence[Sequence[str]]


def meaning(
    wordings: Sequence[str],
    sentences: Sequence[str],
    language: str,
    known: Known | None,
    embed: Embed,
) -> str | None:
    """The sentence that means one of the wordings, or None.

    Without sentences that are `known` to answer, it has to be as near as a paraphrase.
    """
    vectors = embed(sentences)
    near = (vectors @ embed(wordings).T).max(axis=1)
    quotes = [q for group in known.quotes for q in group] if known else []
    if not known or not quotes:
        return sentences[int(near.argmax())] if near.max() >= _SAME_MEANING else None
    nearer = (vectors @ embed(quotes).T).max(axis=1) - vectors @ embed([known.asked])[0]
    surplus = nearer + near - _AS_NEAR
    best = sentences[int(surplus.argmax())]
    holds = surplus.max() >= _NEARER and _agrees(best, language, wordings, known.asked, quotes)
    return best if holds else None


def _agrees(
    sentence: str, language: str, wordings: Sequence[str], asked: str, quotes: Sequence[str]
) -> bool:
    """Whether it brings in no name and no number, and denies just if what answers does."""
    there = "\n".join([*quotes, asked, *wordings])
    denial = any(
        sum(denies(t, language_of(t, language)) for t in texts) > len(texts) / 2
        for texts in (wordings, quotes)
    )
    return (
        not missing_names(names(sentence, language), there)
        and not set(numbers(sentence)) - set(numbers(there))
        and denies(sentence, language_of(sentence, language)) == denial
    )
