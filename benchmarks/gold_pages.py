"""The public sets of real pages with what people say they hold, read from where they lie."""

import gzip
import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

_AND = re.compile(r"\s*[;,]\s*|\s+(?:und|and|et|y)\s+")


@dataclass(frozen=True)
class GoldPage:
    """A page and what it holds; None where its set says nothing of a field.

    `body` is the whole text, `optional` what may be left out of it; the trafilatura set has
    pieces of it instead, `wanted` and `unwanted`. `at` keeps the zone in which it is stated,
    if one is.
    """

    set: str
    name: str
    url: str
    content: bytes = field(repr=False)
    fetched_at: datetime
    body: str | None = None
    optional: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] | None = None
    at: datetime | None = None


def gold_pages(data: Path) -> Iterator[GoldPage]:
    """All pages of the sets under `data/pages`."""
    folder = data / "pages"
    yield from _multilingual(folder / "multilingual")
    yield from _scrapinghub(folder / "scrapinghub")
    yield from _fundus_eval(folder / "fundus_eval" / "dataset")
    yield from _trafilatura(folder / "trafilatura")


def _multilingual(folder: Path) -> Iterator[GoldPage]:
    """Golds are versions of a publisher's layout, in the order of the pages' days."""
    for country in sorted(path for path in folder.iterdir() if path.is_dir()):
        fetched = json.loads((country / "meta.info").read_text())
        pages = defaultdict(list)
        for page in sorted(country.glob("*.html.gz")):
            pages[page.name.split("_")[0]].append(page)
        for publisher, files in pages.items():
            golds = json.loads((country / f"{publisher}.json").read_text()).values()
            for page, gold in zip(files, golds, strict=True):
                about = fetched[page.name]
                yield GoldPage(
                    set="multilingual",
                    name=f"{country.name}/{page.name}",
                    url=about["url"],
                    content=gzip.decompress(page.read_bytes()),
                    fetched_at=_utc(about["crawl_date"]),
                    body="\n".join(_paragraphs(gold["body"])),
                    title=gold["title"],
                    authors=tuple(gold["authors"]) if "authors" in gold else None,
                    at=datetime.fromisoformat(gold["publishing_date"]),
                )


def _paragraphs(body: dict[str, Any]) -> list[str]:
    lines = list(body["summary"])
    for section in body["sections"]:
        lines += section["headline"] + section["paragraphs"]
    return lines


def _scrapinghub(folder: Path) -> Iterator[GoldPage]:
    for name, gold in json.loads((folder / "ground-truth.json").read_text()).items():
        yield GoldPage(
            set="scrapinghub",
            name=name[:12],
            url=gold["url"],
            content=gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()),
            fetched_at=datetime.now(timezone.utc),
            body=gold["articleBody"],
        )


def _fundus_eval(folder: Path) -> Iterator[GoldPage]:
    for name, gold in json.loads((folder / "ground_truth.json").read_text()).items():
        yield GoldPage(
            set="fundus_eval",
            name=name,
            url=gold["url"],
            content=gzip.decompress((folder / "html" / name).read_bytes()),
            fetched_at=_utc(gold["crawl_date"]),
            body="\n".join(line for line in gold["body"] if not _bracketed(line)),
            optional="\n".join(line for line in gold["body"] if _bracketed(line)),
        )


def _bracketed(line: str) -> bool:
    """Whether the set marks a paragraph as one that may be left out."""
    return line.startswith("[") and line.endswith("]")


def _trafilatura(folder: Path) -> Iterator[GoldPage]:
    """Fields that are left empty may be unknown or absent, so they are not measured."""
    golds = json.loads(gzip.decompress((folder / "evaldata.json.gz").read_bytes()))
    with tarfile.open(folder / "pages.tar.xz") as archive:
        pages = {
            Path(member.name).name: file.read()
            for member in archive
            if (file := archive.extractfile(member))
        }
    for url, gold in golds.items():
        stated = gold.get("author") or ""
        authors = tuple(stated if isinstance(stated, list) else _AND.split(stated.strip()))
        yield GoldPage(
            set="trafilatura",
            name=gold["file"],
            url=url.strip(),
            content=pages[gold["file"]],
            fetched_at=datetime.now(timezone.utc),
            wanted=tuple(gold["with"]),
            unwanted=tuple(gold["without"]),
            title=gold.get("title") or None,
            authors=authors if any(authors) else None,
            at=_day(gold.get("date") or ""),
        )


def _day(text: str) -> datetime | None:
    """A day of the set; some have a slip of the pen, as 2022-01.26 or a month 16."""
    try:
        year, month, day = map(int, re.split(r"[-.]", text))
        return datetime(year, month, day)
    except ValueError:
        return None


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)
