"""How much of a question a text answers, token by token.

The vector of a text is the mean of its tokens, in which the one that answers is lost among
the others. In late interaction (ColBERT, Khattab & Zaharia 2020) each token of the question
looks for its nearest in the text. These weights were not trained for it, and most of any
two of their tokens' vectors is alike: what the tokens of all texts have in common is
subtracted first.
"""

from collections.abc import Sequence

import numpy as np

from assistant.index.embedding import Matrix, Vector
from assistant.index.index import Index

# Sentences of some 40 tokens, of 1.5 kB each.
_KEPT = 100


class TokenReader:
    """Reads sentences token by token: `TokenReader(index)("Who won?", sentences)`.

    What was read for the passages need not be read for the sentences again.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, Matrix] = {}

    def __call__(self, question: str, texts: Sequence[str]) -> Vector:
        """How much of a question each text answers, in standard deviations, shape (texts,)."""
        if len(texts) < 2:
            return np.zeros(len(texts), np.float32)
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        asked, read = self._index.embedder.token_vectors(question, new)
        known = known | dict(zip(new, read, strict=True))
        found = max_sim(asked, [known[text] for text in texts])
        self._known = dict(list(known.items())[-_KEPT:])
        standardised: Vector = (found - found.mean()) / max(float(found.std()), 1e-3)
        return standardised


def max_sim(question: Matrix, texts: Sequence[Matrix]) -> Vector:
    """Mean cosine of the question's tokens to their nearest in each text, shape (texts,).

    `question` and each text have shape (tokens, dimensions); the figures of one call compare.
    """
    common = np.concatenate(texts).mean(axis=0)
    asked = _unit(question - common)
    return np.array([(asked @ _unit(text - common).T).max(axis=1).mean() for text in texts])


def _unit(tokens: Matrix) -> Matrix:
    unit: Matrix = tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-6)
    return unit
