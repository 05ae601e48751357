"""Connections that go only where they may, and end when nobody waits for them."""

import ssl
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import httpcore

from assistant.sources.web.addresses import checked
from assistant.sources.web.failures import Stopped, Unreachable

PAGE_SECONDS = 60.0
"""What all transfers for one page may take together, whatever trickles in."""
RETRIES = 2
_SLICE_SECONDS = 0.2


class Patience:
    """How long one page may still take, how often it may be tried again, and if it is wanted."""

    def __init__(self, stopped: threading.Event) -> None:
        self.stopped = stopped
        self.retries = RETRIES
        self._seconds = PAGE_SECONDS
        self._until = 0.0

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Count the time spent inside: waiting for one's turn is not the server's fault."""
        self._until = monotonic() + self._seconds
        try:
            yield
        finally:
            self._seconds = self._until - monotonic()

    def left(self) -> float:
        """Seconds that remain; raises Unreachable if there are none, Stopped if all is off."""
        if self.stopped.is_set():
            raise Stopped("The fetch was stopped.")
        seconds = self._until - monotonic()
        if seconds <= 0:
            raise Unreachable(f"The page was not complete after {PAGE_SECONDS:.0f} s; try later.")
        return seconds

    def sleep(self, seconds: float) -> None:
        """Wait, or raise Stopped."""
        if self.stopped.wait(seconds):
            raise Stopped("The fetch was stopped.")


class Connector(httpcore.NetworkBackend):
    """Connects to the very addresses that were checked; TLS still sees the host's name."""

    def __init__(self, allowed: Collection[str], patience: Patience) -> None:
        self._plain = httpcore.SyncBackend()
        self._allowed = allowed
        self._patience = patience

    def connect_tcp(  # noqa: D102 - httpcore's interface
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in checked(host, port, self._allowed):
            seconds = _shorter(timeout, self._patience.left())
            try:
                stream = self._plain.connect_tcp(
                    address, port, seconds, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._patience)
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait is bounded by the page's patience.

    A timeout by itself bounds only the wait for the next bytes, and a server that sends
    one now and then would be listened to for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream, patience: Patience) -> None:
        self._stream = stream
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = monotonic() + _shorter(timeout, self._patience.left())
        while True:
            # In slices, so that a stop is noticed.
            seconds = min(_SLICE_SECONDS, self._patience.left())
            try:
                return self._stream.read(max_bytes, seconds)
            except httpcore.ReadTimeout:
                if monotonic() >= until:
                    self._patience.left()
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _shorter(timeout, self._patience.left()))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = _shorter(timeout, self._patience.left())
        secure = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _Stream(secure, self._patience)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


def _shorter(timeout: float | None, left: float) -> float:
    return left if timeout is None else min(timeout, left)
