"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import re
from datetime import datetime
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

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

# One escape each, so that `\\ud83d` is none; the group is half a character without the other.
_ESCAPE = re.compile(
    r"\\(?:u(?=d[89ab])[0-9a-f]{4}\\u(?=d[c-f])[0-9a-f]{4}|(u(?=d[89a-f])[0-9a-f]{4})|.)",
    re.IGNORECASE | re.DOTALL,
)


def _or_nothing(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


def _by_name(value: object) -> object:
    """Some feeds give an author, or one of them, as a name."""
    values = value if isinstance(value, list) else [value]
    return [{"name": one} if isinstance(one, str) else one for one in values]


_T = TypeVar("_T")
_Optional: TypeAlias = Annotated[_T | None, WrapValidator(_or_nothing)]
"""What does not fit counts as not stated."""


class _Author(BaseModel):
    name: _Optional[str] = None


_Authors: TypeAlias = Annotated[tuple[_Optional[_Author], ...], BeforeValidator(_by_name)]


class _Item(BaseModel):
    id: _Optional[str | int | float] = None
    url: _Optional[str] = None
    external_url: _Optional[str] = None
    title: _Optional[str] = None
    content_html: _Optional[str] = None
    content_text: _Optional[str] = None
    summary: _Optional[str] = None
    date_published: _Optional[str] = None
    date_modified: _Optional[str] = None
    language: _Optional[str] = None
    authors: _Optional[_Authors] = None
    author: _Optional[_Authors] = None


class _Feed(BaseModel):
    version: str
    title: _Optional[str] = None
    language: _Optional[str] = None
    items: list[Any] = []


def read(text: str, address: str, now: datetime, limit: int) -> Listing:
    """Read a JSON Feed that came from an address; raises SourceError if it is none."""
    text = _ESCAPE.sub(lambda escape: "" if escape[1] else escape[0], text)
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
    authors = item.authors or item.author or ()
    return Entry(
        title=item.title or "",
        html=item.content_html or as_html(item.content_text or item.summary or ""),
        authors=tuple(author.name for author in authors if author and author.name),
        source=feed.title or None,
        language=language_tag(item.language or feed.language),
        published=from_iso(item.date_published, now),
        modified=from_iso(item.date_modified, now),
    )
