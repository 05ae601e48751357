"""One round: what is new in the feeds that are followed → the index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import chain, takewhile
from threading import Event
from typing import NamedTuple

from assistant.errors import SourceError
from assistant.feeds.rests import Rests
from assistant.feeds.revisits import RETRIES, Revisits
from assistant.feeds.subscriptions import Subscription, Subscriptions
from assistant.index.index import Index
from assistant.index.ingestion import Progress, ingest_pages, silent
from assistant.intake import IngestReport, Item, Page, Skipped, Taken, Unchanged, Validators, Wanted
from assistant.sources.fetching import Fetcher
from assistant.sources.listings.feeds import Feed, read_feed
from assistant.sources.urls import by_turns
from assistant.types import Record

_TOGETHER = 1000
_PORTION = 20
_PORTION_BYTES = 30_000_000
_COUNTS = [name for name in IngestReport.model_fields if name != "skipped"]


class FeedReport(Record):
    """What a round brought of one feed, or in one line why it brought nothing."""

    url: str
    title: str
    report: IngestReport = IngestReport()
    failure: str | None = None


class _Listed(NamedTuple):
    """What is to be had of a feed; `followed` is noted if all of it can be had.

    If the feed has not `changed`, these are the pages that are to be asked again.
    """

    followed: Subscription
    feed: Feed
    changed: bool = True


def update(
    subscriptions: Subscriptions,
    index: Index,
    progress: Progress = silent,
    stop: Event | None = None,
) -> Iterator[FeedReport]:
    """Put what is new in the feeds into the index; a report for each feed, as it is done.

    A page whose articles a person removed is passed over. Feeds and pages are asked whether
    they have changed since; pages that a feed tells nothing new of now and then, as
    `Revisits` says. A feed that fails does not stop the others. That a feed was read is
    noted after its pages are in the index; if it breaks off or some of them could not be
    had, it is read again in the next rounds, three times at most for each. Sites that ask
    to be left alone are, in later rounds as well. What is in when `stop` is set stays in.
    """
    followed = {s.url: s for s in subscriptions.all()}

    def known(url: str) -> Validators:
        found = followed.get(url) or index.store.page(url)
        return found.validators if found else Validators()

    stop, rests = stop or Event(), Rests(index.store.engine)
    resting = rests.all()
    with Fetcher(index.settings, known, stop, resting) as fetcher:
        round_ = _Round(subscriptions, index, fetcher, progress, stop)
        try:
            yield from _reports(round_, followed)
        finally:
            if fetcher.resting != resting:
                rests.note(fetcher.resting)


def _reports(round_: "_Round", followed: Mapping[str, Subscription]) -> Iterator[FeedReport]:
    found: list[_Listed] = []
    for item in round_.fetcher.fetch_all(Wanted(url=url) for url in followed):
        if round_.stop.is_set():
            return
        one = round_.read(item, followed[_address(item)])
        if isinstance(one, Subscription):
            yield round_.noted(one)
            continue
        found.append(one)
        if sum(len(one.feed.wanted) for one in found) >= _TOGETHER:
            yield from round_.taken_in(found)
            found = []
    yield from round_.taken_in(found)


def total(reports: Iterable[IngestReport]) -> IngestReport:
    """The reports of several ingests as if they had been one."""
    some = list(reports)
    counts = {name: sum(getattr(report, name) for report in some) for name in _COUNTS}
    skipped = tuple(chain.from_iterable(report.skipped for report in some))
    return IngestReport.model_validate({**counts, "skipped": skipped})


@dataclass
class _Round:
    """Takes in what feeds list, and notes that it did."""

    subscriptions: Subscriptions
    index: Index
    fetcher: Fetcher
    progress: Progress
    stop: Event
    done: int = 0
    passages: int = 0

    def __post_init__(self) -> None:
        self.revisits = Revisits(self.index.store)

    def read(self, item: Item, one: Subscription) -> Subscription | _Listed:
        """What is to be had of a feed, or what is to be noted of one that has nothing."""
        now = datetime.now(timezone.utc)
        one = one.model_copy(update={"checked_at": now, "failure": None})
        if isinstance(item, Skipped):
            return one.model_copy(update={"failure": item.reason})
        if not isinstance(item, Page):
            due = self.revisits.due(one.url, now)
            return _Listed(one, Feed(wanted=tuple(due)), changed=False) if due else one
        try:
            feed = read_feed(item, self.index.settings.max_entries)
        except SourceError as error:
            return one.model_copy(update={"failure": str(error)})
        new = {"title": feed.title or one.title, "validators": item.validators}
        return _Listed(one.model_copy(update=new), feed)

    def taken_in(self, listed: Sequence[_Listed]) -> Iterator[FeedReport]:
        """Fetch and ingest the pages of feeds, all hosts at the same time."""
        removed = self.index.store.emptied()
        reports: dict[str, list[IngestReport]] = {}
        owner: dict[str, str] = {}
        wanted: dict[str, Wanted] = {}
        for one in listed:
            texts = [text for text in one.feed.texts if text.url not in removed]
            reports[one.followed.url] = [self._ingested([*one.feed.skipped, *texts])]
            for page in self._to_ask(one):
                if page.url not in removed:
                    owner.setdefault(page.url, one.followed.url)
                    wanted.setdefault(page.url, page)
        missing: set[str] = set()
        fetched = self.fetcher.fetch_all(by_turns(wanted.values()))
        for portion in _portions(takewhile(lambda _: not self.stop.is_set(), fetched)):
            # Fetching takes long: what a person has removed meanwhile stays out as well.
            removed = self.index.store.emptied()
            there = [item for item in portion if _address(item) not in removed]
            for feed, items in _grouped(there, owner).items():
                reports[feed].append(self._ingested(items))
                missing |= {_address(item) for item in items if _is_missing(item)}
        for one in [] if self.stop.is_set() else listed:
            noted = self._with_pages_noted(one, wanted.keys(), missing)
            yield self.noted(noted, total(reports[one.followed.url]))

    def _to_ask(self, one: _Listed) -> Sequence[Wanted]:
        now, pages = datetime.now(timezone.utc), one.feed.wanted
        return self.revisits.of_changed(one.followed.url, pages, now) if one.changed else pages

    def _with_pages_noted(self, one: _Listed, asked: Set[str], missing: Set[str]) -> Subscription:
        """Note what became of a feed's pages, and whether it is to be read again for some."""
        url, pages = one.followed.url, one.feed.wanted
        now = datetime.now(timezone.utc)
        self.revisits.note(url, [page for page in pages if page.url in asked], now)
        if not one.changed:
            return one.followed
        again = self.revisits.note_listed(url, pages, asked, missing)
        return _with_validators(one.followed, one.feed.whole, again)

    def noted(self, found: Subscription, report: IngestReport = IngestReport()) -> FeedReport:
        """Note what was found out about a feed."""
        self.subscriptions.note(found)
        return FeedReport(url=found.url, title=found.title, report=report, failure=found.failure)

    def _ingested(self, items: Sequence[Item]) -> IngestReport:
        report = ingest_pages(self.index, items, self._tell)
        self.done += len(items)
        self.passages += report.passages
        return report

    def _tell(self, done: int, passages: int, taken: Sequence[Taken]) -> None:
        self.progress(self.done + done, self.passages + passages, taken)


def _portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in groups that are small enough to be held in memory."""
    portion: list[Item] = []
    size = 0
    for item in items:
        portion.append(item)
        size += len(item.content) if isinstance(item, Page) else 0
        if size >= _PORTION_BYTES or len(portion) == _PORTION:
            yield portion
            portion, size = [], 0
    yield portion


def _grouped(items: Iterable[Item], owner: Mapping[str, str]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[owner[_address(item)]].append(item)
    return groups


def _with_validators(one: Subscription, whole: bool, again: bool) -> Subscription:
    """Without them, the feed is read again even if it does not change."""
    retries = 0 if whole else one.retries + 1
    again = again or 0 < retries <= RETRIES
    return one.model_copy(
        update={"validators": Validators() if again else one.validators, "retries": retries}
    )


def _is_missing(item: Item) -> bool:
    """Whether a page could not be had, even if the feed's text stands in for it.

    Where that stands in for a page that has not changed, it has the page's validators.
    """
    had = isinstance(item, Page) and (bool(item.content) or item.validators != Validators())
    return not (had or isinstance(item, Unchanged))


def _address(item: Item) -> str:
    return item.item if isinstance(item, Skipped) else item.url
