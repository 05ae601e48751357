"""Vectors kept on the disk, so that every system reads every passage once."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from typing_extensions import override

from assistant.index.embedding import Embedder, Matrix, Vector

_BATCH = 64


class Remembering(Embedder):
    """An embedding model that does not read a passage twice, not even after an interruption."""

    def __init__(self, model: Embedder, path: Path) -> None:
        self._model = model
        self.fingerprint = model.fingerprint
        self.dimensions = model.dimensions
        self.max_tokens = model.max_tokens
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60, check_same_thread=False)
        self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")

    @override
    def embed_query(self, text: str) -> Vector:
        return self._model.embed_query(text)

    @override
    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        known = {text: self._known(text) for text in texts}
        missing = [text for text, vector in known.items() if vector is None]
        for i in range(0, len(missing), _BATCH):
            batch = missing[i : i + _BATCH]
            vectors = self._model.embed_passages(batch)
            known |= dict(zip(batch, vectors, strict=True))
            entries = [(self._key(t), v.tobytes()) for t, v in zip(batch, vectors, strict=True)]
            with self._db:
                self._db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", entries)
        return np.array([known[t] for t in texts], np.float32).reshape(-1, self.dimensions)

    @override
    def token_vectors(self, question: str, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
        return self._model.token_vectors(question, texts)

    @override
    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._model.count_tokens(texts)

    def _known(self, text: str) -> Vector | None:
        query = "SELECT vector FROM vectors WHERE key = ?"
        row = self._db.execute(query, (self._key(text),)).fetchone()
        return np.frombuffer(row[0], np.float32) if row else None

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.fingerprint}\x1f{text}".encode()).digest()
