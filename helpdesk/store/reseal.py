"""Sealing anew: what lies open from before, and what an older key has sealed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, Table, Text, and_, or_, select, type_coerce

from helpdesk.sealing import Keys, is_sealed
from helpdesk.store.all_tables import Base
from helpdesk.store.database import Database, Session
from helpdesk.store.sealed import Digest, Sealed, SealedJson, keys_of

_AT_ONCE = 500


def reseal(db: Database) -> int:
    """Seal with the first key what lies open or under an older one, digests too; how many rows that were.

    Raises WrongKey for what none of the keys opens; what was done before stays done, and a second run goes on from there.
    """
    return sum(_reseal_table(db, table) for table in Base.metadata.sorted_tables if _sealed(table))


def _reseal_table(db: Database, table: Table) -> int:
    keys, count = keys_of(db.engine.dialect), 0
    raw = {column.name: type_coerce(column, Text) for column in _sealed(table)}
    old = or_(*(and_(text.is_not(None), text.not_like(f"{keys.current}.%")) for text in raw.values()))
    # Locked while they are sealed, so that what a citizen changes meanwhile is not undone.
    rows = select(*table.primary_key, *(text.label(name) for name, text in raw.items())).where(old).limit(_AT_ONCE)
    while True:
        with db.write() as session:
            found = [row._asdict() for row in session.execute(rows.with_for_update())]
            for row in found:
                _reseal_row(session, table, keys, row)
        if not found:
            return count
        count += len(found)


def _reseal_row(session: Session, table: Table, keys: Keys, row: dict[str, Any]) -> None:
    values = {column.name: _plain(keys, column, row[column.name]) for column in _sealed(table)}
    values |= {column.name: values[column.type.of] for column in table.columns if isinstance(column.type, Digest)}
    here = and_(*(column == row[column.name] for column in table.primary_key))
    session.execute(table.update().where(here).values(values))


def _plain(keys: Keys, column: Column[Any], stored: str | None) -> Any:
    if stored is None:
        return None
    text = keys.open(stored) if is_sealed(stored) else stored
    return json.loads(text) if isinstance(column.type, SealedJson) else text


def _sealed(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, Sealed | SealedJson)]
