"""Asking sites as they wish to be asked: permitted, in turn, again after a while, to the end."""

import random
import ssl
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cached_property

import httpx
from protego import Protego

from assistant.settings import Settings
from assistant.sources.web import robots
from assistant.sources.web.addresses import parse
from assistant.sources.web.connection import RETRIES, Patience
from assistant.sources.web.exchange import Reply, Taker, ask
from assistant.sources.web.failures import Failed, Refused, Stopped, Unreachable
from assistant.sources.web.politeness import CLOSED_SECONDS, Site

MAX_REDIRECTS = 10
MAX_WAIT_SECONDS = 30.0
BACKOFF_SECONDS = 1.0

_HEADERS = {
    "User-Agent": robots.USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


class Visitor:
    """Remembers what each site said of visits; used by several threads.

    `resting` sites, such as `https://example.org`, have asked to be left alone until then.
    """

    def __init__(self, settings: Settings, resting: Mapping[str, datetime] = {}) -> None:
        self._delay = settings.host_delay
        self._allowed = settings.allowed_hosts
        self._sites: dict[str, Site] = {}
        self.resting = dict(resting)
        for name, until in resting.items():
            seconds = (until - datetime.now(timezone.utc)).total_seconds()
            why = f"{name} has asked to be left alone until {until:%Y-%m-%d %H:%M} UTC."
            self._sites[name] = Site(self._delay)
            self._sites[name].close(seconds, why)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # Loading the certificates takes longer than most pages.
        return httpx.create_ssl_context()

    def get(
        self,
        url: httpx.URL,
        take: Taker,
        stop: threading.Event,
        headers: httpx.Headers | None = None,
        *,
        by_rules: bool = True,
    ) -> Reply:
        """The answer for an address, at the end of its redirects.

        Raises Failed if there is none or if, `by_rules`, a robots.txt on the way forbids it.
        """
        patience = Patience(stop)
        # Some sites send readers round until they bring a cookie; it is kept for this page only.
        cookies = httpx.Cookies()
        seen: set[tuple[httpx.URL, str | None]] = set()
        for _ in range(MAX_REDIRECTS + 1):
            if by_rules and not robots.allows(self.rules(url, stop), url):
                raise Failed(f"The robots.txt of {url.host} does not allow this to be fetched.")
            request = httpx.Request("GET", url, headers=headers, cookies=cookies)
            request.headers.update(_HEADERS)
            step = (url, request.headers.get("cookie"))
            if step in seen:
                raise Failed(f"Its redirects lead round in a circle, by way of {url}.")
            seen.add(step)
            reply = self._ask(request, take, patience)
            response = httpx.Response(reply.status, headers=reply.headers, request=request)
            if not response.has_redirect_location:
                return reply
            cookies.extract_cookies(response)
            url = _target(url, reply.headers["location"])
        raise Failed(f"It was redirected more than {MAX_REDIRECTS} times.")

    def rules(self, url: httpx.URL, stop: threading.Event) -> Protego:
        """What the robots.txt of the address's site says; raises Failed if it cannot be had."""
        site = self._site(url)

        def load() -> Protego:
            site.check_open()
            try:
                address = url.join("/robots.txt")
                return robots.read(self.get(address, robots.take, stop, by_rules=False))
            except (Refused, Stopped):
                raise
            except Failed as failure:
                closed = _closed(url.host, failure)
                site.close(CLOSED_SECONDS, closed)
                raise Failed(closed) from failure

        return site.rules(load)

    def _ask(self, request: httpx.Request, take: Taker, patience: Patience) -> Reply:
        """The answer for one address, asked again where that may help."""
        site = self._site(request.url)
        tls = self._tls if request.url.scheme == "https" else None
        while True:
            try:
                with site.turn(patience):
                    reply = ask(request, take, patience, self._allowed, tls)
            except Failed as failure:
                if failure.wait > MAX_WAIT_SECONDS:
                    site.close(failure.wait, str(failure))
                    until = datetime.now(timezone.utc) + timedelta(seconds=failure.wait)
                    self.resting[_name(request.url)] = until
                    raise
                if not failure.passing or not patience.retries:
                    site.gave_up(failure)
                    raise
                site.rest(max(failure.wait, _backoff(patience)))
                patience.retries -= 1
            else:
                site.answered()
                return reply

    def _site(self, url: httpx.URL) -> Site:
        return self._sites.setdefault(_name(url), Site(self._delay))


def _name(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode()}"


def _target(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return parse(str(url.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise Failed(f"It is redirected to an address that is not valid ({error}).") from error
    except Refused as error:
        raise Refused(f"It is redirected to {location}: {error}") from error


def _backoff(patience: Patience) -> float:
    """Twice as long each time, and never quite as long as for the next page."""
    return BACKOFF_SECONDS * 2.0 ** (RETRIES - patience.retries) * random.uniform(0.5, 1.5)


def _closed(host: str, failure: Failed) -> str:
    """Why nothing of a site may be fetched: without its rules, nothing is permitted (RFC 9309)."""
    if isinstance(failure, Unreachable):
        return str(failure)
    return f"The robots.txt of {host} cannot be had, so nothing there may be fetched: {failure}"
