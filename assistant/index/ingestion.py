"""Pages → articles → index, in batches large enough to embed at full speed."""

from collections.abc import Callable, Iterable, Iterator

from assistant.articles.reading import read_articles
from assistant.index.index import Index
from assistant.types import Article, IngestReport, Page, Skipped

Progress = Callable[[int, int], None]
_BATCH_CHARACTERS = 60_000


def silent(pages: int, passages: int) -> None:
    """Tell nobody about progress."""


def ingest_pages(
    index: Index, pages: Iterable[Page | Skipped], progress: Progress = silent
) -> IngestReport:
    """Put pages into the index; those whose bytes are in it already are passed over.

    `progress` is told the pages done and the passages embedded, both so far. An input
    that cannot be used is reported and the rest goes on. A batch is written whole or
    not at all, so an interrupted ingest loses at most one batch and is finished by the
    next.
    """
    tally = _Tally()
    for batch in _batches(_read(index, pages, tally)):
        tally.passages += index.add(batch)
        progress(tally.pages, tally.passages)
    progress(tally.pages, tally.passages)
    return tally.report()


class _Tally:
    def __init__(self) -> None:
        self.pages = self.added = self.updated = self.unchanged = self.passages = 0
        self.skipped: list[Skipped] = []

    def report(self) -> IngestReport:
        return IngestReport(
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            passages=self.passages,
            skipped=tuple(self.skipped),
        )


def _read(
    index: Index, pages: Iterable[Page | Skipped], tally: _Tally
) -> Iterator[tuple[Page, tuple[Article, ...]]]:
    for page in pages:
        tally.pages += 1
        if isinstance(page, Skipped):
            tally.skipped.append(page)
        elif index.is_current(page):
            tally.unchanged += 1
        else:
            found = list(read_articles(page))
            tally.skipped += [f for f in found if isinstance(f, Skipped)]
            articles = tuple(f for f in found if isinstance(f, Article))
            if not articles:
                continue
            if index.store.digest(page.url) is None:
                tally.added += len(articles)
            else:
                tally.updated += len(articles)
            yield page, articles


def _batches(
    read: Iterable[tuple[Page, tuple[Article, ...]]],
) -> Iterator[list[tuple[Page, tuple[Article, ...]]]]:
    batch: list[tuple[Page, tuple[Article, ...]]] = []
    size = 0
    for page, articles in read:
        batch.append((page, articles))
        size += sum(len(a.text) for a in articles)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
