"""Web addresses → pages, whatever is there: an article, a feed, a sitemap, OPML, a site."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import chain, zip_longest
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from assistant.errors import SourceError
from assistant.intake import Item, Page, Skipped, Unchanged, Wanted
from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.listings import sitemaps
from assistant.sources.listings.feeds import is_feed, read_feed
from assistant.sources.listings.links import feeds_of
from assistant.sources.listings.markup import root_name
from assistant.sources.listings.opml import read_opml
from assistant.sources.unpacking import unpacked

_TOGETHER = 1000

_REMOVED = "it was removed before; give its own address to take it in again"

_Found: TypeAlias = Wanted | Page | Unchanged | Skipped


def pages(
    urls: Iterable[str], fetcher: Fetcher, settings: Settings, removed: Container[str] = ()
) -> Iterator[Item]:
    """Fetch what is at web addresses: `pages(["https://example.org/news.xml"], fetcher, settings)`.

    Each address is told by what is there. A feed, a sitemap or an OPML list of feeds stands
    for the pages that it lists, the address of a site (`https://example.org/`) for those
    of its sitemaps; anything else is a page. What cannot be had comes as a Skipped with the
    reason, and so does what is `removed` and only listed: whoever wants it again names it
    itself. Hosts are asked at the same time.
    """
    first = fetcher.fetch_all(Wanted(url=url) for url in dict.fromkeys(urls))
    waiting: list[Wanted] = []
    for found in _each(first, lambda page: _told(page, fetcher, settings)):
        if isinstance(found, Wanted | Page) and found.url in removed and not _is_named(found):
            yield Skipped(item=found.url, reason=_REMOVED)
            continue
        if not isinstance(found, Wanted):
            yield found
            continue
        waiting.append(found)
        if len(waiting) == _TOGETHER:
            yield from fetcher.fetch_all(by_turns(waiting))
            waiting = []
    yield from fetcher.fetch_all(by_turns(waiting))


def _is_named(found: Wanted | Page) -> bool:
    """Whether it is what a person named, and no page or text that something lists."""
    return isinstance(found, Page) and found.entry is None


def by_turns(wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    """The same pages in another order: one of each host after the other, none waiting long."""
    hosts: dict[str, list[Wanted]] = defaultdict(list)
    for one in wanted:
        hosts[urlsplit(one.url).netloc].append(one)
    return (one for turn in zip_longest(*hosts.values()) for one in turn if one)


def _each(items: Iterable[Item], told: Callable[[Page], Iterable[_Found]]) -> Iterator[_Found]:
    for item in items:
        if not isinstance(item, Page):
            yield item
            continue
        try:
            yield from told(item)
        except SourceError as error:
            yield Skipped(item=item.url, reason=str(error))


def _told(page: Page, fetcher: Fetcher, settings: Settings) -> Iterable[_Found]:
    """What a page stands for."""
    content = unpacked(page.content, settings.max_page_bytes)
    plain = page.model_copy(update={"content": content})
    root = root_name(content)
    if is_feed(plain):
        return _listed(plain, settings)
    if root in sitemaps.ROOTS:
        return sitemaps.site_pages([plain], fetcher, settings)
    if root == "opml":
        feeds = (Wanted(url=feed.url) for feed in read_opml(content, page.media_type))
        return _each(fetcher.fetch_all(feeds), lambda feed: _listed(feed, settings))
    if _is_site(page.url):
        return _site(page, fetcher, settings)
    return [page]


def _listed(page: Page, settings: Settings) -> Iterator[_Found]:
    feed = read_feed(page, settings.max_entries)
    return chain(feed.skipped, feed.texts, feed.wanted)


def _is_site(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _site(page: Page, fetcher: Fetcher, settings: Settings) -> Iterator[_Found]:
    named = fetcher.robots_sitemaps(page.url)
    start = named or [urljoin(page.url, "/sitemap.xml")]
    found = list(sitemaps.site_pages(start, fetcher, settings))
    listed = any(isinstance(one, Wanted) for one in found)
    yield from found if named or listed else []
    if not listed:
        feeds = "".join(f", such as {url}" for url in feeds_of(page)[:1])
        reason = f"no sitemap lists its pages; give the address of an article or a feed{feeds}"
        yield Skipped(item=page.url, reason=reason)
