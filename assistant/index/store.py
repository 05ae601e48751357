"""Articles, the pages they came from and their sentences' vectors, in SQL.

An article is kept once for every text: a reprint names its original, an old version
stands behind the current one of its address, and only current originals have passages.
A passage is kept as places in its article, so that a text stands nowhere else.

`pending` is a journal: an article is noted in it before its passages are written to, or
deleted from, the other stores, and struck out when all of them agree. An article that is
still noted when the next writer comes was cut off half way, and is discarded.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Row, Select, delete, func, select

from assistant.errors import IndexStoreError
from assistant.index import changes, tables
from assistant.index.changes import Arrival, ReadPage
from assistant.index.embedding import Matrix
from assistant.index.sql import batches, open_engine, transaction
from assistant.index.tables import articles, origins, pages, passages, pending, sketches
from assistant.intake import Validators
from assistant.types import Article, Passage

_CANDIDATES = 10
_ORIGINAL = articles.c.current & articles.c.original.is_(None)


class Store:
    """The SQL side of one index. `Store("sqlite:///articles.db")  # opens or creates`."""

    def __init__(self, url: str) -> None:
        # Readers go on during a write where there is a write-ahead log.
        self.engine = open_engine(url, "foreign_keys = ON", "journal_mode = WAL")
        with transaction(self.engine) as db:
            tables.create(db)

    def page(self, url: str) -> ReadPage | None:
        """What was noted of a page when it was last ingested, without its articles."""
        with transaction(self.engine) as db:
            row = db.execute(select(pages).where(pages.c.url == url)).one_or_none()
        if row is None:
            return None
        validators = Validators(etag=row.etag, last_modified=row.last_modified)
        return ReadPage(url=url, digest=row.digest, validators=validators)

    def emptied(self) -> set[str]:
        """Addresses of the pages whose articles were removed."""
        return set(self._values(select(pages.c.url).where(pages.c.digest == "")))

    def pages(self) -> list[str]:
        """Addresses of all ingested pages."""
        return self._values(select(pages.c.url))

    def article(self, article_id: str) -> Article | None:
        """One article, be it a reprint or an old version; or None."""
        return self.articles([article_id]).get(article_id)

    def articles(self, ids: Sequence[str] | None = None) -> dict[str, Article]:
        """Articles by id; all current ones that reprint no other when no ids are given."""
        rows = self._rows(_ORIGINAL if ids is None else articles.c.id.in_(ids))
        return {row.id: _article(row) for row in rows}

    def versions(self, article_id: str) -> list[Article]:
        """All versions of an article that are stored, the current one last."""
        same_place = select(articles.c.url).where(articles.c.id == article_id)
        rows = self._rows(articles.c.url == same_place.scalar_subquery())
        rows.sort(key=lambda row: (row.current, _article(row).fetched_at))
        return [_article(row) for row in rows]

    def reprints(self, ids: Sequence[str]) -> dict[str, list[Article]]:
        """Current reprints by the id of their original."""
        found: dict[str, list[Article]] = {}
        for row in self._rows(articles.c.current & articles.c.original.in_(ids)):
            found.setdefault(row.original, []).append(_article(row))
        return found

    def reprinted_by(self, outlets: Sequence[str], as_of: datetime | None = None) -> set[str]:
        """Ids of the articles that outlets have printed after others, by `as_of` if given."""
        reprints = articles.c.current & articles.c.original.is_not(None)
        reprints &= articles.c.source.in_(outlets)
        if as_of:
            return {row.original for row in self._rows(reprints) if _article(row).was_out(as_of)}
        return set(self._values(select(articles.c.original).where(reprints)))

    def is_current(self, article_id: str) -> bool:
        """Whether no later version has taken an article's place."""
        return article_id in self.known([article_id])

    def find(self, source: str | None = None, before: datetime | None = None) -> list[str]:
        """Ids of current articles of an outlet, published before a moment, or both."""
        query = select(articles.c.id).where(articles.c.current)
        if before is not None:
            query = query.where(articles.c.published < int(before.timestamp()))
        if source is not None:
            # SQLite knows upper and lower case of English letters only.
            same = [name for name in self.outlets() if name.casefold() == source.casefold()]
            query = query.where(articles.c.source.in_(same))
        return self._values(query)

    def languages(self) -> dict[str, int]:
        """Number of articles by language; unknown ones under the empty string."""
        query = select(articles.c.language, func.count()).where(_ORIGINAL)
        with transaction(self.engine) as db:
            return {row[0]: row[1] for row in db.execute(query.group_by(articles.c.language))}

    def outlets(self) -> list[str]:
        """Names of all outlets that current articles name."""
        query = select(articles.c.source).where(articles.c.current, articles.c.source != "")
        return self._values(query.distinct())

    def undated(self) -> int:
        """Number of current articles without a date."""
        dateless = articles.c.published.is_(None)
        return int(self._values(select(func.count()).where(_ORIGINAL, dateless))[0])

    def known(self, ids: Iterable[str], as_of: datetime | None = None) -> set[str]:
        """Those of the ids that are current articles, and were there and the same at `as_of`."""
        found: set[str] = set()
        for some in batches(list(ids)):
            there = articles.c.current & articles.c.id.in_(some)
            if as_of:
                found |= {row.id for row in self._rows(there) if _article(row).was_out(as_of)}
            else:
                found.update(self._values(select(articles.c.id).where(there)))
        return found

    def at(self, url: str) -> list[Article]:
        """The current articles of an address."""
        return [_article(row) for row in self._rows(articles.c.current & (articles.c.url == url))]

    def held_by(self, page: str) -> list[Article]:
        """The current articles that a page holds."""
        held = select(origins.c.article).where(origins.c.page == page)
        return [_article(row) for row in self._rows(articles.c.id.in_(held))]

    def holders(self, article_id: str) -> list[str]:
        """Addresses of the pages that hold an article."""
        return self._values(select(origins.c.page).where(origins.c.article == article_id))

    def sharing(self, sketch: Sequence[int], least: int) -> list[tuple[Article, str]]:
        """Current articles with `least` hashes of a sketch, each with the original of its text.

        No more than the ten that share most.
        """
        near = select(sketches.c.article).where(sketches.c.hash.in_(sketch))
        near = near.group_by(sketches.c.article).having(func.count() >= least)
        near = near.order_by(func.count().desc()).limit(_CANDIDATES)
        rows = self._rows(articles.c.id.in_(near)) if sketch else []
        return [(_article(row), row.original or row.id) for row in rows]

    def bare(self) -> list[Article]:
        """Articles that should have passages and have none: their original was removed."""
        with_passages = select(passages.c.article)
        return [_article(r) for r in self._rows(_ORIGINAL & articles.c.id.not_in(with_passages))]

    def begin(self, new: Sequence[Passage], sentence_vectors: Sequence[Matrix]) -> None:
        """Note articles as half written, with their passages and the vectors of sentences."""
        with transaction(self.engine) as db:
            changes.begin(db, new, sentence_vectors)

    def finish(self, ids: Sequence[str]) -> None:
        """Strike out articles on which all stores agree."""
        with transaction(self.engine) as db:
            for some in batches(ids):
                db.execute(delete(pending).where(pending.c.article.in_(some)))

    def publish(self, read: Sequence[ReadPage], arrivals: Sequence[Arrival] = ()) -> None:
        """Make pages and their articles visible; a page without articles is forgotten."""
        with transaction(self.engine) as db:
            for a in arrivals:
                if a.moved:  # before the newcomer has an old version at the address it leaves
                    changes.move(db, a.moved, a.article.url)
            for arrival in arrivals:
                changes.add(db, arrival)
            current = {a.article.id: a.behind for a in arrivals if a.behind}
            for page in read:
                changes.hold(db, page, current)
            for a in arrivals:
                if a.replaces:
                    changes.retire(db, a.replaces, a)

    def orphans(self) -> list[str]:
        """Current articles that no page holds any more."""
        held = select(origins.c.article)
        query = select(articles.c.id).where(articles.c.current, articles.c.id.not_in(held))
        return self._values(query)

    def withdraw(self, ids: Sequence[str]) -> int:
        """Hide articles at once and note them as half deleted; returns how many there were."""
        with transaction(self.engine) as db:
            return sum(changes.withdraw(db, some) for some in batches(ids))

    def pending(self) -> list[str]:
        """Articles that are half written or half deleted."""
        return self._values(select(pending.c.article))

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id, of published articles only."""
        query = select(passages.c.id, passages.c.article, passages.c.sentences)
        with transaction(self.engine) as db:
            rows = db.execute(query.where(passages.c.id.in_(ids))).all()
        whole = self.articles(list({row.article for row in rows}))
        return {
            row.id: changes.read_passage(row.article, whole[row.article], row.sentences)
            for row in rows
            if row.article in whole
        }

    def all_passages(self) -> Iterator[list[Passage]]:
        """All passages of published articles, in groups."""
        for some in batches(self._values(select(passages.c.id).order_by(passages.c.article))):
            yield list(self.passages(some).values())

    def respeak(self, some: Sequence[Passage]) -> None:
        """Write anew who says the sentences of passages."""
        with transaction(self.engine) as db:
            changes.respeak(db, some)

    def passage_count(self) -> int:
        """Number of passages of all articles."""
        return int(self._values(select(func.count()).select_from(passages))[0])

    def passage_counts(self) -> range:
        """Numbers of passages that other stores may have: those of pending articles may lack."""
        unsure = passages.c.article.in_(select(pending.c.article))
        with transaction(self.engine) as db:
            count = select(func.count()).select_from(passages)
            most, open_ = (db.execute(q).scalar_one() for q in (count, count.where(unsure)))
        return range(most - open_, most + 1)

    def wipe(self) -> None:
        """Empty the write-ahead log: what was deleted stands there until it is written over.

        Raises IndexStoreError while another process reads what was there before.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with transaction(self.engine) as db:
            is_busy, *_ = db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        if is_busy:
            raise IndexStoreError(
                f"Another process is reading {self.engine.url.database}: what was removed is found "
                "no more, but its words still stand on the disk. Wait until it has finished and "
                "try again; whatever opens the index next wipes them."
            )

    def passage_ids(self, article_ids: Sequence[str]) -> list[str]:
        """Ids of the passages of articles."""
        found: list[str] = []
        for some in batches(article_ids):
            found += self._values(select(passages.c.id).where(passages.c.article.in_(some)))
        return found

    def forget(self, article_ids: Sequence[str]) -> None:
        """Delete the passages of articles, which are gone from the other stores."""
        with transaction(self.engine) as db:
            for some in batches(article_ids):
                db.execute(delete(passages).where(passages.c.article.in_(some)))

    def sentence_vectors(self, passage_ids: Sequence[str], dimensions: int) -> dict[str, Matrix]:
        """Vectors of each passage's sentences, shape (sentences, dimensions), in order."""
        query = select(passages).where(passages.c.id.in_(passage_ids))
        with transaction(self.engine) as db:
            rows = db.execute(query).all()
        return {
            row.id: np.frombuffer(row.sentence_vectors, np.float16)
            .reshape(-1, dimensions)
            .astype(np.float32)
            for row in rows
        }

    def _values(self, query: Select[Any]) -> list[Any]:
        with transaction(self.engine) as db:
            return list(db.execute(query).scalars())

    def _rows(self, condition: ColumnElement[bool]) -> list[Row[tuple[str, str, str | None, bool]]]:
        query = select(articles.c.id, articles.c.record, articles.c.original, articles.c.current)
        with transaction(self.engine) as db:
            return list(db.execute(query.where(condition).order_by(articles.c.id)))


def _article(row: Row[tuple[str, str, str | None, bool]]) -> Article:
    return Article.model_validate_json(row.record)
