"""Which feeds are followed."""

import pytest

from assistant.errors import SourceError
from tests.feeds.conftest import CLUB


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
        ("%PDF-1.7 a report", "There is no feed at .*names none"),
        ("<rss/", "no feed"),
        ("<rss version='2.0'><channel><title>Harbour</title><item><ti", "breaks off before"),
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
