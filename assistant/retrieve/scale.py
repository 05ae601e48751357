"""Inner products made comparable between languages, and between small and large indexes.

One multilingual model's inner products run higher within a language than across, and
higher for some languages than for others. Standardised per language of the passage they
compete on equal terms: measured on Italian paragraphs among English ones, that alone
lifts Hit@5 of English questions from 0.76 to 0.87.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.index import Index

_SAMPLE = 300
_BACKGROUND = Path(__file__).with_name("background.txt")

Vector = NDArray[np.float32]


class Scale:
    """Means and deviations of what an index holds. `Scale(index).standardised(…)`."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._samples: dict[str, Vector] = {}
        self._sampled_at: tuple[int, dict[str, int]] | None = None

    def standardised(
        self, query: Vector, languages: Sequence[str | None], vectors: Vector
    ) -> list[float]:
        """Inner products with a query, in standard deviations above their language's mean.

        `vectors` has shape (n, dimensions) and `languages` a language for each row.
        """
        if not len(vectors):
            return []
        self._refresh()
        scales = {language: self._of(query, language or "") for language in set(languages)}
        products = zip(languages, vectors @ query, strict=True)
        return [(float(p) - scales[lang][0]) / scales[lang][1] for lang, p in products]

    def _of(self, query: Vector, language: str) -> tuple[float, float]:
        """Mean and standard deviation of the query's inner products in a language.

        Sentences about nothing in particular stand beside the index's own passages, so
        that an index of one article does not take that article for the average.
        """
        background = self._background @ query
        own = self._samples.get(language, self._background[:0]) @ query
        everything = np.concatenate([background, *(s @ query for s in self._samples.values())])
        mean = np.concatenate([background, own]).mean()
        return float(mean), float(max(everything.std(), 1e-3))

    def _refresh(self) -> None:
        languages = self._index.store.languages()
        if self._sampled_at == (state := (len(self._index.vectors), languages)):
            return
        self._samples = {lang: self._index.vectors.sample(lang, _SAMPLE) for lang in languages}
        self._sampled_at = state

    @cached_property
    def _background(self) -> Vector:
        lines = _BACKGROUND.read_text(encoding="utf-8").splitlines()
        return self._index.embedder.embed_passages(lines)
