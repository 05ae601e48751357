"""Databases that forget what is deleted, and transactions whose failures are one sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import IndexStoreError


def open_engine(url: str, *pragmas: str) -> Engine:
    """A database; in SQLite each connection has further pragmas, such as `foreign_keys = ON`.

    Its cache is SQLite's own of 2 MB: larger ones fill up during an ingest and save nothing.
    """
    engine = create_engine(url)

    def set_up(connection: sqlite3.Connection, _: object) -> None:
        for pragma in ("secure_delete = ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", set_up)
    return engine


@contextmanager
def transaction(engine: Engine, remedy: str) -> Iterator[Connection]:
    """Commit what the block does, or nothing; raises IndexStoreError if it fails."""
    try:
        with engine.begin() as db:
            yield db
    except SQLAlchemyError as error:
        raise IndexStoreError(
            f"The database {engine.url!r} failed: {error.__cause__ or error}. {remedy}"
        ) from error
