"""What a site's robots.txt asks of us (RFC 9309)."""

from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version

import httpx
from protego import Protego

from assistant.sources.web.exchange import OK, Reply
from assistant.sources.web.failures import Failed

AGENT = "news-assistant"
USER_AGENT = f"{AGENT}/{version(AGENT)}"
_MAX_BYTES = 500 * 1024
_MAX_DELAY_SECONDS = 10.0


def read(reply: Reply) -> Protego:
    """The rules in an answer for robots.txt; none if the site says that it has no such file.

    Raises Failed if the server is in trouble: then nothing of the site may be fetched.
    """
    if reply.status >= 500:
        raise Failed(f"it answers {reply.status}; try again later.")
    text = reply.content.decode("utf-8-sig", errors="replace") if reply.status in OK else ""
    return Protego.parse(text)


def take(_headers: httpx.Headers, pieces: Iterable[bytes]) -> bytes:
    """The first 500 KiB, which is what the RFC wants to be read; what follows is left."""
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) >= _MAX_BYTES:
            break
    return bytes(content[:_MAX_BYTES])


def allows(rules: Protego, url: httpx.URL) -> bool:
    """Whether we may fetch the address."""
    return rules.can_fetch(str(url), AGENT)


def sitemaps(rules: Protego, base: httpx.URL) -> list[str]:
    """The sitemaps that the rules name; what is no address is passed over."""
    found = []
    for sitemap in rules.sitemaps:
        with suppress(httpx.InvalidURL, ValueError):
            found.append(str(base.join(sitemap)))
    return found


def delay(rules: Protego) -> float:
    """Seconds that the site wants between requests, or as many of them as we grant."""
    return min(rules.crawl_delay(AGENT) or 0.0, _MAX_DELAY_SECONDS)
