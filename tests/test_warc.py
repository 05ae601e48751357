import gzip
import io
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from assistant.intake import Page, Skipped
from assistant.sources.local.files import pages

LIMIT = 20_000
PAGE = b"<html><p>The bridge was closed.</p></html>" + b" " * 400
URL = "https://www.post.example/{}"


def record(
    name: str,
    body: bytes = PAGE,
    kind: str = "response",
    status: str = "200 OK",
    **headers: str,
) -> tuple[str, bytes, str, StatusAndHeaders]:
    fields = {"Content-Type": "text/html"} | {k.replace("_", "-"): v for k, v in headers.items()}
    http = StatusAndHeaders(status, list(fields.items()), "HTTP/1.1")
    return URL.format(name), body, kind, http


def written(records: Iterable[tuple[str, bytes, str, StatusAndHeaders]], *, packed: bool) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    for url, body, kind, http in records:
        headers = {"WARC-Date": "2026-02-04T10:30:00Z"}
        content_type = "text/html" if kind == "resource" else None
        made = writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            http_headers=http if kind in {"response", "revisit"} else None,
            warc_headers_dict=headers,
            warc_content_type=content_type or "",
        )
        writer.write_record(made)
    return file.getvalue()


def found_in(path: Path, content: bytes) -> list[Page | Skipped]:
    path.write_bytes(content)
    return list(pages([path], LIMIT))


def names(found: Iterable[Page | Skipped]) -> list[str]:
    return [f.url.rpartition("/")[2] for f in found if isinstance(f, Page)]


@pytest.fixture(params=["a.warc", "a.warc.gz"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return tmp_path / request.param


def test_pages_have_the_address_the_date_and_the_kind_that_the_crawler_saw(path):
    records = [record("crack", Content_Type="text/html; charset=utf-8")]
    (page,) = found_in(path, written(records, packed=path.suffix == ".gz"))
    assert (page.url, page.content) == (URL.format("crack"), PAGE)
    assert page.media_type == "text/html; charset=utf-8"
    assert page.fetched_at.isoformat() == "2026-02-04T10:30:00+00:00"


@pytest.mark.parametrize("stated", [b"soon", b"0001-01-01T00:00:00+23:59", b"9999-12-31T23:59:59Z"])
def test_a_page_whose_date_cannot_be_was_fetched_now(path, stated):
    content = written([record("a")], packed=False).replace(b"2026-02-04T10:30:00Z", stated)
    (page,) = found_in(path, content)
    assert abs(page.fetched_at - datetime.now(timezone.utc)) < timedelta(minutes=1)


def test_only_pages_that_were_there_are_read(path):
    records = [
        record("a"),
        record("gone", status="404 Not Found"),
        record("moved", b"", status="301 Moved"),
        record("photo.jpg", Content_Type="image/jpeg"),
        record("robots.txt", Content_Type="text/plain"),
        record("again", b"", kind="revisit"),
        record("meta", kind="metadata"),
        record("kept", kind="resource"),
        record("report.pdf", b"%PDF-1.7", Content_Type="application/pdf"),
    ]
    found = found_in(path, written(records, packed=path.suffix == ".gz"))
    assert names(found) == ["a", "kept", "report.pdf"]
    assert len(found) == 3


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(c), c) for c in (body[:9], body[9:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE), {"Transfer_Encoding": "chunked"}),
        (chunked(PAGE), {"Transfer_Encoding": "Chunked"}),
        (gzip.compress(PAGE), {"Content_Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content_Encoding": "deflate"}),
        (zlib.compress(PAGE)[2:-4], {"Content_Encoding": "deflate"}),
        (brotli.compress(PAGE), {"Content_Encoding": "br"}),
        (
            chunked(gzip.compress(PAGE)),
            {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
        ),
        (PAGE, {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (PAGE, {"Content_Encoding": "UTF-8"}),
    ],
    ids=[
        "chunks",
        "chunks, written large",
        "gzip",
        "zlib",
        "bare deflate",
        "brotli",
        "both",
        "neither, as archived",
        "a charset",
    ],
)
def test_bodies_are_decoded(path, body, headers):
    (page,) = found_in(path, written([record("a", body, **headers)], packed=True))
    assert page.content == PAGE


@pytest.mark.parametrize(
    ("body", "coding", "reason"),
    [
        (gzip.compress(b"x" * 10**6), "gzip", "more than 20,000 bytes"),
        (brotli.compress(b"x" * 10**8), "br", "more than 20,000 bytes"),
        (zlib.compress(b"x" * 10**6), "deflate", "more than 20,000 bytes"),
        (gzip.compress(PAGE)[:-15], "gzip", "it ends in the middle"),
        (b"\xff\xfe no brotli", "br", "it is damaged"),
        (b"(\xb5/\xfd", "zstd", "packed as zstd, which is not read"),
        (b"x" * (LIMIT + 1), "", "the limit is 20,000"),
        (b" ", "", "it is empty"),
    ],
)
def test_a_page_that_cannot_be_decoded_costs_itself_only(path, body, coding, reason):
    records = [record("a", body, Content_Encoding=coding), record("b")]
    skipped, page = found_in(path, written(records, packed=path.suffix == ".gz"))
    assert (skipped.item, page.url) == (URL.format("a"), URL.format("b"))
    assert reason in skipped.reason


def test_a_damaged_gzip_member_costs_its_record_only(tmp_path):
    one, two, three = (written([record(n, PAGE + n.encode() * 999)], packed=True) for n in "abc")
    damaged = two[:60] + b"\xff" * 20 + two[80:]
    found = found_in(tmp_path / "a.warc.gz", one + damaged + three)
    assert names(found) == ["a", "c"]
    assert "damaged" in next(f for f in found if isinstance(f, Skipped)).reason


def test_a_record_without_end_or_length_costs_itself_only(tmp_path):
    one, two = (written([record(n)], packed=False) for n in "ab")
    no_length = one.replace(b"Content-Length: ", b"Content-Size: ", 1)
    assert names(found_in(tmp_path / "a.warc", no_length + two)) == ["b"]
    endless = b"WARC/1.0\r\n" + b"WARC-Type: response\r\n" * 100_000
    skipped, page = found_in(tmp_path / "a.warc", endless + b"\r\n\r\n" + two)
    assert (skipped.reason, page.url) == ("its header has no end", URL.format("b"))
    long = b"WARC/1.0\r\nWARC-Type: " + b"x" * 3_000_000
    assert names(found_in(tmp_path / "a.warc", long + b"\r\n\r\n" + two)) == ["b"]


def test_a_record_without_address_or_status_costs_itself_only(path):
    records = [record("a"), record("b", status=""), record("c")]
    content = written(records, packed=False).replace(b"WARC-Target-URI: ", b"URI: ", 1)
    assert names(found_in(path, content)) == ["c"]


def test_what_is_no_record_is_reported_and_passed_over(path):
    one, two = (written([record(n)], packed=False) for n in "ab")
    found = found_in(path, one + b"something else\r\n" * 3 + two)
    assert names(found) == ["a", "b"]
    assert [f.reason for f in found if isinstance(f, Skipped)] == [
        "what stands before it is no WARC record"
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_a_crawl_that_was_cut_off_gives_what_it_has(tmp_path, packed):
    content = written([record("a"), record("b", PAGE * 20)], packed=packed)
    found = found_in(tmp_path / "a.warc", content[:-100])
    assert names(found) == ["a"]
    assert isinstance(found[1], Skipped)


@pytest.mark.parametrize(
    "content", [b"", b"no archive", gzip.compress(b"\0" * 9999), b"\x1f\x8b\x08"]
)
def test_a_file_that_is_no_crawl_is_skipped(path, content):
    found = found_in(path, content)
    assert found
    assert all(isinstance(f, Skipped) for f in found)


def test_a_compression_bomb_is_given_up(tmp_path):
    head = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 90000000\r\n\r\n"
    (skipped,) = found_in(tmp_path / "a.warc.gz", gzip.compress(head + b"\0" * 90_000_000))
    assert "more than 200 times its size" in skipped.reason


def test_nothing_is_said_on_the_terminal(path, capfd):
    found_in(
        path, written([record("a b"), record("c", gzip.compress(PAGE)[:-9])], packed=True)[:-9]
    )
    assert capfd.readouterr() == ("", "")
