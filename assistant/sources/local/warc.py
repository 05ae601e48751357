"""Web archives (WARC, ISO 28500) → the pages that the crawler was given; uses warcio.

warcio reads the headers and undoes the chunks. Where records begin is found here, because
warcio's own loop ends at a damaged record, and lets a line without end fill the memory.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timezone
from itertools import count
from typing import IO, Any
from urllib.parse import urlsplit

from dateutil.parser import isoparse  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]
from warcio.statusandheaders import (  # type: ignore[import-untyped]
    StatusAndHeadersParserException,
)

from assistant.errors import SourceError
from assistant.intake import Page, Skipped, is_of_web, within
from assistant.sources.local import saved
from assistant.sources.unpacking import CHUNK, DamagedError, unpacked

_READ = {"text/html", "application/xhtml+xml", "text/plain", "application/pdf"}
_LONGEST_LINE = 1 << 16
_LONGEST_HEADER = 1 << 20
# What warcio raises for headers that are none, some of it by accident.
_BROKEN = (
    ArchiveLoadFailed, StatusAndHeadersParserException,
    EOFError, IndexError, AttributeError, ValueError,
)  # fmt: skip

logging.getLogger("warcio").addHandler(logging.NullHandler())


class _Records(io.BufferedReader):
    """The bytes of an archive; of the lines of one record, a million bytes are taken at most."""

    header = 0

    def readline(self, size: int | None = None, /) -> bytes:
        line = super().readline(min(size or _LONGEST_LINE, _LONGEST_LINE))
        self.header += len(line)
        if self.header > _LONGEST_HEADER:
            raise DamagedError("its header has no end")
        return line

    def start(self) -> tuple[bytes, bool]:
        """The first line of the next record, and whether more than empty lines precede it."""
        passed = False
        while (line := super().readline(_LONGEST_LINE)) and not line.startswith(b"WARC/"):
            passed = passed or bool(line.strip())
        self.header = 0
        return line, passed


def pages(stream: IO[bytes], url: str, max_bytes: int) -> Iterator[Page | Skipped]:
    """Read the pages that were found (200) and are of a kind that is read, as of their date.

    What is damaged or larger than `max_bytes` comes as a Skipped and the rest goes on; other
    records (requests, pictures, redirects, repetitions) are passed over. Raises SourceError if the
    archive is a compression bomb, or holds nothing that is read.
    """
    found = False
    for item in _items(_Records(stream, CHUNK), url, max_bytes):  # type: ignore[arg-type]
        found = True
        yield item
    if not found:
        raise SourceError("it holds no pages of a kind that is read")


def _items(records: _Records, url: str, max_bytes: int) -> Iterator[Page | Skipped]:
    loader = ArcWarcRecordLoader(verify_http=False)
    lost = False  # within a record that was reported
    for number in count(1):
        place = within(url, f"record={number}")
        try:
            line, passed = records.start()
            if passed and not lost:
                yield Skipped(item=place, reason="what stands before it is no WARC record")
            if not line:
                return
            record = loader.parse_record_stream(records, line, known_format="warc")
            item = _item(record, max_bytes)
            _finish(record)
        except DamagedError as error:
            lost, item = True, Skipped(item=place, reason=str(error))
        except _BROKEN:
            lost, item = True, Skipped(item=place, reason="its header cannot be read")
        else:
            lost = False
        if item:
            yield item


def _item(record: Any, max_bytes: int) -> Page | Skipped | None:
    """The page of a record, or why there is none, if one was to be expected."""
    if record.length is None:
        raise DamagedError("it does not say how long it is")
    media_type = _media_type(record)
    if media_type is None or media_type.partition(";")[0].strip().lower() not in _READ:
        return None
    address = str(record.rec_headers.get_header("WARC-Target-URI"))
    if not is_of_web(address) or urlsplit(address).path == "/robots.txt":
        return None
    if record.length > max_bytes:
        reason = f"it has {record.length:,} bytes; the limit is {max_bytes:,}"
        return Skipped(item=address, reason=reason)
    content, coding = _content(record)
    try:
        plain = unpacked(content, max_bytes, coding)
        return saved.page(plain, media_type, address, _date(record))
    except SourceError as error:
        return Skipped(item=address, reason=str(error))


def _media_type(record: Any) -> str | None:
    """The kind of what was found at the address; None if it was not found, or not kept."""
    headers = record.http_headers
    if record.rec_type == "response" and headers and headers.get_statuscode() == "200":
        return str(headers.get_header("Content-Type", "text/html"))
    return record.content_type if record.rec_type == "resource" else None


def _content(record: Any) -> tuple[bytes, str]:
    """The body without its chunks, and how it is packed; raises DamagedError if it is cut off."""
    headers = record.http_headers
    coding = headers.get_header("Content-Encoding", "") if headers else ""
    if coding:
        headers.remove_header("Content-Encoding")  # warcio would unpack without a limit
    if headers and (transfer := headers.get_header("Transfer-Encoding")):
        headers.replace_header("Transfer-Encoding", transfer.lower())  # warcio knows no capitals
    content = record.content_stream().read()
    _finish(record)
    return content, coding


def _finish(record: Any) -> None:
    """Go to the end of a record; raises DamagedError if the file ends before."""
    while record.raw_stream.read(CHUNK):
        pass
    if record.raw_stream.limit:
        raise DamagedError("it is cut off: the file ends within it")


def _date(record: Any) -> datetime:
    """When the page was fetched; now, if the record says nothing that can be."""
    now = datetime.now(timezone.utc)
    with suppress(ValueError, TypeError, OverflowError):
        at: datetime = isoparse(record.rec_headers.get_header("WARC-Date"))
        aware = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
        return min(aware.astimezone(timezone.utc), now)
    return now
