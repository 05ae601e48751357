"""The sites that have asked to be left alone, kept from one round to the next."""

from collections.abc import Mapping
from datetime import datetime, timezone

from sqlalchemy import BigInteger, Column, Engine, MetaData, Table, Text, delete, insert, select

from assistant.index.sql import make_tables, transaction

_meta = MetaData()
_rests = Table(
    "rests",
    _meta,
    Column("site", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),  # in Unix seconds
)


class Rests:
    """Until when which sites rest: `Rests(index.store.engine).all()`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with transaction(engine) as db:
            make_tables(db, _meta)

    def all(self) -> dict[str, datetime]:
        """Those that still rest."""
        now = datetime.now(timezone.utc).timestamp()
        with transaction(self._engine) as db:
            rows = db.execute(select(_rests).where(_rests.c.until > now)).all()
        return {row.site: datetime.fromtimestamp(row.until, timezone.utc) for row in rows}

    def note(self, resting: Mapping[str, datetime]) -> None:
        """Keep these instead of those that were kept."""
        rows = [{"site": s, "until": int(until.timestamp())} for s, until in resting.items()]
        with transaction(self._engine) as db:
            db.execute(delete(_rests))
            if rows:
                db.execute(insert(_rests), rows)
