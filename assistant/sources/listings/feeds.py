"""A feed's bytes → what it lists: RSS, RDF, Atom and JSON Feed."""

import re
from collections.abc import Iterator

from assistant.errors import SourceError
from assistant.intake import Entry, Page, Skipped, Wanted
from assistant.sources.listings import jsonfeed, xmlfeed
from assistant.sources.listings.listing import Listing
from assistant.sources.listings.markup import decoded, root_name
from assistant.types import Record, content_id

_ROOTS = {"rss", "rdf", "feed"}
_HEAD = 10_000
# It should be stated first, but not all programs can choose where.
_JSON_VERSION = re.compile(rb'"version"\s*:\s*"[^"]*jsonfeed\.org')


class Feed(Record):
    """What a feed lists, in its order, each page once.

    `texts` are entries that name no page but hold a text of their own. A feed that is not
    `whole` broke off, and may list more when it is fetched again.
    """

    title: str = ""
    wanted: tuple[Wanted, ...] = ()
    texts: tuple[Page, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    whole: bool = True


def is_feed(page: Page) -> bool:
    """Whether a page looks like a feed; reading it may still fail."""
    if root_name(page.content) in _ROOTS:
        return True
    head = page.content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and bool(_JSON_VERSION.search(page.content))


def read_feed(page: Page, limit: int) -> Feed:
    """Read a feed: `read_feed(page, settings.max_entries)  # the newest if there are more`.

    Entries without a date count as old. What is left out is told by one line for each
    cause. Raises SourceError if the page is no feed or breaks off within its first entry.
    """
    text = decoded(page.content, page.media_type)
    if not text.strip():
        raise SourceError("it is empty, not a feed")
    read = jsonfeed.read if text.lstrip().startswith("{") else xmlfeed.read
    listing = read(text, page.address, page.fetched_at, limit)
    if not (listing.whole or listing.listed):
        raise SourceError("it breaks off before the end of its first entry")
    pages: dict[str, Entry] = {}
    for one in listing.listed:
        if one.url:
            pages.setdefault(one.url, one.entry)
    own = [one.entry for one in listing.listed if not one.url]
    return Feed(
        title=listing.title,
        wanted=tuple(Wanted(url=url, entry=entry) for url, entry in pages.items()),
        texts=tuple(_text(page, entry) for entry in own if entry.html),
        skipped=tuple(_skipped(page.url, listing, limit)),
        whole=listing.whole,
    )


def _text(page: Page, entry: Entry) -> Page:
    """The entry as a page of its own; its address changes with what it says."""
    return Page(
        url=f"{page.url}#{content_id(entry.title, entry.html)}",
        content=b"",
        media_type="text/html",
        fetched_at=page.fetched_at,
        entry=entry,
    )


def _skipped(url: str, listing: Listing, limit: int) -> Iterator[Skipped]:
    count = len(listing.listed)
    if listing.total > count:
        reason = f"it lists {listing.total:,} entries; the {count:,} newest are taken"
        yield Skipped(item=url, reason=f"{reason} (the setting max_entries is {limit:,})")
    if bare := sum(not one.url and not one.entry.html for one in listing.listed):
        yield Skipped(item=url, reason=f"its entries with neither a page nor a text: {bare:,}")
    if not listing.whole:
        yield Skipped(item=url, reason=f"it breaks off; {count:,} entries before that are taken")
