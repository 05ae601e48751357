"""Articles, the pages they came from and their sentences' vectors, in SQL.

`pending` is a journal: an article is noted in it before its passages are written to, or
deleted from, the other stores, and struck out when all of them agree. An article that is
still noted when the next writer comes was cut off half way, and is discarded.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)

from assistant.index.sql import transaction
from assistant.types import Article, Record

_REMEDY = "Check that the disk has space and the folder can be written."
_meta = MetaData()
_pages = Table(
    "pages",
    _meta,
    Column("url", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
)
_articles = Table(
    "articles",
    _meta,
    Column("id", String(16), primary_key=True),
    Column("language", String(8), nullable=False),
    Column("record", Text, nullable=False),
)
_origins = Table(
    "origins",
    _meta,
    Column("page", ForeignKey("pages.url", ondelete="CASCADE"), primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
)
_passages = Table(
    "passages",
    _meta,
    Column("id", String(16), primary_key=True),
    Column("article", String(16), index=True, nullable=False),
    Column("sentence_vectors", LargeBinary, nullable=False),
)
_pending = Table("pending", _meta, Column("article", String(16), primary_key=True))

Matrix = NDArray[np.float32]


class ReadPage(Record):
    """A page as it was ingested: its address, the digest of its bytes, its articles."""

    url: str
    digest: str
    articles: tuple[Article, ...] = ()


class Store:
    """The SQL side of one index. `Store("sqlite:///articles.db")  # opens or creates`."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _keep_foreign_keys)
        with transaction(self._engine, _REMEDY) as db:
            _meta.create_all(db)

    def digest(self, page_url: str) -> str | None:
        """Digest of a page's bytes when it was last ingested."""
        with transaction(self._engine, _REMEDY) as db:
            return db.execute(select(_pages.c.digest).where(_pages.c.url == page_url)).scalar()

    def pages(self) -> list[str]:
        """Addresses of all ingested pages."""
        with transaction(self._engine, _REMEDY) as db:
            return list(db.execute(select(_pages.c.url)).scalars())

    def article(self, article_id: str) -> Article | None:
        """One article, or None."""
        return self.articles([article_id]).get(article_id)

    def articles(self, ids: Sequence[str] | None = None) -> dict[str, Article]:
        """Articles by id; all of them when no ids are given."""
        query = select(_articles.c.id, _articles.c.record)
        if ids is not None:
            query = query.where(_articles.c.id.in_(ids))
        with transaction(self._engine, _REMEDY) as db:
            rows = db.execute(query).all()
        return {row.id: Article.model_validate_json(row.record) for row in rows}

    def languages(self) -> dict[str, int]:
        """Number of articles by language; unknown ones under the empty string."""
        query = select(_articles.c.language, func.count()).group_by(_articles.c.language)
        with transaction(self._engine, _REMEDY) as db:
            return {row[0]: row[1] for row in db.execute(query)}

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that are stored."""
        with transaction(self._engine, _REMEDY) as db:
            query = select(_articles.c.id).where(_articles.c.id.in_(list(ids)))
            return set(db.execute(query).scalars())

    def begin(self, article_id: str, sentence_vectors: Mapping[str, Matrix]) -> None:
        """Note an article as half written, with the vectors of each passage's sentences."""
        rows = [
            {"id": id_, "article": article_id, "sentence_vectors": m.astype(np.float16).tobytes()}
            for id_, m in sentence_vectors.items()
        ]
        with transaction(self._engine, _REMEDY) as db:
            db.execute(insert(_pending), {"article": article_id})
            if rows:
                db.execute(insert(_passages), rows)

    def publish(self, pages: Sequence[ReadPage]) -> int:
        """Make pages and their articles visible, and withdraw articles that no page holds.

        A page without articles is forgotten. Returns the number of articles withdrawn.
        """
        with transaction(self._engine, _REMEDY) as db:
            for page in pages:
                db.execute(delete(_pages).where(_pages.c.url == page.url))
                if page.articles:
                    db.execute(insert(_pages), {"url": page.url, "digest": page.digest})
                for article in {a.id: a for a in page.articles}.values():
                    self._add(db, page.url, article)
            held = select(_origins.c.article)
            lost = select(_articles.c.id).where(_articles.c.id.not_in(held))
            return _withdraw(db, list(db.execute(lost).scalars()))

    def withdraw(self, ids: Sequence[str]) -> int:
        """Hide articles at once and note them as half deleted; returns how many there were."""
        with transaction(self._engine, _REMEDY) as db:
            return _withdraw(db, ids)

    def pending(self) -> list[str]:
        """Articles that are half written or half deleted."""
        with transaction(self._engine, _REMEDY) as db:
            return list(db.execute(select(_pending.c.article)).scalars())

    def passage_count(self) -> int:
        """Number of passages of all articles."""
        with transaction(self._engine, _REMEDY) as db:
            return db.execute(select(func.count()).select_from(_passages)).scalar_one()

    def passage_ids(self, article_ids: Sequence[str]) -> list[str]:
        """Ids of the passages of articles."""
        with transaction(self._engine, _REMEDY) as db:
            query = select(_passages.c.id).where(_passages.c.article.in_(article_ids))
            return list(db.execute(query).scalars())

    def forget(self, article_ids: Sequence[str]) -> None:
        """Strike out articles whose passages are gone from the other stores."""
        with transaction(self._engine, _REMEDY) as db:
            for table in (_passages, _pending):
                db.execute(delete(table).where(table.c.article.in_(article_ids)))

    def sentence_vectors(self, passage_ids: Sequence[str], dimensions: int) -> dict[str, Matrix]:
        """Vectors of each passage's sentences, shape (sentences, dimensions), in order."""
        query = select(_passages).where(_passages.c.id.in_(passage_ids))
        with transaction(self._engine, _REMEDY) as db:
            rows = db.execute(query).all()
        return {
            row.id: np.frombuffer(row.sentence_vectors, np.float16)
            .reshape(-1, dimensions)
            .astype(np.float32)
            for row in rows
        }

    def _add(self, db: Connection, page_url: str, article: Article) -> None:
        if not db.execute(select(_articles.c.id).where(_articles.c.id == article.id)).scalar():
            row = {"language": article.language or "", "record": article.model_dump_json()}
            db.execute(insert(_articles), {"id": article.id, **row})
        db.execute(insert(_origins), {"page": page_url, "article": article.id})
        db.execute(delete(_pending).where(_pending.c.article == article.id))


def _withdraw(db: Connection, ids: Sequence[str]) -> int:
    known = list(db.execute(select(_articles.c.id).where(_articles.c.id.in_(ids))).scalars())
    held_by = select(_origins.c.page).where(_origins.c.article.in_(known))
    # Without its digest a page is read again when it is next ingested.
    db.execute(update(_pages).where(_pages.c.url.in_(held_by)).values(digest=""))
    db.execute(delete(_articles).where(_articles.c.id.in_(known)))
    for id_ in known:
        db.execute(insert(_pending), {"article": id_})
    return len(known)


def _keep_foreign_keys(connection: object, _: object) -> None:
    """SQLite enforces them only on request; WAL lets readers go on during a write."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()
