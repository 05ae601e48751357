"""Whatever is wrong with one thing is a line that says so, and the rest goes in."""

import gzip
import resource
import socket
from html import escape

import pytest

from assistant.answering.assistant import Assistant
from assistant.errors import IndexStoreError
from assistant.intake import IngestReport
from assistant.settings import Settings
from assistant.sources.web import visiting
from tests.conftest import open_assistant, write
from tests.test_ingestion import CLUB, agreed, ingest
from tests.web.server import HTML, redirect, serve, web_server

MB = 1_000_000
STORY = (
    f"<html><head><title>Race</title></head><body><article><p>{CLUB}</p></article></body></html>"
)


@pytest.fixture
def assistant(tmp_path, embedder, monkeypatch) -> Assistant:
    monkeypatch.setattr(visiting, "BACKOFF_SECONDS", 0.0)
    settings = Settings(
        data_dir=tmp_path / "data",
        model="extractive",
        host_delay=0,
        max_entries=20,
        allowed_hosts=("localhost", "127.0.0.1"),
    )
    return open_assistant(settings, embedder)


def feed(*urls: str) -> str:
    items = "".join(f"<item><title>T</title><link>{escape(url)}</link></item>" for url in urls)
    return f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>"


def left_out(report: IngestReport) -> dict[str, str]:
    return {s.item: s.reason for s in report.skipped}


def _bad_pages(site) -> dict[str, str]:
    """Addresses on a site, and what is to be said of each."""
    rules = "User-agent: *\nDisallow: /private"
    site.expect_request("/robots.txt").respond_with_data(rules)
    for status in (403, 404, 429, 500):
        site.expect_request(f"/{status}").respond_with_data("", status=status)
    bomb = {"Content-Encoding": "gzip"}
    return {
        serve(site, "/private"): "robots.txt",
        site.url_for("/404"): "404",
        site.url_for("/403"): "403",
        site.url_for("/429"): "429",
        site.url_for("/500"): "500",
        redirect(site, "/circle", site.url_for("/circle")): "redirect",
        serve(site, "/bomb", gzip.compress(bytes(30 * MB)), headers=bomb): "20,000,000 bytes",
        serve(site, "/empty", ""): "empty",
        serve(site, "/none", "<html><body><nav>Home Sport</nav></body></html>"): "",
        serve(site, "/photo", b"\x89PNG", content_type="image/png"): "image/png",
        site.url_for("/tls").replace("http:", "https:"): "secure",
        "http://10.0.0.1/story": "no public address",
    }


def test_each_bad_page_of_a_feed_is_a_line_and_the_good_ones_go_in(assistant, httpserver):
    bad = _bad_pages(httpserver)
    page = serve(httpserver, "/club", STORY)
    misnamed = {"content_type": "text/html; charset=ascii"}
    garbled = serve(httpserver, "/charset", STORY.replace("crew", "équipe"), **misnamed)
    url = serve(httpserver, "/feed", feed(*bad, page, garbled), content_type="text/xml")
    report = assistant.ingest([url])
    told = left_out(report)
    assert (report.added, told.keys()) == (2, bad.keys())
    assert {item: words for item, words in bad.items() if words not in told[item]} == {}
    assert not any("\n" in reason for reason in told.values())
    assert any("équipe" in article.text for article in assistant.articles())


@pytest.mark.parametrize("size", [200 * MB, None], ids=["200 MB", "without end"])
def test_of_a_page_that_is_too_large_no_more_is_read_than_is_allowed(assistant, size):
    sent = 0

    def pour(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(HTML + b"\r\n")
        while size is None or sent < size:
            connection.sendall(bytes(MB))
            sent += MB

    with web_server(pour) as server:
        told = left_out(assistant.ingest([server.url]))
    assert "20,000,000 bytes" in told[server.url]
    assert sent < 40 * MB


def test_of_a_feed_of_100_000_entries_the_newest_go_in_and_the_rest_is_one_line(
    assistant, httpserver
):
    httpserver.no_handler_status_code = 404
    pages = [serve(httpserver, f"/{n}", STORY.replace("Race", f"Race {n}")) for n in range(20)]
    more = (httpserver.url_for(f"/old/{n}") for n in range(100_000 - len(pages)))
    url = serve(httpserver, "/feed", feed(*pages, *more), content_type="text/xml")
    report = assistant.ingest([url])
    assert report.added + report.unchanged + report.reprints == 20
    assert [s.item for s in report.skipped] == [url]
    assert "it lists 100,000 entries; the 20 newest are taken" in report.skipped[0].reason


@pytest.mark.parametrize("most", [0, 100_000], ids=["at once", "half way"])
def test_a_full_disk_is_one_sentence_and_the_next_run_finishes(index, tmp_path, most):
    """Writing fails for real: no file may be larger than `most` bytes."""
    write(tmp_path / "in", "club", CLUB)
    _ = index.lexical
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        with pytest.raises(IndexStoreError, match=r"disk has space") as error:
            ingest(index, tmp_path / "in")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "\n" not in str(error.value)
    assert ingest(index, tmp_path / "in").passages == len(agreed(index)) == 1
