"""The records of what comes in: pages as sources find them, and what became of them."""

from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from assistant.types import Dated, Record, Utc


def within(url: str, place: str) -> str:
    """Address of a place in a file, which may itself be a member of an archive."""
    return f"{url}{'&' if '#' in url else '#'}{place}"


def is_of_web(address: str) -> bool:
    """Whether an address is one of the web; `http://[1` is not: it cannot be taken apart."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def host_of(address: str) -> str | None:
    """Name an outlet by the host of an address; None for a file."""
    return (urlsplit(address).hostname or "").removeprefix("www.") or None


class Entry(Record):
    """What a feed or a sitemap says of a page; whatever the page says of itself comes first."""

    title: str = ""
    html: str = ""
    authors: tuple[str, ...] = ()
    source: str | None = None
    language: str | None = None
    published: Dated | None = None
    modified: Dated | None = None


class Wanted(Record):
    """A page to fetch, and what a feed or sitemap says of it."""

    url: str
    entry: Entry | None = None


class Validators(Record):
    """What a server wants to be asked with whether a page has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class Page(Record):
    """Bytes as a source found them, before anything is read out of them.

    `url` is the address that was asked for, by which the page is known; `location` is
    where redirects led. `content` is empty if only the feed's `entry` could be had.
    """

    url: str
    content: bytes
    media_type: str | None = None
    fetched_at: Utc
    location: str | None = None
    validators: Validators = Validators()
    entry: Entry | None = None

    @property
    def address(self) -> str:
        """Where the page really is."""
        return self.location or self.url


class Unchanged(Record):
    """A page that its server says is as it was when it was last taken in."""

    url: str


class Skipped(Record):
    """An input that was not taken in, and why."""

    item: str
    reason: str


Item: TypeAlias = "Page | Unchanged | Skipped"
"""What every source yields, one for each thing that was asked for."""


class Taken(Record):
    """What became of one article or input: `note` is its title, or why it was left out."""

    item: str
    outcome: Literal["added", "updated", "reprint", "unchanged", "skipped"]
    note: str = ""


class IngestReport(Record):
    """What an ingest did: counts of articles, passages embedded, and what was left out.

    A reprint has the text of a stored article and is kept behind it.
    """

    added: int = 0
    updated: int = 0
    reprints: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    skipped: tuple[Skipped, ...] = ()
