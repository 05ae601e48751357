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
from assistant.sources.listings.markup import sound, spans
from assistant.types import Dated

_LARGE = 300_000
_HALF_ENTRY = 2000
_LONGEST_NAMES = 5000
_ENTRIES = {"item", "entry"}
_PEOPLE = {"author", "contributor", "creator", "managingeditor", "publisher", "webmaster", "owner"}
_DATE = re.compile(
    r"<(?:[\w.-]+:)?(?:pubdate|published|issued|date|updated|modified)(?=[\s>])[^<>]*>"
    r"(?:\s*<!\[CDATA\[)?([^<>\]]{1,200})",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_ROOT = re.compile(r"<\w")
_BLANKS = re.compile(r"\s+")
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
    content = io.BytesIO(_readable(text).encode())
    try:
        # Whoever makes an article of an entry takes out what is no text.
        found = feedparser.parse(content, response_headers=headers, sanitize_html=False)
    except _FAULTS as error:
        raise SourceError(f"it is a feed too damaged to be read: {error!r}") from error
    if not found.get("version"):
        raise SourceError("it is no feed: neither RSS nor Atom nor JSON Feed")
    title, language = _plain(found.feed, "title"), _string(found.feed.get("language"))
    feed = _Feed(title, language or None, found.version)
    entries = [dict(fields) for fields in (found.entries if whole else found.entries[:-1])]
    listed = [_listed(fields, feed, address, now) for fields in entries]
    kept = newest(listed, limit, lambda one: moment(one.entry.published, one.entry.modified))
    total = len(entries) + dropped
    return Listing(title=feed.title, listed=tuple(kept), total=total, whole=whole)


def _listed(fields: _Fields, feed: _Feed, address: str, now: datetime) -> Listed:
    try:
        return Listed(url=_url(fields, address), entry=_entry(fields, feed, now))
    except _FAULTS:
        return Listed(url=None, entry=Entry())


def _cut(text: str, limit: int) -> tuple[str, int]:
    """A large feed cut to its newest entries, and how many were dropped.

    feedparser takes 18 s for 100,000 entries, and 10 s for a megabyte of nested tags.
    """
    places = list(spans(text, _ENTRIES))
    if not places:
        return text[:_HALF_ENTRY], 0
    kept = sorted(newest(places, limit, lambda place: _moment(text[slice(*place)])))
    end = places[-1][1]
    parts = [text[: places[0][0]], *(text[slice(*place)] for place in kept)]
    return "".join([*parts, text[end : end + _HALF_ENTRY]]), len(places) - len(kept)


def _moment(entry: str) -> float:
    """Seconds since 1970 of the first date that an entry states; 0 if it states none."""
    for stated in _DATE.finditer(entry):
        date = stated[1].strip()
        with suppress(ValueError, TypeError, OverflowError):
            read = isoparse if date[:4].isdecimal() else parsedate_to_datetime
            return float(read(date).timestamp())
    return 0.0


def _readable(text: str) -> str:
    """A feed without what feedparser takes quadratic time for."""
    text = text.lstrip()
    root = _ROOT.search(text)
    head = root.start() if root else 0
    text = _BLANKS.sub("\n", text[:head]) + text[head:]
    end, parts = 0, []
    for start, stop in spans(text, _PEOPLE):
        if stop - start > _LONGEST_NAMES:
            parts.append(text[end:start])
            end = stop
    return sound("".join([*parts, text[end:]]))


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
    told = [*_records(fields.get("content")), _record(fields.get("summary_detail"))]
    longest = max(told, key=lambda part: len(_string(part.get("value"))))
    authors = (_string(author.get("name")) for author in _records(fields.get("authors")))
    return Entry(
        title=_plain(fields, "title"),
        html=_html(longest),
        authors=tuple(name for name in authors if name),
        source=_plain(_record(fields.get("source")), "title") or feed.title or None,
        language=language_tag(_string(longest.get("language")) or feed.language),
        published=published,
        modified=modified,
    )


def _record(value: object) -> _Fields:
    """A field of fields; an element of that name that feedparser does not know is a string."""
    return value if isinstance(value, dict) else {}


def _records(value: object) -> list[_Fields]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _date(fields: _Fields, name: str, now: datetime) -> Dated | None:
    text = _string(fields.get(name))
    parts = fields.get(f"{name}_parsed")
    return from_iso(text, now) or from_parts(text, parts if isinstance(parts, tuple) else None, now)


def _html(part: _Fields) -> str:
    value = _string(part.get("value"))
    return as_html(value) if part.get("type") == "text/plain" else value


def _plain(fields: _Fields, name: str) -> str:
    """A short text without the markup that some feeds put into it."""
    value = _string(fields.get(name))
    if _record(fields.get(f"{name}_detail")).get("type") != "text/plain":
        value = unescape(_TAG.sub("", value))
    return " ".join(value.split())
