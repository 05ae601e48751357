"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.errors import SourceError
from assistant.intake import Entry
from assistant.sources.listings.dates import from_iso
from assistant.sources.listings.links import web_address
from assistant.sources.listings.listing import (
    Listed,
    Listing,
    as_html,
    language_tag,
    moment,
    newest,
)


class _Author(BaseModel):
    name: str | None = None


class _Item(BaseModel):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    language: str | None = None
    authors: tuple[_Author, ...] | None = None
    author: _Author | None = None


class _Feed(BaseModel):
    version: str
    title: str | None = None
    language: str | None = None
    items: list[Any] = []


def read(text: str, address: str, now: datetime, limit: int) -> Listing:
    """Read a JSON Feed that came from an address; raises SourceError if it is none."""
    try:
        feed = _Feed.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]["msg"]
        raise SourceError(f"it is JSON but no JSON Feed: {fault}") from error
    if "jsonfeed.org" not in feed.version:
        raise SourceError(f"it is JSON but no JSON Feed: its version is {feed.version[:80]!r}")
    # Records are made only of those that are kept: of 100,000 they would take 300 MB.
    items = newest(feed.items, limit, lambda item: _moment(item, now))
    listed = tuple(_listed(item, feed, address, now) for item in items)
    return Listing(title=(feed.title or "").strip(), listed=listed, total=len(feed.items))


def _moment(item: object, now: datetime) -> float:
    stated = item.get("date_published") if isinstance(item, dict) else None
    return moment(from_iso(stated, now) if isinstance(stated, str) else None)


def _listed(value: object, feed: _Feed, address: str, now: datetime) -> Listed:
    try:
        item = _Item.model_validate(value)
    except ValidationError:
        return Listed(url=None, entry=Entry())
    link = item.url or item.external_url
    id_ = str(item.id) if "://" in str(item.id) else None
    return Listed(url=web_address(link or id_, address), entry=_entry(item, feed, now))


def _entry(item: _Item, feed: _Feed, now: datetime) -> Entry:
    authors = item.authors or (item.author or _Author(),)
    return Entry(
        title=item.title or "",
        html=item.content_html or as_html(item.content_text or item.summary or ""),
        authors=tuple(author.name for author in authors if author.name),
        source=feed.title or None,
        language=language_tag(item.language or feed.language),
        published=from_iso(item.date_published, now),
        modified=from_iso(item.date_modified, now),
    )
