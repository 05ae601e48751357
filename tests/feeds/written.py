"""Feeds as they are written, for the tests that read them."""

from datetime import datetime, timezone

from assistant.intake import Page
from assistant.sources.listings.feeds import Feed, read_feed

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
