"""The vectors of passages in Chroma, with what filters look at.

No text goes there: Chroma writes what it is given three times (its log, its metadata, an
index of that) and does not overwrite what is deleted, so that a removed article could still
be read in its file.

Chroma is used directly and not through llama-index's adapter: the adapter stores every
node with its text, and as JSON in the metadata, hides the embeddings of a result, and cannot
say which embedding model made a collection.
"""

import struct
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from os import SEEK_END
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import chromadb
import chromadb.errors
import numpy as np
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings

from assistant import speech
from assistant.errors import FingerprintError, IndexStoreError
from assistant.index.embedding import Matrix, Vector
from assistant.index.sql import REMEDY
from assistant.types import Filters, Passage

_BATCH = 2000
_LAYOUT = 3
# Up to so many passages may lack in the graph's file; each process that opens it adds them
# anew, at a millisecond each. Writing costs no more than with Chroma's own 1,000.
_SYNC = 250
_GRAPH: CreateCollectionConfiguration = {
    "hnsw": {"space": "ip", "ef_search": 200, "sync_threshold": _SYNC}
}
# Version, offset, capacity, elements, bytes of an element: how the graph's header begins.
_HEADER = struct.Struct("<iQQQQ")
_T = TypeVar("_T")
# Chroma's list of what is open is one for all threads, and has no lock.
_opening = Lock()


class Vectors:
    """The Chroma collection of one index. `Vectors(folder, fingerprint)  # opens or creates`.

    `fingerprint` names what vectors depend on. Raises FingerprintError when another made the
    collection, and IndexStoreError when Chroma cannot open or write it.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder, self._fingerprint = folder, fingerprint
        self._mark = folder / "written"
        self._lock = Lock()
        self._seen, self._collection = self._written(), self._opened()
        made = self._collection.metadata or {}
        if made.get("layout") != _LAYOUT:
            raise IndexStoreError(
                f"The index at {folder} was made by another version of the assistant. Give a "
                "new --data-dir and ingest the articles into it."
            )
        made_by = made.get("fingerprint")
        if made_by != fingerprint:
            raise FingerprintError(
                f"The index at {folder} was made with {made_by}, and what is chosen is "
                f"{fingerprint}. Choose the same again, or give a new --data-dir and ingest "
                "the articles into it."
            )

    def _opened(self) -> chromadb.Collection:
        made = {"fingerprint": self._fingerprint, "layout": _LAYOUT, "speech": speech.VERSION}
        try:
            with _opening:
                # Or the graph would be the one that this process had of the folder before.
                SharedSystemClient.clear_system_cache()
                client = chromadb.PersistentClient(
                    path=str(self._folder), settings=ChromaSettings(anonymized_telemetry=False)
                )
                return client.get_or_create_collection(
                    "passages", metadata=made, configuration=_GRAPH, embedding_function=None
                )
        except (chromadb.errors.ChromaError, ValueError, OSError) as error:
            raise IndexStoreError(
                f"The index at {self._folder} cannot be opened: {error}. {REMEDY}"
            ) from error

    @property
    def has_speakers(self) -> bool:
        """Whether the speakers of all sentences are those that this version finds."""
        return (self._collection.metadata or {}).get("speech") == speech.VERSION

    def note_speakers(self) -> None:
        """Note that they are."""
        made = {**(self._collection.metadata or {}), "speech": speech.VERSION}
        self._write(lambda collection: collection.modify(metadata=made))

    def __len__(self) -> int:
        return self._read(lambda collection: collection.count())

    def upsert(self, passages: Sequence[Passage], vectors: Matrix) -> None:
        """Write passages with their vectors, shape (n, dimensions)."""
        for i in range(0, len(passages), _BATCH):
            part = passages[i : i + _BATCH]
            upsert = partial(
                chromadb.Collection.upsert,
                ids=[p.id for p in part],
                embeddings=vectors[i : i + _BATCH],
                metadatas=[_metadata(p) for p in part],
            )
            self._write(upsert)

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages; ids that are not there are passed over."""
        for i in range(0, len(ids), _BATCH):
            part = list(ids[i : i + _BATCH])
            self._write(partial(chromadb.Collection.delete, ids=part))

    def wipe(self) -> None:
        """Blank what the graph's files hold beyond its elements.

        hnswlib first writes them at full capacity out of memory that it has not set, so that
        they may hold any text this process has had (chroma-core/chroma, issue 7688).
        """
        for header in self._folder.glob("*/header.bin"):
            *_, elements, width = _HEADER.unpack_from(header.read_bytes())
            _blank(header.with_name("data_level0.bin"), elements * width)
            _blank(header.with_name("length.bin"), elements * np.dtype(np.float32).itemsize)

    def nearest(
        self, vector: Vector, k: int, filters: Filters, reprinted: Collection[str] = ()
    ) -> list[str]:
        """Ids of the k passages with the largest inner product, best first.

        `reprinted` are articles that outlets of the filters have printed after others.
        """
        if not len(self):
            return []
        where = _where(filters, reprinted)
        found = self._read(
            lambda collection: collection.query(
                query_embeddings=vector[None], n_results=k, where=where, include=[]
            )
        )
        return found["ids"][0]

    def get(self, ids: Sequence[str]) -> tuple[list[str], Matrix]:
        """The passages that exist among ids, and their vectors, shape (n, dimensions)."""
        if not ids:
            return [], np.empty((0, 0), np.float32)
        found = self._get(ids=list(ids), include=["embeddings"])
        return found["ids"], np.asarray(found["embeddings"], np.float32)

    def sample(self, language: str, size: int) -> Matrix:
        """Vectors of up to `size` passages in a language, shape (n, dimensions)."""
        found = self._get(where={"language": language}, limit=size, include=["embeddings"])
        return np.asarray(found["embeddings"], np.float32)

    def _get(self, **what: Any) -> Mapping[str, Any]:
        return self._read(lambda collection: collection.get(**what))

    def _read(self, ask: Callable[[chromadb.Collection], _T]) -> _T:
        with self._lock:
            collection = self._current()
        try:
            return ask(collection)
        except chromadb.errors.InternalError:  # another process has written in between
            with self._lock:
                collection = self._reopened()
        with self._asking():
            return ask(collection)

    def _write(self, change: Callable[[chromadb.Collection], object]) -> None:
        with self._lock, self._asking():
            change(self._current())
            self._mark.touch()
            self._seen = self._written()

    def _current(self) -> chromadb.Collection:
        """The collection as the disk has it.

        Chroma keeps its graph in memory: what another process has written since is not found,
        fails if it is asked for by id, and would be lost when this process writes.
        """
        return self._collection if self._seen == self._written() else self._reopened()

    def _reopened(self) -> chromadb.Collection:
        # Both or neither: if it cannot be opened now, it is not taken for read.
        written, collection = self._written(), self._opened()
        if collection.id != self._collection.id:  # Chroma makes anew, and empty, what is gone
            raise IndexStoreError(
                f"The index at {self._folder} was removed or replaced while it was open. Start "
                "the program again."
            )
        self._seen, self._collection = written, collection
        return self._collection

    def _written(self) -> int:
        """When any process has written last, 0 if none has."""
        try:
            return self._mark.stat().st_mtime_ns
        except (FileNotFoundError, NotADirectoryError):
            return 0

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except (chromadb.errors.ChromaError, OSError) as error:
            raise IndexStoreError(
                f"The index at {self._folder} cannot be used: {error}. {REMEDY}"
            ) from error


def _blank(file: Path, start: int) -> None:
    """Overwrite a file with zeros from a byte on; its size stays."""
    with file.open("r+b") as stream:
        rest = stream.seek(0, SEEK_END) - start
        stream.seek(start)
        stream.write(bytes(max(rest, 0)))


def _metadata(passage: Passage) -> dict[str, str | int]:
    """Chroma keeps flat values only, and filters by numbers only for ranges."""
    values: dict[str, str | int] = {
        "article_id": passage.article_id,
        "language": passage.language or "",
        "source": passage.source or "",
    }
    if passage.published:
        values["published"] = int(passage.published.timestamp())
    return values


def _where(filters: Filters, reprinted: Collection[str]) -> dict[str, Any] | None:
    limits: list[dict[str, Any]] = []
    if filters.languages:
        limits.append({"language": {"$in": list(filters.languages)}})
    if filters.sources:
        own: dict[str, Any] = {"source": {"$in": list(filters.sources)}}
        others = {"article_id": {"$in": sorted(reprinted)}}
        limits.append({"$or": [own, others]} if reprinted else own)
    if filters.published_from:
        limits.append({"published": {"$gte": int(filters.published_from.timestamp())}})
    if filters.latest:
        limits.append({"published": {"$lte": int(filters.latest.timestamp())}})
    return limits[0] if len(limits) == 1 else {"$and": limits} if limits else None
