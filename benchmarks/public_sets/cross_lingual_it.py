"""A question in one language, its answer in an Italian paragraph, English paragraphs about."""

from collections.abc import Sequence

from benchmarks.public_sets.documents import Document, distinct
from benchmarks.public_sets.reading import Row, rows
from benchmarks.public_sets.running import Bench, figures, share, write
from benchmarks.public_sets.systems import System

_MEASURES = ("Success@5", "nDCG@10")
_PASSAGES = 40
_OTHERS = ("de", "es", "ru", "ar", "zh", "el", "ro", "tr", "hi")


def measure(bench: Bench) -> str:
    """Write the table of this set."""
    folder = bench.data / "cross_lingual_it"
    questions = bench.asked(rows(folder / "questions.jsonl.gz"), "id")
    italian = _documents(rows(folder / "passages.jsonl.gz"))
    mixed = italian + _documents(rows(folder / "distractors_en.jsonl.gz"))
    cells: dict[str, list[str]] = {}
    for name, system in bench.built("cross_lingual_it", italian):
        by_language = [_figures(system, questions, language) for language in _OTHERS]
        others = [sum(column) / len(_OTHERS) for column in zip(*by_language, strict=True)]
        asked = [*_figures(system, questions, "en"), *_figures(system, questions, "it"), *others]
        cells[name] = [share(f) for f in asked]
    for name, system in bench.built("cross_lingual_mixed", mixed):
        asked = [*_figures(system, questions, "en"), *_figures(system, questions, "it")]
        cells[name] += [share(f) for f in asked]
    pools = ("en→it", "it→it", "9 others→it", "mixed, en→it", "mixed, it→it")
    header = ["", *(f"{pool} {m}" for pool in pools for m in ("Hit@5", "nDCG@10"))]
    asked_of = (
        f"{len(questions)} questions in 11 languages, {len(italian)} Italian paragraphs; mixed "
        f"with {len(mixed) - len(italian)} English ones, less the question's own."
    )
    title = "Question in one language, answer in another"
    return write(
        bench, "cross_lingual_it", title, asked_of, [header, *([n, *c] for n, c in cells.items())]
    )


def _documents(paragraphs: Sequence[Row]) -> list[Document]:
    return [Document(r["id"], r["text"], language=r["language"]) for r in paragraphs]


def _figures(system: System, questions: Sequence[Row], language: str) -> list[float]:
    ranked = {
        q["id"]: distinct(
            system.search(q["question"][language], _PASSAGES), q["own_english_paragraph"]
        )
        for q in questions
    }
    found = figures(_MEASURES, {q["id"]: {q["relevant"]} for q in questions}, ranked)
    return [found[m] for m in _MEASURES]
