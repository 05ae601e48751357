"""Pages that change while the feed that lists them does not."""

import sqlite3
import sys
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import event

from assistant.feeds import revisits
from assistant.feeds.revisits import Revisits
from assistant.feeds.updating import update
from assistant.index.ingestion import ingest_pages
from assistant.intake import Entry, Page, Wanted
from assistant.types import Dated
from tests.feeds.conftest import CLUB, MUSEUM

NOW = datetime(2026, 2, 4, 12, tzinfo=timezone.utc)
LATER = CLUB.replace("autumn", "winter")
FEED = "https://news.example/feed"


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(revisits, "_next", lambda _since, asked: asked)


def round_of(feeds, index):
    (report,) = update(feeds, index)
    return report.report


def test_an_edit_is_noticed_although_the_feed_is_unchanged(site, feeds, follow, index, at_once):
    follow(site.feed("/all.xml", site.story("/club", CLUB), site.story("/museum", MUSEUM)))
    round_of(feeds, index)
    site.since()
    site.story("/club", LATER)
    done = round_of(feeds, index)
    assert (done.updated, done.unchanged, done.passages) == (1, 1, 1)
    assert site.since() == {"/all.xml": 304, "/club": 200, "/museum": 304}
    (current,) = index.store.at(site.url("/club"))
    assert [a.text for a in index.store.versions(current.id)] == [CLUB, LATER]


def test_an_unchanged_page_costs_one_conditional_request(site, feeds, follow, index, at_once):
    follow(site.feed("/all.xml", site.story("/club", CLUB)))
    round_of(feeds, index)
    site.asked.clear()
    done = round_of(feeds, index)
    assert (done.unchanged, done.passages) == (1, 0)
    assert site.asked == [("/all.xml", 304), ("/club", 304)]


def test_what_the_feed_alone_said_stays_said(site, feeds, follow, index, at_once):
    url = site.feed("/all.xml", site.story("/club", CLUB))
    today = datetime.now(timezone.utc)
    told = f"<title>A race</title><pubDate>{today:%d %b %Y %H:%M} GMT</pubDate>"
    site.pages["/all.xml"] = site.pages["/all.xml"].replace("<item>", f"<item>{told}")
    follow(url)
    round_of(feeds, index)
    (before,) = index.store.at(site.url("/club"))
    site.story("/club", LATER)
    assert round_of(feeds, index).updated == 1
    (after,) = index.store.at(site.url("/club"))
    assert after == before.model_copy(update={"text": LATER, "fetched_at": after.fetched_at})
    assert (after.title, after.published.origin) == ("A race", "feed")


@pytest.mark.parametrize("age", [0, 1, 400])
def test_a_feed_that_always_differs_has_its_pages_asked_no_more_often(
    age, site, feeds, follow, index
):
    day = f"{datetime.now(timezone.utc) - timedelta(days=age):%d %b %Y %H:%M} GMT"
    url = site.feed("/all.xml", site.story("/club", CLUB))
    dated = site.pages["/all.xml"].replace("<item>", f"<item><pubDate>{day}</pubDate>")
    site.pages["/all.xml"] = dated
    follow(url)
    for n in range(3):
        site.pages["/all.xml"] = dated.replace("<item>", f"<ttl>{n}</ttl><item>")
        site.since()
        round_of(feeds, index)
        assert site.since() == {"/all.xml": 200} | ({} if n else {"/club": 200})
    site.pages["/all.xml"] = dated.replace("<item>", "<item><title>A race</title>")
    round_of(feeds, index)
    assert site.since()["/club"] == 304


def test_a_feed_that_always_differs_has_its_newer_pages_asked_when_they_are_due(
    site, feeds, follow, index, at_once
):
    follow(site.feed("/all.xml", site.story("/club", CLUB)))
    round_of(feeds, index)
    site.feed("/all.xml", "/club", title="Harbour News")
    site.story("/club", LATER)
    assert round_of(feeds, index).updated == 1


def test_a_page_that_is_gone_is_told_and_its_article_and_the_feed_stay(
    site, feeds, follow, index, at_once
):
    follow(site.feed("/all.xml", site.story("/club", CLUB)))
    round_of(feeds, index)
    del site.pages["/club"]
    assert len(round_of(feeds, index).skipped) == 1
    site.since()
    round_of(feeds, index)
    assert site.since() == {"/all.xml": 304, "/club": 404}
    assert len(index.store.articles()) == 1


def test_neither_a_removed_article_nor_an_unlisted_page_is_asked_for(
    site, feeds, follow, index, at_once
):
    follow(site.feed("/all.xml", site.story("/club", CLUB), site.story("/museum", MUSEUM)))
    round_of(feeds, index)
    index.remove([a.id for a in index.store.at(site.url("/club"))])
    site.feed("/all.xml", "/club")
    round_of(feeds, index)
    site.since()
    round_of(feeds, index)
    assert site.since() == {"/all.xml": 304}


@pytest.fixture
def table(index) -> Revisits:
    """Of an index that holds two pages."""
    known = {"media_type": "text/plain", "fetched_at": NOW}
    ingest_pages(index, [Page(url="a", content=CLUB.encode(), **known)])
    ingest_pages(index, [Page(url="b", content=MUSEUM.encode(), **known)])
    return Revisits(index.store)


def wanted(url: str, age: timedelta | None = None) -> Wanted:
    if age is None:
        return Wanted(url=url)
    published = Dated(at=NOW - age, precision="minute", origin="feed")
    return Wanted(url=url, entry=Entry(published=published))


def test_a_page_is_asked_the_less_often_the_older_it_is_until_it_is_a_week_old(table):
    asked, now = [], NOW
    table.note(FEED, [wanted("a")], now)
    while now < NOW + timedelta(days=20):
        now += timedelta(minutes=5)
        if due := table.due(FEED, now):
            table.note(FEED, due, now)
            asked.append((now - NOW) / timedelta(minutes=1))
    assert asked[:5] == [10, 20, 30, 45, 70]
    assert len(asked) == 17
    assert asked[-1] < 7 * 24 * 60


def test_pages_count_as_old_as_the_feed_says(table):
    ages = {"a": timedelta(hours=4), "b": timedelta(days=8)}
    table.note(FEED, [wanted(url, age) for url, age in ages.items()], NOW)
    assert table.due(FEED, NOW + timedelta(hours=1)) == []
    assert [w.url for w in table.due(FEED, NOW + timedelta(days=30))] == ["a"]


def test_a_page_stays_as_old_as_it_was_when_the_feed_is_read_again(table):
    for hours in (0, 6):
        table.note(FEED, [wanted("a")], NOW + timedelta(hours=hours))
    assert table.due(FEED, NOW + timedelta(hours=8)) == []
    assert [w.url for w in table.due(FEED, NOW + timedelta(hours=9))] == ["a"]


def test_those_that_wait_longest_are_asked_first(table, monkeypatch):
    monkeypatch.setattr(revisits, "_AT_ONCE", 1)
    table.note(FEED, [wanted("a", timedelta(days=1)), wanted("b")], NOW)
    later = NOW + timedelta(days=1)
    (first,) = table.due(FEED, later)
    table.note(FEED, [first], later)
    assert [first.url, *(w.url for w in table.due(FEED, later))] == ["b", "a"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="sqlite3 cannot lower its limits")
def test_a_feed_may_list_more_pages_than_one_statement_takes(index):
    @event.listens_for(index.store.engine, "connect")
    def _limited(connection, _):
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 1000)

    index.store.engine.dispose()
    many = [wanted(f"https://news.example/{n}") for n in range(2500)]
    table = Revisits(index.store)
    for _ in range(2):
        table.note(FEED, many, NOW)
