"""What a run of the test sets was asked for, and the tables that come of it."""

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant import Settings
from assistant.index.embedding import Embedder
from assistant.index.models import open_embedder
from benchmarks.public_sets.documents import Document
from benchmarks.public_sets.reading import Half, Row, half_of
from benchmarks.public_sets.remembering import Remembering
from benchmarks.public_sets.systems import SYSTEMS, Materials, System
from benchmarks.tables import RESULTS

_PACKAGES = ("news-assistant", "llama-index-core", "chromadb", "bm25s", "txtai", "onnxruntime")


@dataclass(frozen=True)
class Bench:
    """Where the sets are, which half is asked, of which systems, and where indexes are kept."""

    data: Path
    cache: Path
    half: Half = "report"
    systems: Sequence[str] = tuple(SYSTEMS)
    models: Sequence[str] = ("extractive",)
    sample: float = 1.0
    answers: int = 0

    @cached_property
    def embedder(self) -> Embedder:
        """The embedded model, which reads a passage once for all systems."""
        return Remembering(open_embedder(Settings()), self.cache / "vectors.db")

    def asked(self, items: Sequence[Row], key: str) -> list[Row]:
        """The items of the half that is asked."""
        return half_of(items, key, self.half)

    def built(self, pool: str, documents: Sequence[Document]) -> Iterator[tuple[str, System]]:
        """Each system, by name, over the same documents."""
        folder = self.cache / pool
        folder.mkdir(parents=True, exist_ok=True)
        for name in self.systems:
            yield name, SYSTEMS[name](Materials(documents, folder, self.embedder))


def figures(
    measures: Sequence[str], relevant: Mapping[str, set[str]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """Measures of ir_measures over rankings; a question without a ranking scores 0."""
    import ir_measures

    judged = [ir_measures.Qrel(q, d, 1) for q, ids in relevant.items() for d in ids]
    run = [
        ir_measures.ScoredDoc(q, d, -float(n))
        for q, ids in ranked.items()
        for n, d in enumerate(ids)
    ]
    parsed = [ir_measures.parse_measure(name) for name in measures]
    found: dict[Any, float] = ir_measures.calc_aggregate(parsed, judged, run)
    return {name: found[measure] for name, measure in zip(measures, parsed, strict=True)}


def write(  # noqa: PLR0913 - a table is described by that much
    bench: Bench,
    name: str,
    title: str,
    asked: str,
    table: Sequence[Sequence[str]],
    *,
    part: str = "",
) -> str:
    """Write `results/NAME.md`: the table, and under it how it was measured; returns its text.

    A set with several tables names the part of each; a chief one of a sample is not written.
    """
    header, *lines = table
    rule = ["---"] * len(header)
    rows = "\n".join(f"| {' | '.join(line)} |" for line in (header, rule, *lines))
    options = f" --sample {bench.sample:g}" if bench.sample < 1 else ""
    options += f" --answers {bench.answers}" if bench.answers else ""
    if tuple(bench.models) != ("extractive",):
        options += "".join(f" --model {model}" for model in bench.models)
    versions = ", ".join(f"{package} {version(package)}" for package in _PACKAGES)
    today = datetime.now(timezone.utc).date()
    text = (
        f"### {title}\n\n{rows}\n\n{asked} Measured on {today}, {_machine()}, "
        f"Python {platform.python_version()}, {versions}, by "
        f"`python -m benchmarks.public_sets {name} --half {bench.half}{options}`.\n"
    )
    whole = bench.half == "report" and tuple(bench.systems) == tuple(SYSTEMS)
    if whole and (part or bench.sample == 1):
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{name}{part}.md").write_text(text, encoding="utf-8")
    return text


def share(value: float) -> str:
    """A share with three digits."""
    return f"{value:.3f}"


def _machine() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")
    return model or platform.processor() or platform.machine()
