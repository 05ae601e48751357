import gzip
from datetime import datetime, timezone

import pytest

from assistant.errors import SourceError
from assistant.intake import Page, Skipped, Wanted
from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.listings.sitemaps import Sitemap, read_sitemap, site_pages

NOW = datetime(2026, 2, 6, 12, tzinfo=timezone.utc)
URL = "https://news.example/maps/sitemap.xml"
LIMIT = 100_000
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
NEWS = (
    "<news:news><news:publication><news:name>Harbour News</news:name>"
    "<news:language>pt-br</news:language></news:publication>"
    "<news:publication_date>2026-02-04T18:30:00+01:00</news:publication_date>"
    "<news:title>Ferry &amp; fog</news:title></news:news>"
)


def page(content: str | bytes) -> Page:
    content = content.encode() if isinstance(content, str) else content
    return Page(url=URL, content=content, fetched_at=NOW)


def read(content: str | bytes, limit: int = 100, max_bytes: int = LIMIT) -> Sitemap:
    return read_sitemap(page(content), max_bytes, limit)


def urlset(*rows: str) -> str:
    body = "".join(f"<url>{row}</url>" for row in rows)
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset {NAMES}>{body}</urlset>"


def index(*rows: str) -> str:
    body = "".join(f"<sitemap>{row}</sitemap>" for row in rows)
    return f"<sitemapindex {NAMES}>{body}</sitemapindex>"


def row(loc: object, lastmod: str = "") -> str:
    return f"<loc>\n {loc} </loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")


def links(found) -> list[str]:
    return [wanted.url for wanted in found if isinstance(wanted, Wanted)]


def reasons(found) -> list[str]:
    return [skipped.reason for skipped in found if isinstance(skipped, Skipped)]


def test_pages_are_listed_newest_first_and_undated_ones_last():
    rows = [row("/a"), row("/b", "2026-02-01"), row("/c", "2026-02-03T10:00:00Z"), row("/d")]
    found = read(urlset(*rows))
    assert [url[-1] for url in links(found.wanted)] == ["c", "b", "a", "d"]
    assert links(found.wanted)[0] == "https://news.example/c"
    assert found.total == 4


def test_the_last_modification_is_no_publication():
    entry = read(urlset(row("/a", "2026-02-03T10:00:00Z"))).wanted[0].entry
    assert (entry.published, str(entry.modified)) == (None, "2026-02-03 10:00")


def test_one_modification_of_all_pages_is_that_of_the_sitemap():
    found = read(urlset(row("/a", "2026-02-03"), row("/b", "2026-02-03")))
    assert [wanted.entry for wanted in found.wanted] == [None, None]


@pytest.mark.parametrize("lastmod", ["2027-01-01", "1970-01-01", "2026-02", "soon", "0000-00-00"])
def test_impossible_modifications_are_dropped(lastmod):
    assert read(urlset(row("/a", lastmod))).wanted[0].entry is None


def test_a_news_sitemap_gives_title_outlet_language_and_publication_date():
    image = "<image:image><image:loc>/x.jpg</image:loc><image:title>X</image:title></image:image>"
    (wanted,) = read(urlset(row("/a") + NEWS + image)).wanted
    entry = wanted.entry
    assert wanted.url == "https://news.example/a"
    assert (entry.title, entry.source, entry.language) == ("Ferry & fog", "Harbour News", "pt-br")
    assert (str(entry.published), entry.modified) == ("2026-02-04 17:30", None)


def test_a_modification_before_the_publication_is_dropped():
    entry = read(urlset(row("/a", "2026-02-04") + NEWS)).wanted[0].entry
    assert (str(entry.published), entry.modified) == ("2026-02-04 17:30", None)


def test_an_index_lists_sitemaps_newest_first():
    found = read(index(row("1.xml", "2026-01-01"), row("2.xml", "2026-02-01")))
    names = [url.rsplit("/")[-1] for url in found.sitemaps]
    assert (names, found.wanted) == (["2.xml", "1.xml"], ())


def test_a_gzipped_sitemap_is_unpacked():
    assert links(read(gzip.compress(urlset(row("/a")).encode())).wanted)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no sitemap"),
        ("<html><body/></html>", "it is no sitemap but html"),
        ("User-agent: *", "no sitemap but something other than XML"),
        (gzip.compress(b"<urlset>" + b" " * (LIMIT + 1)), "more than 100,000 bytes"),
        (gzip.compress(urlset(row("/a")).encode())[:-20], "a part of it is missing"),
        (b"\x1f\x8b\x08 nonsense", "damaged"),
    ],
)
def test_what_is_no_sitemap_is_said(content, reason):
    with pytest.raises(SourceError, match=reason):
        read(content)


def test_rows_without_an_address_are_passed_over_and_broken_ends_overlooked():
    rows = ["", row(""), row("mailto:a@news.example"), row("http://["), row("/a"), row("/b")]
    assert links(read(urlset(*rows)[:-30]).wanted) == ["https://news.example/a"]


def test_a_stray_sign_changes_nothing_that_follows():
    found = read(urlset(row("/x?a=1&b=2"), row("/y?a=1&amp;b=2"))).wanted
    assert links(found) == ["https://news.example/x?a=1&b=2", "https://news.example/y?a=1&b=2"]


def test_entities_are_not_expanded():
    laughs = '<!DOCTYPE u [<!ENTITY a "/ha"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = urlset(row("/x&a;&f;"), row("/b")).partition("?>")[2]
    assert links(read(laughs + body).wanted) == [
        "https://news.example/x&a;&f;",
        "https://news.example/b",
    ]


def test_of_fifty_thousand_pages_the_newest_are_taken():
    rows = (row(f"/{n}", f"2026-01-{1 + n // 2_000:02}") for n in range(50_000))
    found = read(urlset(*rows), limit=1000, max_bytes=20_000_000)
    assert (len(found.wanted), found.total) == (1000, 50_000)
    assert {str(wanted.entry.modified) for wanted in found.wanted} == {"2026-01-25"}


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(
        data_dir=tmp_path, host_delay=0, allowed_hosts=("localhost",), max_entries=3,
        max_page_bytes=LIMIT,
    )  # fmt: skip


@pytest.fixture
def follow(httpserver, settings):
    """What the sitemap at a path leads to."""
    httpserver.no_handler_status_code = 404
    with Fetcher(settings) as fetcher:
        yield lambda *paths: list(
            site_pages([httpserver.url_for(path) for path in paths], fetcher, settings)
        )


@pytest.fixture
def serve(httpserver):
    def at(path: str, content: str | bytes) -> None:
        httpserver.expect_request(path).respond_with_data(content, content_type="text/xml")

    return at


def asked(httpserver) -> list[str]:
    return [request.path for request, _ in httpserver.log if request.path != "/robots.txt"]


def test_nested_sitemaps_are_read_newest_first_until_there_are_enough_pages(
    httpserver, follow, serve
):
    serve("/index.xml", index(row("/old.xml", "2026-01-01"), row("/new.xml", "2026-02-01")))
    serve("/new.xml", gzip.compress(urlset(*(row(f"/{n}") for n in range(4))).encode()))
    found = follow("/index.xml")
    assert [url[-2:] for url in links(found)] == ["/0", "/1", "/2"]
    assert reasons(found) == [
        "it lists more pages; the 3 newest found are taken (the setting max_entries is 3)"
    ]
    assert asked(httpserver) == ["/index.xml", "/new.xml"]


def test_news_sitemaps_are_read_first_and_their_word_on_a_page_counts(httpserver, follow, serve):
    serve("/all.xml", urlset(row("/a", "2026-02-05"), row("/b", "2026-02-01")))
    serve("/news.xml", urlset(row("/a") + NEWS))
    found = follow("/all.xml", "/news.xml")
    assert asked(httpserver) == ["/news.xml", "/all.xml"]
    assert [url[-2:] for url in links(found)] == ["/a", "/b"]
    assert found[0].entry.title == "Ferry & fog"
    assert reasons(found) == []


def test_sitemaps_that_name_each_other_are_read_once(httpserver, follow, serve):
    serve("/a.xml", index(row("/b.xml"), row("/a.xml")))
    serve("/b.xml", index(row("/a.xml"), row("/b.xml"), row("/c.xml")))
    serve("/c.xml", urlset(row("/page")))
    assert [url[-5:] for url in links(follow("/a.xml"))] == ["/page"]
    assert asked(httpserver) == ["/a.xml", "/b.xml", "/c.xml"]


def test_sitemaps_without_end_are_left_at_the_third(httpserver, follow, serve):
    for n in range(5):
        serve(f"/{n}.xml", index(row(f"/{n + 1}.xml")))
    assert reasons(follow("/0.xml")) == ["sitemaps are not followed deeper than this one"]
    assert asked(httpserver) == ["/0.xml", "/1.xml", "/2.xml"]


def test_no_more_than_fifty_sitemaps_are_read(httpserver, follow, serve):
    serve("/index.xml", index(*(row(f"/{n}.xml") for n in range(200))))
    serve("/7.xml", urlset(row("/page")))
    found = follow("/index.xml")
    assert len(asked(httpserver)) == 50
    assert len(links(found)) == 1
    assert "it lists more pages" in reasons(found)[-1]


def test_a_sitemap_that_cannot_be_used_does_not_stop_the_others(follow, serve):
    rows = (row(f"/{name}.xml") for name in ("gone", "bomb", "page", "good"))
    serve("/index.xml", index(*rows))
    serve("/bomb.xml", gzip.compress(b"<urlset>" + b" " * (LIMIT + 1)))
    serve("/page.xml", "<html><body>Sorry.</body></html>")
    serve("/good.xml", urlset(row("/page")))
    found = follow("/index.xml")
    assert [url[-5:] for url in links(found)] == ["/page"]
    assert len(reasons(found)) == 3


@pytest.mark.parametrize("half", ["&#xD800;", "&#56320;"])
def test_half_a_character_costs_no_more_than_itself(half):
    found = read(urlset(row(f"https://news.example/a{half}"), row("https://news.example/b")))
    assert links(found.wanted) == ["https://news.example/a", "https://news.example/b"]
