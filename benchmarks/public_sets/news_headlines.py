"""The headline of an English document, and the document in another language without it."""

from benchmarks.public_sets.documents import Document, distinct
from benchmarks.public_sets.reading import rows
from benchmarks.public_sets.running import Bench, figures, share, write

_LANGUAGES = {"fra": "fr", "deu": "de", "eng": "en"}
_MEASURES = ("R@1", "R@5")
_PASSAGES = 60


def measure(bench: Bench) -> str:
    """Write the table of this set."""
    folder = bench.data / "news_headlines"
    asked = bench.asked(rows(folder / "eng.jsonl.gz"), "document")
    cells: dict[str, list[str]] = {name: [] for name in bench.systems}
    for file, language in _LANGUAGES.items():
        documents = [
            Document(r["document"], " ".join(r["sentences"]), language=language)
            for r in rows(folder / f"{file}.jsonl.gz")
        ]
        for name, system in bench.built(f"news_headlines_{file}", documents):
            ranked = {
                r["document"]: distinct(system.search(r["headline"], _PASSAGES)) for r in asked
            }
            found = figures(_MEASURES, {r["document"]: {r["document"]} for r in asked}, ranked)
            cells[name] += [share(found[m]) for m in _MEASURES]
    header = ["", *(f"en→{lang} {m}" for lang in _LANGUAGES.values() for m in _MEASURES)]
    about = f"{len(asked)} English headlines, a pool of {len(documents)} documents each."
    table = [header, *([name, *row] for name, row in cells.items())]
    return write(bench, "news_headlines", "Headline to document", about, table)
