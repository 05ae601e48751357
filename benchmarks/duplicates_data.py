"""The real articles that `benchmarks.duplicates` looks up, and what a reader said of pairs."""

import gzip
import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import frontmatter
import trafilatura

from assistant.types import content_id

_HERE = Path(__file__).parent
_CORPUS = _HERE.parent / "corpus" / "articles"

Labels = dict[frozenset[str], str]


class Text(NamedTuple):
    """An article: the set it is of, its id and address, and the questions it was found for."""

    origin: str
    id: str
    url: str
    text: str
    questions: frozenset[str] = frozenset()


def read_labels() -> Labels:
    """What a reader took pairs of articles for, by their ids.

    `copy`: the same text; `later`: a later version, or a report of the same make, with
    other facts; `either`: some of each.
    """
    lines = (_HERE / "duplicates_labels.tsv").read_text().splitlines()
    return {frozenset(line.split("\t")[:2]): line.split("\t")[2] for line in lines}


def read_texts(data: Path) -> list[Text]:
    """All articles of the test sets and of the sample corpus, each text once."""
    found = [*_dated(data), *_gold(data), *_extracted(data), *_translated(data), *_corpus()]
    return list({article.text: article for article in found}.values())


def _dated(data: Path) -> Iterator[Text]:
    """Articles that searches for answers found; one that several found is one."""
    asked = defaultdict(set)
    for question in _lines(data / "dated_news" / "questions_with_articles.jsonl.gz"):
        for found in question["search_result"]:
            if found and found.get("text"):
                asked[found["url"], found["text"]].add(question["question_id"])
    for (url, text), ids in asked.items():
        yield Text("dated", content_id(url, text), url, text, frozenset(ids))


def _gold(data: Path) -> Iterator[Text]:
    """Texts of pages as people marked them."""
    pages = json.loads((data / "pages/scrapinghub/ground-truth.json").read_text())
    for name, page in pages.items():
        yield Text("page", content_id(name), page["url"], page["articleBody"])
    pages = json.loads((data / "pages/fundus_eval/dataset/ground_truth.json").read_text())
    for name, page in pages.items():
        yield Text("page", content_id(name), name, "\n\n".join(page["body"]))


def _extracted(data: Path) -> Iterator[Text]:
    """Texts of pages as trafilatura reads them, so that labels outlive our extraction."""
    for name, html in _pages(data / "pages"):
        if text := trafilatura.extract(html, include_comments=False):
            yield Text("page", content_id(name), name, text)


def _pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((folder / "multilingual").rglob("*.html.gz")):
        yield path.name, gzip.decompress(path.read_bytes())
    with tarfile.open(folder / "trafilatura" / "pages.tar.xz") as archive:
        for member in archive:
            if content := archive.extractfile(member):
                yield Path(member.name).name, content.read()


def _translated(data: Path) -> Iterator[Text]:
    """Documents with their translations, which have the same address here."""
    for path in sorted((data / "news_headlines").glob("*.gz")):
        for item in _lines(path):
            name = content_id(item["language"], item["document"])
            yield Text("translated", name, item["document"], "\n\n".join(item["sentences"]))


def _corpus() -> Iterator[Text]:
    for path in sorted(_CORPUS.glob("*.md")):
        yield Text("corpus", content_id(path.name), path.name, frontmatter.load(str(path)).content)


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
