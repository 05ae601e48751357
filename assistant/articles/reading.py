"""Page → articles, by the kind of its bytes."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from assistant.errors import SourceError
from assistant.intake import Page, Skipped
from assistant.types import Article

_READERS = {
    "text/html": "web.page",
    "application/xhtml+xml": "web.page",
    "text/plain": "saved.page",
    "text/markdown": "markdown",
    "application/pdf": "pdf.document",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
}


def read_articles(page: Page, fields: Mapping[str, str] = {}) -> Iterator[Article | Skipped]:
    """Read every article that a page holds.

    `fields` are names of columns where a dump has others than the usual ones:
    `{"text": "artikel_text", "published": "datum"}`. Of a page that cannot be read, the
    text that its feed gives is taken, if it gives one. What cannot be read at all is a
    Skipped with the page's address (and the line, if one line is at fault) and the reason;
    it never ends the reading of others. Raises SettingsError if `fields` fit no article.
    """
    try:
        yield from own_articles(page, fields)
    except SourceError as error:
        yield from_feed(page) or Skipped(item=page.url, reason=str(error))


def own_articles(page: Page, fields: Mapping[str, str] = {}) -> Iterator[Article | Skipped]:
    """As `read_articles`, of the page alone; raises SourceError if it cannot be read."""
    if not page.content:
        raise SourceError("it is empty")
    kind = (page.media_type or "text/plain").split(";")[0].strip().lower()
    if kind not in _READERS:
        raise SourceError(f"articles are not read from {kind}")
    name = _READERS[kind]
    # A reader may bring large libraries, so it is imported late.
    reader = import_module(f"assistant.articles.{name}")
    yield from reader.read(page, fields) if name == "jsonl" else reader.read(page)


def from_feed(page: Page) -> Article | None:
    """What the feed says of a page as an article, if that is one."""
    from assistant.articles import entry

    try:
        return entry.read(page, page.entry) if page.entry else None
    except SourceError:
        return None
