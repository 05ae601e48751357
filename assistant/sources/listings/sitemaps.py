"""Sitemaps (https://www.sitemaps.org/protocol.html) and news sitemaps → the pages they list."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree  # type: ignore[import-untyped]

from assistant.errors import SourceError
from assistant.intake import Entry, Page, Skipped, Wanted
from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.listings.dates import from_iso
from assistant.sources.listings.links import web_address
from assistant.sources.listings.listing import language_tag, moment, newest
from assistant.sources.listings.markup import decoded, elements, local_name, root_name
from assistant.sources.unpacking import unpacked
from assistant.types import Dated, Record

ROOTS = {"urlset", "sitemapindex"}
_MAX_SITEMAPS = 50
_MAX_DEPTH = 3


class Sitemap(Record):
    """What one sitemap lists: the newest of `total` pages, or further sitemaps."""

    wanted: tuple[Wanted, ...] = ()
    total: int = 0
    sitemaps: tuple[str, ...] = ()


class _Row(NamedTuple):
    url: str
    published: Dated | None
    modified: Dated | None
    news: dict[str, str]


def read_sitemap(page: Page, max_bytes: int, limit: int) -> Sitemap:
    """Read a sitemap, also a gzipped one: its `limit` newest pages, newest first.

    `lastmod` is when a page was modified, not when it was published. If all pages have
    the same, the sitemap was written then, and it says nothing of them. Raises
    SourceError if the page is no sitemap or unpacks to more than `max_bytes`.
    """
    content = unpacked(page.content, max_bytes)
    if (root := root_name(content)) not in ROOTS:
        raise SourceError(f"it is no sitemap but {root or 'something other than XML'}")
    rows = list(_rows(decoded(content, page.media_type), page))
    rows.sort(key=lambda row: moment(row.published, row.modified), reverse=True)
    if root == "sitemapindex":
        return Sitemap(sitemaps=tuple(row.url for row in rows))
    telling = len(rows) == 1 or len({row.modified for row in rows}) > 1
    wanted = (Wanted(url=row.url, entry=_entry(row, telling)) for row in rows[:limit])
    return Sitemap(wanted=tuple(wanted), total=len(rows))


def site_pages(
    start: Sequence[str | Page], fetcher: Fetcher, settings: Settings
) -> Iterator[Wanted | Skipped]:
    """The newest pages that sitemaps list, or the sitemaps that those name, newest first.

    News sitemaps are read before others, newer ones before older ones, until there are
    enough pages: each once, at most 3 deep, and no more than 50 of them.
    """
    pages: dict[str, Wanted] = {}
    more = False
    for read, found in enumerate(_followed(start, fetcher, settings), 1):
        if isinstance(found, Skipped):
            yield found
        else:
            more = more or found.total > len(found.wanted)
            for one in found.wanted:
                pages.setdefault(one.url, one)
        if read == _MAX_SITEMAPS or len(pages) >= settings.max_entries:
            more = more or read == _MAX_SITEMAPS or len(pages) > settings.max_entries
            break
    kept = newest(list(pages.values()), settings.max_entries, _moment)
    if more:
        reason = f"it lists more pages; the {len(kept):,} newest found are taken"
        limit = f"the setting max_entries is {settings.max_entries:,}"
        yield Skipped(item=_address(start[0]), reason=f"{reason} ({limit})")
    yield from kept


def _followed(
    start: Sequence[str | Page], fetcher: Fetcher, settings: Settings
) -> Iterator[Sitemap | Skipped]:
    waiting = deque((one, 1) for one in _news_first(start))
    seen: set[str] = set()
    while waiting:
        one, depth = waiting.popleft()
        if (url := _address(one)) in seen:
            continue
        seen.add(url)
        found = _read(one, fetcher, settings)
        yield found
        if isinstance(found, Skipped) or not found.sitemaps:
            continue
        if depth == _MAX_DEPTH:
            yield Skipped(item=url, reason="sitemaps are not followed deeper than this one")
        else:
            nested = [(name, depth + 1) for name in _news_first(found.sitemaps)]
            waiting.extendleft(reversed(nested))


def _read(one: str | Page, fetcher: Fetcher, settings: Settings) -> Sitemap | Skipped:
    item = one if isinstance(one, Page) else fetcher.fetch(one)
    if isinstance(item, Skipped):
        return item
    try:
        return read_sitemap(item, settings.max_page_bytes, settings.max_entries)
    except SourceError as error:
        return Skipped(item=item.url, reason=str(error))


def _news_first(sitemaps: Sequence[str | Page]) -> list[str | Page]:
    """News sitemaps hold the last two days, with titles and dates."""
    return sorted(sitemaps, key=lambda one: "news" not in urlsplit(_address(one)).path.lower())


def _address(one: str | Page) -> str:
    return one.url if isinstance(one, Page) else one


def _moment(wanted: Wanted) -> float:
    entry = wanted.entry
    return moment(entry.published, entry.modified) if entry else 0.0


def _rows(text: str, page: Page) -> Iterator[_Row]:
    base, now = page.address, page.fetched_at
    for element in elements(text, "url", "sitemap"):
        own = _texts(element)
        if url := web_address(own.get("loc"), base):
            news = next((_texts(e.iter()) for e in element if local_name(e) == "news"), {})
            published = from_iso(news.get("publication_date"), now)
            yield _Row(url, published, from_iso(own.get("lastmod"), now), news)


def _texts(elements: Iterable[etree._Element]) -> dict[str, str]:
    return {local_name(e): (e.text or "").strip() for e in elements}


def _entry(row: _Row, telling: bool) -> Entry | None:
    modified = row.modified if telling else None
    if row.published and modified and modified.at <= row.published.at:
        modified = None
    if not (row.news or modified):
        return None
    return Entry(
        title=row.news.get("title", ""),
        source=row.news.get("name"),
        language=language_tag(row.news.get("language")),
        published=row.published,
        modified=modified,
    )
