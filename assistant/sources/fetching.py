"""Web pages, fetched politely and safely: one Item for each address, whatever its server does."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timezone
from functools import partial
from http import HTTPStatus

import httpx
from typing_extensions import Self

from assistant.intake import Item, Page, Skipped, Unchanged, Validators, Wanted
from assistant.settings import Settings
from assistant.sources.sniffing import told
from assistant.sources.web import robots
from assistant.sources.web.addresses import parse
from assistant.sources.web.bodies import take_page
from assistant.sources.web.exchange import OK, Reply
from assistant.sources.web.failures import Failed, Refused, Stopped
from assistant.sources.web.jobs import work_off
from assistant.sources.web.visiting import Visitor

_GLANCE = 0.2
_MEANINGS = {
    401: "it wants a login; save the page from a browser and take in the file",
    402: "it wants a subscription; save the page from a browser and take in the file",
    403: "it refuses access; save the page from a browser and take in the file",
    404: "it has no such page; check the address",
    410: "the page was removed",
    451: "the page is withheld for legal reasons",
}


def nothing_known(_url: str) -> Validators:
    """The validators of a page that was never taken in."""
    return Validators()


class Fetcher:
    """Fetches politely and safely: `with Fetcher(settings) as fetcher: fetcher.fetch(url)`.

    Only public http(s) addresses are asked, and hosts in `settings.allowed_hosts`;
    robots.txt is honoured; requests to one site begin `settings.host_delay` seconds apart.
    A site's robots.txt is kept as long as the Fetcher, so make a new one for each round.
    `known` tells what the server of a page wants to be asked with whether it has changed;
    when `stop` is set, whatever is being fetched is stopped. Sites that are `resting` are
    not asked before the moment that is given.
    """

    def __init__(
        self,
        settings: Settings,
        known: Callable[[str], Validators] = nothing_known,
        stop: threading.Event | None = None,
        resting: Mapping[str, datetime] = {},
    ) -> None:
        self._take = partial(take_page, limit=settings.max_page_bytes)
        self._known = known
        self._visitor = Visitor(settings, resting)
        self._closed = threading.Event()
        self._stops = {self._closed}
        if stop:
            threading.Thread(target=self._watch, args=(stop,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop whatever is still being fetched."""
        for stop in tuple(self._stops):
            stop.set()

    @property
    def resting(self) -> dict[str, datetime]:
        """Sites that want to be left alone for longer than anyone waits, and until when."""
        return dict(self._visitor.resting)

    def _watch(self, stop: threading.Event) -> None:
        while not self._closed.is_set():
            if stop.wait(_GLANCE):
                self.close()

    def fetch(self, url: str) -> Page | Skipped:
        """The page at an address, be it known or not, or why it cannot be had."""
        item = self._item(Wanted(url=url), Validators(), self._closed)
        assert not isinstance(item, Unchanged)
        return item

    def fetch_all(self, wanted: Iterable[Wanted]) -> Iterator[Item]:
        """An item for each page that is wanted, in the order in which they come.

        `wanted` is read 64 pages ahead at most, and no more than 16 pages are held. If a
        page cannot be had, or has not changed, the text that its entry holds stands in for
        it, in a Page without content. Closing the iterator stops everything.
        """
        stop = threading.Event()
        self._stops.add(stop)
        jobs = (
            (_site(one.url), partial(self._item, one, self._known(one.url), stop)) for one in wanted
        )
        try:
            yield from work_off(jobs)
        finally:
            stop.set()
            self._stops.discard(stop)

    def robots_sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of the address's site names, if it can be had."""
        try:
            address = parse(url)
            return robots.sitemaps(self._visitor.rules(address, self._closed), address)
        except Failed:
            return []

    def _item(self, wanted: Wanted, known: Validators, stop: threading.Event) -> Item:
        headers = _conditions(known)
        try:
            reply = self._visitor.get(parse(wanted.url), self._take, stop, headers)
            if reply.status == 304 and headers:
                # If the page gave no text before, the feed's counts, and may be another now.
                same = {"location": str(reply.url), "validators": known}
                told = _stand_in(wanted)
                return told.model_copy(update=same) if told else Unchanged(url=wanted.url)
            return _page(wanted, reply)
        except (Refused, Stopped) as failure:
            return Skipped(item=wanted.url, reason=str(failure))
        except Failed as failure:
            return _stand_in(wanted) or Skipped(item=wanted.url, reason=str(failure))


def _site(url: str) -> str:
    """Scheme and host as they are written; what is no address is its own."""
    return "/".join(url.split("/", 3)[:3])


def _conditions(known: Validators) -> httpx.Headers:
    """Headers that ask for a page only if it has changed."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    # The encoding only matters for the odd server whose tags are not ASCII.
    return httpx.Headers({n: v for n, v in headers.items() if v}, encoding="utf-8")


def _page(wanted: Wanted, reply: Reply) -> Page:
    if reply.status not in OK:
        raise Failed(_meaning(reply.url.host, reply.status))
    headers = reply.headers
    return Page(
        url=wanted.url,
        content=reply.content,
        media_type=told(reply.content, headers.get("content-type")),
        fetched_at=datetime.now(timezone.utc),
        location=str(reply.url),
        validators=Validators(etag=headers.get("etag"), last_modified=headers.get("last-modified")),
        entry=wanted.entry,
    )


def _stand_in(wanted: Wanted) -> Page | None:
    """A page of nothing but what the feed says, if that is a text."""
    if wanted.entry is None or not wanted.entry.html.strip():
        return None
    return Page(
        url=wanted.url,
        content=b"",
        media_type="text/html",
        fetched_at=datetime.now(timezone.utc),
        entry=wanted.entry,
    )


def _meaning(host: str, status: int) -> str:
    known = {code.value: code.phrase for code in HTTPStatus}
    meaning = _MEANINGS.get(status, f"{known.get(status, 'unknown')}, which is no page")
    return f"{host} answers {status}: {meaning}."
