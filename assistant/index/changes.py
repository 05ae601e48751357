"""What one transaction of the store does to its tables."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from assistant.index.chunking import passage as passage_of
from assistant.index.embedding import Matrix
from assistant.index.sql import batches
from assistant.index.tables import articles, origins, pages, passages, pending, sketches
from assistant.intake import Validators
from assistant.types import Article, Passage, Record, Sentence


class ReadPage(Record):
    """A page as it was ingested: its address, the digest of its bytes, its articles."""

    url: str
    digest: str
    validators: Validators = Validators()
    articles: tuple[Article, ...] = ()


class Arrival(Record):
    """An article that is new to the store, and how it stands to those that are there.

    `original` is the article whose text it reprints; `replaces` is the version whose place
    it takes, with those of its `reprints` that have the new text as well, or `behind` the one
    that it is itself an older version of. An article that it has driven from its address
    `moved` to that of another page. By `sketch` its own reprints will be found.
    """

    article: Article
    original: str | None = None
    replaces: str | None = None
    reprints: tuple[str, ...] = ()
    moved: Article | None = None
    behind: str | None = None
    sketch: tuple[int, ...] = ()


def begin(db: Connection, new: Sequence[Passage], sentence_vectors: Sequence[Matrix]) -> None:
    """Write where passages stand, and note their articles as half written."""
    _note(db, list({p.article_id for p in new}))
    rows = [
        {
            "id": p.id,
            "article": p.article_id,
            "sentences": _spans(p),
            "sentence_vectors": matrix.astype(np.float16).tobytes(),
        }
        for p, matrix in zip(new, sentence_vectors, strict=True)
    ]
    db.execute(insert(passages), rows)


def respeak(db: Connection, some: Sequence[Passage]) -> None:
    """Write the sentences of passages anew."""
    one = update(passages).where(passages.c.id == bindparam("passage"))
    db.execute(one, [{"passage": p.id, "sentences": _spans(p)} for p in some])


def read_passage(article_id: str, article: Article, spans: str) -> Passage:
    """A passage as it was written: its text is kept in its article only."""
    sentences = (
        Sentence(start=start, end=end, text=article.text[start:end], speaker=speaker)
        for start, end, speaker in json.loads(spans)
    )
    return passage_of(article_id, article, tuple(sentences))


def add(db: Connection, arrival: Arrival) -> None:
    """Make an article visible; one that was current once becomes so again."""
    article = arrival.article
    db.execute(delete(articles).where(articles.c.id == article.id))
    row = {
        "id": article.id,
        "url": article.url,
        "source": article.source or "",
        "language": article.language or "",
        "published": int(article.published.at.timestamp()) if article.published else None,
        "current": arrival.behind is None,
        "original": arrival.original,
        "record": article.model_dump_json(),
    }
    db.execute(insert(articles), row)
    if arrival.sketch and not arrival.behind:
        hashes = [{"hash": h, "article": article.id} for h in arrival.sketch]
        db.execute(insert(sketches), hashes)
    db.execute(delete(pending).where(pending.c.article == article.id))


def hold(db: Connection, page: ReadPage, current: Mapping[str, str]) -> None:
    """Note what a page holds, in the place of what it held before.

    `current` are the articles that stand in the place of older versions.
    """
    db.execute(delete(pages).where(pages.c.url == page.url))
    if page.articles:
        db.execute(
            insert(pages),
            {"url": page.url, "digest": page.digest, **page.validators.model_dump()},
        )
        ids = {current.get(a.id, a.id) for a in page.articles}
        held = [{"page": page.url, "article": id_} for id_ in ids]
        db.execute(insert(origins), held)


def retire(db: Connection, article_id: str, arrival: Arrival) -> None:
    """Make an article an old version of one that arrives; of its other reprints one is original."""
    one = articles.c.id == article_id
    db.execute(update(articles).where(one).values(current=False, original=None))
    successor = arrival.original or arrival.article.id
    same = articles.c.id.in_(arrival.reprints)
    db.execute(update(articles).where(same).values(original=successor))
    for table in (sketches, origins):
        db.execute(delete(table).where(table.c.article == article_id))
    _note(db, [article_id])
    _promote(db, [article_id])


def move(db: Connection, article: Article, left: str) -> None:
    """Give an article another address, and its old versions, which stand at the one it left."""
    old = articles.c.current.is_(False) & (articles.c.url == left)
    these = select(articles.c.id, articles.c.record).where(old | (articles.c.id == article.id))
    for row in db.execute(these).all():
        moved = Article.model_validate_json(row.record).model_copy(update={"url": article.url})
        values = {"url": moved.url, "record": moved.model_dump_json()}
        db.execute(update(articles).where(articles.c.id == row.id).values(values))


def withdraw(db: Connection, ids: Sequence[str]) -> int:
    """Hide articles with their old versions; one of its reprints follows an original.

    Returns the number of articles hidden.
    """
    current = articles.c.current & articles.c.id.in_(ids)
    known = db.execute(select(articles.c.id, articles.c.url).where(current)).all()
    gone = [row.id for row in known]
    held_by = select(origins.c.page).where(origins.c.article.in_(gone))
    # Without its digest a page is read again when it is next ingested.
    unread = {"digest": "", "etag": None, "last_modified": None}
    db.execute(update(pages).where(pages.c.url.in_(held_by)).values(unread))
    old = articles.c.current.is_(False) & articles.c.url.in_([row.url for row in known])
    db.execute(delete(articles).where(old | articles.c.id.in_(gone)))
    _note(db, gone)
    _promote(db, gone)
    return len(gone)


def _spans(passage: Passage) -> str:
    return json.dumps([[s.start, s.end, s.speaker] for s in passage.sentences], ensure_ascii=False)


def _note(db: Connection, ids: Sequence[str]) -> None:
    for some in batches(ids):
        db.execute(delete(pending).where(pending.c.article.in_(some)))
        db.execute(insert(pending), [{"article": id_} for id_ in some])


def _promote(db: Connection, gone: Sequence[str]) -> None:
    """Make the earliest reprint of each lost original the original of the others."""
    left = select(articles.c.id, articles.c.original).where(articles.c.original.in_(gone))
    by_date = articles.c.published.is_(None), articles.c.published, articles.c.id
    heirs: dict[str, str] = {}
    for id_, original in db.execute(left.order_by(*by_date)):
        heir = heirs.setdefault(original, id_)
        value = None if heir == id_ else heir
        db.execute(update(articles).where(articles.c.id == id_).values(original=value))
