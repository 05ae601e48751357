"""A page that was read once and answers with less when it is asked again."""

import pytest

from assistant.feeds import revisits
from assistant.feeds.updating import update
from tests.feeds.conftest import BRIDGE, CLUB, MUSEUM

LATER = CLUB.replace("autumn", "winter")
ENOUGH = " The club was founded a hundred years ago by fishermen, and has never won it before."
UNREAD = {
    "a script puts the text there": "<body><div id='root'></div><script>x()</script></body>",
    "a bot check": "<title>Just a moment...</title><body><script>x()</script>"
    "<noscript>Enable JavaScript and cookies to continue</noscript></body>",
}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(revisits, "_next", lambda _since, asked: asked)


def round_of(feeds, index):
    (report,) = update(feeds, index)
    return report.report


def texts(index) -> dict[str, str]:
    return {a.url: a.text for a in index.store.articles().values()}


def canonical(site, path: str, address: str, text: str) -> None:
    link = f"<link rel='canonical' href='{site.url(address)}'>"
    site.story(path, text)
    site.pages[path] = site.pages[path].replace("<html>", f"<html><head>{link}</head>")


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD)
def test_no_teaser_takes_the_place_of_an_article_that_was_read(unread, site, feeds, follow, index):
    follow(site.feed("/all.xml", site.story("/club", CLUB + ENOUGH), text=CLUB))
    round_of(feeds, index)
    site.pages["/club"] = f"<html>{unread}</html>"
    for _ in range(2):
        done = round_of(feeds, index)
        assert (done.updated, len(done.skipped)) == (0, 1)
    assert texts(index) == {site.url("/club"): CLUB + ENOUGH}


def test_a_page_that_can_be_read_at_last_takes_the_place_of_its_teaser(site, feeds, follow, index):
    site.pages["/club"] = f"<html>{UNREAD['a bot check']}</html>"
    follow(site.feed("/all.xml", "/club", text=CLUB))
    assert round_of(feeds, index).added == 1
    assert round_of(feeds, index).unchanged == 1
    canonical(site, "/club", "/story/club", CLUB + ENOUGH)
    round_of(feeds, index)
    assert texts(index) == {site.url("/story/club"): CLUB + ENOUGH}


@pytest.mark.parametrize("address", ["/consent", "/"])
def test_a_page_that_leads_elsewhere_keeps_its_article(address, site, feeds, follow, index):
    follow(site.feed("/all.xml", site.story("/club", CLUB)))
    round_of(feeds, index)
    (before,) = index.store.articles().values()
    canonical(site, address, address, MUSEUM)
    site.moved["/club"] = address
    (skipped,) = round_of(feeds, index).skipped
    assert skipped.reason.startswith(f"it now leads to {site.url(address)};")
    assert list(index.store.articles().values()) == [before]


def test_a_story_whose_address_changes_stays_one_article_with_its_versions(
    site, feeds, follow, index
):
    follow(site.feed("/all.xml", site.story("/club", CLUB)))
    round_of(feeds, index)
    canonical(site, "/moved", "/moved", LATER)
    site.moved["/club"] = "/moved"
    assert round_of(feeds, index).updated == 1
    (current,) = index.store.articles()
    assert [a.text for a in index.store.versions(current)] == [CLUB, LATER]


def test_a_page_that_leads_to_an_article_that_is_there_keeps_its_own(site, feeds, follow, index):
    canonical(site, "/other", "/other", LATER)
    follow(site.feed("/all.xml", site.story("/club", CLUB), "/other"))
    round_of(feeds, index)
    site.moved["/club"] = "/other"
    assert len(round_of(feeds, index).skipped) == 1
    assert texts(index) == {site.url("/club"): CLUB, site.url("/other"): LATER}


def test_a_page_that_always_was_redirected_is_read_again(site, feeds, follow, index):
    site.moved["/short"] = site.story("/bridge", BRIDGE)
    follow(site.feed("/all.xml", "/short"))
    round_of(feeds, index)
    site.story("/bridge", BRIDGE.replace("March", "May"))
    assert round_of(feeds, index).updated == 1


def test_a_teaser_that_the_feed_corrects_is_taken_in_though_its_page_is_the_same(
    site, feeds, follow, index
):
    site.pages["/club"] = f"<html>{UNREAD['a bot check']}</html>"
    follow(site.feed("/all.xml", "/club", text=CLUB))
    round_of(feeds, index)
    site.feed("/all.xml", "/club", text=LATER)
    site.since()
    assert round_of(feeds, index).updated == 1
    assert site.since() == {"/all.xml": 200, "/club": 304}
    assert texts(index) == {site.url("/club"): LATER}
