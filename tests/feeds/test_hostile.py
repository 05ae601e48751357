"""Feeds that one odd element, sign or text of an entry must not spoil."""

from time import perf_counter

import feedparser
import pytest

from assistant.feeds.updating import update
from assistant.sources.listings import xmlfeed
from assistant.sources.listings.opml import read_opml
from tests.feeds.conftest import CLUB
from tests.feeds.written import item, links, only, read, rss

LARGE = f"<!--{'x' * xmlfeed._LARGE}-->"
AFTER = (
    "<title>AT&amp;T &lt;3</title><link>https://news.example/s?id=7&amp;p=2</link>"
    "<description><![CDATA[<p>Fog &amp; wind.</p>]]></description>"
)
FIELDS = (
    "authors", "author", "content", "source", "title_detail", "summary_detail", "links", "value",
    "published", "published_parsed", "updated_parsed", "language", "id",
)  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("odd", ["<{0}>abcdef</{0}>", "<{0} a='b'>abcdef</{0}>", "<{0} a='b'/>"])
def test_an_element_that_is_called_like_a_field_spoils_nothing(name, odd):
    odd = odd.format(name)
    feed = read(rss(item(1) + odd, item(2), head=f"<title>Harbour</title>{odd}"))
    assert links(feed) == ["https://news.example/1", "https://news.example/2"]


def test_an_entry_that_cannot_be_read_is_told_and_the_others_taken(monkeypatch):
    def broken(fields, *_):
        raise AttributeError(fields)

    monkeypatch.setattr(xmlfeed, "_entry", broken)
    (skipped,) = read(rss(item(1))).skipped
    assert skipped.reason == "its entries with neither a page nor a text: 1"


def test_a_feed_that_cannot_be_parsed_does_not_stop_the_others(
    site, feeds, follow, index, monkeypatch
):
    bad, good = follow(site.feed("/a.xml")).url, site.feed("/b.xml", site.story("/club", CLUB))
    follow(good)
    site.pages["/a.xml"] = rss(item(1), head="<title>Bad</title>")
    whole = feedparser.parse

    def parse(content, **options):
        if b"Bad" in content.getvalue():
            raise AttributeError("'str' object has no attribute 'get'")
        return whole(content, **options)

    monkeypatch.setattr(feedparser, "parse", parse)
    found = {report.url: report for report in update(feeds, index)}
    assert "too damaged to be read" in found[bad].failure
    assert found[good].report.added == 1


@pytest.mark.parametrize("padding", ["", LARGE], ids=["small", "large"])
@pytest.mark.parametrize(
    ("stray", "title"),
    [
        ("A & B", "A & B"),
        ("Caf&eacute; &Uuml;ber &LT;", "Café Über <"),
        ("A&nbsp;B", "A B"),
        ("A <br> B", "A B"),
        ("A &unknown; B", "A &unknown; B"),
        ("<![CDATA[A & B <item>]]>", "A & B <item>"),
    ],
)
def test_a_stray_sign_changes_nothing_that_follows(padding, stray, title):
    first = f"<title>{stray}</title><link>https://news.example/x?a=1&b=2&copy=3</link>"
    feed = read(rss(first, AFTER, head=f"<title>Harbour</title>{padding}"))
    assert links(feed) == [
        "https://news.example/x?a=1&b=2&copy=3",
        "https://news.example/s?id=7&p=2",
    ]
    one, two = (wanted.entry for wanted in feed.wanted)
    assert (one.title, two.title, two.html) == (title, "AT&T <3", "<p>Fog &amp; wind.</p>")


def test_a_stray_sign_in_an_opml_list_changes_nothing_that_follows():
    outlines = (
        '<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"/>'
        '<outline text="AT&amp;T" xmlUrl="https://b.example/?x=1&amp;y=2"/>'
    )
    found = read_opml(f"<opml><body>{outlines}</body></opml>".encode())
    assert [(one.title, one.url) for one in found] == [
        ("A & B", "https://a.example/?x=1&y=2"),
        ("AT&T", "https://b.example/?x=1&y=2"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        rss(item(1) + f"<description>&lt;p style='{'a' * 250_000}'&gt;</description>"),
        rss(item(1) + f"<author>{'-' * 250_000}</author>"),
        rss(item(1) + f"<author>{'-' * 1000}<x/></author>".replace("<x/>", "-<x/>-" * 40_000)),
        "\n" * 250_000 + rss(item(1)),
        "<?xml version='1.0'?>" + "\n" * 250_000 + rss(item(1)),
        rss(item(1), end="<!--" * 60_000 + "-->"),
        rss(item(1), end="<![CDATA[" * 30_000 + "]]>"),
    ],
    ids=["style", "author", "pieces", "blanks", "blanks after", "comments", "cdata"],
)
def test_no_text_takes_long(content):
    began = perf_counter()
    assert only(read(content)).title == "Story 1"
    assert perf_counter() - began < 5
