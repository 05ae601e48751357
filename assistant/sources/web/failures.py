"""Why a page could not be had, and what the network library says of it.

SourceError
└── Failed            the message is the reason that a user reads
    ├── Unreachable     no talk with the server: name, connection, TLS, silence
    ├── Refused         an address that the assistant does not ask
    └── Stopped         nobody waits for the page any more
"""

import errno
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from assistant.errors import SourceError


class Failed(SourceError):  # noqa: N818 - what happened to a page, not an error of the program
    """A page that could not be had.

    `passing` failures are worth another try, after `wait` seconds if the server named them.
    """

    def __init__(self, reason: str, *, passing: bool = False, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.passing = passing
        self.wait = wait


class Unreachable(Failed):
    """The server could not be talked to."""


class Refused(Failed):
    """The address is not one that is asked, whatever would answer there."""


class Stopped(Failed):
    """The one who wanted the page has left."""


# The first that fits counts, so the special ones stand above the general.
_NAMED: dict[type[Exception], tuple[type[Failed], str, bool]] = {
    httpcore.ConnectTimeout: (Unreachable, "{host} does not answer; try again later.", True),
    httpcore.TimeoutException: (Unreachable, "{host} fell silent; try again later.", True),
    httpcore.NetworkError: (
        Unreachable,
        "The connection to {host} broke off ({error}); try again later.",
        True,
    ),
    httpcore.RemoteProtocolError: (
        Failed,
        "What {host} sent breaks off or is not HTTP ({error}); try again later.",
        True,
    ),
    httpcore.ProtocolError: (Failed, "No request can be made of this address ({error}).", False),
    httpcore.UnsupportedProtocol: (Refused, "Only http and https are fetched ({error}).", False),
    httpcore.ProxyError: (Unreachable, "The proxy before {host} failed ({error}).", False),
    httpcore.ConnectionNotAvailable: (Unreachable, "{host} takes no connection.", True),
}


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Raise what httpcore raises as Failed."""
    try:
        yield
    except tuple(_NAMED) as error:
        raise _failure(error, host) from error


def _failure(error: Exception, host: str) -> Failed:
    if isinstance(error, httpcore.ConnectError):
        return _not_connected(error, host)
    kind, reason, passing = next(v for k, v in _NAMED.items() if isinstance(error, k))
    return kind(reason.format(host=host, error=error or type(error).__name__), passing=passing)


def _not_connected(error: httpcore.ConnectError, host: str) -> Failed:
    # The pool of httpcore drops the cause, but the message is the cause itself.
    cause = error.args[0] if error.args else error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = cause.verify_message.rstrip(".")
        return Unreachable(f"The certificate of {host} cannot be trusted ({why}).")
    if isinstance(cause, ssl.SSLError):
        return Unreachable(f"{host} makes no secure connection ({cause.reason or cause}).")
    if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
        return Unreachable(f"{host} refuses the connection; try again later.", passing=True)
    return Unreachable(f"{host} cannot be reached ({error}); try again later.", passing=True)
