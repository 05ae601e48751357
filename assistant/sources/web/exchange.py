"""One request and its answer: bounded in time and size, decoded, failures named.

httpcore is used without httpx's client over it, because only httpcore takes a network
backend in public; set through a private name, the check of addresses could one day be
passed over in silence. Proxies of the environment are not used: a proxy looks names up
itself, so that nothing could be checked before it connects. Each request has its own
connection, which is checked, bounded and stopped with it.
"""

import ssl
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from assistant.sources.unpacking import NOT_PACKED
from assistant.sources.web.connection import Connector, Patience
from assistant.sources.web.failures import Failed, translated

CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0
OK = (200, 203)
_PASSING = {429, 500, 502, 503, 504}
_PIECE_BYTES = 1 << 18
_DAY_SECONDS = 86_400.0

Taker = Callable[[httpx.Headers, Iterable[bytes]], bytes]
"""Reads the pieces of a body, as far as it wants them; may raise Failed."""


@dataclass(frozen=True)
class Reply:
    """A server's answer; `content` is decoded, and empty if the answer is not a success."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    content: bytes


def ask(
    request: httpx.Request,
    take: Taker,
    patience: Patience,
    allowed: Collection[str],
    tls: ssl.SSLContext | None,
) -> Reply:
    """Send a GET request and take in its answer, whatever its status.

    Raises Failed if there is no complete answer, and if it is one that asks to come again.
    """
    host = request.url.host
    backend = Connector(allowed, patience)
    with (
        patience.ticking(),
        translated(host),
        httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool,
        pool.stream(
            "GET",
            _target(request.url),
            headers=request.headers.raw,
            extensions={"timeout": {"connect": CONNECT_SECONDS, "read": READ_SECONDS}},
        ) as response,
    ):
        headers = httpx.Headers(response.headers)
        if response.status in _PASSING:
            raise _come_again(host, response.status, headers)
        content = b""
        if response.status in OK:
            content = take(headers, _decoded(response.iter_stream(), headers, host))
        return Reply(request.url, response.status, headers, content)


def _target(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


def _decoded(chunks: Iterable[bytes], headers: httpx.Headers, host: str) -> Iterator[bytes]:
    """The body in pieces of bounded size, however much a few bytes unpack to."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in NOT_PACKED:
        yield from chunks
    elif encoding in ("gzip", "x-gzip"):
        yield from _unpacked(chunks, host)
    else:
        raise Failed(f"{host} sent the page packed as {encoding!r}, which was not asked for.")


def _unpacked(chunks: Iterable[bytes], host: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield unpacker.decompress(rest, _PIECE_BYTES)
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return  # What follows, perhaps without end, is no part of the page.
        yield unpacker.flush()
    except zlib.error as error:
        raise Failed(f"The gzip data that {host} sent is damaged ({error}).") from error
    if not unpacker.eof:
        raise Failed(f"The page breaks off in what {host} sent; try again later.", passing=True)


def _come_again(host: str, status: int, headers: httpx.Headers) -> Failed:
    wait = _retry_after(headers.get("retry-after", ""))
    later = f"in {wait:.0f} s, as it asks" if wait else "later"
    if status == 429:
        reason = f"{host} asks for fewer requests (429); try again {later}."
    else:
        reason = f"{host} is in trouble ({status}); try again {later}."
    return Failed(reason, passing=True, wait=wait)


def _retry_after(value: str) -> float:
    """Seconds for which a server wants to be left alone, a day at most; it may give a date."""
    if value.strip().isdecimal():
        return min(float(value), _DAY_SECONDS)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    aware = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
    seconds = (aware - datetime.now(timezone.utc)).total_seconds()
    return min(max(0.0, seconds), _DAY_SECONDS)
