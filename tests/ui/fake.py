"""An assistant in memory that answers word by word, for the tests of the page."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from itertools import chain, count
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from assistant.errors import IndexStoreError, ModelUnavailable, SourceError
from assistant.feeds.subscriptions import Subscription
from assistant.feeds.updating import FeedReport
from assistant.index.ingestion import Progress
from assistant.intake import IngestReport, Taken
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Article,
    Dated,
    Evidence,
    Filters,
    Sentence,
    Statement,
    Status,
    Timings,
    Turn,
)
from assistant.ui.asking import SAMPLE_OUTLET

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

NOW = datetime(2031, 5, 8, 6, 30, tzinfo=timezone.utc)
DEAL = "Lunedì il consiglio di Vallescura ha approvato il nuovo ponte sul Lamone."
COST = "«Costerà dodici milioni e sarà aperto in autunno», ha detto la sindaca Irma Fabbri."
_FILLER = (
    "La seduta è durata sei ore e il pubblico ha seguito il voto dalle gradinate. "
    "I commercianti della riva destra avevano chiesto un referendum.\n"
) * 9
ITALIAN = Article(
    url="https://gazzetta.example/ponte",
    title="Vallescura, sì al nuovo ponte",
    text=f"{_FILLER}{DEAL} Il voto è stato di nove a quattro.\n{_FILLER}{COST}\n{_FILLER}",
    source="Gazzetta di Vallescura",
    authors=("Livia Orsi",),
    language="it",
    published=Dated(at=NOW, precision="day", origin="text"),
    fetched_at=NOW,
)
FERRY = "The last ferry across the Lamone will sail on 30 September, the operator said."
ENGLISH = Article(
    url="file:///articles/ferry.html",
    title='Ferry <script>alert("x")</script> to stop',
    text=f"Commuters queued in the rain.\n{FERRY}\nTickets stay valid on the bus.",
    language="en",
    fetched_at=NOW,
)
ARTICLES = (ITALIAN, ENGLISH)
ENDLESS = "https://endless.example/"
REPRINTER = "Lamone & Sons"
LOCKED = "https://locked.example/"
HOSTILE_TITLE = '<img src="https://evil.example/x" onerror="document.title=1">'


def evidence(article: Article, quote: str) -> Evidence:
    start = article.text.index(quote)
    return Evidence(
        article_id=article.id,
        sentence=Sentence(start=start, end=start + len(quote), text=quote),
        title=article.title,
        url=article.url,
        source=article.source,
        published=article.published,
        language=article.language,
        score=0.9,
    )


STATEMENTS = (
    Statement(
        text="The council of Vallescura approved a new bridge.",
        citations=(1,),
        verdict="supported",
        score=0.9,
        translated=True,
    ),
    Statement(
        text="It will cost twelve million, and the ferry stops in September.",
        citations=(2, 3),
        verdict="partly",
        score=0.6,
    ),
)
EVIDENCE = (evidence(ITALIAN, DEAL), evidence(ITALIAN, COST), evidence(ENGLISH, FERRY))
CITATIONS = tuple(found.cited(number) for number, found in enumerate(EVIDENCE, start=1))
ANSWER = Answer(
    question="What did the council decide?",
    standalone_question="What did the council decide?",
    text=" ".join(s.text for s in STATEMENTS),
    language="en",
    outcome="partly",
    statements=STATEMENTS,
    citations=CITATIONS,
    evidence=EVIDENCE,
    confidence=0.81,
    model="fake",
    timings=Timings(retrieve_ms=84, first_token_ms=900, total_ms=4200),
    done=True,
)


class FakeAssistant:
    """The interface of Assistant over two articles and one answer."""

    def __init__(self, data_dir: Path, pause: float = 0.02) -> None:
        self.settings = Settings(data_dir=data_dir, model="fake", port=0)
        self.pause = pause
        self.stopped = 0
        self.reachable = True
        self.histories: list[Sequence[Turn]] = []
        self.filters: Filters | None = None
        self.ingested: list[Path | str] = []
        self.followed: dict[str, Subscription] = {}
        self.newer: dict[str, Article] = {}
        self.stored = list(ARTICLES)
        self.known_outlets = [str(ITALIAN.source), SAMPLE_OUTLET]
        self._goes_on = Event()
        self._goes_on.set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this lasts, no answer goes beyond its evidence."""
        self._goes_on.clear()
        try:
            yield
        finally:
            self._goes_on.set()

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        self.histories.append(history)
        self.filters = filters
        if "unreachable" in question or not self.reachable:
            raise ModelUnavailable("The model server <b>does not</b> answer. Start it.")
        try:
            yield from self._snapshots(question)
        except GeneratorExit:
            self.stopped += 1
            raise

    def _snapshots(self, question: str) -> Iterator[Answer]:
        whole = ANSWER.model_copy(update={"question": question, "standalone_question": question})
        yield _so_far(whole, "", 0)
        self._goes_on.wait()
        if "weather" in question:
            yield _refused(whole)
            return
        for place, statement in enumerate(STATEMENTS):
            words = statement.text.split()
            said = [s.text for s in STATEMENTS[:place]]
            for end in range(1, len(words)):
                time.sleep(self.pause)
                yield _so_far(whole, " ".join([*said, *words[:end]]), place)
        yield whole

    def ingest(
        self,
        targets: Iterable[Path | str],
        progress: Progress,
        *,
        prune: bool = False,
        stop: Event | None = None,
    ) -> IngestReport:
        self.ingested = list(targets)
        stop = stop or Event()
        if LOCKED in self.ingested:
            raise IndexStoreError("Another process is writing to the <b>index</b>. Wait for it.")
        for done, one in enumerate(chain.from_iterable(map(_found, self.ingested)), start=1):
            if stop.is_set():
                break
            time.sleep(self.pause)
            progress(done, done * 7, [one])
        return IngestReport()

    def feeds(self) -> list[Subscription]:
        return sorted(self.followed.values(), key=lambda feed: feed.url)

    def add_feed(self, url: str) -> Subscription:
        if "nothing" in url:
            raise SourceError(f"There is no feed at {url} <i>at all</i>. Give another address.")
        return self.followed.setdefault(url, Subscription(url=url, title=f"News of {url[8:]}"))

    def remove_feed(self, url: str) -> bool:
        return self.followed.pop(url, None) is not None

    def update_feeds(self, progress: Progress, *, stop: Event) -> Iterator[FeedReport]:
        for done, feed in enumerate(self.feeds(), start=1):
            dead = "dead" in feed.url
            if not dead:
                progress(done, 3, [Taken(item=f"{feed.url}/1", outcome="added", note="Flood")])
            if stop.is_set():
                return
            failure = "its server does not answer" if dead else None
            checked = {"checked_at": NOW, "failure": failure}
            self.followed[feed.url] = feed.model_copy(update=checked)
            yield FeedReport(url=feed.url, title=feed.title, failure=failure)

    def is_current(self, article_id: str) -> bool:
        return self.article(article_id) is not None and article_id not in self.newer

    def history(self, article_id: str) -> list[Article]:
        versions = [self.article(article_id), self.newer.get(article_id)]
        return [version for version in versions if version]

    def article(self, article_id: str) -> Article | None:
        return next((a for a in self.stored if a.id == article_id), None)

    def articles(self) -> list[Article]:
        return self.stored

    def remove(self, ids: Sequence[str]) -> int:
        if ENGLISH.id in ids:
            raise IndexStoreError("Another process is writing to the <b>index</b>. Wait for it.")
        before, self.stored = self.stored, [a for a in self.stored if a.id not in ids]
        return len(before) - len(self.stored)

    def heirs(self, ids: Sequence[str]) -> list[str]:
        return [REPRINTER] if ENGLISH.id in ids else []

    def outlets(self) -> list[str]:
        return self.known_outlets

    def status(self) -> Status:
        return Status(
            articles=len(self.stored),
            passages=31,
            languages={"it": 1, "en": 1},
            model="fake",
            embedding_model="fake",
            model_ready=True,
            data_dir=str(self.settings.data_dir),
        )


def fake_assistant(data_dir: Path, pause: float = 0.02) -> tuple["Assistant", FakeAssistant]:
    """The fake twice: typed as what the page takes, and as itself for what it recorded."""
    fake = FakeAssistant(data_dir, pause)
    return cast("Assistant", fake), fake


def _found(target: Path | str) -> Iterator[Taken]:
    """What becomes of a target: the address says it, or of a file whether it has words."""
    if isinstance(target, Path):
        empty = not target.read_text().strip()
        outcome, note = ("skipped", "the file is empty") if empty else ("added", target.stem)
        yield Taken(item=target.as_uri(), outcome=outcome, note=note)
    elif target == ENDLESS:
        yield from (Taken(item=f"{ENDLESS}{n}", outcome="added", note=f"No. {n}") for n in count())
    else:
        yield _TAKEN.get(target, Taken(item=target, outcome="skipped", note="no such page"))


_TAKEN = {
    taken.item: taken
    for taken in (
        Taken(item="https://a.example/new", outcome="added", note=HOSTILE_TITLE),
        Taken(item="https://a.example/changed", outcome="updated", note="A corrected article"),
        Taken(item="https://b.example/copy", outcome="reprint", note="An agency's article"),
        Taken(item="https://a.example/old", outcome="unchanged"),
    )
}


def _so_far(whole: Answer, text: str, statements: int) -> Answer:
    cited = max((n for s in STATEMENTS[:statements] for n in s.citations), default=0)
    return whole.model_copy(
        update={
            "text": text,
            "outcome": None,
            "statements": STATEMENTS[:statements],
            "citations": CITATIONS[:cited],
            "done": False,
        }
    )


def _refused(whole: Answer) -> Answer:
    return whole.model_copy(
        update={
            "text": "The articles do not say.",
            "outcome": "unanswerable",
            "statements": (),
            "citations": (),
            "confidence": 0.2,
        }
    )
