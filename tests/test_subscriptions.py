"""Feeds on a server of our own, followed into a real index."""

import hashlib
import logging
import re
import threading

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from assistant.errors import IndexStoreError, SettingsError, SourceError
from assistant.index import schedule, updating
from assistant.index.schedule import every, interval
from assistant.index.subscriptions import Subscriptions
from assistant.index.updating import FeedReport, update
from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.web import visiting
from tests.conftest import open_index

CLUB = "The rowing club of Marenholt won the autumn race on the river. Its crew was young."
MUSEUM = "The museum of clocks in Brenn opens again on Sunday. Visitors enter free until evening."
BRIDGE = "The old bridge of Tarn closes for repairs in March. Engineers found cracks in a pillar."


class Site:
    """What the server publishes, with an ETag each; `broken` paths answer 503."""

    def __init__(self, server: HTTPServer) -> None:
        self.pages: dict[str, str] = {}
        self.broken: set[str] = set()
        self.asked: list[tuple[str, int]] = []
        self._server = server
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def url(self, path: str) -> str:
        return str(self._server.url_for(path))

    def story(self, path: str, text: str) -> str:
        self.pages[path] = f"<html><body><article><p>{text}</p></article></body></html>"
        return path

    def feed(self, path: str, *links: str, title: str = "Harbour", text: str = "") -> str:
        told = f"<description>{text}</description>"
        items = "".join(f"<item><link>{self.url(link)}</link>{told}</item>" for link in links)
        self.pages[path] = f"<rss><channel><title>{title}</title>{items}</channel></rss>"
        return self.url(path)

    def since(self) -> dict[str, int]:
        """Statuses by path of what was asked since this was last called."""
        asked = dict(self.asked)
        self.asked.clear()
        return asked

    def _answer(self, request: Request) -> Response:
        found = self.pages.get(request.path)
        etag = '"' + hashlib.sha256((found or "").encode()).hexdigest()[:8] + '"'
        if request.path in self.broken:
            response = Response(status=503)
        elif found is None:
            response = Response(status=404)
        elif request.headers.get("If-None-Match") == etag:
            response = Response(status=304)
        else:
            response = Response(found, content_type="text/html", headers={"ETag": etag})
        if request.path != "/robots.txt":
            self.asked.append((request.path, response.status_code))
        return response


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(visiting, "BACKOFF_SECONDS", 0.0)


@pytest.fixture
def site(httpserver) -> Site:
    return Site(httpserver)


@pytest.fixture
def index(tmp_path, embedder):
    settings = Settings(data_dir=tmp_path / "data", host_delay=0, allowed_hosts=("localhost",))
    return open_index(settings, embedder)


@pytest.fixture
def feeds(index) -> Subscriptions:
    return Subscriptions(index.store.engine)


@pytest.fixture
def fetcher(index):
    with Fetcher(index.settings) as fetcher:
        yield fetcher


@pytest.fixture
def follow(feeds, fetcher):
    return lambda url: feeds.add(url, fetcher)


def round_of(feeds, index) -> dict[str, FeedReport]:
    return {report.url: report for report in update(feeds, index)}


def counts(report: FeedReport) -> tuple[int, int, int, int]:
    done = report.report
    return done.added, done.updated, done.unchanged, len(done.skipped)


def test_a_feed_is_followed_by_its_address_and_title(site, feeds, follow):
    url = site.feed("/all.xml", title="Harbour News")
    added = follow(url)
    assert (added.url, added.title, added.checked_at, added.failure) == (
        url, "Harbour News", None, None,
    )  # fmt: skip
    assert feeds.all() == [added]
    assert follow(url) == added
    assert feeds.all() == [added]


def test_a_web_page_leads_to_the_feed_that_it_names(site, follow):
    site.feed("/all.xml", title="Harbour News")
    link = '<link rel="alternate" type="application/rss+xml" href="all.xml">'
    site.pages["/home"] = f"<html><head>{link}</head><body></body></html>"
    assert follow(site.url("/home")).url == site.url("/all.xml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "404"),
        ("<html><body>Sorry.</body></html>", "There is no feed at .*names none"),
        ("<rss/", "no feed"),
        (" ", "empty page"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 1}', "cannot be followed"),
        ('<link rel="alternate" type="application/rss+xml" href="/gone">', "gone.*404"),
        ('<link rel="alternate" type="application/rss+xml" href="/html">', "html cannot be foll"),
    ],
)
def test_what_cannot_be_followed_is_said(site, feeds, follow, content, message):
    site.story("/html", CLUB)
    if content is not None:
        site.pages["/x"] = content
    with pytest.raises(SourceError, match=message) as error:
        follow(site.url("/x"))
    assert site.url("/") in str(error.value)
    assert feeds.all() == []


def test_a_feed_is_followed_no_longer(site, feeds, follow):
    url = follow(site.feed("/all.xml")).url
    assert (feeds.remove(url), feeds.remove(url)) == (True, False)
    assert feeds.all() == []


def test_opml_is_imported_once_whatever_its_depth(feeds):
    opml = b"""<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><body>
    <outline text="World"><outline text="Harbour &amp; Sea" xmlUrl=" https://a.example/f "/>
    <outline text="Deeper"><outline title="B" text="b" xmlurl="https://b.example/f"/></outline>
    <outline text="Again" xmlUrl="https://a.example/f"/><outline text="No address"/></outline>
    </body></opml>"""
    assert [(s.url, s.title) for s in feeds.add_opml(opml)] == [
        ("https://a.example/f", "Harbour & Sea"),
        ("https://b.example/f", "B"),
    ]
    assert feeds.add_opml(opml) == []
    assert len(feeds.all()) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"\x00\xff", b"<rss/>", b"<opml><body/></opml>", b"<opml", b"<a>" * 100_000],
)
def test_what_is_no_opml_is_said(feeds, content):
    with pytest.raises(SourceError, match="cannot be imported: it is"):
        feeds.add_opml(content)


def test_a_round_takes_in_what_the_feeds_list(site, feeds, follow, index):
    one = site.feed("/one.xml", site.story("/club", CLUB), site.story("/museum", MUSEUM))
    two = site.feed("/two.xml", site.story("/bridge", BRIDGE), "/museum")
    follow(one)
    follow(two)
    found = round_of(feeds, index)
    assert sorted([counts(found[one]), counts(found[two])]) == [(1, 0, 0, 0), (2, 0, 0, 0)]
    assert {a.url for a in index.store.articles().values()} == {
        site.url(path) for path in ("/club", "/museum", "/bridge")
    }
    assert all(s.checked_at and not s.failure for s in feeds.all())


def test_what_has_not_changed_is_neither_sent_nor_embedded_again(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB))).url
    round_of(feeds, index)
    site.since()
    assert counts(round_of(feeds, index)[url]) == (0, 0, 0, 0)
    assert site.since() == {"/all.xml": 304}
    site.feed("/all.xml", site.story("/museum", MUSEUM), "/club")
    done = round_of(feeds, index)[url].report
    assert (done.added, done.unchanged, done.passages) == (1, 1, 1)
    assert site.since() == {"/all.xml": 200, "/club": 304, "/museum": 200}


def test_a_page_that_changed_is_updated(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB))).url
    round_of(feeds, index)
    site.story("/club", CLUB + " The crew rowed for nine minutes, an hour after the rain.")
    site.feed("/all.xml", "/club", title="Harbour News")
    assert counts(round_of(feeds, index)[url]) == (0, 1, 0, 0)
    assert feeds.all()[0].title == "Harbour News"


def test_a_feed_that_fails_is_noted_and_does_not_stop_the_others(site, feeds, follow, index):
    bad, worse = follow(site.feed("/a.xml")).url, follow(site.feed("/b.xml")).url
    good = follow(site.feed("/c.xml", site.story("/club", CLUB))).url
    site.pages["/a.xml"] = "<html><body>Moved.</body></html>"
    site.broken.add("/b.xml")
    found = round_of(feeds, index)
    assert counts(found[good]) == (1, 0, 0, 0)
    assert "it is no feed" in found[bad].failure
    assert "503" in found[worse].failure
    noted = {s.url: s.failure for s in feeds.all()}
    assert noted == {url: report.failure for url, report in found.items()}
    site.broken.clear()
    assert round_of(feeds, index)[worse].failure is None
    assert {s.url: s.failure for s in feeds.all()}[worse] is None


def test_a_page_that_could_not_be_had_is_asked_for_again(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB), "/late")).url
    site.story("/late", MUSEUM)
    site.broken.add("/late")
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 1)
    site.broken.clear()
    site.since()
    assert counts(round_of(feeds, index)[url]) == (1, 0, 1, 0)
    assert site.since() == {"/all.xml": 200, "/club": 304, "/late": 200}
    round_of(feeds, index)
    assert site.since() == {"/all.xml": 304}


def test_the_text_of_the_feed_stands_in_until_the_page_can_be_had(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/museum", MUSEUM), text=BRIDGE)).url
    site.broken.add("/museum")
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 0)
    site.broken.clear()
    assert counts(round_of(feeds, index)[url]) == (0, 1, 0, 0)
    (article,) = index.store.articles().values()
    assert article.text.startswith("The museum")


def test_a_page_that_never_comes_is_not_asked_for_for_ever(site, feeds, follow, index):
    follow(site.feed("/all.xml", "/gone"))
    asked = []
    for _ in range(6):
        round_of(feeds, index)
        asked.append(site.since().get("/gone"))
    assert asked == [404, 404, 404, 404, None, None]


def test_a_feed_that_breaks_off_is_read_again(site, feeds, follow, index):
    site.feed("/all.xml", site.story("/club", CLUB), site.story("/museum", MUSEUM))
    whole = site.pages["/all.xml"]
    site.pages["/all.xml"] = whole[:-60]
    url = follow(site.url("/all.xml")).url
    assert counts(round_of(feeds, index)[url]) == (1, 0, 0, 1)
    assert feeds.all()[0].validators.etag is None


def test_nothing_is_noted_of_a_round_whose_pages_could_not_be_stored(
    site, feeds, follow, index, monkeypatch
):
    follow(site.feed("/all.xml", site.story("/club", CLUB)))
    before = feeds.all()

    def full(*_):
        raise IndexStoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(index), "add", full)
        with pytest.raises(IndexStoreError):
            round_of(feeds, index)
    assert feeds.all() == before
    assert [counts(r) for r in update(feeds, index)] == [(1, 0, 0, 0)]


def test_a_feed_that_is_removed_during_a_round_stays_removed(site, feeds, follow, index):
    url = follow(site.feed("/all.xml", site.story("/club", CLUB))).url
    list(update(feeds, index, lambda *_: feeds.remove(url) and None))
    assert feeds.all() == []


def test_progress_counts_on_through_all_feeds(site, feeds, follow, index):
    follow(site.feed("/one.xml", site.story("/club", CLUB)))
    follow(site.feed("/two.xml", site.story("/museum", MUSEUM)))
    told = []
    list(update(feeds, index, lambda *now: told.append(now)))
    assert [(items, passages) for items, passages, _ in told] == [(1, 1), (2, 2)]
    assert {taken.outcome for _, _, some in told for taken in some} == {"added"}


def test_many_feeds_are_taken_in_by_groups_and_portions(site, feeds, follow, index, monkeypatch):
    monkeypatch.setattr(updating, "_TOGETHER", 2)
    monkeypatch.setattr(updating, "_PORTION", 2)
    for n in range(5):
        story = site.story(f"/{n}", f"{CLUB} That was race number {n} of the year in the town.")
        follow(site.feed(f"/{n}.xml", story))
    assert len(round_of(feeds, index)) == 5
    pages = set(index.store.pages())
    assert pages == {site.url(f"/{n}") for n in range(5)}


def test_updating_goes_on_while_the_server_dies_and_comes_back(feeds, index, caplog):
    caplog.set_level(logging.INFO, logger=schedule.__name__)
    server = HTTPServer(host="localhost", port=0)
    server.start()
    site = Site(server)
    with Fetcher(index.settings) as fetcher:
        feeds.add(site.feed("/all.xml", site.story("/club", CLUB)), fetcher)
    stop = threading.Event()
    thread = threading.Thread(target=every, args=(0.05, feeds, index, stop))
    thread.start()
    try:
        lines = iter(_lines(caplog))
        assert "Feeds checked: 1; articles: 1 new" in next(lines)
        server.stop()
        assert any(
            "feeds that failed" in line and "refuses the connection" in line for line in lines
        )
        site.feed("/all.xml", site.story("/museum", MUSEUM), "/club")
        server.start()
        assert any("1 new" in line for line in lines)
    finally:
        stop.set()
        thread.join(20)
        server.stop()
    assert not thread.is_alive()
    assert len(index.store.articles()) == 2


def _lines(caplog, seconds: int = 30):
    """Log lines as they come."""
    seen = 0
    for _ in range(seconds * 50):
        messages = [r.getMessage() for r in caplog.records if r.name == schedule.__name__]
        yield from messages[seen:]
        seen = len(messages)
        threading.Event().wait(0.02)


def test_a_round_that_fails_is_logged_and_followed_by_the_next(feeds, index, caplog, monkeypatch):
    stop = threading.Event()
    calls = []

    def failing(*_):
        calls.append(1)
        if len(calls) == 2:
            stop.set()
        raise IndexStoreError("The disk is full.")

    monkeypatch.setattr(schedule, "update", failing)
    every(0.01, feeds, index, stop)
    assert len(calls) == 2
    assert [r.getMessage() for r in caplog.records] == [
        "The feeds were not updated: The disk is full."
    ] * 2


def test_a_long_wait_ends_at_once_when_it_is_stopped(feeds, index, caplog):
    caplog.set_level(logging.INFO, logger=schedule.__name__)
    stop = threading.Event()
    thread = threading.Thread(target=every, args=(3600, feeds, index, stop))
    thread.start()
    assert next(iter(_lines(caplog))).startswith("Feeds checked: 0; articles: 0 new")
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), (" 1H ", 3600), ("1 d", 86400)]
)
def test_intervals_are_read(text, seconds):
    assert interval(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "0m", "-5m", "1.5h", "15 minutes", "9999999s"])
def test_what_is_no_interval_is_said(text):
    with pytest.raises(SettingsError, match=r"is no interval\. Write it as 90s, 15m, 1h or 1d"):
        interval(text)
