"""What an index costs beside the embedding as it grows, and how quickly articles leave it.

python -m benchmarks.size
"""

import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from itertools import chain
from pathlib import Path
from random import Random

import numpy as np
import typer
from typing_extensions import override

from assistant import Page, Settings
from assistant.articles.reading import read_articles
from assistant.index.chunking import passages as passages_of
from assistant.index.embedding import Embedder, Matrix, Vector
from assistant.index.index import Index
from assistant.index.ingestion import ingest_pages
from assistant.index.models import open_embedder
from assistant.types import Article
from benchmarks.tables import write_table

_CORPUS = Path(__file__).parent.parent / "corpus" / "articles"
_SENTENCES = 40
_REMOVED = 1000
_LONGEST_WORD = 20


class Shaken(Embedder):
    """Vectors by chance, at no cost: what is left is the bookkeeping."""

    def __init__(self, real: Embedder) -> None:
        self._real, self._random = real, np.random.default_rng(0)
        self.fingerprint, self.dimensions = real.fingerprint, real.dimensions
        self.max_tokens = real.max_tokens

    @override
    def embed_query(self, text: str) -> Vector:
        vector: Vector = self.embed_passages([text])[0]
        return vector

    @override
    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        vectors = self._random.normal(size=(len(texts), self.dimensions)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    @override
    def token_vectors(self, question: str, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
        return self._real.token_vectors(question, texts)

    @override
    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._real.count_tokens(texts)


def main(passages: int = 100_000) -> None:
    real = open_embedder(Settings())
    random = Random(0)
    texts = (file.read_text("utf-8") for file in _CORPUS.glob("*.md"))
    # Whole sentences of scripts without spaces would make the articles alike.
    vocabulary = sorted({w for text in texts for w in text.split() if len(w) < _LONGEST_WORD})
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Settings(data_dir=Path(folder)))
        index.__dict__["embedder"] = Shaken(real)
        rows = [["embedding alone", f"{_embedding(real, random, vocabulary):.1f} ms a passage"]]
        for share in (0.2, 1.0):
            rows += _grown(index, int(passages * share), random, vocabulary)
        index = Index(index.settings)  # as a command does, which opens it for this alone
        ids, before = index.store.find()[:_REMOVED], index.store.passage_count()
        started = time.perf_counter()
        index.remove(ids)
        seconds = time.perf_counter() - started
        gone = before - index.store.passage_count()
        rows += [[f"{_REMOVED:,} articles of {gone:,} passages removed", f"{seconds:.1f} s"]]
    print(write_table("size", f"An index of {passages:,} passages", ["what", "cost"], rows))


def _embedding(real: Embedder, random: Random, vocabulary: Sequence[str]) -> float:
    """Milliseconds that the embedding model takes for a passage and its sentences."""
    made, limit = _pages(random, vocabulary, first=-1), Settings().passage_tokens
    read = chain.from_iterable(read_articles(next(made)) for _ in range(12))
    articles = [article for article in read if isinstance(article, Article)]
    found = [p for a in articles for p in passages_of(a, real.count_tokens, limit)]
    started = time.perf_counter()
    real.embed(found)
    return (time.perf_counter() - started) * 1000 / len(found)


def _grown(
    index: Index, passages: int, random: Random, vocabulary: Sequence[str]
) -> list[list[str]]:
    """Fill the index up to a size; what each passage cost, and the memory of the process."""
    before = index.store.passage_count()
    made = _pages(random, vocabulary, first=len(index.store.pages()))
    started = time.perf_counter()
    while (now := index.store.passage_count()) < passages:
        ingest_pages(index, (next(made) for _ in range(200)))
    cost = (time.perf_counter() - started) * 1000 / (now - before)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [
        [f"all else, up to {passages:,} passages", f"{cost:.1f} ms a passage"],
        ["memory by then", f"{memory:,} MB"],
    ]


def _pages(random: Random, vocabulary: Sequence[str], first: int) -> Iterator[Page]:
    """Articles of words in random order: none reprints another."""
    number = first
    while True:
        number += 1
        words = [random.choices(vocabulary, k=20) for _ in range(_SENTENCES)]
        text = " ".join(f"{' '.join(w).capitalize()}." for w in words)
        content = f"---\ntitle: Article {number}\nlanguage: en\n---\n{text}\n".encode()
        now = datetime.now(timezone.utc)
        url = f"file:///{random.getrandbits(64):x}.md"
        yield Page(url=url, content=content, media_type="text/markdown", fetched_at=now)


if __name__ == "__main__":
    typer.run(main)
