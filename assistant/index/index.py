"""The index of one data folder: article store, vectors and terms kept in agreement."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from assistant.errors import AssistantError, IndexStoreError
from assistant.index.changes import Arrival, ReadPage
from assistant.index.chunking import passages as passages_of
from assistant.index.chunking import sentences
from assistant.index.embedding import Embedder, Matrix
from assistant.index.lexical import Lexical
from assistant.index.models import CrossEncoderModel, open_embedder
from assistant.index.placing import placed
from assistant.index.sql import batches
from assistant.index.store import Store
from assistant.index.vectors import Vectors
from assistant.intake import Page
from assistant.settings import Settings
from assistant.types import Article, Passage

_FROM_FEED = "feed:"
_opening = RLock()

if TYPE_CHECKING:
    _part = cached_property
else:

    class _part(cached_property):  # noqa: N801 - used as a decorator
        """A part that is opened once, however many threads ask first.

        `cached_property` saw to that itself until Python 3.12 took its lock away.
        """

        def __get__(self, instance, owner=None):
            with _opening:
                return super().__get__(instance, owner)


class Index:
    """Articles, found by meaning and by word. `Index(settings)  # opens or creates`.

    Parts open when they are first used. One process writes at a time; reading goes on
    meanwhile and sees whole articles only.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexStoreError(
                f"The data folder {settings.data_dir} cannot be made: {error.strerror}. "
                "Choose another with --data-dir."
            ) from error
        if not os.access(settings.data_dir, os.W_OK):  # SQLite's log and Chroma want to write
            raise IndexStoreError(
                f"The data folder {settings.data_dir} cannot be written, which its databases need "
                "even to be read. Make it writable, or copy it and give the copy with --data-dir."
            )

    @_part
    def embedder(self) -> Embedder:
        """The embedding model."""
        return open_embedder(self.settings)

    @_part
    def cross_encoder(self) -> CrossEncoderModel | None:
        """The model that judges the best passages again, if the settings name one."""
        name = self.settings.cross_encoder
        return CrossEncoderModel(name) if name else None

    @_part
    def store(self) -> Store:
        """Articles and pages in SQL."""
        return Store(f"sqlite:///{self.settings.data_dir / 'articles.db'}")

    @_part
    def vectors(self) -> Vectors:
        """The vectors of passages in Chroma."""
        length = f"passages of {self.settings.passage_tokens} tokens"
        made_by = f"the embedding model {self.embedder.fingerprint} and {length}"
        vectors = Vectors(self.settings.data_dir / "chroma", made_by)
        # Chroma makes anew, and empty, what is gone: nothing would ever be found again.
        if self.store.passage_counts().start and not len(vectors):
            raise IndexStoreError(
                f"The vectors of the index at {self.settings.data_dir} are gone, and only its "
                "articles are left. Give a new --data-dir and ingest the articles into it."
            )
        return vectors

    @_part
    def lexical(self) -> Lexical:
        """Terms and names; rebuilt from the articles when the two differ."""
        lexical = Lexical(self.settings.data_dir / "lexical.db")
        if len(lexical) not in self.store.passage_counts():
            lexical.rebuild(self.store.all_passages())
        return lexical

    def passages(self, ids: Sequence[str]) -> tuple[list[Passage], Matrix]:
        """The passages that exist among ids, and their vectors, shape (n, dimensions)."""
        found, vectors = self.vectors.get(ids)
        known = self.store.passages(found)
        kept = [i for i, id_ in enumerate(found) if id_ in known]
        return [known[found[i]] for i in kept], vectors[kept]

    def is_current(self, page: Page) -> bool:
        """Whether a page is in the index as it is, or better: not from the feed's word only."""
        known = self.store.page(page.url)
        same = known is not None and known.digest == self._digest(page)
        return same or (not page.content and self.was_fetched(page.url))

    def was_fetched(self, url: str) -> bool:
        """Whether a page itself is in the index, not only what its feed says of it."""
        known = self.store.page(url)
        digest = known.digest if known else ""
        return bool(digest) and not digest.startswith(_FROM_FEED)

    def add(self, read: Sequence[tuple[Page, tuple[Article, ...]]]) -> tuple[list[Arrival], int]:
        """Write pages and their articles.

        What a page held before and holds no more stays until `sweep`, because a page yet to
        come may hold it. Returns the articles that were not there, and the number of
        passages embedded.
        """
        pages = [
            ReadPage(
                url=page.url, digest=self._digest(page), validators=page.validators, articles=of
            )
            for page, of in read
        ]
        with self._writing():
            arrivals = placed(self.store, pages)
            count = self._embed([a.article for a in arrivals if not (a.original or a.behind)])
            self.store.publish(pages, arrivals)
            count += self._clear()
        return arrivals, count

    def remove(self, article_ids: Sequence[str]) -> int:
        """Remove articles with all that belongs to them; returns how many there were.

        They are found no more at once; then their words are wiped from the disk. What remains
        is the page's address, so that no feed brings it back, and in Chroma's file numbers:
        vectors, ids, outlet and language. Where reprints of a removed article are left, one
        of them takes its place.
        """
        with self._writing():
            return self._withdraw(article_ids)

    def heirs(self, article_ids: Sequence[str]) -> list[Article]:
        """The reprints, not among them, of articles: what stays if these are removed."""
        gone, stay = set(article_ids), []
        for some in batches(article_ids):
            for reprints in self.store.reprints(some).values():
                stay += [article for article in reprints if article.id not in gone]
        return stay

    def forget_pages(self, urls: Iterable[str]) -> int:
        """Remove pages, and the articles that no other page holds; returns how many."""
        with self._writing():
            self.store.publish([ReadPage(url=url, digest="") for url in urls])
            return self._withdraw(self.store.orphans())

    def sweep(self) -> None:
        """Remove the articles that no page holds any more."""
        if self.store.orphans():
            self.forget_pages([])

    def settle(self) -> None:
        """Finish what a killed writer left half done, if that can be done now.

        Who writes does so first, and says why if it cannot be done.
        """
        if self.store.pending():
            with suppress(AssistantError), self._lock(timeout=0):
                self._clear(wipe=True)

    def name_speakers(self) -> None:
        """Tell who says what in an index that was made before this could be told."""
        if not self.vectors.has_speakers:
            with self._writing():
                for group in self.store.all_passages():
                    self.store.respeak(list(self._with_speakers(group)))
                self.vectors.note_speakers()

    def _with_speakers(self, passages: Sequence[Passage]) -> Iterator[Passage]:
        whole = self.store.articles(list({p.article_id for p in passages}))
        said = {id_: {(s.start, s.end): s for s in sentences(a)} for id_, a in whole.items()}
        for passage in passages:
            found = said[passage.article_id]
            own = tuple(found.get((s.start, s.end), s) for s in passage.sentences)
            yield passage.model_copy(update={"sentences": own})

    def _embed(self, articles: Sequence[Article]) -> int:
        """Write the passages of articles; they are seen when the articles are."""
        count, limit = self.embedder.count_tokens, self.settings.passage_tokens
        new = [passage for article in articles for passage in passages_of(article, count, limit)]
        if not new:
            return 0
        vectors, sentence_vectors = self.embedder.embed(new)
        self.store.begin(new, sentence_vectors)
        self.vectors.upsert(new, vectors)
        self.lexical.upsert(new)
        return len(new)

    def _withdraw(self, article_ids: Sequence[str]) -> int:
        count = self.store.withdraw(article_ids)
        self._clear(wipe=True)
        return count

    def _clear(self, *, wipe: bool = False) -> int:
        """Discard what is half written or deleted, and embed what has lost its original.

        Not without `wipe` are words gone from the disk that only the discarded had.
        """
        pending = self.store.pending()
        if not pending:
            return 0
        ids = self.store.passage_ids(pending)
        self.vectors.delete(ids)
        self.lexical.delete(ids)
        self.store.forget(pending)
        bare = self.store.bare()
        count = self._embed(bare)
        self.store.finish([article.id for article in bare])
        if wipe:
            self.vectors.wipe()
            self.lexical.wipe()
            self.store.wipe()
        self.store.finish(pending)
        return count

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock(self.settings.timeout):
            self._clear(wipe=True)
            yield

    def _lock(self, timeout: float) -> AbstractContextManager[object]:
        lock = FileLock(self.settings.data_dir / "write.lock", timeout=timeout)
        try:
            return lock.acquire()
        except Timeout as error:
            raise IndexStoreError(
                f"Another process is writing to the index at {self.settings.data_dir}. "
                "Wait until it has finished and try again."
            ) from error
        except OSError as error:
            raise IndexStoreError(
                f"The index at {self.settings.data_dir} cannot be written: {error.strerror}. "
                "Make the folder writable or choose another with --data-dir."
            ) from error

    def _digest(self, page: Page) -> str:
        """Of the page's bytes and the names of its columns.

        Without bytes it is of what the feed says in their place, and marked as such.
        """
        if page.content or page.entry is None:
            names = "".join(f"\0{ours}={theirs}" for ours, theirs in sorted(self.settings.fields))
            return hashlib.sha256(page.content + names.encode()).hexdigest()
        return _FROM_FEED + hashlib.sha256(page.entry.model_dump_json().encode()).hexdigest()
