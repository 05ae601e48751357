"""Articles out of real pages: ours beside trafilatura, readability-lxml and newspaper4k.

    ASSISTANT_BENCH_DATA=FOLDER python -m benchmarks.extraction --errors

All read the same bytes in one process, page by page in changing order; times are those of
the processor. Writes benchmarks/results/extraction.md.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Annotated, Any

import typer
from dateutil.parser import isoparse  # type: ignore[import-untyped]
from rich.progress import track

from assistant.articles.reading import read_articles
from assistant.articles.text import folded, one_line
from assistant.intake import Page
from assistant.types import Article
from benchmarks.gold_pages import GoldPage, gold_pages
from benchmarks.tables import write_table

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])[^\W_])+")
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"'))
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d:?\d\d")
_WARM_UP = 8


@dataclass(frozen=True)
class Found:
    """What an extractor gave for a page; `day_only` if `at` has no time of day."""

    text: str = field(default="", repr=False)
    title: str = ""
    authors: tuple[str, ...] = ()
    at: datetime | None = None
    day_only: bool = False
    note: str = ""


@dataclass(frozen=True)
class Scores:
    """How well one page was read, each None where the set has nothing to compare with."""

    f1: float | None
    wanted: tuple[int, int, int]
    date: bool | None
    title: bool | None
    title_loosely: bool | None
    authors: bool | None
    authors_loosely: bool | None
    ms: float


def main(
    data: Annotated[Path, typer.Option(envvar="ASSISTANT_BENCH_DATA")],
    errors: Annotated[bool, typer.Option(help="List each page that we read wrongly.")] = False,
) -> None:
    pages = list(gold_pages(data))
    for page in pages[:_WARM_UP]:
        for extract in EXTRACTORS.values():
            extract(page)
    scores: dict[str, list[Scores]] = {name: [] for name in EXTRACTORS}
    for i, page in enumerate(track(pages, "pages")):
        turn = i % len(EXTRACTORS)
        for name in [*EXTRACTORS][turn:] + [*EXTRACTORS][:turn]:
            start = process_time()
            found = EXTRACTORS[name](page)
            scores[name].append(score(page, found, 1000 * (process_time() - start)))
            if errors and name == "ours":
                print("\n".join(faults(page, found, scores[name][-1])), end="")
    print(_tables(pages, scores))


def ours(page: GoldPage) -> Found:
    asked = Page(
        url=page.url, content=page.content, media_type="text/html", fetched_at=page.fetched_at
    )
    (got,) = read_articles(asked)
    if not isinstance(got, Article):
        return Found(note=got.reason)
    at, day_only = (
        (got.published.at, got.published.precision == "day") if got.published else (None, False)
    )
    return Found(got.text, got.title, got.authors, at, day_only)


def trafilatura(page: GoldPage) -> Found:
    from trafilatura import bare_extraction

    got: Any = bare_extraction(
        page.content, url=page.url, include_comments=False, with_metadata=True
    )
    if got is None:
        return Found()
    authors = tuple((got.author or "").split("; "))
    at = datetime.fromisoformat(got.date) if got.date else None
    return Found(got.text or "", got.title or "", authors if any(authors) else (), at, True)


def readability(page: GoldPage) -> Found:
    from lxml.etree import LxmlError, strip_elements  # type: ignore[import-untyped]
    from lxml.html import document_fromstring  # type: ignore[import-untyped]
    from readability import Document

    document = Document(page.content)
    try:
        tree = document_fromstring(document.summary(html_partial=True))
    except (LxmlError, LookupError, ValueError) as error:
        return Found(note=str(error))
    strip_elements(tree, "script", "style", with_tail=False)
    return Found(" ".join(tree.itertext()), document.short_title())


def newspaper(page: GoldPage) -> Found:
    """Languages that need further packages or data are read as English."""
    from newspaper import ArticleException

    try:
        try:
            story = _story(page)
        except (ImportError, LookupError):
            story = _story(page, language="en")
    except (ArticleException, ValueError) as error:
        return Found(note=str(error))
    return Found(story.text, story.title or "", tuple(story.authors), story.publish_date or None)


def _story(page: GoldPage, **options: str) -> Any:
    from newspaper import Article as Story

    story = Story(page.url, fetch_images=False, **options)
    story.download(input_html=page.content)
    story.parse()
    return story


EXTRACTORS: dict[str, Callable[[GoldPage], Found]] = {
    "ours": ours,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
}


def score(page: GoldPage, found: Found, ms: float) -> Scores:
    names = None if page.authors is None else {folded(one_line(name)) for name in page.authors}
    said = {folded(one_line(name)) for name in found.authors}
    return Scores(
        f1=None if page.body is None else token_f1(found.text, page.body, page.optional),
        wanted=_segments(page, found),
        date=None if page.at is None else same_day(page, found, page.at),
        title=None if page.title is None else _plain(found.title) == _plain(page.title),
        title_loosely=None if page.title is None else _alike(found.title, page.title),
        authors=None if names is None else said == names,
        authors_loosely=None if names is None else bool(said & names) or said == names,
        ms=ms,
    )


def token_f1(text: str, gold: str, optional: str = "") -> float:
    """Harmonic mean of precision and recall of words; in Chinese, Japanese, Korean of characters.

    Words are counted as often as they stand in both, without regard to order or case. Those
    of `optional` are right if they are there, and not missed if they are not.
    """
    words, needed, allowed = (
        Counter(_TOKEN.findall(unicodedata.normalize("NFC", t).casefold()))
        for t in (text, gold, f"{gold}\n{optional}")
    )
    precision = (words & allowed).total() / (words.total() or 1)
    recall = (words & needed).total() / (needed.total() or 1)
    return 2 * precision * recall / ((precision + recall) or 1)


def same_day(page: GoldPage, found: Found, gold: datetime) -> bool:
    """Whether the day is the gold's: in its zone, or one in which the page states the moment."""
    at = found.at
    if at and at.tzinfo and gold.tzinfo and not found.day_only:
        at = at.astimezone(gold.tzinfo)
    elif at and at.tzinfo and not found.day_only:
        at = next((m for m in _moments(page) if m == at and m.date() == gold.date()), at)
    return at is not None and at.date() == gold.date()


def _moments(page: GoldPage) -> Iterator[datetime]:
    for moment in _MOMENT.findall(page.content):
        with suppress(ValueError):
            yield isoparse(moment.decode())


def faults(page: GoldPage, found: Found, scores: Scores) -> list[str]:
    """One line for each field that is wrong."""
    pairs = [
        (scores.f1 is not None and scores.f1 < 0.9, "body", f"{scores.f1 or 0:.3f}", found.note),
        (scores.date is False, "date", found.at, page.at),
        (scores.title is False, "title", repr(found.title), repr(page.title)),
        (scores.authors is False, "authors", found.authors, page.authors),
    ]
    return [f"{page.set} {page.name} {what}: {a} | {b}\n" for wrong, what, a, b in pairs if wrong]


def _segments(page: GoldPage, found: Found) -> tuple[int, int, int]:
    """How many wanted pieces are there, how many are not, how many unwanted ones are."""
    text = one_line(found.text)
    there = sum(one_line(piece) in text for piece in page.wanted)
    wrongly = sum(one_line(piece) in text for piece in page.unwanted)
    return there, len(page.wanted) - there, wrongly


def _plain(title: str) -> str:
    return one_line(title).translate(_QUOTES)


def _alike(title: str, gold: str) -> bool:
    a, b = folded(one_line(title)), folded(one_line(gold))
    return bool(a and b) and (a in b or b in a)


def _tables(pages: Sequence[GoldPage], scores: dict[str, list[Scores]]) -> str:
    sets = [page.set for page in pages]
    rows = [
        [name, *row]
        for name in dict.fromkeys(sets)
        for row in _rows(scores, [s == name for s in sets])
    ]
    header = [
        "pages", "", "body F1", "under 0.5", "pieces F1", "date", "title", "title, loosely",
        "authors", "authors, loosely", "ms a page",
    ]  # fmt: skip
    title = "Articles out of web pages"
    by_set = write_table("extraction_sets", f"{title}, by set", ["set", *header], rows)
    return by_set + write_table("extraction", title, header, _rows(scores, [True] * len(pages)))


def _rows(scores: dict[str, list[Scores]], chosen: Sequence[bool]) -> list[list[str]]:
    count = str(sum(chosen))
    return [
        [count, extractor, *_cells(list(compress(every, chosen)))]
        for extractor, every in scores.items()
    ]


def _cells(own: Sequence[Scores]) -> list[str]:
    f1 = [s.f1 for s in own if s.f1 is not None]
    there, missed, wrongly = (sum(s.wanted[i] for s in own) for i in range(3))
    pieces = 2 * there / (2 * there + missed + wrongly) if there else None
    return [
        f"{mean(f1):.3f}" if f1 else "",
        f"{sum(f < 0.5 for f in f1)} of {len(f1)}" if f1 else "",
        f"{pieces:.3f}" if pieces else "",
        *(
            _share([getattr(s, what) for s in own])
            for what in ("date", "title", "title_loosely", "authors", "authors_loosely")
        ),
        f"{mean(s.ms for s in own):.0f}",
    ]


def _share(values: Sequence[bool | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{sum(known)} of {len(known)}" if any(known) else ""


if __name__ == "__main__":
    typer.run(main)
