"""Articles out of text saved from a browser: ours beside the whole text, jusText and trafilatura.

    ASSISTANT_BENCH_DATA=FOLDER python -m benchmarks.saved_text --errors

The pages are those whose whole text is known. `--texts` names a folder that keeps what the
browser showed. Half of the publishers, by a checksum of the host, were held out while the
weights were searched. Writes benchmarks/results/saved_text.md and saved_text_languages.md.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from html import escape
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import process_time
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from babel import Locale

from assistant.articles.reading import read_articles
from assistant.articles.text import folded
from assistant.intake import Page
from assistant.language.detect import detect
from assistant.types import Article
from benchmarks.extraction import token_f1
from benchmarks.gold_pages import GoldPage, gold_pages
from benchmarks.shown_texts import texts_of
from benchmarks.tables import write_table

_ALL_DAY = timedelta(hours=14)


@dataclass(frozen=True)
class Found:
    """What was read out of a text."""

    text: str = field(default="", repr=False)
    title: str = ""
    authors: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Score:
    """How a page was read; None where its set has nothing to compare with."""

    set: str
    held_out: bool
    language: str
    f1: float
    title: str | None
    day: str | None
    authors: str | None
    ms: float


def main(
    data: Annotated[Path, typer.Option(envvar="ASSISTANT_BENCH_DATA")],
    texts: Annotated[Path | None, typer.Option(help="Keep the pages' texts here.")] = None,
    errors: Annotated[bool, typer.Option(help="List each page that we read wrongly.")] = False,
) -> None:
    scores: dict[str, list[Score]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        whole_texts = (page for page in gold_pages(data) if page.body)
        for page, shown in texts_of(whole_texts, texts or Path(folder)):
            if _shows_little(shown["saved"], page.body or ""):
                continue
            for name, (form, read) in READERS.items():
                start = process_time()
                found = read(shown[form], page)
                score = scored(page, found, 1000 * (process_time() - start))
                scores[name].append(score)
                if errors and name == "ours":
                    print("".join(faults(page, found, score)), end="")
    print(_table(scores), _language_table(scores), sep="\n")


def ours(text: str, page: GoldPage) -> Found:
    asked = Page(
        url="file:///page.txt",
        content=text.encode(),
        media_type="text/plain",
        fetched_at=page.fetched_at,
    )
    (got,) = read_articles(asked)
    if not isinstance(got, Article):
        return Found()
    day = got.published.at.date() if got.published else None
    return Found(got.text, got.title, got.authors, day)


def whole(text: str, page: GoldPage) -> Found:
    return Found(text, next(filter(None, map(str.strip, text.splitlines())), ""))


def justext(text: str, page: GoldPage) -> Found:
    """Give the lines as paragraphs to jusText, with its stop words of the language if there are."""
    from justext import get_stoplist, get_stoplists  # type: ignore[import-untyped]
    from justext import justext as classified

    language = detect(text)
    name = Locale(language).english_name if language else ""
    if name in get_stoplists():
        paragraphs = classified(_as_html(text), get_stoplist(name))
    else:
        paragraphs = classified(_as_html(text), frozenset(), stopwords_low=0, stopwords_high=0)
    return Found("\n".join(p.text for p in paragraphs if not p.is_boilerplate))


def trafilatura(text: str, page: GoldPage) -> Found:
    """Give the lines as paragraphs to trafilatura."""
    from trafilatura import bare_extraction

    got: Any = bare_extraction(_as_html(text), include_comments=False, with_metadata=True)
    if got is None:
        return Found()
    authors = tuple(filter(None, (got.author or "").split("; ")))
    day = date.fromisoformat(got.date) if got.date else None
    return Found(got.text or "", got.title or "", authors, day)


def _as_html(text: str) -> str:
    lines = (f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<html><body>{''.join(lines)}</body></html>"


Reader = Callable[[str, GoldPage], Found]
READERS: dict[str, tuple[str, Reader]] = {
    "whole text": ("saved", whole),
    "jusText": ("saved", justext),
    "trafilatura": ("saved", trafilatura),
    "ours": ("saved", ours),
    "ours, copied": ("copied", ours),
}


def _shows_little(text: str, body: str) -> bool:
    """Whether the browser shows less than half of the article: scripts would bring the rest."""
    shown, lines = folded(text), list(map(folded, body.splitlines()))
    return sum(len(line) for line in lines if line in shown) < sum(map(len, lines)) / 2


def scored(page: GoldPage, found: Found, ms: float) -> Score:
    return Score(
        set=page.set,
        held_out=bool(zlib.crc32(_publisher(page.url).encode()) % 2),
        language=detect(page.body or "") or "?",
        f1=token_f1(found.text, page.body or "", page.optional),
        title=None if page.title is None else _title(folded(found.title), folded(page.title)),
        day=_day(found.day, page.at) if page.at and not _is_slip(page) else None,
        authors=None if page.authors is None else _authors(found.authors, page.authors),
        ms=ms,
    )


def _is_slip(page: GoldPage) -> bool:
    """Whether the set dates a page after it was fetched: a month taken for a day."""
    return page.at is not None and page.at.replace(
        tzinfo=None
    ) - _ALL_DAY > page.fetched_at.replace(tzinfo=None)


def _publisher(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _title(said: str, gold: str) -> str:
    alike = bool(said) and (said in gold or gold in said)
    return "exact" if said == gold else "loose" if alike else "wrong"


def _day(day: date | None, gold: datetime) -> str:
    """A page shows the day of its own time zone without naming it, so any zone's will do."""
    if day is None:
        return "unknown"
    zones = (-_ALL_DAY, timedelta(), _ALL_DAY) if gold.tzinfo else (timedelta(),)
    at = gold.astimezone(timezone.utc) if gold.tzinfo else gold
    return "right" if day in {(at + zone).date() for zone in zones} else "wrong"


def _authors(said: Sequence[str], gold: Sequence[str]) -> str:
    a, b = ({folded(name) for name in names} for names in (said, gold))
    return "right" if a == b else "unknown" if not a else "wrong"


def faults(page: GoldPage, found: Found, score: Score) -> list[str]:
    """One line for each field that is wrong."""
    pairs = [
        (score.f1 < 0.8, "body", f"{score.f1:.3f}", ""),
        (score.day == "wrong", "date", found.day, page.at),
        (score.title in {"loose", "wrong"}, "title", repr(found.title), repr(page.title)),
        (score.authors == "wrong", "authors", found.authors, page.authors),
    ]
    return [f"{page.set} {page.name} {what}: {a} | {b}\n" for wrong, what, a, b in pairs if wrong]


def _table(scores: dict[str, list[Score]]) -> str:
    rows = []
    for held_out, half in ((False, "searched on"), (True, "held out")):
        for reader, every in scores.items():
            own = [s for s in every if s.held_out is held_out]
            rows.append([half, str(len(own)), reader, *_cells(own)])
    header = [
        "publishers", "pages", "", "body F1", "under 0.5", "title exact", "loose", "date right",
        "unknown", "wrong", "authors right", "unknown", "wrong", "ms a page",
    ]  # fmt: skip
    return write_table("saved_text", "Articles out of text saved from a browser", header, rows)


def _cells(own: Sequence[Score]) -> list[str]:
    return [
        f"{mean(s.f1 for s in own):.3f}",
        str(sum(s.f1 < 0.5 for s in own)),
        *_counts([s.title for s in own], "exact", "loose"),
        *_counts([s.day for s in own], "right", "unknown", "wrong"),
        *_counts([s.authors for s in own], "right", "unknown", "wrong"),
        f"{mean(s.ms for s in own):.0f}",
    ]


def _counts(values: Sequence[str | None], *names: str) -> list[str]:
    known = any(values)
    return [str(values.count(name)) if known else "" for name in names]


def _language_table(scores: dict[str, list[Score]]) -> str:
    """The multilingual set by the language of the gold text."""
    rows = []
    own = [s for s in scores["ours"] if s.set == "multilingual"]
    for language in sorted({s.language for s in own}):
        mine = [s for s in own if s.language == language]
        bodies = [
            mean(s.f1 for s in every if (s.set, s.language) == ("multilingual", language))
            for every in scores.values()
        ]
        days = _counts([s.day for s in mine], "right", "unknown", "wrong")
        titles = _counts([s.title for s in mine], "exact")
        rows.append([language, str(len(mine)), *(f"{f1:.3f}" for f1 in bodies), *titles, *days])
    header = [
        "language", "pages", *(f"body F1, {name}" for name in scores), "title exact",
        "date right", "unknown", "wrong",
    ]  # fmt: skip
    return write_table("saved_text_languages", "The multilingual set by language", header, rows)


if __name__ == "__main__":
    typer.run(main)
