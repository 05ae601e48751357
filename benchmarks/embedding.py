"""Embedding speed and fidelity: ours against plain sentence-transformers in float32.

    ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.embedding

Both read the same weights, each in a process of its own, and take turns (A B A B), so
that whatever else the machine does weighs on both; ratios are medians over the rounds.
Writes benchmarks/results/embedding.md.
"""

import gzip
import json
import multiprocessing
import os
import resource
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.embedding import Embedder, open_embedder
from assistant.settings import Settings
from assistant.weights.convert import sentence_transformers_folder

_ROUNDS = 5
_PASSAGES = 200
_QUERIES = ["What did Putin say about New START?", "Chi ha vinto le elezioni?"] * 10
_RESULT = Path(__file__).parent / "results" / "embedding.md"
_opened: list[Embedder] = []


def main() -> None:
    folder = str(sentence_transformers_folder(Settings().cache_dir))
    with _process() as plain, _process() as ours:
        loads = [p.submit(_open, m).result() for p, m in ((plain, folder), (ours, "embedded"))]
        texts, tokens = ours.submit(_passages).result()
        rounds = [[p.submit(_embed, texts).result() for p in (plain, ours)] for _ in range(_ROUNDS)]
        queries = [[p.submit(_ask).result() for p in (plain, ours)] for _ in range(_ROUNDS)]
        memory = [p.submit(_peak_memory).result() for p in (plain, ours)]
    seconds = np.array([[spent for _, spent in both] for both in rounds])
    cosines = (rounds[0][0][0] * rounds[0][1][0]).sum(axis=1)
    ratio = statistics.median(seconds[:, 0] / seconds[:, 1])
    columns = zip(
        np.median(seconds, axis=0), np.median(queries, axis=0), loads, memory, strict=True
    )
    rows = [
        f"| {name} | {len(texts) / spent:.0f} | {tokens / spent:,.0f} | {query * 1000:.1f} "
        f"| {load:.1f} | {peak:.0f} |"
        for name, (spent, query, load, peak) in zip(
            ("sentence-transformers, float32", "embedded"), columns, strict=True
        )
    ]
    _RESULT.parent.mkdir(exist_ok=True)
    _RESULT.write_text(
        f"{len(texts)} passages of {tokens / len(texts):.0f} tokens on {os.cpu_count()} cores, "
        f"{_ROUNDS} rounds in turns.\n\n"
        "| | passages/s | tokens/s | query, ms | load, s | peak memory, MB |\n"
        "|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        f"Embedded is **{ratio:.1f} times** as fast (median of the rounds' ratios); cosine to "
        f"float32: mean **{cosines.mean():.4f}**, lowest {cosines.min():.4f}.\n"
    )
    print(_RESULT.read_text())


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


def _open(model: str) -> float:
    start = time.perf_counter()
    _opened.append(open_embedder(Settings(embedding_model=model)))
    _opened[0].embed_query("warm up")
    return time.perf_counter() - start


def _passages() -> tuple[list[str], int]:
    """Paragraphs of about 120 tokens, and their tokens in all."""
    texts = _paragraphs()
    sized = zip(texts, _opened[0].count_tokens(texts), strict=True)
    chosen = [(t, n) for t, n in sized if 90 <= n <= 150][:_PASSAGES]
    return [t for t, _ in chosen], sum(n for _, n in chosen)


def _paragraphs() -> list[str]:
    if data := os.environ.get("ASSISTANT_BENCH_DATA"):
        with gzip.open(Path(data, "cross_lingual_it", "passages.jsonl.gz"), "rt") as lines:
            return [json.loads(line)["text"] for line in lines]
    articles = Path(__file__).parent.parent / "corpus" / "articles"
    whole = "\n\n".join(p.read_text() for p in sorted(articles.rglob("*.md")))
    return [whole[at : at + 500] for at in range(0, len(whole), 500)]


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
