"""Who said it: speakers found in labelled articles of our own.

    python -m benchmarks.speech --errors

`speech_labels.tsv` has short articles written for this, with what is hard about speech,
and the speakers in the articles of `corpus/`. An article is in one of two halves by the
hash of its name; the rules were written on one, `held out` is the other. Writes
benchmarks/results/speech.md.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import frontmatter
import typer

from assistant.language.sentences import split
from assistant.speech import speakers
from assistant.types import content_id
from benchmarks.tables import write_table

LABELS = Path(__file__).parent / "speech_labels.tsv"
CORPUS = Path(__file__).parent.parent / "corpus" / "articles"
_NOBODY, _NOT_JUDGED = "-", "?"
_UNSPACED = {"ja", "zh"}


class Labelled(NamedTuple):
    """A sentence, who is found to say it, and the names that would be right (none: nobody)."""

    article: str
    text: str
    found: str | None
    right: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """Whether the rules were written without it."""
        return bool(int(content_id(self.article), 16) % 2)

    @property
    def language(self) -> str:
        """Language of the article."""
        return self.article[:2]


def labelled() -> Iterator[Labelled]:
    """All judged sentences."""
    rows = [line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines()]
    articles: dict[str, list[list[str]]] = {}
    for row in rows:
        articles.setdefault(row[0], []).append(row[1:])
    for name in (f.name for f in sorted(CORPUS.iterdir())):
        articles.setdefault(name, [])
    for name, labels in articles.items():
        yield from _of_article(name, labels)


def _of_article(name: str, labels: list[list[str]]) -> Iterator[Labelled]:
    language = name[:2]
    text = _corpus_text(name) if name.endswith(".md") else _joined(labels, language)
    spans = split(text, language)
    for (start, end), found in zip(spans, speakers(text, spans, language), strict=True):
        sentence = text[start:end]
        right = next((who for _, who, begin in labels if sentence.startswith(begin[:60])), _NOBODY)
        names = right.split("|")
        if right != _NOT_JUDGED:
            yield Labelled(name, sentence, found, tuple(n for n in names if n != _NOBODY))


def _corpus_text(name: str) -> str:
    return str(frontmatter.loads((CORPUS / name).read_text(encoding="utf-8")).content)


def _joined(labels: list[list[str]], language: str) -> str:
    paragraphs: dict[str, list[str]] = {}
    for paragraph, _, sentence in labels:
        paragraphs.setdefault(paragraph, []).append(sentence)
    space = "" if language in _UNSPACED else " "
    return "\n\n".join(space.join(sentences) for sentences in paragraphs.values())


def scores(sentences: list[Labelled]) -> tuple[float, float, Counter[str]]:
    """Precision, recall, and counts: right, wrong, missed, nobody."""
    counts: Counter[str] = Counter()
    for s in sentences:
        if s.found is None:
            counts["missed" if s.right and "?" not in s.right else "nobody"] += 1
        else:
            counts["right" if s.found in s.right else "wrong"] += 1
    found, there = counts["right"] + counts["wrong"], counts["right"] + counts["missed"]
    wrong_name = sum(
        s.found is not None and bool(s.right) and s.found not in s.right for s in sentences
    )
    recall = counts["right"] / max(there + wrong_name, 1)
    return counts["right"] / max(found, 1), recall, counts


def _row(name: str, sentences: list[Labelled]) -> list[str]:
    precision, recall, counts = scores(sentences)
    shown = [f"{counts[k]}" for k in ("right", "wrong", "missed", "nobody")]
    return [name, str(len(sentences)), f"{precision:.3f}", f"{recall:.3f}", *shown]


def main(
    errors: Annotated[bool, typer.Option(help="List what is wrong in the half tuned on.")] = False,
) -> None:
    sentences = list(labelled())
    halves = {
        "held out": [s for s in sentences if s.held_out],
        "tuned on": [s for s in sentences if not s.held_out],
    }
    languages = {
        language: [s for s in sentences if s.language == language]
        for language in sorted({s.language for s in sentences if s.right})
    }
    header = ["sentences", "precision", "recall", "right", "wrong", "missed", "nobody's"]
    title = f"Speakers of {len(sentences):,} sentences"
    for name, kind, groups in (("speech_languages", "language", languages), ("speech", "", halves)):
        rows = [_row(group, own) for group, own in groups.items()]
        print(write_table(name, title, [kind, *header], rows))
    for s in halves["tuned on"] if errors else ():
        if s.found != (s.right[0] if s.right else None) and s.found not in s.right:
            print(f"{s.article}: {s.found} for {' or '.join(s.right) or 'nobody'}: {s.text}")


if __name__ == "__main__":
    typer.run(main)
