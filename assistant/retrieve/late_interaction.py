"""How much of a question a text answers, token by token.

The vector of a text is the mean of its tokens, in which the one that answers is lost among
the others. In late interaction (ColBERT, Khattab & Zaharia 2020) each token of the question
looks for its nearest in the text. These weights were not trained for it, and most of any
two of their tokens' vectors is alike: what the tokens of all texts have in common is
subtracted first. The same figures tell what one text adds to another.
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

    def __call__(self, question: str, texts: Sequence[str]) -> Matrix:
        """How near each text comes to each token of a question, shape (texts, tokens).

        In standard deviations of the means of the texts, which have a mean of 0.
        """
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        asked, read = self._index.embedder.token_vectors(question, new)
        known = known | dict(zip(new, read, strict=True))
        self._known = dict(list(known.items())[-_KEPT:])
        found = nearest(asked, [known[text] for text in texts])
        means = found.mean(axis=1)
        standardised: Matrix = (found - means.mean()) / max(float(means.std()), 1e-3)
        return standardised


def nearest(question: Matrix, texts: Sequence[Matrix]) -> Matrix:
    """Cosine of each token of a question to its nearest in each text, shape (texts, tokens).

    `question` and each text have shape (tokens, dimensions); the figures of one call compare.
    """
    common = np.concatenate(texts).mean(axis=0)
    asked = _unit(question - common)
    return np.array([(asked @ _unit(text - common).T).max(axis=1) for text in texts])


def complementing(scores: Vector, near: Matrix) -> list[int]:
    """An order of texts in which each adds to those before it, the best score first.

    A text counts by its score, shape (texts,), and by how much nearer it comes to the tokens of
    the question than all before it, `near` of shape (texts, tokens): the greedy solution of
    facility location (Lin & Bilmes 2011).
    """
    order = [int(scores.argmax())]
    while len(order) < len(scores):
        added = np.maximum(near - near[order].max(axis=0), 0).mean(axis=1)
        totals = scores + added
        totals[order] = -np.inf
        order.append(int(totals.argmax()))
    return order


def _unit(tokens: Matrix) -> Matrix:
    unit: Matrix = tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-6)
    return unit
