"""The index of one data folder: article store, vectors and terms kept in agreement."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from filelock import FileLock, Timeout

from assistant.errors import IndexStoreError
from assistant.index.chunking import passages as passages_of
from assistant.index.embedding import Embedder, open_embedder
from assistant.index.lexical import Lexical
from assistant.index.store import ReadPage, Store
from assistant.index.vectors import Vectors
from assistant.settings import Settings
from assistant.types import Article, Page, Passage


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

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model."""
        return open_embedder(self.settings)

    @cached_property
    def store(self) -> Store:
        """Articles and pages in SQL."""
        return Store(f"sqlite:///{self.settings.data_dir / 'articles.db'}")

    @cached_property
    def vectors(self) -> Vectors:
        """Passages in Chroma."""
        return Vectors(self.settings.data_dir / "chroma", self.embedder.fingerprint)

    @cached_property
    def lexical(self) -> Lexical:
        """Terms and names; rebuilt from Chroma when the two differ."""
        lexical = Lexical(self.settings.data_dir / "lexical.db")
        if len(lexical) != len(self.vectors):
            lexical.rebuild(self.vectors)
        return lexical

    def is_current(self, page: Page) -> bool:
        """Whether exactly these bytes of the page are in the index."""
        return self.store.digest(page.url) == _digest(page)

    def add(self, read: Sequence[tuple[Page, tuple[Article, ...]]]) -> int:
        """Write pages and their articles; returns the number of passages embedded.

        What a page held before and holds no more is removed.
        """
        pages = [ReadPage(url=p.url, digest=_digest(p), articles=a) for p, a in read]
        with self._writing():
            count = self._embed(a for page in pages for a in page.articles)
            self.store.publish(pages)
            self._discard_pending()
        return count

    def remove(self, article_ids: Sequence[str]) -> int:
        """Remove articles with all that belongs to them; returns how many there were."""
        with self._writing():
            count = self.store.withdraw(article_ids)
            self._discard_pending()
        return count

    def forget_pages(self, urls: Iterable[str]) -> int:
        """Remove pages, and the articles that no other page holds; returns how many."""
        with self._writing():
            count = self.store.publish([ReadPage(url=u, digest="") for u in urls])
            self._discard_pending()
        return count

    def settle(self) -> None:
        """Discard what a killed writer left half done; the next writer would do so too."""
        if self.store.pending():
            with self._writing():
                self._discard_pending()

    def _embed(self, articles: Iterable[Article]) -> int:
        by_id = {a.id: a for a in articles}
        known = self.store.known(by_id)
        new: list[Passage] = []
        for article in (a for id_, a in by_id.items() if id_ not in known):
            new += passages_of(article, self.embedder.count_tokens, self.settings.passage_tokens)
        if not new:
            return 0
        vectors, sentence_vectors = self.embedder.embed(new)
        matrices = dict(zip((p.id for p in new), sentence_vectors, strict=True))
        for id_ in by_id.keys() - known:
            self.store.begin(id_, {p.id: matrices[p.id] for p in new if p.article_id == id_})
        self.vectors.upsert(new, vectors)
        self.lexical.upsert(new)
        return len(new)

    def _discard_pending(self) -> None:
        pending = self.store.pending()
        if not pending:
            return
        ids = self.store.passage_ids(pending)
        self.vectors.delete(ids)
        self.lexical.delete(ids)
        self.store.forget(pending)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        lock = FileLock(self.settings.data_dir / "write.lock", timeout=self.settings.timeout)
        try:
            lock.acquire()
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
        try:
            self._discard_pending()
            yield
        finally:
            lock.release()


def _digest(page: Page) -> str:
    return hashlib.sha256(page.content).hexdigest()
