"""What robots.txt asks for, and whose turn it is."""

import threading
from itertools import pairwise

import pytest
from werkzeug import Response

from assistant.intake import Page
from assistant.sources.web import connection, failures, politeness, visiting
from tests.web.server import paths, reason, redirect, serve


def robots(server, text: str, status: int = 200) -> None:
    server.expect_request("/robots.txt").respond_with_data(text, status=status)


def test_what_a_site_forbids_is_not_fetched(httpserver, fetcher):
    robots(httpserver, "User-agent: *\nDisallow: /private/\nAllow: /private/press$")
    secret = reason(fetcher.fetch(serve(httpserver, "/private/a")))
    assert secret == "The robots.txt of localhost does not allow this to be fetched."
    assert isinstance(fetcher.fetch(serve(httpserver, "/private/press")), Page)
    assert isinstance(fetcher.fetch(serve(httpserver, "/a")), Page)
    assert [request.path for request, _ in httpserver.log].count("/robots.txt") == 1


def test_rules_for_us_come_before_those_for_all(httpserver, fetcher):
    robots(httpserver, "User-agent: *\nDisallow: /\n\nUser-agent: News-Assistant\nDisallow: /x")
    assert isinstance(fetcher.fetch(serve(httpserver, "/a")), Page)
    assert "does not allow" in reason(fetcher.fetch(serve(httpserver, "/x")))


def test_a_redirect_leads_round_no_rules(httpserver, fetcher):
    robots(httpserver, "User-agent: *\nDisallow: /private")
    serve(httpserver, "/private")
    assert "does not allow" in reason(fetcher.fetch(redirect(httpserver, "/a", "/private")))
    assert paths(httpserver) == ["/a"]


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410])
def test_a_site_without_rules_allows_everything(httpserver, fetcher, status):
    robots(httpserver, "User-agent: *\nDisallow: /", status)
    assert isinstance(fetcher.fetch(serve(httpserver, "/a")), Page)


@pytest.mark.parametrize("status", [429, 500, 503, 520])
def test_a_site_that_cannot_tell_its_rules_allows_nothing(httpserver, fetcher, status):
    robots(httpserver, "", status)
    for path in ("/a", "/b"):
        told = reason(fetcher.fetch(serve(httpserver, path)))
        assert told.startswith("The robots.txt of localhost cannot be had, so nothing there may")
        assert f"{status}" in told
    assert len(httpserver.log) == (1 if status == 520 else 3)


def test_rules_that_moved_are_found(httpserver, fetcher):
    redirect(httpserver, "/robots.txt", "/rules")
    serve(httpserver, "/rules", "User-agent: *\nDisallow: /a", content_type="image/png")
    assert "does not allow" in reason(fetcher.fetch(httpserver.url_for("/a")))


def test_rules_without_end_are_read_as_far_as_needed(httpserver, fetcher_of):
    robots(httpserver, "User-agent: *\nDisallow: /a\n" + "# more\n" * 300_000)
    fetcher = fetcher_of(max_page_bytes=1000)
    assert "does not allow" in reason(fetcher.fetch(httpserver.url_for("/a")))


def test_sitemaps_are_named_by_robots_txt(httpserver, fetcher):
    robots(
        httpserver,
        "Sitemap: /map.xml\nSitemap: https://news.example/b.xml\nSitemap: http://h:port/\n"
        "Sitemap: https:////]]x",
    )
    sitemaps = fetcher.robots_sitemaps(httpserver.url_for("/a/b"))
    assert sitemaps == [httpserver.url_for("/map.xml"), "https://news.example/b.xml"]


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "nonsense"])
def test_no_sitemaps_come_from_where_nobody_may_go(fetcher, url):
    assert fetcher.robots_sitemaps(url) == []


class Clock:
    """Time that passes only where somebody waits."""

    def __init__(self, monkeypatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(politeness, "monotonic", lambda: self.now)
        monkeypatch.setattr(connection.Patience, "sleep", self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(
    "case",
    [("", 2, 2), ("Crawl-delay: 4", 2, 4), ("Crawl-delay: 4", 5, 5), ("Crawl-delay: 999", 1, 10)],
    ids=["setting", "site", "setting above site", "too much"],
)
def test_requests_to_one_site_are_apart(httpserver, fetcher_of, monkeypatch, case):
    rules, delay, apart = case
    clock = Clock(monkeypatch)
    robots(httpserver, f"User-agent: *\n{rules}")
    at: list[float] = []

    def answer(_request):
        at.append(clock.now)
        return Response("News.", content_type="text/plain")

    httpserver.expect_request("/a").respond_with_handler(answer)
    fetcher = fetcher_of(host_delay=delay)
    for _ in range(3):
        assert isinstance(fetcher.fetch(httpserver.url_for("/a")), Page)
    assert [round(b - a, 6) for a, b in pairwise(at)] == [apart, apart]


def test_a_rest_delays_whoever_is_next(monkeypatch):
    clock = Clock(monkeypatch)
    site = politeness.Site(1.0)
    patience = connection.Patience(threading.Event())
    with site.turn(patience):
        site.rest(20.0)
    with site.turn(patience):
        assert clock.now == 1020.0


def test_each_try_waits_longer_than_the_one_before(monkeypatch):
    monkeypatch.setattr(visiting, "BACKOFF_SECONDS", 1.0)
    patience = connection.Patience(threading.Event())
    first = [visiting._backoff(patience) for _ in range(50)]
    patience.retries -= 1
    second = [visiting._backoff(patience) for _ in range(50)]
    assert 0.5 <= min(first) < max(first) <= 1.5
    assert 1.0 <= min(second) < max(second) <= 3.0


def test_a_closed_site_opens_again(monkeypatch):
    clock = Clock(monkeypatch)
    site = politeness.Site(0.0)
    site.close(300.0, "It is down.")
    with pytest.raises(failures.Failed, match="It is down"):
        site.check_open()
    clock.now += 301.0
    site.check_open()


def test_nobody_waits_for_a_turn_on_a_closed_site(monkeypatch):
    clock = Clock(monkeypatch)
    site = politeness.Site(10.0)
    patience = connection.Patience(threading.Event())
    with site.turn(patience):
        site.close(300.0, "It is down.")
    for _ in range(3):
        with pytest.raises(failures.Failed, match="It is down"), site.turn(patience):
            pass
    assert clock.now == 1000.0
