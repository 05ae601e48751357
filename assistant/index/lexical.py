"""BM25 over stemmed terms and over names, beside the vectors.

Two columns of one SQLite FTS5 table: `terms` compares within a language, `names`
(keys of names, and numbers) across languages. Across languages shared words are noise, but
shared names and numbers are not. The table is derived from the articles and can be rebuilt.

Scores are shares of what a passage with all words of the query would have: the best match
of a query may match little of it, and should not count as much as one that matches all.
"""

import json
import math
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, bindparam, text

from assistant.index.sql import open_engine, transaction
from assistant.language.names import name_key, names
from assistant.language.numbers import numbers
from assistant.language.terms import terms
from assistant.types import Passage

_REMEDY = "Check that the disk has space, or delete the file: it is made anew from the passages."
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS passages "
    "(row INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, language TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS fts USING fts5(terms, names, tokenize = 'unicode61')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(fts, 'col')",
)
_COUNT = text("SELECT count(*) FROM passages")
_FREQUENCIES = text("SELECT doc FROM vocabulary WHERE col = :column AND term IN :words").bindparams(
    bindparam("words", expanding=True)
)
# BM25 of a word that stands three times in a passage of average length, by its rarity.
_THREE_TIMES = 1.6
_SEARCH = text(
    "SELECT p.id, -bm25(fts) AS score FROM fts JOIN passages p ON p.row = fts.rowid "
    "WHERE fts MATCH :match AND (p.language = :language) = :own "
    "ORDER BY bm25(fts) LIMIT :k"
)
_INSERT = text("INSERT INTO passages (id, language) VALUES (:id, :language) RETURNING row")
_INSERT_TERMS = text("INSERT INTO fts (rowid, terms, names) VALUES (:row, :terms, :names)")

_GIVEN = "(SELECT value FROM json_each(:ids))"
# In the order of rows, which lie beside one another: one by one it takes three times as long.
_DELETE_TERMS = text(
    f"DELETE FROM fts WHERE rowid IN (SELECT row FROM passages WHERE id IN {_GIVEN})"
)
_DELETE = text(f"DELETE FROM passages WHERE id IN {_GIVEN}")
_OPTIMIZE = text("INSERT INTO fts (fts) VALUES ('optimize')")


class Lexical:
    """The lexical index of one data folder. `Lexical(path)  # opens or creates`.

    Every method raises IndexStoreError when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        # Readers wait while many passages are deleted or merged, which takes longer than the
        # 5 s that SQLite has for it; a write-ahead log would keep the words of what is removed.
        engine = open_engine(f"sqlite:///{path}", "busy_timeout = 60000")
        self._transaction = partial(transaction, engine, _REMEDY)
        with self._transaction() as db:
            for statement in _SCHEMA:
                db.execute(text(statement))

    def __len__(self) -> int:
        with self._transaction() as db:
            return int(db.execute(_COUNT).scalar_one())

    def upsert(self, passages: Iterable[Passage]) -> None:
        """Write passages; one that is there already is replaced."""
        passages = list(passages)
        self.delete([p.id for p in passages])
        with self._transaction() as db:
            for p in passages:
                row = db.execute(_INSERT, {"id": p.id, "language": p.language or ""}).scalar_one()
                columns = {
                    "terms": " ".join(terms(p.headed, p.language)),
                    "names": " ".join(_keys(p.headed, p.language)),
                }
                db.execute(_INSERT_TERMS, {"row": row, **columns})

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages; ids that are not there are passed over."""
        if not ids:
            return
        with self._transaction() as db:
            for statement in (_DELETE_TERMS, _DELETE):
                db.execute(statement, {"ids": json.dumps(list(ids))})

    def wipe(self) -> None:
        """Leave no word of deleted passages in the file: FTS5 keeps them until it merges."""
        with self._transaction() as db:
            db.execute(_OPTIMIZE)

    def rebuild(self, passages: Iterable[Sequence[Passage]]) -> None:
        """Forget everything and index the passages anew."""
        with self._transaction() as db:
            db.execute(text("DELETE FROM fts"))
            db.execute(text("DELETE FROM passages"))
        for group in passages:
            self.upsert(group)

    def by_terms(self, query: str, language: str | None, k: int) -> dict[str, float]:
        """Scores (0 to 1) of the best k passages in the query's own language."""
        return self._search("terms", terms(query, language), language, k)

    def by_names(self, query: str, language: str | None, k: int) -> dict[str, float]:
        """Scores (0 to 1) of the best k passages in other languages, by names and numbers.

        In its own, names are among the terms, and exactly as they are spelt.
        """
        return self._search("names", _keys(query, language), language, k)

    def _search(
        self, column: str, words: Sequence[str], language: str | None, k: int
    ) -> dict[str, float]:
        words = list(dict.fromkeys(words))
        if not words:
            return {}
        match = f"{column} : ({' OR '.join(_quoted(w) for w in words)})"
        with self._transaction() as db:
            among = {"language": language or "", "own": column == "terms", "k": k}
            rows = db.execute(_SEARCH, {"match": match, **among}).all()
            whole = _of_all(db, column, words) if rows else 1.0
        return {row.id: min(row.score / whole, 1.0) for row in rows}


def _of_all(db: Connection, column: str, words: Sequence[str]) -> float:
    """The score of a passage that has all words: those that none has are the rarest."""
    passages = db.execute(_COUNT).scalar_one()
    known = db.execute(_FREQUENCIES, {"column": column, "words": words}).scalars().all()
    frequencies = [*known, *[0] * (len(words) - len(known))]
    rarities = (math.log((passages - f + 0.5) / (f + 0.5)) for f in frequencies)
    return _THREE_TIMES * sum(max(rarity, 1e-6) for rarity in rarities)


def _keys(text_: str, language: str | None) -> list[str]:
    keys = [name_key(n) for n in names(text_, language)] + numbers(text_)
    return [k for k in keys if k]


def _quoted(word: str) -> str:
    """An FTS5 string: nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'
