"""The feeds that are followed, kept in the database of the index."""

from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from assistant.errors import SourceError
from assistant.index.sql import make_tables, transaction
from assistant.intake import Page, Skipped, Validators
from assistant.sources.fetching import Fetcher
from assistant.sources.listings.feeds import is_feed, read_feed
from assistant.sources.listings.links import feeds_of
from assistant.sources.listings.opml import read_opml
from assistant.types import Record, Utc

_meta = MetaData()
_feeds = Table(
    "feeds",
    _meta,
    Column("url", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("checked_at", Text),
    Column("failure", Text),
    Column("retries", Integer, nullable=False),
)


class Subscription(Record):
    """A feed that is followed.

    `failure` is what went wrong when it was last checked. `retries` counts the rounds
    since when it has broken off.
    """

    url: str
    title: str = ""
    validators: Validators = Validators()
    checked_at: Utc | None = None
    failure: str | None = None
    retries: int = 0


class Subscriptions:
    """The list of feeds: `Subscriptions(index.store.engine).all()`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with transaction(engine) as db:
            make_tables(db, _meta)

    def all(self) -> list[Subscription]:
        """Every feed that is followed, by address."""
        with transaction(self._engine) as db:
            rows = db.execute(select(_feeds).order_by(_feeds.c.url)).mappings().all()
        return [_subscription(dict(row)) for row in rows]

    def add(self, url: str, fetcher: Fetcher) -> Subscription:
        """Follow a feed, or the first one that a web page names; it is fetched once to see it.

        Raises SourceError if there is none.
        """
        page = _page(url, fetcher)
        if not is_feed(page):
            if not (named := feeds_of(page)):
                raise SourceError(
                    f"There is no feed at {url}, and what is there names none. "
                    "Give the address of an RSS, Atom or JSON feed."
                )
            page = _page(named[0], fetcher)
        try:
            title = read_feed(page, limit=1).title
        except SourceError as error:
            raise SourceError(f"{page.url} cannot be followed: {error}.") from error
        self._add([Subscription(url=page.url, title=title)])
        return next(s for s in self.all() if s.url == page.url)

    def add_opml(self, content: bytes) -> list[Subscription]:
        """Follow the feeds that an OPML file names, unseen; returns those that are new.

        Raises SourceError if the file is no OPML or names no feed.
        """
        try:
            outlines = read_opml(content)
        except SourceError as error:
            raise SourceError(f"The file cannot be imported: {error}.") from error
        return self._add([Subscription(url=o.url, title=o.title) for o in outlines])

    def remove(self, url: str) -> bool:
        """Follow a feed no longer; its articles stay. False if it was not followed."""
        with transaction(self._engine) as db:
            return db.execute(delete(_feeds).where(_feeds.c.url == url)).rowcount > 0

    def note(self, subscription: Subscription) -> None:
        """Keep what was found out about a feed, unless it was removed meanwhile."""
        same = _feeds.c.url == subscription.url
        with transaction(self._engine) as db:
            db.execute(update(_feeds).where(same).values(_row(subscription)))

    def _add(self, subscriptions: list[Subscription]) -> list[Subscription]:
        with transaction(self._engine) as db:
            there = set(db.execute(select(_feeds.c.url)).scalars())
            new = [s for s in subscriptions if s.url not in there]
            if new:
                db.execute(insert(_feeds), [_row(s) for s in new])
        return new


def _page(url: str, fetcher: Fetcher) -> Page:
    item = fetcher.fetch(url)
    if isinstance(item, Skipped):
        raise SourceError(f"{url} cannot be followed: {item.reason}")
    return item


def _subscription(row: dict[str, object]) -> Subscription:
    validators = {name: row.pop(name) for name in Validators.model_fields}
    return Subscription.model_validate({**row, "validators": validators})


def _row(subscription: Subscription) -> dict[str, object]:
    row = subscription.model_dump(mode="json", exclude={"validators"})
    return row | subscription.validators.model_dump()
