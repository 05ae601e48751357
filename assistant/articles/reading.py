"""Page → articles, by the kind of its bytes."""

from collections.abc import Callable, Iterator
from importlib import import_module

from assistant.errors import SourceError
from assistant.types import Article, Page, Skipped

_READERS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "saved_text",
    "text/markdown": "markdown",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
}


def read_articles(page: Page) -> Iterator[Article | Skipped]:
    """Read every article that a page holds.

    What cannot be read is a Skipped with the page's address (and the line, if one line
    is at fault) and the reason; it never ends the reading of others.
    """
    kind = (page.media_type or "text/plain").split(";")[0].strip().lower()
    if kind not in _READERS:
        yield Skipped(item=page.url, reason=f"articles are not read from {kind}")
        return
    try:
        yield from _reader(kind)(page)
    except SourceError as error:
        yield Skipped(item=page.url, reason=str(error))


def _reader(kind: str) -> Callable[[Page], Iterator[Article | Skipped]]:
    """The reader's module is imported when first used: some bring large libraries."""
    reader: Callable[[Page], Iterator[Article | Skipped]]
    reader = import_module(f"assistant.articles.{_READERS[kind]}").read
    return reader
