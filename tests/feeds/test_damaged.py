"""Feeds with faults, in wrong encodings, and too large ones."""

import pytest

from assistant.errors import SourceError
from assistant.sources.listings.feeds import is_feed
from tests.feeds.written import JSON, item, links, only, page, read, rss

FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("\ufeff", "it is empty"),
        ("Not found", "it is no feed"),
        ("<!DOCTYPE html><html><body><p>Sorry.</p></body></html>", "it is no feed"),
        ("<urlset><url/></urlset>", "it is no feed"),
        (b"\x00\xff\xfe\x80" * 50, "it is no feed"),
        ("{", "it is JSON but no JSON Feed"),
        ('{"items": []}', "it is JSON but no JSON Feed"),
        ('{"version": "2", "items": []}', "its version is '2'"),
        ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, "recursion"),
    ],
)
def test_what_is_no_feed_is_said(content, reason):
    with pytest.raises(SourceError, match=reason):
        read(content)


def test_of_a_feed_that_breaks_off_the_whole_entries_are_taken():
    feed = read(rss(item(1), item(2), item(3))[:-40])
    assert links(feed) == ["https://news.example/1", "https://news.example/2"]
    assert not feed.whole
    assert [s.reason for s in feed.skipped] == ["it breaks off; 2 entries before that are taken"]


@pytest.mark.parametrize(
    "broken",
    [
        rss("<title>Fish & chips</title><link>https://news.example/1</link>"),
        rss("<title>Caf&eacute;</title><link>https://news.example/1</link>"),
        rss("<title>Fog\x0b\x1f</title><link>https://news.example/1</link>"),
        rss("<title>A <b>fog</title><link>https://news.example/1</link>"),
        rss("<title>&#99999999999;</title><link>https://news.example/1</link>"),
        rss("<title>&#x110000;</title><link>https://news.example/1</link>").replace("0'", "0"),
        rss("<title>Half a sign: &#xD800;</title><link>https://news.example/1</link>"),
        rss(f"{item(1)}<fb:origLink xmlns:fb='{FEEDBURNER}' rel='x'>/1</fb:origLink>"),
        "\n\n" + rss(item(1)),
        "<?xml version='1.0' encoding='nonsense'?>" + rss(item(1)),
    ],
)
def test_small_faults_of_the_markup_are_overlooked(broken):
    assert links(read(broken)) == ["https://news.example/1"]


@pytest.mark.parametrize(
    ("encoding", "prolog", "media_type"),
    [
        ("utf-8", "", "text/xml; charset=iso-8859-1"),
        ("utf-8", "<?xml version='1.0' encoding='windows-1251'?>", None),
        ("utf-8-sig", "", None),
        ("windows-1251", "<?xml version='1.0' encoding='windows-1251'?>", None),
        (
            "windows-1251",
            "<?xml version='1.0' encoding='utf-8'?>",
            "text/xml; charset=windows-1251",
        ),
        ("windows-1251", "<?xml version='1.0' encoding='utf-8'?>", "text/xml"),
        ("koi8-r", "<?xml version='1.0' encoding='koi8-r'?>", "text/xml; charset=utf-8"),
        ("utf-16", "<?xml version='1.0' encoding='utf-16'?>", None),
        ("windows-1251", "<?xml encoding='undefined'?>", "text/xml; charset=idna"),
    ],
)
def test_a_wrong_charset_is_seen_through(encoding, prolog, media_type):
    title = "Паром опаздывает из-за тумана, сообщил начальник порта"
    content = (prolog + rss(item(1).replace("Story 1", title))).encode(encoding)
    assert is_feed(page(content))
    assert only(read(content, media_type)).title == title


def test_a_charset_of_escapes_is_believed():
    prolog = "<?xml version='1.0' encoding='iso-2022-jp'?>"
    content = (prolog + rss(item(1).replace("Story 1", "船は遅れる"))).encode("iso-2022-jp")
    assert only(read(content)).title == "船は遅れる"


def test_a_charset_cannot_smuggle_in_what_no_text_holds():
    prolog = "<?xml version='1.0' encoding='unicode_escape'?>"
    assert only(read(prolog + rss(item(1) + r"<author>\ud800</author>"))).title == "Story 1"


def test_a_few_damaged_bytes_do_not_garble_the_rest():
    content = rss(item(1).replace("Story 1", "Größere Fähren für Föhr")).encode()
    title = only(read(content.replace("ß".encode(), b"\xc3"))).title
    assert title == "Gröere Fähren für Föhr"


def test_the_newest_entries_are_taken_and_the_rest_told_in_one_line():
    days = [3, 1, 5, 2, 4]
    feed = read(rss(*(item(d, f"0{d} Feb 2026 10:00 GMT") for d in days), item(9)), limit=2)
    assert links(feed) == ["https://news.example/5", "https://news.example/4"]
    assert [s.reason for s in feed.skipped] == [
        "it lists 6 entries; the 2 newest are taken (the setting max_entries is 2)"
    ]


@pytest.mark.parametrize("form", ["rss", "json"])
def test_of_a_hundred_thousand_entries_the_newest_thousand_are_taken(form):
    if form == "rss":
        dates = (f"{1 + n // 25_000:02} Feb 2026 10:{n % 60:02}:00 GMT" for n in range(100_000))
        content = rss(*(item(n, date) for n, date in enumerate(dates)))
    else:
        row = '{{"id": "{0}", "url": "/{0}", "date_published": "2026-02-0{1}T10:{2:02}:00Z"}}'
        rows = (row.format(n, 1 + n // 25_000, n % 60) for n in range(100_000))
        content = f'{{"version": "https://jsonfeed.org/version/1", "items": [{",".join(rows)}]}}'
    feed = read(content, limit=1000)
    assert len(feed.wanted) == 1000
    assert all(
        w.entry.published.at.day == 4 and w.entry.published.at.minute >= 57 for w in feed.wanted
    )
    (skipped,) = feed.skipped
    assert "it lists 100,000 entries; the 1,000 newest are taken" in skipped.reason


def test_a_large_feed_loses_nothing_but_what_is_too_much():
    text = "<description>" + "Fog on the river. " * 60_000 + "</description>"
    feed = read(rss(item(1) + text, *(item(n) for n in range(2, 10))), limit=5)
    assert links(feed) == [f"https://news.example/{n}" for n in range(1, 6)]
    assert feed.wanted[0].entry.html.count("Fog") == 60_000


@pytest.mark.parametrize("last", ["Harb", "<item>", "</item>"])
def test_a_feed_that_breaks_off_before_anything_is_whole_is_none(last):
    content = rss(item(1))
    with pytest.raises(SourceError, match="it breaks off before the end of its first entry"):
        read(content[: content.index(last) + len(last)])


def test_a_megabyte_of_nested_tags_is_given_up():
    with pytest.raises(SourceError, match="it breaks off"):
        read("<rss version='2.0'><channel><item>" + "<a>" * 400_000)


def test_entities_are_not_expanded():
    laughs = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">' + "".join(
        f'<!ENTITY {chr(c)} "&{chr(c - 1)};&{chr(c - 1)};">' for c in range(ord("c"), ord("z") + 1)
    )
    files = '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    feed = read(laughs + files + rss(item(1) + "<description>&z; &file;</description>"))
    assert links(feed) == ["https://news.example/1"]
    assert len(only(feed).html) < 100
    assert "root" not in only(feed).html


def test_json_items_that_do_not_fit_are_told_and_the_others_taken():
    feed = read(JSON.replace('"items": [', '"items": [null, {"url": 5}, [], '))
    assert len(feed.wanted) == 2
    assert [s.reason for s in feed.skipped] == ["its entries with neither a page nor a text: 3"]


@pytest.mark.parametrize(
    ("field", "authors"),
    [
        ('"author": "Jane"', ("Jane",)),
        ('"authors": ["Jane", {"name": "Ada"}, {"name": 5}, 6]', ("Jane", "Ada")),
        ('"authors": {"name": "Jane"}', ("Jane",)),
        ('"author": {"name": "Jane"}', ("Jane",)),
        ('"author": false', ()),
        ('"date_published": 1738662000', ()),
        ('"language": false', ()),
        ('"summary": []', ()),
        ('"external_url": {}', ()),
    ],
)
def test_a_field_of_a_json_item_that_does_not_fit_counts_as_not_stated(field, authors):
    row = f'{{"url": "/1", "title": "Ferry", "content_text": "Late.", {field}}}'
    entry = only(read(f'{{"version": "https://jsonfeed.org/version/1", "items": [{row}]}}'))
    assert (entry.title, entry.html, entry.authors) == ("Ferry", "<p>Late.</p>", authors)


@pytest.mark.parametrize("half", [r"\ud83d", r"\uDE00"])
def test_half_a_character_in_a_json_feed_costs_no_more_than_itself(half):
    feed = read(JSON.replace('"Bac"', rf'"Bac{half} \ud83d\ude00 \\ud83d"'))
    assert len(feed.wanted) == 2
    assert feed.wanted[0].entry.title == "Bac 😀 \\ud83d"
