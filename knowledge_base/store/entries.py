"""Entries of the corpus: rows in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.errors import EntryChanged, EntryNotFound
from knowledge_base.store.tables import CorpusRow, EntryRow, EntryVersionRow

PUBLISHED, RETIRED = "published", "retired"
FAQ, GUIDE = "faq", "guide"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it is kept: ``body`` as the corpus files write it."""

    id: str
    type: str
    topic: str
    state: str
    version: int
    body: dict[str, Any]


def revision(session: Session) -> int:
    """How often the corpus has changed; 0 before it was first imported."""
    row = session.get(CorpusRow, 1)
    return row.revision if row else 0


def all_entries(session: Session, *, state: str | None = None) -> list[StoredEntry]:
    """All entries by topic and id, or those in one state."""
    rows = select(EntryRow).order_by(EntryRow.type, EntryRow.topic, EntryRow.id)
    if state:
        rows = rows.filter_by(state=state)
    return [_stored(row) for row in session.scalars(rows)]


def get(session: Session, entry_id: str) -> StoredEntry:
    """One entry.

    Raises EntryNotFound.
    """
    row = session.get(EntryRow, entry_id)
    if row is None:
        raise EntryNotFound(f"没有编号为 {entry_id} 的条目")
    return _stored(row)


def add(session: Session, entry: StoredEntry, author: str, now: datetime) -> None:
    """A new entry, its first version."""
    session.add(EntryRow(**_columns(entry)))
    _keep_version(session, entry, author, now)


def replace(session: Session, entry: StoredEntry, base_version: int, author: str, now: datetime) -> None:
    """The next version of an entry.

    Raises EntryNotFound, or EntryChanged when the newest version is not ``base_version``.
    """
    row = session.get(EntryRow, entry.id, with_for_update=True)
    if row is None:
        raise EntryNotFound(f"没有编号为 {entry.id} 的条目")
    if row.version != base_version:
        raise EntryChanged("这一条刚刚被别人改过，请刷新后再改")
    for name, value in _columns(entry).items():
        setattr(row, name, value)
    _keep_version(session, entry, author, now)


def count_change(session: Session) -> None:
    """Let every process that serves know."""
    row = session.get(CorpusRow, 1, with_for_update=True)
    if row is None:
        session.add(CorpusRow(id=1, revision=1))
    else:
        row.revision += 1


def versions(session: Session, entry_id: str) -> list[EntryVersionRow]:
    """All versions of an entry, the newest first."""
    rows = select(EntryVersionRow).filter_by(entry_id=entry_id).order_by(EntryVersionRow.version.desc())
    return list(session.scalars(rows))


def _keep_version(session: Session, entry: StoredEntry, author: str, now: datetime) -> None:
    session.add(
        EntryVersionRow(
            entry_id=entry.id,
            version=entry.version,
            state=entry.state,
            body=entry.body,
            author=author,
            made_at=now.astimezone(UTC).replace(tzinfo=None),
        )
    )


def _columns(entry: StoredEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("id", "type", "topic", "state", "version", "body")}


def _stored(row: EntryRow) -> StoredEntry:
    return StoredEntry(row.id, row.type, row.topic, row.state, row.version, row.body)
