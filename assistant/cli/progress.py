"""What takes long, with a bar that shows how far it is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from assistant.intake import IngestReport, Taken
from assistant.sources.targets import Target, count

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.feeds.updating import FeedReport


def ingest_with_progress(
    assistant: "Assistant", targets: Sequence[Target], *, prune: bool = False
) -> IngestReport:
    """Ingest with a progress bar on stderr: pages, passages a second, time left."""
    assistant.open_index()  # may show a progress bar of its own
    with _bar(count(targets)) as progress:
        return assistant.ingest(targets, progress, prune=prune)


def updating_with_progress(assistant: "Assistant") -> list["FeedReport"]:
    """Update the feeds with the same bar."""
    assistant.open_index()
    with _bar(None) as progress:
        return list(assistant.update_feeds(progress))


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[int, int, Sequence[Taken]], None]]:
    columns = (
        TextColumn("Reading articles"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.0f} passages/s"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=total, rate=0.0)

        def progress(items: int, passages: int, taken: Sequence[Taken]) -> None:
            elapsed = bar.tasks[task].elapsed or 1e-9
            bar.update(task, completed=items, rate=passages / elapsed)

        yield progress
