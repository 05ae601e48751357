"""The Assistant: one object through which every interface asks."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from threading import Event, Thread

from llama_index.core.llms import LLM

from assistant.answering.models.opening import LocalModel, open_model, ready
from assistant.answering.models.warming import is_remembered, warm
from assistant.answering.responding import Responder
from assistant.errors import ModelError, QuestionError, SourceError
from assistant.feeds.schedule import every
from assistant.feeds.subscriptions import Subscription, Subscriptions
from assistant.feeds.updating import FeedReport, update
from assistant.index.index import Index
from assistant.index.ingestion import Progress, ingest_pages, silent
from assistant.intake import IngestReport, Validators
from assistant.language.detect import detect
from assistant.language.surrogates import paired
from assistant.retrieve.retriever import NewsRetriever
from assistant.retrieve.search import Search
from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.targets import Target, gone_from, listed, noting, pages
from assistant.types import Answer, Article, Filters, Hit, Status, Turn

_log = logging.getLogger(__name__)
_EARLIEST = datetime.min.replace(tzinfo=timezone.utc)


class Assistant:
    """Answers questions from an index of articles. `Assistant.open(Settings()).answer("…")`.

    Thread-safe: one object serves all sessions of an interface.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._index = Index(settings)
        self._search = Search(self._index)

    @classmethod
    def open(cls, settings: Settings) -> "Assistant":
        """An assistant that is loading what the first question needs."""
        assistant = cls(settings)
        assistant.load()
        return assistant

    def open_index(self) -> None:
        """Open the stores and the embedding model, whose weights are fetched if missing.

        An index of an earlier version is brought up to date.
        """
        _ = self._index.lexical
        self.settle()
        self._index.name_speakers()

    def settle(self) -> None:
        """Finish a removal or an ingest that was killed, if nobody is at work."""
        self._index.settle()

    def load(self) -> None:
        """Open the index and the model, then make both quick in the background.

        Missing weights are fetched first, and what a local model has never read is read.
        Questions may be asked at once.
        """
        self.open_index()
        # Python waits for a pool's thread at its end: native code that comes back to an
        # interpreter which is gone aborts the process. What fails, the first question says.
        ThreadPoolExecutor(1, "warm-up").submit(self.search, "warm-up")
        if isinstance(self._llm, LocalModel) and not is_remembered(self._llm):
            _log.info("The model reads its prompts for the first time: about half a minute.")
            self._know_prompts()
        else:
            Thread(target=self._know_prompts, daemon=True, name="prompts").start()

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Iterator[Answer]:
        """Growing snapshots of the answer: first the evidence, last the one that is done.

        Closing the iterator stops the model. Raises QuestionError for an empty question or
        limits that exclude each other, and ModelError when a model cannot be used at all.
        """
        asked = _something(question, "The question is empty. Type what you want to know.")
        _check(filters)
        responder = Responder(self.settings, self._search, self._llm)
        return self._prepared(responder.respond(asked, history, filters))

    def _prepared(self, snapshots: Iterator[Answer]) -> Iterator[Answer]:
        """The same snapshots; the model knows its prompts when the evidence is out."""
        yield next(snapshots)
        self._know_prompts()
        yield from snapshots

    def answer(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Answer:
        """The finished answer: the last snapshot of `stream`."""
        *_, last = self.stream(question, history, filters)
        return last

    def search(self, query: str, k: int | None = None, filters: Filters = Filters()) -> list[Hit]:
        """The k best passages for a query, best first.

        Raises QuestionError for an empty query, a k below 1 or limits that exclude each other.
        """
        query = _something(query, "The query is empty. Type what you look for.")
        _check(filters)
        if k is not None and k < 1:
            raise QuestionError(f"No passages can be had with k={k}. Ask for one or more.")
        return self._search.hits(query, detect(query), k or self.settings.top_k, filters)

    def as_retriever(self, filters: Filters = Filters()) -> NewsRetriever:
        """The same search behind llama-index's interface."""
        return NewsRetriever(self._search, self.settings.top_k, filters)

    def ingest(
        self,
        targets: Iterable[Target] | Target,
        progress: Progress = silent,
        *,
        prune: bool = False,
        stop: Event | None = None,
    ) -> IngestReport:
        """Put files, folders and what is at web addresses into the index; see `ingest_pages`.

        With `prune` the articles of files that are gone from the folders are removed. What
        is in when `stop` is set stays in.
        """
        targets, stop = listed(targets), stop or Event()
        seen: set[str] = set()
        known = self._index.store.pages() if prune else []
        removed = self._index.store.emptied()
        items = pages(targets, self.settings, self._validators, stop, removed)
        report = ingest_pages(self._index, noting(items, seen) if prune else items, progress)
        if stop.is_set() or not prune:
            return report
        gone = gone_from(targets, known, seen, report.skipped)
        return report.model_copy(update={"removed": self._index.forget_pages(gone)})

    def article(self, article_id: str) -> Article | None:
        """One stored article, or None."""
        return self._index.store.article(article_id)

    def articles(self) -> list[Article]:
        """All stored articles, newest first; those without a date last."""
        stored = self._index.store.articles().values()
        return sorted(
            stored, key=lambda a: (a.published.at if a.published else _EARLIEST, a.id), reverse=True
        )

    def outlets(self) -> list[str]:
        """Names of the outlets whose articles are stored, in alphabetical order."""
        return sorted(self._index.store.outlets(), key=str.casefold)

    def also_in(self, article: Article, as_of: datetime | None = None) -> tuple[str, ...]:
        """Other outlets that have printed an article's text, by a moment if one is given."""
        return self._search.also_in(article, as_of)

    def history(self, article_id: str) -> list[Article]:
        """The versions of an article that are stored, the current one last."""
        return self._index.store.versions(article_id)

    def is_current(self, article_id: str) -> bool:
        """Whether an article that was cited is there and has not been changed since."""
        return self._index.store.is_current(article_id)

    def find(self, source: str | None = None, before: datetime | None = None) -> list[str]:
        """Ids of the articles of an outlet, of those published before a moment, or both."""
        return self._index.store.find(source, before)

    def remove(self, article_ids: Sequence[str] | str) -> int:
        """Remove articles, or one, with all that belongs to them; returns how many there were."""
        return self._index.remove(_several(article_ids))

    def heirs(self, article_ids: Sequence[str] | str) -> list[str]:
        """Outlets whose reprints of articles take their place if these are removed."""
        return sorted({a.source or a.url for a in self._index.heirs(_several(article_ids))})

    def feeds(self) -> list[Subscription]:
        """The feeds that are followed."""
        return self._subscriptions.all()

    def add_feed(self, url: str) -> Subscription:
        """Follow a feed, or the one that a page names; see `Subscriptions.add`."""
        with Fetcher(self.settings) as fetcher:
            return self._subscriptions.add(url, fetcher)

    def import_feeds(self, opml: Path) -> list[Subscription]:
        """Follow the feeds of an OPML file; returns those that are new."""
        try:
            return self._subscriptions.add_opml(opml.read_bytes())
        except OSError as error:
            raise SourceError(f"{opml} cannot be read: {error.strerror}.") from error

    def remove_feed(self, url: str) -> bool:
        """Follow a feed no longer; its articles stay. False if it was not followed."""
        return self._subscriptions.remove(url)

    def update_feeds(
        self, progress: Progress = silent, *, stop: Event | None = None
    ) -> Iterator[FeedReport]:
        """Put what is new in the feeds into the index; a report for each feed, as it is done."""
        return update(self._subscriptions, self._index, progress, stop)

    def follow_feeds(self, seconds: float, stop: Event | None = None) -> None:
        """Update the feeds every so often until `stop` is set; logs a line a round."""
        every(seconds, self._subscriptions, self._index, stop or Event())

    def status(self) -> Status:
        """Counts of the index, and which models are in use."""
        languages = self._index.store.languages()
        return Status(
            articles=sum(languages.values()),
            passages=self._index.store.passage_count(),
            languages=languages,
            model=self.settings.model,
            embedding_model=self.settings.embedding_model,
            model_ready=self.settings.model == "extractive"
            or ("_llm" in self.__dict__ and ready(self._llm)),
            data_dir=str(self.settings.data_dir),
        )

    def _validators(self, url: str) -> Validators:
        page = self._index.store.page(url)
        return page.validators if page else Validators()

    def _know_prompts(self) -> None:
        with suppress(ModelError):  # the question that needs it will say what is wrong
            if isinstance(self._llm, LocalModel):
                warm(self._llm)

    @cached_property
    def _subscriptions(self) -> Subscriptions:
        return Subscriptions(self._index.store.engine)

    @cached_property
    def _llm(self) -> LLM | None:
        return open_model(self.settings)


def _something(typed: str, otherwise: str) -> str:
    """What was typed, without the space around it and halves of characters."""
    if not typed.strip():
        raise QuestionError(otherwise)
    return paired(typed.strip())


def _several(ids: Sequence[str] | str) -> Sequence[str]:
    """Ids, or one, whose letters are not taken for ids."""
    return [ids] if isinstance(ids, str) else ids


def _check(limits: Filters) -> None:
    first, last = limits.published_from, limits.latest
    if first and last and first > last:
        end = "to" if last == limits.published_to else "as of"
        raise QuestionError(
            f"No day is both from {first:%Y-%m-%d} and {end} {last:%Y-%m-%d}. Change one of them."
        )
