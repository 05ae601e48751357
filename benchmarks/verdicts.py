"""Whether unsupported statements are flagged, and supported ones are not.

Two sets: faults planted in statements about the corpus (`tests/data/planted_faults.jsonl`),
and SummEdits news, of the test sets. Rules were made with one half of the articles; the
other half is held out.
"""

import gzip
import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import frontmatter
import numpy as np
import typer
from numpy.typing import NDArray

from assistant.answering.checking.verify import support
from assistant.index.embedding import Embedder, open_embedder
from assistant.language.sentences import split
from assistant.settings import Settings
from assistant.types import Dated, Evidence, Sentence
from benchmarks.tables import write_table

ROOT = Path(__file__).parent.parent


class Pair(NamedTuple):
    """A statement and what it cites; `fault` is None if that supports it."""

    statement: str
    language: str
    cited: list[Evidence]
    context: str
    fault: str | None
    held_out: bool


class Checked(NamedTuple):
    """A pair with what was found."""

    pair: Pair
    flagged: bool
    missing: tuple[str, ...]


def planted() -> Iterator[Pair]:
    """True and false statements about sentences of the corpus."""
    path = ROOT / "tests" / "data" / "planted_faults.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = frontmatter.load(str(ROOT / "corpus" / "articles" / row["article"]))
        paragraph = next(p for p in article.content.split("\n\n") if row["quote"] in p)
        cited = [_evidence(row["quote"], str(article["language"]), article)]
        context = f"{article['title']}\n{paragraph}"
        half = held_out(row["article"])
        yield Pair(row["statement"], row["language"], cited, context, row["fault"], half)


def summedits() -> Iterator[Pair]:
    """Statements with all sentences of their article."""
    path = Path(os.environ["ASSISTANT_BENCH_DATA"], "claim_support", "pairs.jsonl.gz")
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        row = json.loads(line)
        cited = [_evidence(row["doc"][a:b], "en", None) for a, b in split(row["doc"], "en")]
        fault = None if row["label"] else " ".join(row["edit_types"]) or "edit"
        yield Pair(row["summary"], "en", cited, "", fault, held_out(row["doc"]))


def checked(pairs: Iterator[Pair], embedder: Embedder) -> list[Checked]:
    results = []
    one = lru_cache(maxsize=None)(lambda text: embedder.embed_passages([text])[0])

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([one(text) for text in texts])

    for pair in pairs:
        s = support(
            pair.statement, pair.language, pair.cited, pair.context, embedder.embed_passages
        )
        results.append(Checked(pair, s.verdict != "supported", s.missing))
    return results


def figures(results: Sequence[Checked]) -> list[str]:
    """Pairs; faults flagged; false alarms; balanced accuracy; precision of the flags."""
    bad = [r.flagged for r in results if r.pair.fault]
    good = [r.flagged for r in results if not r.pair.fault]
    found, alarms = sum(bad) / max(len(bad), 1), sum(good) / max(len(good), 1)
    precision = sum(bad) / max(sum(bad) + sum(good), 1)
    balanced = (found + 1 - alarms) / 2
    shares = [f"{x:.3f}" for x in (found, alarms, balanced, precision)]
    return [f"{len(bad)} / {len(good)}", *shares]


def main(errors: bool = False) -> None:
    embedder = open_embedder(Settings())
    sets = {"planted": checked(planted(), embedder)}
    if "ASSISTANT_BENCH_DATA" in os.environ:
        sets["SummEdits news"] = checked(summedits(), embedder)
    rows = []
    for name, results in sets.items():
        for half, held_out in (("tuned on", False), ("held out", True)):
            own = [r for r in results if r.pair.held_out == held_out]
            rows.append([name, half, *figures(own)])
    faults = sorted({r.pair.fault for r in sets["planted"] if r.pair.fault})
    for fault in faults:
        own = [r for r in sets["planted"] if r.pair.fault == fault]
        rows.append([f"planted: {fault}", "both", *figures(own)])
    header = ["set", "half", "unsupported / supported", "flagged", "false alarms"]
    header += ["balanced accuracy", "precision of flags"]
    print(write_table("verdicts", "Unsupported statements flagged", header, rows))
    if errors:
        for r in (r for own in sets.values() for r in own):
            if r.flagged != bool(r.pair.fault) and not r.pair.held_out:
                quote = r.pair.cited[0].sentence.text
                print(f"{r.pair.fault}\t{r.pair.statement}\t{quote}\t{r.missing}")


def _evidence(text: str, language: str, article: frontmatter.Post | None) -> Evidence:
    published = (
        datetime.fromisoformat(f"{str(article['published'])[:10]}T12:00+00:00") if article else None
    )
    return Evidence(
        article_id="a" * 16,
        sentence=Sentence(start=0, end=len(text), text=text),
        title=str(article["title"]) if article else "",
        url="",
        published=Dated(at=published, precision="day", origin="meta") if published else None,
        language=language,
        score=0.0,
    )


def held_out(article: str) -> bool:
    """Whether an article is of the half that no rule was made with."""
    return sha256(article.encode()).digest()[0] % 2 == 1


if __name__ == "__main__":
    typer.run(main)
