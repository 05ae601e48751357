"""Sentences of news beside what translators made of them: the checks should let those pass."""

from collections.abc import Iterator, Sequence

from assistant.answering.checking.verify import support
from assistant.index.embedding import Embed
from assistant.types import Evidence, Sentence, Verdict
from benchmarks.public_sets.reading import Row, rows
from benchmarks.public_sets.running import Bench, share, write

_LANGUAGES = {"eng": "en", "fra": "fr", "deu": "de"}
_PAIRS = (("fra", "eng"), ("eng", "fra"), ("deu", "eng"), ("eng", "deu"))


def measure(bench: Bench) -> str:
    """Write the table: true translations that are flagged, and the sentences after them."""
    folder = bench.data / "news_headlines"
    documents = {
        language: {r["document"]: r for r in rows(folder / f"{language}.jsonl.gz")}
        for language in _LANGUAGES
    }
    asked = [r["document"] for r in bench.asked(list(documents["eng"].values()), "document")]
    table = [["statement, evidence", "sentences", "flagged", "flagged beside the next sentence"]]
    for said, there in _PAIRS:
        own = [(documents[said][name], documents[there][name]) for name in asked]
        embed = bench.embedder.embed_passages
        true = list(_verdicts(own, _LANGUAGES[said], _LANGUAGES[there], embed, 0))
        false = list(_verdicts(own, _LANGUAGES[said], _LANGUAGES[there], embed, 1))
        name = f"{_LANGUAGES[said]}, {_LANGUAGES[there]}"
        table.append([name, str(len(true)), _flagged(true), _flagged(false)])
    about = f"{len(asked)} documents."
    return write(bench, "news_translations", "True translations that are flagged", about, table)


def _verdicts(
    documents: Sequence[tuple[Row, Row]], language: str, other: str, embed: Embed, after: int
) -> Iterator[Verdict]:
    """Verdicts on sentences, each beside that which stands so many after it in the other text."""
    for said, there in documents:
        texts = there["sentences"]
        for sentence, text in zip(said["sentences"], texts[after:], strict=False):
            cited = Evidence(
                article_id=there["document"],
                sentence=Sentence(start=0, end=len(text), text=text),
                title=there["headline"],
                url="",
                language=other,
                score=0.0,
            )
            yield support(sentence, language, [cited], "\n".join(texts), embed).verdict


def _flagged(verdicts: Sequence[Verdict]) -> str:
    return share(sum(v != "supported" for v in verdicts) / max(len(verdicts), 1))
