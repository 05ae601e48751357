"""What is taken in as a page: sizes, packings and kinds."""

import gzip
import os
import tracemalloc

import pytest

from assistant.sources.fetching import Fetcher
from tests.web.server import HTML, paths, reason, sending, serve, web_server


@pytest.fixture
def small(fetcher_of) -> Fetcher:
    return fetcher_of(max_page_bytes=100_000)


TOO_LARGE = "It is larger than 100,000 bytes; raise the setting max_page_bytes to take it in."


def test_a_page_that_says_it_is_large_is_not_read(small):
    head = HTML + b"Content-Length: 200000000\r\n\r\n"
    with web_server(sending(head, b"x")) as server:
        assert reason(small.fetch(server.url)) == TOO_LARGE


def test_a_page_without_end_is_cut_off(small):
    sent = [0]

    def pour(connection):
        connection.sendall(HTML + b"\r\n")
        while not server.ended.is_set():
            sent[0] += connection.send(b"x" * 65536)

    with web_server(pour) as server:
        assert reason(small.fetch(server.url)) == TOO_LARGE
    # What the sockets of the machine take in ahead is not ours to bound.
    assert sent[0] < 50_000_000


def test_a_page_of_just_the_limit_is_taken_in(site, small):
    assert len(small.fetch(serve(site, "/a", "x" * 100_000)).content) == 100_000


def test_a_bomb_is_left_before_it_bursts(small):
    bomb = gzip.compress(bytes(100_000_000))
    head = HTML + b"Content-Encoding: gzip\r\n\r\n"
    with web_server(sending(head, bomb)) as server:
        tracemalloc.start()
        assert reason(small.fetch(server.url)) == TOO_LARGE
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 5_000_000


def test_what_follows_a_packed_page_is_not_read(small):
    def pour(connection):
        connection.sendall(HTML + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"News."))
        while not server.ended.is_set():
            connection.sendall(bytes(65536))

    with web_server(pour) as server:
        assert small.fetch(server.url).content == b"News."


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd"])
def test_packings_that_were_not_asked_for_are_not_unpacked(site, fetcher, encoding):
    url = serve(site, "/a", gzip.compress(b"x"), headers={"Content-Encoding": encoding})
    assert f"packed as {encoding!r}, which was not asked for" in reason(fetcher.fetch(url))


def test_damaged_gzip_is_told(site, fetcher):
    url = serve(site, "/a", "no gzip", headers={"Content-Encoding": "gzip"})
    assert "The gzip data that localhost sent is damaged" in reason(fetcher.fetch(url))


def test_gzip_that_breaks_off_is_asked_for_again(site, fetcher):
    packed = gzip.compress(os.urandom(1000))[:-200]
    url = serve(site, "/a", packed, headers={"Content-Encoding": "gzip"})
    assert "breaks off" in reason(fetcher.fetch(url))
    assert paths(site) == ["/a"] * 3


def test_an_empty_page_is_told(site, fetcher):
    assert reason(fetcher.fetch(serve(site, "/a", " \n"))) == "The server sent an empty page."


@pytest.mark.parametrize(
    "media_type",
    [
        "text/html", "TEXT/HTML;charset=utf-8", "text/plain", "text/markdown", "text/csv",
        "application/xhtml+xml", "application/rss+xml", "application/atom+xml", "text/xml",
        "application/xml", "application/json", "application/feed+json", "application/pdf",
        "application/x-gzip",
    ],
)  # fmt: skip
def test_whatever_may_hold_text_is_taken_in(site, fetcher, media_type):
    page = fetcher.fetch(serve(site, "/a", content_type=media_type))
    assert page.media_type == media_type


@pytest.mark.parametrize(
    "media_type",
    ["image/png", "image/svg+xml", "video/mp4", "audio/mpeg", "font/woff2", "application/zip"],
)
def test_what_holds_no_text_is_left(site, fetcher, media_type):
    told = reason(fetcher.fetch(serve(site, "/a", content_type=media_type)))
    assert told == f"This is {media_type}, which holds no article; give the address of a page."


@pytest.mark.parametrize("kind", [b"", b"Content-Type: application/octet-stream\r\n"])
@pytest.mark.parametrize(
    ("content", "taken"),
    [
        (b"<p>News.</p>", True),
        (b"%PDF-1.7\n\0\0", True),
        ("News.".encode("utf-16"), True),
        (gzip.compress(b"<urlset/>"), True),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", False),
    ],
    ids=["html", "pdf", "utf-16", "gzip", "png"],
)
def test_what_a_server_does_not_name_is_looked_at(fetcher, kind, content, taken):
    head = b"HTTP/1.1 200 OK\r\n" + kind + b"Content-Length: %d\r\n\r\n" % len(content)
    with web_server(sending(head, content)) as server:
        item = fetcher.fetch(server.url)
    if taken:
        assert item.content == content
    else:
        assert "does not look like text" in reason(item)


@pytest.mark.parametrize("charset", ["", "; charset=latin-1"])
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/octet-stream", "application/xml", "text/xml"]
)
def test_what_a_server_miscalls_is_told_by_its_bytes(site, fetcher, kind, charset):
    html = "<?xml version='1.0'?>\n<!DOCTYPE html>\n<html><p>Größe</p></html>".encode("latin-1")
    page = fetcher.fetch(serve(site, "/html", html, content_type=kind + charset))
    assert page.media_type == "text/html" + charset
    pdf = fetcher.fetch(serve(site, "/pdf", b"%PDF-1.4 x", content_type=kind + charset))
    assert pdf.media_type == "application/pdf"


def test_a_page_without_a_type_and_one_with_two_are_web_pages(fetcher):
    body = b"Content-Length: 17\r\n\r\n<html>News</html>"
    for kind in (b"", b"Content-Type: text/html, text/html\r\n"):
        with web_server(sending(b"HTTP/1.1 200 OK\r\n", kind, body)) as server:
            assert fetcher.fetch(server.url).media_type == "text/html"


@pytest.mark.parametrize("encoding", ["UTF-8", "none", "identity"])
def test_a_page_that_is_not_packed_is_taken_in_whatever_its_server_calls_that(
    site, fetcher, encoding
):
    url = serve(site, "/a", headers={"Content-Encoding": encoding})
    assert fetcher.fetch(url).content == b"<p>News.</p>"
