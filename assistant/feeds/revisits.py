"""When the pages of a feed are asked again: editors change articles, and do not say so.

A page is asked again when it is half as old again as when it was last asked, after ten
minutes at the earliest, until it is a week old: 17 times in all, most of them when it is new.
Whether the feed has changed meanwhile says little: many differ each time, be it by a clock.
What it says of the one page counts: if that has changed, the page is asked at once.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, delete, insert, select

from assistant.index.sql import batches, make_tables, transaction
from assistant.index.store import Store
from assistant.index.tables import origins
from assistant.intake import Entry, Wanted
from assistant.types import Article, Dated, content_id

_SOONEST = 10 * 60
_UNTIL = 7 * 24 * 60 * 60
_AT_ONCE = 100
RETRIES = 3
_meta = MetaData()
_visits = Table(
    "visits",
    _meta,
    Column("page", Text, primary_key=True),
    Column("feed", Text, nullable=False, index=True),
    Column("since", BigInteger, nullable=False),  # in Unix seconds, as is `due`
    Column("due", BigInteger, nullable=False),
)
_told = Table(
    "told",
    _meta,
    Column("feed", Text, primary_key=True),
    Column("page", Text, primary_key=True),
    Column("digest", Text, nullable=False),  # of what the feed says of the page
    Column("failures", Integer, nullable=False),
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

    def of_changed(self, feed: str, listed: Sequence[Wanted], now: datetime) -> list[Wanted]:
        """Those pages that a feed lists which are to be asked now.

        They are new there, or told of in other words, or due, or could not be had lately.
        """
        due, since = _visits.c.due, _visits.c.since
        waiting = (due > int(now.timestamp())) | (due - since > _UNTIL)
        settled = (_told.c.failures == 0) | (_told.c.failures > RETRIES)
        query = select(_told.c.page, _told.c.digest).where(_told.c.feed == feed, settled)
        query = query.where(_told.c.page.in_(select(_visits.c.page).where(waiting)))
        with transaction(self._store.engine) as db:
            digests = {row.page: row.digest for row in db.execute(query)}
        return [one for one in listed if digests.get(one.url) != _digest(one)]

    def note_listed(
        self, feed: str, listed: Sequence[Wanted], asked: Set[str], missing: Set[str]
    ) -> bool:
        """Note all that a feed lists, and which of the pages asked could not be had.

        Pages that it lists no more are forgotten. Returns whether any that could not be had
        is to be tried again, which is done three times.
        """
        of_feed = _told.c.feed == feed
        with transaction(self._store.engine) as db:
            failures = {row.page: row.failures for row in db.execute(select(_told).where(of_feed))}
            for url in asked:
                failures[url] = failures.get(url, 0) + 1 if url in missing else 0
            rows = [
                {"feed": feed, "page": w.url, "digest": _digest(w), "failures": failures[w.url]}
                for w in listed
                if w.url in failures
            ]
            db.execute(delete(_told).where(of_feed))
            if rows:
                db.execute(insert(_told), rows)
            in_feed = _visits.c.feed == feed
            pages = db.execute(select(_visits.c.page).where(in_feed)).scalars()
            for some in batches(list(set(pages) - {w.url for w in listed})):
                db.execute(delete(_visits).where(_visits.c.page.in_(some)))
        return any(0 < row["failures"] <= RETRIES for row in rows)

    def note(self, feed: str, asked: Iterable[Wanted], now: datetime) -> None:
        """Note that pages of a feed were asked.

        A page is as old as the feed says when it is first asked, or new if the feed says
        nothing.
        """
        moment = int(now.timestamp())
        since = {w.url: _published(w, moment) for w in asked}
        with transaction(self._store.engine) as db:
            for some in batches(list(since)):
                these = _visits.c.page.in_(some)
                known = db.execute(select(_visits.c.page, _visits.c.since).where(these))
                since |= {row.page: row.since for row in known}
                db.execute(delete(_visits).where(these))
            if since:
                db.execute(
                    insert(_visits),
                    [
                        {"page": page, "feed": feed, "since": first, "due": _next(first, moment)}
                        for page, first in since.items()
                    ],
                )


def _digest(wanted: Wanted) -> str:
    """Of what is said of the page itself: the outlet is told of the feed."""
    entry = wanted.entry or Entry()
    return content_id(entry.model_dump_json(include={"title", "html", "published", "modified"}))


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
