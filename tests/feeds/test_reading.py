"""What is read out of a feed, and which pages are none."""

import json

import pytest

from assistant.articles.reading import read_articles
from assistant.sources.listings.feeds import Feed, is_feed
from assistant.sources.listings.links import feeds_of, web_address
from tests.feeds.written import ATOM, JSON, RDF, RSS, URL, item, links, only, page, read, rss


def test_rss_gives_address_title_text_author_outlet_language_and_date():
    feed = read(RSS)
    assert feed.title == "Harbour News"
    assert links(feed) == ["https://news.example/2026/ferry?from=rss"]
    entry = only(feed)
    assert entry.title == "Ferry late again & again"
    assert (entry.authors, entry.source, entry.language) == (
        ("Ada Stone",),
        "Harbour News",
        "en-GB",
    )
    assert str(entry.published) == "2026-02-04 17:30"
    assert (entry.published.origin, entry.modified) == ("feed", None)


def test_the_longest_text_is_taken_with_absolute_links():
    assert '<a href="https://news.example/why">again</a>' in only(read(RSS)).html


@pytest.mark.parametrize("tag", ["script", "style"])
def test_of_a_feeds_text_only_what_a_reader_sees_becomes_an_article(tag):
    text = f"The ferry is late again.&lt;{tag}&gt;steal()&lt;/{tag}&gt; Fog lies on the river."
    (own,) = read(rss(f"<description>{text}</description>")).texts
    (article,) = read_articles(own)
    assert article.text == "The ferry is late again. Fog lies on the river."


def test_atom_keeps_publication_and_update_apart_and_names_the_outlet_it_took_it_from():
    feed = read(ATOM)
    entry = only(feed)
    assert feed.title == "Zeitung"
    assert links(feed) == ["https://zeitung.example/a/faehre.html"]
    assert (str(entry.published), str(entry.modified)) == ("2026-02-03 08:00", "2026-02-04 08:30")
    assert (entry.authors, entry.source) == (("Ada Stein", "Ben Holz"), "Agentur")
    assert (entry.html, entry.language) == ("<p>Die Fähre <b>fehlt</b>.</p>", "de")


def test_an_update_is_no_publication_date():
    entry = only(read(ATOM.replace("<published>2026-02-03T08:00:00Z</published>", "")))
    assert entry.published is None
    assert str(entry.modified) == "2026-02-04 08:30"


def test_rdf_with_a_plain_date_gives_the_day():
    entry = only(read(RDF))
    assert (str(entry.published), entry.published.precision) == ("2026-02-04", "day")


def test_json_feed_gives_the_same_fields():
    feed = read(JSON)
    assert links(feed) == ["https://news.example/1", "https://news.example/2"]
    first, second = (wanted.entry for wanted in feed.wanted)
    assert (first.title, first.authors, first.language) == ("Bac", ("Ada",), "fr")
    assert (str(first.published), str(first.modified)) == ("2026-02-04 17:30", "2026-02-05")
    assert second.html == "<p>Un &lt; deux.</p><p>Trois.</p>"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Wed, 04 Feb 2026 00:00:00 +0900", "2026-02-04"),
        ("Wed, 04 Feb 2026 00:00:00 EST", "2026-02-04"),
        ("Wed, 04 Feb 2026", "2026-02-04"),
        ("Wed, 04 Feb 2026 23:30:00 -0800", "2026-02-05 07:30"),
        ("2026-02-04T10:15Z", "2026-02-04 10:15"),
        ("20260204T101500Z", "2026-02-04 10:15"),
        ("2026-02-04 10:15:00 +0100", "2026-02-04 09:15"),
        ("2026-02-04 10:15:00 UTC", "2026-02-04 10:15"),
        ("2026-02-04 10:15:00 EST", "2026-02-04"),
        ("2026-02-04T25:61:00Z", "2026-02-04"),
        ("2026-2-4", "2026-02-04"),
        ("2026/02/04 10:00:00", "2026-02-04 10:00"),
        ("2026/02/04 10:00:00 +0900", "2026-02-04 01:00"),
        ("2026.02.04 00:00", "2026-02-04"),
        ("2026年02月04日", "2026-02-04"),
        ("2026년 02월 04일 10:00:00", "2026-02-04 10:00"),
        ("04 Feb 26 10:00 GMT", "2026-02-04 10:00"),
        ("Feb 04 2026 10:00:00 GMT", "2026-02-04 10:00"),
        ("Wed Feb 4 10:00:00 2026", "2026-02-04 10:00"),
        ("Sat, 07 Feb 2026 10:00:00 GMT", "2026-02-07 10:00"),
        ("Mon, 09 Feb 2026 10:00:00 GMT", "None"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "None"),
        ("Mon, 32 Feb 99999 25:61:00 +9999", "None"),
        ("2026/02", "None"),
        ("04-02-2026 10:00", "None"),
        ("25-02-2026", "None"),
        ("04/02/2026", "None"),
        ("2026-02", "None"),
        ("2026", "None"),
        ("2026-02-31", "None"),
        ("2025-02-30 10:00:00 GMT", "None"),
        ("10:00", "None"),
        ("yesterday", "None"),
        ("", "None"),
    ],
)
def test_dates_are_read_and_impossible_ones_dropped(stated, expected):
    assert str(only(read(rss(item(1, stated)))).published) == expected


@pytest.mark.parametrize(
    "stated", ["2026-02", "2026-13-01", "0001-01-01T00:00:00+14:00", "20260204103000", "soon"]
)
def test_impossible_dates_of_json_feeds_are_dropped(stated):
    assert read(JSON.replace("2026-02-04T18:30:00+01:00", stated)).wanted[0].entry.published is None


def test_a_page_that_is_listed_twice_is_wanted_once():
    again = item(1).replace("/1<", "/1#comments<").replace("Story", "Comments on")
    feed = read(rss(item(1), again, item(2)))
    assert links(feed) == ["https://news.example/1", "https://news.example/2"]
    assert feed.wanted[0].entry.title == "Story 1"


@pytest.mark.parametrize("link", ["", "<link/>", "<link>mailto:ada@news.example</link>"])
def test_without_a_link_an_address_as_guid_will_do(link):
    guid = '<guid isPermaLink="false">https://news.example/g</guid>'
    expected = [] if "mailto" in link else ["https://news.example/g"]
    assert links(read(rss(link + guid))) == expected


def test_a_number_as_guid_is_no_address():
    guid = '<guid isPermaLink="false">12345</guid>'
    feed = read(rss(f"{guid}<description>Fog.</description>"))
    assert feed.wanted == ()
    assert [text.url.partition("#")[0] for text in feed.texts] == [URL]


def test_an_entry_without_page_is_a_page_of_its_own_text_or_told():
    feed = read(rss("<description>&lt;p&gt;Fog.&lt;/p&gt;</description>", "<title>Bare</title>"))
    assert feed.wanted == ()
    (text,) = feed.texts
    assert text.url.startswith(f"{URL}#")
    assert (text.content, text.entry.html) == (b"", "<p>Fog.</p>")
    assert [s.reason for s in feed.skipped] == ["its entries with neither a page nor a text: 1"]


def test_a_text_without_page_has_the_same_address_as_long_as_it_says_the_same():
    fog, rain = (rss(f"<description>{word}</description>") for word in ("Fog.", "Rain."))
    urls = {read(text).texts[0].url for text in (fog, fog, rain)}
    assert len(urls) == 2


def test_a_feed_without_entries_is_a_feed():
    assert read(rss()) == Feed(title="Harbour News")


@pytest.mark.parametrize("content", [RSS, ATOM, RDF, JSON, "\ufeff \n" + JSON])
def test_feeds_are_told_by_their_content(content):
    assert is_feed(page(content, "text/html"))


@pytest.mark.parametrize("content", ["", "<html><body><item>x</item></body></html>", "{}", "rss"])
def test_other_things_are_no_feeds(content):
    assert not is_feed(page(content, "application/rss+xml"))


def test_a_web_page_names_its_feeds():
    head = (
        '<base href="/news/"><link rel="stylesheet" type="text/css" href="a.css">'
        '<link rel="alternate" hreflang="fr" href="/fr/">'
        '<link rel="ALTERNATE home" type="application/rss+xml; charset=utf-8" href="all.xml">'
        '<link rel=alternate type="application/atom+xml" href="https://other.example/atom">'
        '<link rel="alternate" type="application/feed+json" href="javascript:alert(1)">'
        '<link rel="alternate" type="application/feed+json" href="all.xml">'
    )
    found = feeds_of(page(f"<html><head>{head}</head></html>", url="https://news.example/start"))
    assert found == ["https://news.example/news/all.xml", "https://other.example/atom"]


@pytest.mark.parametrize("content", ["", "<!-- -->", "plain", b"\x00\x01", "%PDF-1.7"])
def test_what_is_no_web_page_names_no_feeds(content):
    assert feeds_of(page(content)) == []


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (" /a?b=c#d ", "https://news.example/a?b=c"),
        ("//other.example/a", "https://other.example/a"),
        ("http://[", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        (None, None),
    ],
)
def test_links_become_addresses(link, expected):
    assert web_address(link, URL) == expected


def test_a_json_feed_may_state_its_version_last():
    items = [{"url": "/1", "content_text": "Fog. " * 5000}]
    content = json.dumps({"items": items, "version": "https://jsonfeed.org/version/1.1"})
    assert is_feed(page(content, "application/feed+json"))
    assert links(read(content)) == ["https://news.example/1"]
