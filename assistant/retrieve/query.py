"""A query's vector, and the part of it that is of its language and not of its subject.

A question lies near what is written in its own language, and near what reads like a
question, whatever either is about. Both are in the mean of some questions about nothing
in particular, which is subtracted where it would decide: a first step of hubness
correction (Radovanović et al. 2010, Conneau et al. 2018).
"""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.index.embedding import Vector
from assistant.index.index import Index

_QUESTIONS = Path(__file__).with_name("questions.txt")


class EmbeddedQuery(NamedTuple):
    """The vector of a question, and the mean of typical questions in its language."""

    vector: Vector
    typical: Vector


class QueryEmbedder:
    """Embeds questions. `QueryEmbedder(index)("Who won?", "en").vector  # shape (dimensions,)`."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._typical = lru_cache(maxsize=None)(self._mean)

    def __call__(self, question: str, language: str | None) -> EmbeddedQuery:
        """A question as it is searched.

        In an unknown language, or one without typical questions, it has the nearest mean.
        """
        vector = self._index.embedder.embed_query(question)
        languages = [language] if language in _typical_questions() else _typical_questions()
        means = [self._typical(known) for known in languages]
        nearest = max(means, key=lambda mean: float(mean @ vector / np.linalg.norm(mean)))
        return EmbeddedQuery(vector, nearest)

    def _mean(self, language: str) -> Vector:
        embed, questions = self._index.embedder.embed_query, _typical_questions()[language]
        mean: Vector = np.mean([embed(question) for question in questions], axis=0)
        return mean


@lru_cache(maxsize=1)
def _typical_questions() -> dict[str, list[str]]:
    found = defaultdict(list)
    for line in _QUESTIONS.read_text(encoding="utf-8").splitlines():
        language, question = line.split("\t")
        found[language].append(question)
    return dict(found)
