"""Addresses that web pages, feeds and sitemaps name."""

from urllib.parse import urldefrag, urljoin

from lxml import etree, html  # type: ignore[import-untyped]

from assistant.errors import SourceError
from assistant.intake import Page, is_of_web
from assistant.sources.listings.markup import decoded

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json"}


def web_address(link: str | None, base: str) -> str | None:
    """A link as the address of another page, absolute and without fragment; or None."""
    if not (link or "").strip():
        return None
    try:
        url = urldefrag(urljoin(base, str(link).strip())).url
    except ValueError:
        return None
    return url if is_of_web(url) and url != base else None


def feeds_of(page: Page) -> list[str]:
    """Addresses of the feeds that a web page names by `<link rel="alternate">`, in its order."""
    try:
        text = decoded(page.content, page.media_type)
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (SourceError, etree.LxmlError):
        return []
    stated = next(iter(tree.xpath("//base/@href")), None)
    base = web_address(stated, page.address) or page.address
    found = (
        web_address(link.get("href"), base)
        for link in tree.xpath("//link[@href]")
        if "alternate" in link.get("rel", "").lower().split()
        and link.get("type", "").partition(";")[0].strip().lower() in _FEED_TYPES
    )
    return list(dict.fromkeys(url for url in found if url))
