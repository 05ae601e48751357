"""The tables of an index's database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

from assistant.errors import IndexStoreError
from assistant.index.sql import make_tables

_all = MetaData()

pages = Table(
    "pages",
    _all,
    Column("url", Text, primary_key=True),
    Column("digest", String(72), nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
)
articles = Table(
    "articles",
    _all,
    Column("id", String(16), primary_key=True),
    Column("url", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("published", BigInteger),
    Column("current", Boolean, nullable=False),
    Column("original", String(16), index=True),
    Column("record", Text, nullable=False),
)
sketches = Table(
    "sketches",
    _all,
    Column("hash", BigInteger, primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
origins = Table(
    "origins",
    _all,
    Column("page", ForeignKey("pages.url", ondelete="CASCADE"), primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True),
)
passages = Table(
    "passages",
    _all,
    Column("id", String(16), primary_key=True),
    Column("article", String(16), index=True, nullable=False),
    Column("sentences", Text, nullable=False),
    Column("sentence_vectors", LargeBinary, nullable=False),
)
pending = Table("pending", _all, Column("article", String(16), primary_key=True))


def create(db: Connection) -> None:
    """Make the tables that are missing.

    Raises IndexStoreError if those of another version of the assistant are there.
    """
    found = inspect(db)
    for name in _all.tables.keys() & found.get_table_names():
        if {c["name"] for c in found.get_columns(name)} != set(_all.tables[name].c.keys()):
            raise IndexStoreError(
                f"The index in {db.engine.url.database} was made by another version of the "
                "assistant. Give a new --data-dir and ingest the articles into it."
            )
    make_tables(db, _all)
