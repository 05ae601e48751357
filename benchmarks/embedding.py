"""Embedding speed and fidelity: ours against plain sentence-transformers in float32.

    ASSISTANT_BENCH_DATA=FOLDER python -m benchmarks.embedding

Over paragraphs, and over what is embedded when the sample corpus is ingested: passages, and
each of their sentences. Both read the same weights, each in a process of its own, and take
turns (A B A B), so that whatever else the machine does weighs on both; ratios are medians
over the rounds. Writes benchmarks/results/embedding.md.
"""

import gzip
import json
import multiprocessing
import os
import resource
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from assistant.articles.reading import read_articles
from assistant.index.chunking import TokenCounter, passages
from assistant.index.embedding import Embedder, titled
from assistant.index.models import open_embedder
from assistant.intake import Page
from assistant.settings import Settings
from assistant.sources.local.files import pages
from assistant.types import Article
from assistant.weights.catalogue import EMBEDDING
from assistant.weights.download import ensure
from assistant.weights.e5 import E5
from benchmarks.float32 import write_float32
from benchmarks.tables import RESULTS

_ROUNDS = 5
_PARAGRAPHS = 200
_QUERIES = ["What did Putin say about New START?", "Chi ha vinto le elezioni?"] * 10
_RESULT = RESULTS / "embedding.md"
_ARTICLES = Path(__file__).parent.parent / "corpus" / "articles"
_opened: list[Embedder] = []


def main() -> None:
    with TemporaryDirectory() as folder, _process() as plain, _process() as ours:
        for process in (plain, ours):  # the peak of one begins with what its parent has then
            process.submit(_peak_memory).result()
        write_float32(E5(ensure(EMBEDDING, Settings().cache_dir)), Path(folder))
        both = (plain, ours)
        models = zip(both, (folder, "embedded"), strict=True)
        loads = [process.submit(_open, model).result() for process, model in models]
        units = _units(open_embedder(Settings()).count_tokens)
        speeds = [_speed(both, name, *unit) for name, unit in units.items()]
        queries = [[p.submit(_ask).result() for p in both] for _ in range(_ROUNDS)]
        memory = [p.submit(_peak_memory).result() for p in both]
    costs = [
        f"| {name} | {query * 1000:.1f} | {load:.1f} | {peak:.0f} |"
        for name, query, load, peak in zip(
            ("sentence-transformers, float32", "embedded"),
            np.median(queries, axis=0), loads, memory, strict=True,
        )
    ]  # fmt: skip
    _RESULT.parent.mkdir(exist_ok=True)
    _RESULT.write_text(
        f"On {os.cpu_count()} cores, {_ROUNDS} rounds in turns; times as fast is the median of "
        "the rounds' ratios.\n\n"
        "| texts | tokens each | sentence-transformers, float32: tokens/s | embedded: tokens/s "
        "| times as fast | cosine to float32: mean | lowest |\n"
        "|---|---|---|---|---|---|---|\n" + "\n".join(speeds) + "\n\n"
        "| | query, ms | load, s | peak memory, MB |\n|---|---|---|---|\n"
        + "\n".join(costs) + "\n"
    )  # fmt: skip
    print(_RESULT.read_text())


def _speed(both: Sequence[ProcessPoolExecutor], name: str, texts: list[str], tokens: int) -> str:
    """Row of one kind of text."""
    rounds = [[p.submit(_embed, texts).result() for p in both] for _ in range(_ROUNDS)]
    seconds = np.array([[spent for _, spent in turn] for turn in rounds])
    plain, ours = tokens / np.median(seconds, axis=0)
    ratio = statistics.median(seconds[:, 0] / seconds[:, 1])
    cosines = (rounds[0][0][0] * rounds[0][1][0]).sum(axis=1)
    return (
        f"| {len(texts)} {name} | {tokens / len(texts):.0f} | {plain:,.0f} | {ours:,.0f} "
        f"| **{ratio:.1f}** | **{cosines.mean():.4f}** | {cosines.min():.4f} |"
    )


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


def _open(model: str) -> float:
    start = time.perf_counter()
    _opened.append(open_embedder(Settings(embedding_model=model)))
    _opened[0].embed_query("warm up")
    return time.perf_counter() - start


def _units(count: TokenCounter) -> dict[str, tuple[list[str], int]]:
    """Texts of each kind, and their tokens in all."""
    articles = _articles()
    found = [p for a in articles for p in passages(a, count, Settings().passage_tokens)]
    whole = "\n\n".join(a.text for a in articles)
    paragraphs = _public_paragraphs() or [whole[at : at + 500] for at in range(0, len(whole), 500)]
    sized = zip(paragraphs, count(paragraphs), strict=True)
    units = {
        "paragraphs": [text for text, tokens in sized if 90 <= tokens <= 150][:_PARAGRAPHS],
        "passages of the corpus": [titled(p.title, p.text) for p in found],
        "sentences of the corpus": [titled(p.title, s.text) for p in found for s in p.sentences],
    }
    return {name: (texts, sum(count(texts))) for name, texts in units.items()}


def _articles() -> list[Article]:
    read = (read_articles(page) for page in pages([_ARTICLES], 1_000_000) if isinstance(page, Page))
    return [article for article in chain(*read) if isinstance(article, Article)]


def _public_paragraphs() -> list[str]:
    if not (data := os.environ.get("ASSISTANT_BENCH_DATA")):
        return []
    with gzip.open(Path(data, "cross_lingual_it", "passages.jsonl.gz"), "rt") as lines:
        return [json.loads(line)["text"] for line in lines]


def _embed(texts: list[str]) -> tuple[NDArray[np.float32], float]:
    start = time.perf_counter()
    vectors = _opened[0].embed_passages(texts)
    return vectors, time.perf_counter() - start


def _ask() -> float:
    spent = []
    for query in _QUERIES:
        start = time.perf_counter()
        _opened[0].embed_query(query)
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def _peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
