"""When the pages of a feed that has not changed are asked again: editors change articles alone.

A page is asked again when it is half as old again as when it was last asked, after ten
minutes at the earliest, until it is a week old: 17 times in all, most of them when it is new.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, delete, insert, select

from assistant.index.sql import batches, make_tables, transaction
from assistant.index.store import Store
from assistant.index.tables import origins
from assistant.intake import Entry
from assistant.sources.fetching import Wanted
from assistant.types import Article, Dated

_SOONEST = 10 * 60
_UNTIL = 7 * 24 * 60 * 60
_AT_ONCE = 100
_meta = MetaData()
_visits = Table(
    "visits",
    _meta,
    Column("page", Text, primary_key=True),
    Column("feed", Text, nullable=False, index=True),
    Column("since", BigInteger, nullable=False),  # in Unix seconds, as is `due`
    Column("due", BigInteger, nullable=False),
)


class Revisits:
    """The timetable of all pages: `Revisits(index.store).due(feed, now)`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with transaction(store.engine) as db:
            make_tables(db, _meta)

    def due(self, feed: str, now: datetime) -> list[Wanted]:
        """Pages of a feed that are to be asked by now; 100 at most, which wait longest.

        What was removed and what never could be had is not asked for.
        """
        due, since, page = _visits.c.due, _visits.c.since, _visits.c.page
        query = select(page).where(_visits.c.feed == feed, page.in_(select(origins.c.page)))
        query = query.where(due <= int(now.timestamp()), due - since <= _UNTIL)
        with transaction(self._store.engine) as db:
            urls = db.execute(query.order_by(due).limit(_AT_ONCE)).scalars().all()
        return [Wanted(url=url, entry=_entry(self._store.held_by(url))) for url in urls]

    def note(self, feed: str, asked: Iterable[Wanted], now: datetime, *, listed: bool) -> None:
        """Note that pages of a feed were asked.

        If they are all that is `listed` there, the others are forgotten. A page is as old as
        the feed says when it first lists it, or new if the feed says nothing.
        """
        moment = int(now.timestamp())
        since = {w.url: _published(w, moment) for w in asked}
        with transaction(self._store.engine) as db:
            for some in batches(list(since)):
                these = _visits.c.page.in_(some)
                known = db.execute(select(_visits.c.page, _visits.c.since).where(these))
                since |= {row.page: row.since for row in known}
                db.execute(delete(_visits).where(these))
            if listed:
                db.execute(delete(_visits).where(_visits.c.feed == feed))
            if since:
                db.execute(
                    insert(_visits),
                    [
                        {"page": page, "feed": feed, "since": first, "due": _next(first, moment)}
                        for page, first in since.items()
                    ],
                )


def _published(wanted: Wanted, now: int) -> int:
    published = wanted.entry.published if wanted.entry else None
    return min(now, int(published.at.timestamp())) if published else now


def _next(since: int, asked: int) -> int:
    return asked + max(_SOONEST, (asked - since) // 2)


def _entry(articles: list[Article]) -> Entry | None:
    """What the feed said of a page, as far as it counted."""
    if not articles:
        return None
    known = articles[0]
    return Entry(
        title=known.title,
        authors=known.authors,
        source=known.source,
        language=known.language,
        published=_of_feed(known.published),
        modified=_of_feed(known.modified),
    )


def _of_feed(date: Dated | None) -> Dated | None:
    return date if date and date.origin == "feed" else None
