"""Inner products made comparable between languages, and between small and large indexes.

One multilingual model's inner products run higher within a language than across, and
higher for some languages than for others. What typical questions in the question's
language have with the passages of a language is subtracted from what it has with them,
so that all languages compete on equal terms. The mean of the question's own products
would serve in a large index; in a small one it is the mean of those that answer.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.index.embedding import Matrix, Vector
from assistant.index.index import Index
from assistant.retrieve.query import EmbeddedQuery

_SAMPLE = 300
_BACKGROUND = Path(__file__).with_name("background.txt")
# How much of what typical questions have with a passage is subtracted passage by passage;
# the rest is, language by language. More helps Arabic and Chinese questions and harms
# English and Italian ones; see benchmarks/LOG.md.
_BY_PASSAGE = 0.25


class Background(NamedTuple):
    """What any find for a question has to stand out from.

    `size` is the number of passages searched, and `spread` the standard deviation of their
    inner products with the question. It is small where a question has to do with nothing
    there, and its best scores, which are measured in it, are no better than chance.
    """

    size: int
    spread: float

    @property
    def chance(self) -> float:
        """Score of the best passage about nothing in particular: near sqrt(2 ln n) of n."""
        return math.sqrt(2 * math.log(max(self.size, 2)))


class Scale:
    """Means and deviations of what an index holds. `Scale(index).standardised(…)`."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._means: dict[str, Vector] = {}
        self._sample = np.empty((0, 0), np.float32)
        self._sampled_at: tuple[int, dict[str, int]] | None = None

    def standardised(
        self, asked: EmbeddedQuery, languages: Sequence[str | None], vectors: Matrix
    ) -> list[float]:
        """Inner products with a question, in standard deviations above what is usual.

        `vectors` has shape (n, dimensions) and `languages` a language for each row.
        """
        if not len(vectors):
            return []
        vector = _without_typical(asked)
        typical = (1 - _BY_PASSAGE) * asked.typical
        products = self._sample @ vector
        everything = self._sample.mean(axis=0)
        means = [self._means.get(language or "", everything) for language in languages]
        usual = products.mean() + (np.array(means) - everything) @ typical
        standardised = (vectors @ vector - usual) / max(products.std(), 1e-3)
        return [float(score) for score in standardised]

    def background(self, asked: EmbeddedQuery) -> Background:
        """What the passages of the index are to a question, as it was last refreshed."""
        size = self._sampled_at[0] if self._sampled_at else 0
        return Background(size, float((self._sample @ _without_typical(asked)).std()))

    def refresh(self) -> None:
        """Sample each language anew if the index has changed: to be called once a search.

        Sentences about nothing in particular stand beside the index's own passages, so
        that an index of one article does not take that article for the average.
        """
        languages = self._index.store.languages()
        if self._sampled_at == (state := (len(self._index.vectors), languages)):
            return
        samples = {lang: self._index.vectors.sample(lang, _SAMPLE) for lang in languages}
        samples = {lang: sample for lang, sample in samples.items() if len(sample)}
        self._means = {lang: sample.mean(axis=0) for lang, sample in samples.items()}
        self._sample = np.concatenate([self._background, *samples.values()])
        self._sampled_at = state

    @cached_property
    def _background(self) -> Matrix:
        lines = _BACKGROUND.read_text(encoding="utf-8").splitlines()
        return self._index.embedder.embed_passages(lines)


def _without_typical(asked: EmbeddedQuery) -> Vector:
    vector: Vector = asked.vector - _BY_PASSAGE * asked.typical
    return vector
