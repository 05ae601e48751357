"""How long a reader waits: start-up, and evidence at 10,000 passages.

python -m benchmarks.latency
"""

import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from statistics import median, quantiles

import numpy as np
import typer

from assistant import Article, Assistant, Filters, Settings
from assistant.evaluation.questions import read_questions
from assistant.index.changes import Arrival, ReadPage
from assistant.index.chunking import passages as passages_of
from assistant.index.embedding import Matrix
from assistant.index.index import Index
from benchmarks.tables import write_table

CORPUS = Path(__file__).parent.parent / "corpus"
_ASSISTANT = Path(sys.executable).with_name("assistant")
_RUNS = 7
_LANGUAGES = ("en", "it", "de")
_SINCE = datetime(2000, 1, 1, tzinfo=timezone.utc)


def main(passages: int = 10_000) -> None:
    rows = [
        ["`import assistant`", _command([sys.executable, "-c", "import assistant"]), "0.3 s"],
        ["`assistant --help`", _command([str(_ASSISTANT), "--help"]), "0.5 s"],
    ]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), model="extractive")
        assistant = Assistant(settings)
        assistant.ingest([CORPUS / "articles"])
        _fill(Index(settings), assistant.articles(), passages)
        rows += _evidence_rows(assistant)
    header = ["what", "median", "goal"]
    print(write_table("latency", f"Waiting, at {passages:,} passages", header, rows))


def _command(command: list[str]) -> str:
    """Median seconds of a whole process, less those of an empty Python."""
    empty = [sys.executable, "-c", ""]
    times = [_seconds(command) - _seconds(empty) for _ in range(_RUNS)]
    return f"{median(times):.2f} s over an empty Python"


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _fill(index: Index, articles: list[Article], total: int) -> None:
    """Copies of the corpus with vectors by chance, until there are `total` passages.

    Embedding them all would take minutes and measure something else.
    """
    shaken = np.random.default_rng(0)
    copy = 0
    while index.store.passage_count() < total:
        copy += 1
        _write(index, [_twin(article, copy) for article in articles], shaken)


def _twin(article: Article, copy: int) -> Article:
    text, url = f"{article.text}\n\n{copy}", f"{article.url}#{copy}"
    return article.model_copy(update={"text": text, "url": url})


def _write(index: Index, articles: list[Article], shaken: np.random.Generator) -> None:
    count, limit = index.embedder.count_tokens, index.settings.passage_tokens
    passages = [p for article in articles for p in passages_of(article, count, limit)]
    index.store.begin(passages, [_vectors(index, len(p.sentences), shaken) for p in passages])
    index.vectors.upsert(passages, _vectors(index, len(passages), shaken))
    index.lexical.upsert(passages)
    pages = [ReadPage(url=a.url, digest="x", articles=(a,)) for a in articles]
    index.store.publish(pages, [Arrival(article=a) for a in articles])


def _vectors(index: Index, rows: int, shaken: np.random.Generator) -> Matrix:
    vectors = shaken.normal(size=(rows, index.embedder.dimensions)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _evidence_rows(assistant: Assistant) -> list[list[str]]:
    times = _evidence_times(assistant, Filters())
    worst = quantiles(times, n=20)[-1]
    within = Filters(languages=_LANGUAGES, published_from=_SINCE)
    return [
        ["question to evidence, warm", f"{median(times):.0f} ms", "300 ms"],
        ["the same, 95th percentile", f"{worst:.0f} ms", ""],
        [
            "the same within three languages since 2000",
            f"{median(_evidence_times(assistant, within)):.0f} ms",
            "300 ms",
        ],
    ]


def _evidence_times(assistant: Assistant, filters: Filters) -> list[float]:
    questions = read_questions(CORPUS / "questions.jsonl")[:60]
    next(assistant.stream(questions[0].text, filters=filters))
    times = []
    for question in questions:
        started = time.perf_counter()
        next(assistant.stream(question.text, filters=filters))
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    typer.run(main)
