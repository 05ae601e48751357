from datetime import datetime, timezone

import pytest

from assistant.errors import SourceError
from assistant.intake import Page
from assistant.sources.listings.feeds import Feed, is_feed, read_feed
from assistant.sources.listings.links import feeds_of, web_address

NOW = datetime(2026, 2, 6, 12, tzinfo=timezone.utc)
URL = "https://news.example/feeds/all.xml"


def page(content: str | bytes, media_type: str | None = None, url: str = URL) -> Page:
    content = content.encode() if isinstance(content, str) else content
    return Page(url=url, content=content, media_type=media_type, fetched_at=NOW)


def read(content: str | bytes, media_type: str | None = None, limit: int = 100) -> Feed:
    return read_feed(page(content, media_type), limit)


def rss(*items: str, head: str = "<title>Harbour News</title>", end: str = "") -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    return f'<rss version="2.0" {names}><channel>{head}{body}{end}</channel></rss>'


def item(number: int, date: str = "") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<title>Story {number}</title><link>https://news.example/{number}</link>{dated}"


def links(feed: Feed) -> list[str]:
    return [wanted.url for wanted in feed.wanted]


def only(feed: Feed):
    (wanted,) = feed.wanted
    return wanted.entry


RSS = rss(
    "<title>Ferry &lt;b&gt;late&lt;/b&gt; again &amp;amp; again</title>"
    "<link>/2026/ferry?from=rss#top</link>"
    '<guid isPermaLink="false">tag:1</guid>'
    "<pubDate>Wed, 04 Feb 2026 18:30:00 +0100</pubDate>"
    "<dc:creator>Ada Stone</dc:creator>"
    "<description>The ferry is late.</description>"
    "<content:encoded><![CDATA[<p>The ferry is late, <a href='/why'>again</a>.</p>"
    "<script>steal()</script>]]></content:encoded>",
    head="<title>Harbour News</title><language>en-GB</language>",
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://zeitung.example/a/">
<title type="html">&lt;i&gt;Zeitung&lt;/i&gt;</title>
<entry><title>Fähre</title><id>tag:1</id><link href="faehre.html"/>
<link rel="enclosure" href="ton.mp3"/>
<published>2026-02-03T08:00:00Z</published><updated>2026-02-04T09:30:00+01:00</updated>
<author><name>Ada Stein</name></author><author><name>Ben Holz</name></author>
<summary>1 &lt; 2</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Die Fähre <b>fehlt</b>.</p></div></content>
<source><title>Agentur</title></source></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://news.example/"><title>Harbour</title></channel>
<item rdf:about="https://news.example/1"><title>Ferry</title><link>https://news.example/1</link>
<dc:date>2026-02-04</dc:date></item></rdf:RDF>"""
JSON = """{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1",
"title": "Harbour", "language": "fr", "items": [
{"id": 1, "url": "/1", "title": "Bac", "content_html": "<p>Le bac.</p>",
"date_published": "2026-02-04T18:30:00+01:00", "date_modified": "2026-02-05",
"authors": [{"name": "Ada"}, {"url": "https://a.example"}]},
{"id": "https://news.example/2", "content_text": "Un < deux.\\n\\nTrois."}]}"""


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


def test_the_longest_text_is_taken_with_absolute_links_and_without_scripts():
    html = only(read(RSS)).html
    assert '<a href="https://news.example/why">again</a>' in html
    assert "steal" not in html


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
        ("Sat, 07 Feb 2026 10:00:00 GMT", "2026-02-07 10:00"),
        ("Mon, 09 Feb 2026 10:00:00 GMT", "None"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "None"),
        ("Mon, 32 Feb 99999 25:61:00 +9999", "None"),
        ("yesterday", "None"),
        ("", "None"),
    ],
)
def test_dates_are_read_and_impossible_ones_dropped(stated, expected):
    assert str(only(read(rss(item(1, stated)))).published) == expected


@pytest.mark.parametrize("stated", ["2026-02", "2026-13-01", "0001-01-01T00:00:00+14:00", "soon"])
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


def test_an_entry_without_page_is_a_page_of_its_own_text_or_told():
    feed = read(rss("<description>&lt;p&gt;Fog.&lt;/p&gt;</description>", "<title>Bare</title>"))
    assert feed.wanted == ()
    (text,) = feed.texts
    assert text.url.startswith(f"{URL}#")
    assert (text.content, text.entry.html) == (b"", "<p>Fog.</p>")
    assert [s.reason for s in feed.skipped] == ["1 of its entries have neither a page nor a text"]


def test_a_text_without_page_has_the_same_address_as_long_as_it_says_the_same():
    fog, rain = (rss(f"<description>{word}</description>") for word in ("Fog.", "Rain."))
    urls = {read(text).texts[0].url for text in (fog, fog, rain)}
    assert len(urls) == 2


def test_a_feed_without_entries_is_a_feed():
    assert read(rss()) == Feed(title="Harbour News")


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
        (rss("<title>&#99999999999;</title>").replace("2.0", "2.0'"), "too damaged"),
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
    assert title == "Grö\ufffdere Fähren für Föhr"


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


def test_a_megabyte_of_nested_tags_is_given_up():
    assert read("<rss version='2.0'><channel><item>" + "<a>" * 400_000).wanted == ()


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
    assert [s.reason for s in feed.skipped] == ["3 of its entries have neither a page nor a text"]


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


@pytest.mark.parametrize("content", ["", "<!-- -->", "plain", b"\x00\x01"])
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
