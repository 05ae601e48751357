"""Many pages at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.intake import Entry, Page, Skipped, Validators, Wanted
from assistant.sources.web import addresses, jobs, politeness
from tests.conftest import eventually
from tests.web.server import HTML, paths, reason, serve, web_server

MINUTE = 60.0


@pytest.fixture
def busy():
    """A server that holds every request until it is told to let go, and counts them."""
    let_go = threading.Event()

    def answer(connection):
        let_go.wait(MINUTE)
        connection.sendall(HTML + b"\r\nNews.")

    with web_server(answer) as server:
        yield server, let_go
        let_go.set()


def wanted(server, count: int) -> list[Wanted]:
    return [Wanted(url=f"{server.url}{number}") for number in range(count)]


def threads() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name.startswith("fetch")]


def test_every_page_that_is_wanted_comes_once(site, fetcher):
    urls = [serve(site, f"/{n}", status=404 if n % 3 == 0 else 200) for n in range(40)]
    entry = Entry(title="Told by the feed")
    items = list(fetcher.fetch_all(Wanted(url=url, entry=entry) for url in urls))
    pages = {item.url: item for item in items if isinstance(item, Page)}
    skipped = {item.item for item in items if isinstance(item, Skipped)}
    assert len(items) == 40
    assert sorted([*pages, *skipped]) == sorted(urls)
    assert skipped == set(urls[::3])
    assert all(page.entry == entry for page in pages.values())
    assert sorted(paths(site)) == sorted(f"/{n}" for n in range(40))


def test_no_site_gets_more_than_two_requests_at_once(busy, fetcher):
    server, let_go = busy
    with ThreadPoolExecutor(1) as pool:
        items = pool.submit(list, fetcher.fetch_all(wanted(server, 6)))
        eventually(lambda: len(server.requests) == 1 + politeness.AT_ONCE)
        assert not threading.Event().wait(0.1)
        assert len(server.requests) == 1 + politeness.AT_ONCE
        let_go.set()
        assert len(items.result()) == 6


def test_sites_do_not_wait_for_each_other(busy, site, fetcher):
    server, _ = busy
    mixed = [*wanted(server, 20), Wanted(url=serve(site, "/a"))]
    items = fetcher.fetch_all(mixed)
    assert next(items).url == site.url_for("/a")
    items.close()


def test_what_is_wanted_is_read_no_further_than_needed(site, fetcher):
    url = serve(site, "/a")
    read: list[int] = []

    def endless():
        while True:
            read.append(1)
            yield Wanted(url=url)

    items = fetcher.fetch_all(endless())
    for _ in range(5):
        next(items)
    assert len(read) <= 5 + jobs.LOOKAHEAD
    items.close()


def test_closing_stops_at_once_what_is_on_its_way(busy, site, fetcher):
    server, _ = busy
    items = fetcher.fetch_all([*wanted(server, 10), Wanted(url=serve(site, "/a"))])
    next(items)
    items.close()
    eventually(lambda: not threads())
    assert len(server.requests) <= 1 + politeness.AT_ONCE


def test_closing_the_fetcher_stops_what_is_on_its_way(busy, fetcher):
    server, _ = busy
    with ThreadPoolExecutor(1) as pool:
        items = pool.submit(list, fetcher.fetch_all(wanted(server, 5)))
        eventually(lambda: len(server.requests) == 1 + politeness.AT_ONCE)
        fetcher.close()
        assert {reason(item) for item in items.result()} == {"The fetch was stopped."}
    assert reason(fetcher.fetch(server.url)) == "The fetch was stopped."


def test_waiting_for_ones_turn_is_stopped_too(site, fetcher_of):
    fetcher = fetcher_of(host_delay=MINUTE)
    items = fetcher.fetch_all([Wanted(url=serve(site, "/a"))])
    with ThreadPoolExecutor(1) as pool:
        got = pool.submit(list, items)
        eventually(lambda: len(site.log) == 1)
        fetcher.close()
        assert reason(got.result()[0]) == "The fetch was stopped."


def test_the_text_of_the_feed_stands_in_for_a_page_that_cannot_be_had(site, fetcher):
    entry = Entry(title="A title", html="<p>Told by the feed.</p>")
    url = serve(site, "/a", status=403)
    (page,) = fetcher.fetch_all([Wanted(url=url, entry=entry)])
    assert (page.url, page.content, page.media_type) == (url, b"", "text/html")
    assert page.entry == entry
    assert page.validators == Validators()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://10.0.0.1/reboot"])
def test_nothing_stands_in_for_an_address_that_is_refused(fetcher, url):
    entry = Entry(title="A title", html="<p>Told by the feed.</p>")
    (item,) = fetcher.fetch_all([Wanted(url=url, entry=entry)])
    assert item.item == url
    assert reason(item)


def test_an_error_in_the_program_is_not_hidden(site, fetcher_of, monkeypatch):
    def broken(*_args, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(addresses, "resolve", broken)
    with pytest.raises(ZeroDivisionError):
        list(fetcher_of().fetch_all([Wanted(url="http://localhost/")]))
    eventually(lambda: not threads())
