"""Pages → articles → index, in batches large enough to embed at full speed."""

from collections.abc import Callable, Iterable, Iterator

from assistant.articles.reading import read_articles
from assistant.index.index import Index
from assistant.types import Article, IngestReport, Page, Skipped

Progress = Callable[[int, int], None]
"""Told the pages done and the passages embedded, both so far."""

Read = tuple[Page, tuple[Article, ...]]
_BATCH_CHARACTERS = 30_000


def silent(pages: int, passages: int) -> None:
    """Tell nobody about progress."""


def ingest_pages(
    index: Index, pages: Iterable[Page | Skipped], progress: Progress = silent
) -> IngestReport:
    """Put pages into the index; those whose bytes are in it already are passed over.

    An input that cannot be used is reported and the rest goes on. A batch is written
    whole or not at all, so an interrupted ingest loses at most one batch, and the next
    one finishes the job.
    """
    report = IngestReport()
    done = 0

    def read() -> Iterator[Read]:
        nonlocal report, done
        for done, page in enumerate(pages, start=1):
            articles, report = _counted(index, page, report)
            if articles and isinstance(page, Page):
                yield page, articles

    for batch in _batches(read()):
        report = report.model_copy(update={"passages": report.passages + index.add(batch)})
        progress(done, report.passages)
    return report


def _counted(
    index: Index, page: Page | Skipped, report: IngestReport
) -> tuple[tuple[Article, ...], IngestReport]:
    """Articles to be written for a page, and the report with the page counted in."""
    if isinstance(page, Skipped):
        return (), _plus(report, skipped=(page,))
    known = index.store.digest(page.url)
    if index.is_current(page):
        return (), _plus(report, unchanged=1)
    found = list(read_articles(page))
    articles = tuple(f for f in found if isinstance(f, Article))
    skipped = tuple(f for f in found if isinstance(f, Skipped))
    count = {"added" if known is None else "updated": len(articles)}
    return articles, _plus(report, skipped=skipped, **count)


def _plus(report: IngestReport, **more: int | tuple[Skipped, ...]) -> IngestReport:
    return report.model_copy(update={k: getattr(report, k) + v for k, v in more.items()})


def _batches(read: Iterable[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    size = 0
    for page, articles in read:
        batch.append((page, articles))
        size += sum(len(a.text) for a in articles)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
