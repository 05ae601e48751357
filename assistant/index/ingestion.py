"""Pages → articles → index, in batches large enough to embed at full speed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import monotonic

from assistant.index import keeping
from assistant.index.changes import Arrival
from assistant.index.index import Index
from assistant.intake import IngestReport, Item, Page, Skipped, Taken, Unchanged
from assistant.types import Article

Progress = Callable[[int, int, Sequence[Taken]], None]
"""Told the inputs done and the passages embedded, both so far, and what became of the last."""

_BATCH_BYTES = 50_000
_BATCH_PAGES = 100
_BATCH_SECONDS = 2.0


def silent(items: int, passages: int, taken: Sequence[Taken]) -> None:
    """Tell nobody about progress."""


def ingest_pages(
    index: Index,
    items: Iterable[Item],
    progress: Progress = silent,
) -> IngestReport:
    """Put pages into the index; those whose bytes are in it already are passed over.

    An input that cannot be used is reported and the rest goes on. A batch is written whole
    or not at all, so an interrupted ingest loses at most one batch, and the next one
    finishes the job. What the pages held before and hold no more is removed at the end: a
    row of a dump that has moved from one part to the next is still there.
    """
    index.settle()
    done = passages = 0
    counts: Counter[str] = Counter()
    skipped: list[Skipped] = []
    for batch in _batched(items):
        taken, embedded = _take(index, batch)
        done, passages = done + len(batch), passages + embedded
        counts.update(t.outcome for t in taken)
        skipped += [Skipped(item=t.item, reason=t.note) for t in taken if t.outcome == "skipped"]
        progress(done, passages, taken)
    index.sweep()
    return IngestReport(
        added=counts["added"],
        updated=counts["updated"],
        reprints=counts["reprint"],
        unchanged=counts["unchanged"],
        passages=passages,
        skipped=tuple(skipped),
    )


def _take(index: Index, batch: Sequence[Item]) -> tuple[list[Taken], int]:
    """Put one batch in; what became of each article, and the passages embedded."""
    taken: list[Taken] = []
    read: list[tuple[Page, tuple[Article, ...]]] = []
    for item in batch:
        if isinstance(item, Skipped):
            taken.append(_left_out(item))
        elif isinstance(item, Unchanged) or index.is_current(item):
            taken.append(Taken(item=item.url, outcome="unchanged"))
        else:
            page, found = keeping.read(index, item)
            taken += [_left_out(f) for f in found if isinstance(f, Skipped)]
            if articles := tuple(f for f in found if isinstance(f, Article)):
                read.append((page, articles))
    arrivals, embedded = index.add(read) if read else ([], 0)
    new = {a.article.id: a for a in arrivals}
    for _, articles in read:
        taken += [_taken(article, new.pop(article.id, None)) for article in articles]
    return taken, embedded


def _left_out(skipped: Skipped) -> Taken:
    return Taken(item=skipped.item, outcome="skipped", note=skipped.reason)


def _taken(article: Article, arrival: Arrival | None) -> Taken:
    if arrival is None or arrival.behind:
        return Taken(item=article.url, outcome="unchanged", note=article.title)
    outcome = "updated" if arrival.replaces else "reprint" if arrival.original else "added"
    return Taken.model_validate({"item": article.url, "outcome": outcome, "note": article.title})


def _batched(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in groups of at most `_BATCH_BYTES`, of one larger page, or of what came in time."""
    batch: list[Item] = []
    size, began = 0, monotonic()
    for item in items:
        weight = len(item.content) if isinstance(item, Page) else 0
        full = size + weight > _BATCH_BYTES or len(batch) == _BATCH_PAGES
        if batch and (full or monotonic() - began > _BATCH_SECONDS):
            yield batch
            batch, size, began = [], 0, monotonic()
        batch.append(item)
        size += weight
    if batch:
        yield batch
