"""Changes of state: rows in and out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from helpdesk.clock import utc
from helpdesk.store.tables import MoveRow


def add(session: Session, row: object, before: str | None, after: str, by: str, why: str, now: datetime) -> None:
    """Note a move of ``row``."""
    session.flush()  # a new row gets its number
    state = inspect(row, raiseerr=True)
    (key,) = state.identity
    table = state.mapper.local_table.name
    session.add(MoveRow(table=table, key=str(key), before=before, after=after, by=by, why=why[:200], at=utc(now)))


def of(session: Session, table: str, key: str) -> Iterable[MoveRow]:
    """The moves of one row in order."""
    return session.scalars(select(MoveRow).filter_by(table=table, key=key).order_by(MoveRow.id))
