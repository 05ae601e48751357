import gzip
from datetime import datetime, timezone
from email.utils import format_datetime

import pytest

from assistant.intake import Page, Skipped, Unchanged, Validators, Wanted
from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.urls import by_turns, pages

STORY = "<html><head><title>{0}</title></head><body><p>Story {0}.</p></body></html>"


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(data_dir=tmp_path, host_delay=0, allowed_hosts=("localhost",))


@pytest.fixture
def serve(httpserver):
    """Publishes something at a path and gives its address; all other paths answer 404."""
    httpserver.no_handler_status_code = 404

    def at(path: str, content: str | bytes, media_type: str = "text/html", **values) -> str:
        handler = httpserver.expect_request(path)
        handler.respond_with_data(content, content_type=media_type, **values)
        return str(httpserver.url_for(path))

    return at


@pytest.fixture
def read(settings):
    with Fetcher(settings) as fetcher:
        yield lambda *urls, **more: list(pages(urls, fetcher, settings, **more))


def rss(*urls: str, text: str = "") -> str:
    told = f"<description>&lt;p&gt;{text}&lt;/p&gt;</description>" if text else ""
    items = "".join(f"<item><title>T</title><link>{url}</link>{told}</item>" for url in urls)
    return f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>"


def urlset(*urls: str) -> str:
    rows = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>"


def opml(*urls: str) -> str:
    rows = "".join(f"<outline text='F' xmlUrl='{url}'/>" for url in urls)
    return f"<opml version='2.0'><body><outline text='News'>{rows}</outline></body></opml>"


def paths(items) -> set[str]:
    assert all(isinstance(item, Page) for item in items)
    return {"/" + item.url.partition("//")[2].partition("/")[2] for item in items}


@pytest.fixture
def stories(serve) -> list[str]:
    return [serve(f"/{n}", STORY.format(n)) for n in range(3)]


def test_an_article_is_the_page_itself(serve, read):
    (page,) = read(serve("/a", STORY.format("A")))
    assert (page.content, page.entry) == (STORY.format("A").encode(), None)


@pytest.mark.parametrize(
    ("listing", "media_type"),
    [
        (rss, "application/rss+xml"),
        (rss, "text/html"),
        (urlset, "text/xml"),
        (lambda *urls: gzip.compress(urlset(*urls).encode()), "application/gzip"),
    ],
)
def test_a_listing_stands_for_its_pages_whatever_it_is_called(
    serve, read, stories, listing, media_type
):
    found = read(serve("/list", listing(*stories), media_type))
    assert paths(found) == {"/0", "/1", "/2"}


def test_what_a_feed_says_of_a_page_comes_with_it(serve, read, stories):
    (page,) = read(serve("/feed", rss(stories[0], text="Fog.")))
    assert (page.content, page.entry.html) == (STORY.format(0).encode(), "<p>Fog.</p>")


def test_where_a_page_cannot_be_had_the_text_of_the_feed_stands_in(serve, read, httpserver):
    (page,) = read(serve("/feed", rss(httpserver.url_for("/gone"), text="Fog.")))
    assert (page.url, page.content) == (httpserver.url_for("/gone"), b"")
    assert page.entry.html == "<p>Fog.</p>"


def test_an_entry_without_a_page_is_not_fetched(serve, read, httpserver):
    text = "<description>Fog.</description>"
    (page,) = read(
        serve("/feed", f"<rss version='2.0'><channel><item>{text}</item></channel></rss>")
    )
    assert (page.content, page.entry.html) == (b"", "Fog.")
    assert [r.path for r, _ in httpserver.log].count("/feed") == 1


def test_opml_stands_for_the_pages_of_its_feeds(serve, read, stories):
    feeds = [serve("/feed1", rss(*stories[:2])), serve("/feed2", rss(stories[2]))]
    bad = serve("/page", STORY.format("no feed"))
    found = read(serve("/list.opml", opml(*feeds, bad)))
    assert paths([item for item in found if isinstance(item, Page)]) == {"/0", "/1", "/2"}
    (skipped,) = (item for item in found if isinstance(item, Skipped))
    assert skipped.item == bad
    assert "it is no feed" in skipped.reason


@pytest.mark.parametrize("named", [True, False])
def test_a_home_page_stands_for_the_site_of_its_sitemaps(serve, read, stories, named):
    home = serve("/", STORY.format("home"))
    where = serve("/maps/a.xml" if named else "/sitemap.xml", urlset(*stories), "text/xml")
    if named:
        serve("/robots.txt", f"User-agent: *\nSitemap: {where}\n", "text/plain")
    assert paths(read(home)) == {"/0", "/1", "/2"}
    assert paths(read(home.rstrip("/"))) == {"/0", "/1", "/2"}


def test_of_a_site_without_sitemaps_an_article_or_its_feed_is_asked_for(serve, read):
    link = "<link rel='alternate' type='application/rss+xml' href='/all.xml'>"
    head = f"<base href='http://[1'>{link}"
    home = serve("/", f"<html><head>{head}</head><body><p>News</p></body></html>")
    (skipped,) = read(home)
    assert skipped.item == home
    assert skipped.reason == (
        "no sitemap lists its pages; give the address of an article or a feed, "
        f"such as {home}all.xml"
    )


def test_a_feed_may_be_where_a_home_page_would_be(serve, read, stories):
    assert paths(read(serve("/", rss(*stories)))) == {"/0", "/1", "/2"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(b" " * 21_000_000), "more than 20,000,000 bytes"),
        ("<opml><body/></opml>", "names no feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 5}', "no JSON Feed"),
    ],
)
def test_a_broken_listing_is_told_and_the_rest_goes_on(serve, read, stories, content, reason):
    bad = serve("/bad", content)
    found = read(bad, stories[0])
    assert paths([item for item in found if isinstance(item, Page)]) == {"/0"}
    (skipped,) = (item for item in found if isinstance(item, Skipped))
    assert skipped.item == bad
    assert reason in skipped.reason


def test_what_cannot_be_had_is_told_by_its_address(read, httpserver, serve):
    given = [httpserver.url_for("/gone"), "ftp://localhost/a", "nonsense", "http://["]
    assert sorted(skipped.item for skipped in read(*given)) == sorted(given)


def test_an_address_given_twice_is_asked_once(serve, read, httpserver, stories):
    assert len(read(stories[0], stories[0])) == 1


def test_pages_that_have_not_changed_are_not_sent_again(serve, settings, httpserver):
    at = format_datetime(datetime(2026, 2, 4, tzinfo=timezone.utc), usegmt=True)
    known = Validators(last_modified=at)
    headers = {"If-Modified-Since": at}
    httpserver.expect_request("/a", headers=headers).respond_with_data("", status=304)
    feed = serve("/feed", rss(httpserver.url_for("/a")))
    with Fetcher(settings, lambda url: known if url.endswith("/a") else Validators()) as fetcher:
        assert list(pages([feed], fetcher, settings)) == [Unchanged(url=httpserver.url_for("/a"))]


def test_hosts_take_turns():
    wanted = [Wanted(url=f"https://{host}.example/{n}") for host in "ab" for n in range(3)]
    order = [one.url.removeprefix("https://").replace(".example", "") for one in by_turns(wanted)]
    assert order == ["a/0", "b/0", "a/1", "b/1", "a/2", "b/2"]


@pytest.mark.parametrize("listing", [rss, urlset])
def test_what_was_removed_comes_back_only_if_it_is_named(serve, read, stories, httpserver, listing):
    url = serve("/all.xml", listing(*stories[:2]))
    skipped, page = sorted(read(url, removed={stories[0]}), key=lambda item: isinstance(item, Page))
    assert (skipped.item, page.url) == tuple(stories[:2])
    assert "removed before" in skipped.reason
    assert "/0" not in {request.path for request, _ in httpserver.log}
    assert paths(read(stories[0], removed={stories[0]})) == {"/0"}


def test_a_text_of_a_feed_that_was_removed_does_not_come_back(serve, read):
    item = "<item><title>T</title><description>Fog on the river.</description></item>"
    url = serve("/all.xml", f"<rss version='2.0'><channel>{item}</channel></rss>")
    (text,) = read(url)
    (skipped,) = read(url, removed={text.url})
    assert "removed before" in skipped.reason
