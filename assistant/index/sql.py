"""Databases that forget what is deleted, and transactions whose failures are one sentence."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from assistant.errors import IndexStoreError

REMEDY = "Check that the disk has space and the folder can be written."
_AT_ONCE = 1000
_T = TypeVar("_T")


def open_engine(url: str, *pragmas: str) -> Engine:
    """A database; in SQLite each connection has further pragmas, such as `foreign_keys = ON`.

    Its cache is SQLite's own of 2 MB: larger ones fill up during an ingest and save nothing.
    """
    engine = create_engine(url, execution_options={"opened_by": os.getpid()})

    def set_up(connection: sqlite3.Connection, _: object) -> None:
        for pragma in ("secure_delete = ON", *pragmas):
            _set(connection, pragma)

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", set_up)
    return engine


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    try:
        connection.execute(f"PRAGMA {pragma}")
    except sqlite3.OperationalError as error:
        # SQLite does not wait for a connection that changes to a write-ahead log as well.
        if "locked" not in str(error):
            raise


@contextmanager
def transaction(engine: Engine, remedy: str = REMEDY) -> Iterator[Connection]:
    """Commit what the block does, or nothing; raises IndexStoreError if it fails."""
    if engine.get_execution_options()["opened_by"] != os.getpid():  # whose threads are not here
        raise IndexStoreError(
            f"The database {engine.url!r} was opened before this process was forked. Open the "
            "assistant in each process by itself: with gunicorn, without --preload."
        )
    try:
        with engine.begin() as db:
            yield db
    except SQLAlchemyError as error:
        raise IndexStoreError(
            f"The database {engine.url!r} failed: {error.__cause__ or error}. {remedy}"
        ) from error


def make_tables(db: Connection, tables: MetaData) -> None:
    """Make the tables that are missing; another process may be making them as well."""
    for table in tables.sorted_tables:
        db.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            db.execute(CreateIndex(index, if_not_exists=True))


def batches(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Values in groups: a statement of SQLite takes some 32,000 at most, in older ones 999."""
    for i in range(0, len(values), _AT_ONCE):
        yield values[i : i + _AT_ONCE]
