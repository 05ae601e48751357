"""Pages, answers that are no pages, and redirects."""

import gzip
from email.utils import format_datetime

import pytest
from werkzeug import Response

from assistant.intake import Page, Unchanged, Validators, Wanted
from assistant.sources.web import exchange, politeness
from tests.conftest import WEDNESDAY
from tests.web.server import paths, reason, redirect, sending, serve, web_server


def test_a_page_comes_with_all_that_its_server_said(site, fetcher):
    url = serve(
        site,
        "/a",
        "<p>Füße</p>",
        content_type="text/html; charset=latin-1",
        headers={"ETag": '"v1"', "Last-Modified": "Wed, 04 Feb 2026 10:00:00 GMT"},
    )
    page = fetcher.fetch(url)
    assert isinstance(page, Page)
    assert (page.url, page.location) == (url, url)
    assert page.content == "<p>Füße</p>".encode()
    assert page.media_type == "text/html; charset=latin-1"
    assert page.validators == Validators(etag='"v1"', last_modified="Wed, 04 Feb 2026 10:00:00 GMT")
    assert page.fetched_at.tzinfo
    assert page.entry is None


def test_we_say_who_we_are(site, fetcher):
    fetcher.fetch(serve(site, "/a"))
    agents = {request.headers["User-Agent"] for request, _ in site.log}
    assert len(agents) == 1
    assert agents.pop().startswith("news-assistant/")


def test_a_redirected_page_keeps_the_address_that_was_asked_for(site, fetcher):
    target = serve(site, "/new")
    old = redirect(site, "/old", "/new#part")
    page = fetcher.fetch(old)
    assert (page.url, page.location) == (old, target + "#part")


def test_a_site_that_wants_its_cookie_back_gets_it_but_no_other_page_sends_it(site, fetcher):
    def answer(request):
        if "seen" in request.cookies:
            return Response("<p>News.</p>", content_type="text/html")
        headers = {"Location": request.path, "Set-Cookie": "seen=1; Path=/"}
        return Response("", status=302, headers=headers)

    site.expect_request("/a").respond_with_handler(answer)
    assert isinstance(fetcher.fetch(site.url_for("/a")), Page)
    fetcher.fetch(serve(site, "/b"))
    assert ["Cookie" in request.headers for request, _ in site.log] == [False, False, True, False]


def test_a_page_that_has_not_changed_is_not_sent_again(site, fetcher_of):
    known = Validators(etag='"v1"', last_modified="Wed, 04 Feb 2026 10:00:00 GMT")
    headers = {"If-None-Match": '"v1"', "If-Modified-Since": "Wed, 04 Feb 2026 10:00:00 GMT"}
    site.expect_request("/a", headers=headers).respond_with_data("", status=304)
    url = site.url_for("/a")
    fetcher = fetcher_of(known={url: known}.__getitem__)
    assert list(fetcher.fetch_all([Wanted(url=url)])) == [Unchanged(url=url)]


def test_a_tag_that_is_not_ascii_does_no_harm(site, fetcher_of):
    fetcher = fetcher_of(known=lambda url: Validators(etag='"é"'))
    [page] = fetcher.fetch_all([Wanted(url=serve(site, "/a"))])
    assert isinstance(page, Page)


def test_a_server_that_says_unchanged_unasked_is_not_believed(site, fetcher):
    site.expect_request("/a").respond_with_data("", status=304)
    told = reason(fetcher.fetch(site.url_for("/a")))
    assert told == "localhost answers 304: Not Modified, which is no page."


@pytest.mark.parametrize("more", [-260, -1, 0, 1])
def test_gzip_is_unpacked_whole(site, fetcher, more):
    content = b"x" * (2 * exchange._PIECE_BYTES + more)
    url = serve(site, "/a", gzip.compress(content), headers={"Content-Encoding": "gzip"})
    assert fetcher.fetch(url).content == content


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "wants a login; save the page"),
        (403, "refuses access; save the page from a browser"),
        (404, "has no such page; check the address"),
        (410, "was removed"),
        (451, "legal reasons"),
        (204, "No Content, which is no page"),
        (418, "which is no page"),
        (501, "Not Implemented, which is no page"),
        (302, "Found, which is no page"),
        (599, "unknown, which is no page"),
    ],
)
def test_a_status_that_will_stay_is_asked_once_and_told(site, fetcher, status, said):
    told = reason(fetcher.fetch(serve(site, "/a", status=status)))
    assert told.startswith(f"localhost answers {status}: ")
    assert said in told
    assert paths(site) == ["/a"]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_status_that_may_pass_is_asked_three_times(site, fetcher, status):
    told = reason(fetcher.fetch(serve(site, "/a", status=status)))
    assert f"({status}); try again later." in told
    assert paths(site) == ["/a"] * 3


def test_what_has_passed_is_taken_in(site, fetcher):
    site.expect_ordered_request("/robots.txt").respond_with_data("", status=404)
    for status in (503, 500, 200):
        site.expect_ordered_request("/a").respond_with_data(
            "News.", status=status, content_type="text/plain"
        )
    assert fetcher.fetch(site.url_for("/a")).content == b"News."


def test_a_server_is_left_alone_for_as_long_as_it_asks(site, fetcher, monkeypatch):
    rests: list[float] = []
    monkeypatch.setattr(politeness.Site, "rest", lambda _site, seconds: rests.append(seconds))
    fetcher.fetch(serve(site, "/a", status=429, headers={"Retry-After": "20"}))
    assert rests == [20.0, 20.0]


@pytest.mark.parametrize("date", [False, True], ids=["seconds", "date"])
def test_a_server_that_asks_for_a_long_rest_is_not_waited_for(site, fetcher, date):
    after = format_datetime(WEDNESDAY.replace(year=2199)) if date else "86400"
    url = serve(site, "/a", status=503, headers={"Retry-After": after})
    told = "localhost is in trouble (503); try again in 86400 s, as it asks."
    assert reason(fetcher.fetch(url)) == told
    assert reason(fetcher.fetch(serve(site, "/b"))) == told
    assert paths(site) == ["/a"]


@pytest.mark.parametrize("after", ["soon", "Wed, 04 Feb 99999999999 10:00:00 GMT"])
def test_a_retry_after_that_means_nothing_is_passed_over(site, fetcher, after):
    url = serve(site, "/a", status=503, headers={"Retry-After": after})
    assert reason(fetcher.fetch(url)) == "localhost is in trouble (503); try again later."


def test_a_circle_of_redirects_is_noticed(site, fetcher):
    url = redirect(site, "/a", "/b")
    redirect(site, "/b", "/a")
    assert reason(fetcher.fetch(url)) == f"Its redirects lead round in a circle, by way of {url}."
    assert paths(site) == ["/a", "/b"]


def test_redirects_without_end_are_left(site, fetcher):
    for number in range(20):
        redirect(site, f"/{number}", f"/{number + 1}")
    told = reason(fetcher.fetch(site.url_for("/0")))
    assert told == "It was redirected more than 10 times."
    assert len(paths(site)) == 11


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("http://10.0.0.1/", "10.0.0.1 leads to 10.0.0.1, which is no public address"),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254 leads to"),
        ("http://0x7f.1/", "leads to 127.0.0.1, which is no public address"),
        ("http://[::ffff:127.0.0.1]/", "no public address"),
        ("file:///etc/passwd", "redirected to file:///etc/passwd: Only http and https"),
        ("http://user:secret@localhost/", "user name or password"),
    ],
)
def test_no_redirect_leads_where_nobody_may_go(site, fetcher, target, said):
    assert said in reason(fetcher.fetch(redirect(site, "/a", target)))
    assert paths(site) == ["/a"]


@pytest.mark.parametrize("target", ["http://localhost:port/", "https:////]]x"])
def test_a_redirect_to_what_is_no_address_is_told(fetcher, target):
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\n\r\n".encode()
    with web_server(sending(head)) as server:
        told = reason(fetcher.fetch(server.url))
    assert told.startswith("It is redirected to an address that is not valid (")
