"""Transactions whose failures are told in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import IndexStoreError


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
