"""Pages → articles → index, in batches large enough to embed at full speed."""

from collections.abc import Callable, Iterable, Iterator

from assistant.articles.reading import read_articles
from assistant.index.index import Index
from assistant.types import Article, IngestReport, Page, Skipped

Progress = Callable[[int, int], None]
"""Told the pages done and the passages embedded, both so far."""

Read = tuple[Page, tuple[Article, ...]]
_BATCH_BYTES = 50_000


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
    index.settle()
    report = IngestReport()
    done = 0
    for some in _batched(pages):
        batch: list[Read] = []
        for page in some:
            articles, report = _counted(index, page, report)
            if articles and isinstance(page, Page):
                batch.append((page, articles))
        if batch:
            report = _plus(report, passages=index.add(batch))
        done += len(some)
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


def _batched(pages: Iterable[Page | Skipped]) -> Iterator[list[Page | Skipped]]:
    """Pages in groups of at most `_BATCH_BYTES`, or of one larger page."""
    batch: list[Page | Skipped] = []
    size = 0
    for page in pages:
        weight = len(page.content) if isinstance(page, Page) else 0
        if batch and size + weight > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(page)
        size += weight
    if batch:
        yield batch
