"""RSS, RDF and Atom; the only user of feedparser."""

import io
import re
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, NamedTuple

import feedparser  # type: ignore[import-untyped]
from dateutil.parser import isoparse  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from assistant.errors import SourceError
from assistant.intake import Entry
from assistant.sources.listings.dates import from_iso, from_parts
from assistant.sources.listings.links import web_address
from assistant.sources.listings.listing import (
    Listed,
    Listing,
    as_html,
    language_tag,
    moment,
    newest,
)
from assistant.sources.listings.markup import local_name, tree
from assistant.types import Dated

_LARGE = 300_000
_ENTRIES = {"item", "entry"}
_DATES = {"pubdate", "published", "issued", "date", "updated", "modified"}
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
# What feedparser was seen to raise when a feed holds, say, a character of number 2**40.
_FAULTS = (ArithmeticError, AttributeError, AssertionError, LookupError, TypeError, ValueError)

_Fields = dict[str, Any]


class _Feed(NamedTuple):
    title: str
    language: str | None
    version: str


def read(text: str, address: str, now: datetime, limit: int) -> Listing:
    """Read a feed that came from an address; raises SourceError if it is none.

    Of a feed that breaks off, the last entry is left out: its link may be half a link.
    """
    whole = bool(_END.search(text[-2000:]))
    text, dropped = _cut(text, limit) if len(text) > _LARGE else (text, 0)
    headers = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(io.BytesIO(text.encode()), response_headers=headers)
    except _FAULTS as error:
        raise SourceError(f"it is a feed too damaged to be read: {error!r}") from error
    if not found.get("version"):
        raise SourceError("it is no feed: neither RSS nor Atom nor JSON Feed")
    feed = _Feed(_plain(found.feed, "title"), found.feed.get("language"), found.version)
    entries = [dict(fields) for fields in (found.entries if whole else found.entries[:-1])]
    listed = [Listed(url=_url(e, address), entry=_entry(e, feed, now)) for e in entries]
    kept = newest(listed, limit, lambda one: moment(one.entry.published, one.entry.modified))
    total = len(entries) + dropped
    return Listing(title=feed.title, listed=tuple(kept), total=total, whole=whole)


def _cut(text: str, limit: int) -> tuple[str, int]:
    """A large feed made sound and cut to its newest entries, and how many were dropped.

    feedparser takes 18 s for 100,000 entries, and 10 s for a megabyte of nested tags.
    """
    root = tree(text)
    if root is None:
        return "", 0
    items = [element for element in root.iter() if local_name(element).lower() in _ENTRIES]
    kept = set(newest(items, limit, _moment))
    for item in items:
        if item not in kept and item.getparent() is not None:
            item.getparent().remove(item)
    return etree.tostring(root, encoding="unicode"), len(items) - len(kept)


def _moment(item: etree._Element) -> float:
    """Seconds since 1970 of the first date that an entry states; 0 if it states none."""
    for child in item:
        if local_name(child).lower() in _DATES:
            text = (child.text or "").strip()
            with suppress(ValueError, TypeError, OverflowError):
                read = isoparse if text[:4].isdecimal() else parsedate_to_datetime
                return float(read(text).timestamp())
    return 0.0


def _url(fields: _Fields, address: str) -> str | None:
    names = ("feedburner_origlink", "link", "id")
    original, link, guid = (_string(fields.get(name)) for name in names)
    return web_address(original or link or (guid if "://" in guid else None), address)


def _string(value: object) -> str:
    """A string; of what has attributes of its own, feedparser gives these, and so none."""
    return value if isinstance(value, str) else ""


def _entry(fields: _Fields, feed: _Feed, now: datetime) -> Entry:
    published, modified = _date(fields, "published", now), _date(fields, "updated", now)
    if not published and not feed.version.startswith("atom"):
        # RSS has no updates: feedparser calls so what is merely named a date (dc:date).
        published, modified = modified, None
    told = [*fields.get("content", ()), fields.get("summary_detail", {})]
    longest = max(told, key=lambda part: len(part.get("value", "")))
    return Entry(
        title=_plain(fields, "title"),
        html=_html(longest),
        authors=tuple(a["name"] for a in fields.get("authors", ()) if a.get("name")),
        source=_plain(fields.get("source", {}), "title") or feed.title or None,
        language=language_tag(longest.get("language") or feed.language),
        published=published,
        modified=modified,
    )


def _date(fields: _Fields, name: str, now: datetime) -> Dated | None:
    text = _string(fields.get(name))
    return from_iso(text, now) or from_parts(text, fields.get(f"{name}_parsed"), now)


def _html(part: _Fields) -> str:
    value: str = part.get("value", "")
    return as_html(value) if part.get("type") == "text/plain" else value


def _plain(fields: _Fields, name: str) -> str:
    """A short text without the markup that some feeds put into it."""
    value: str = fields.get(name, "")
    if fields.get(f"{name}_detail", {}).get("type") != "text/plain":
        value = unescape(_TAG.sub("", value))
    return " ".join(value.split())
