"""Entries of the corpus: rows in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.errors import CorpusError, EntryChanged, EntryNotFound
from knowledge_base.states import State, Step
from knowledge_base.store.tables import CorpusRow, EntryRow, EntryVersionRow

FAQ, GUIDE = "faq", "guide"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it is kept: ``body`` as the corpus files write it, ``written_by`` whose words they are.

    ``serving_version`` is the version that answers citizens, None when none does.
    """

    id: str
    type: str
    topic: str
    state: State
    version: int
    body: dict[str, Any]
    serving_version: int | None = None
    written_by: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Who takes a step, when and why; ``by`` is a login name."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry, and the step that made it. The times of its ``note`` are in UTC."""

    number: int
    state: State
    step: Step
    body: dict[str, Any]
    written_by: str
    note: Note


def revision(session: Session) -> int:
    """How often what is served has changed; 0 before the corpus was first imported."""
    return session.get_one(CorpusRow, 1).revision


def all_entries(session: Session) -> list[StoredEntry]:
    """The newest version of every entry, by type, topic and id."""
    rows = select(EntryRow).order_by(EntryRow.type, EntryRow.topic, EntryRow.id)
    return [_stored(row) for row in session.scalars(rows)]


def serving_entries(session: Session) -> list[StoredEntry]:
    """What answers citizens, by type, topic and id: each entry with the body of its serving version."""
    serving = (EntryVersionRow.entry_id == EntryRow.id) & (EntryVersionRow.version == EntryRow.serving_version)
    rows = select(EntryRow, EntryVersionRow).join(EntryVersionRow, serving)
    return [
        StoredEntry(
            row.id, row.type, row.topic, State.PUBLISHED, kept.version, kept.body, kept.version, kept.written_by
        )
        for row, kept in session.execute(rows.order_by(EntryRow.type, EntryRow.topic, EntryRow.id))
    ]


def get(session: Session, entry_id: str) -> StoredEntry:
    """One entry, its newest version.

    Raises EntryNotFound.
    """
    return _stored(_found(session.get(EntryRow, entry_id), entry_id))


def get_to_change(session: Session, entry_id: str, base_version: int) -> StoredEntry:
    """One entry, held until the transaction ends.

    Raises EntryNotFound, or EntryChanged when the newest version is not ``base_version``.
    """
    row = _found(session.get(EntryRow, entry_id, with_for_update=True), entry_id)
    if row.version != base_version:
        raise EntryChanged("这一条刚刚被别人改过，请刷新后再改")
    return _stored(row)


def add(session: Session, entry: StoredEntry, step: Step, note: Note) -> None:
    """A new entry, its first version.

    Raises CorpusError when its id is in use.
    """
    if session.get(EntryRow, entry.id) is not None:
        raise CorpusError(f"编号 {entry.id} 已经用过了")
    session.add(EntryRow(**_columns(entry)))
    _keep_version(session, entry, step, note)
    try:
        session.flush()
    except IntegrityError:  # somebody else has added it this very moment
        raise CorpusError(f"编号 {entry.id} 已经用过了") from None


def replace(session: Session, entry: StoredEntry, step: Step, note: Note) -> None:
    """The next version of an entry that ``get_to_change`` has given."""
    row = session.get_one(EntryRow, entry.id)
    for name, value in _columns(entry).items():
        setattr(row, name, value)
    _keep_version(session, entry, step, note)


def count_change(session: Session) -> None:
    """Let every process that serves know. Taken first in a transaction, it makes publications wait for each other."""
    session.get_one(CorpusRow, 1, with_for_update=True).revision += 1


def versions(session: Session, entry_id: str) -> list[Version]:
    """All versions of an entry, the newest first."""
    rows = select(EntryVersionRow).filter_by(entry_id=entry_id).order_by(EntryVersionRow.version.desc())
    return [
        Version(row.version, State(row.state), Step(row.step), row.body, row.written_by,
                Note(row.author, row.made_at.replace(tzinfo=UTC), row.reason))
        for row in session.scalars(rows)
    ]  # fmt: skip


def _found(row: EntryRow | None, entry_id: str) -> EntryRow:
    if row is None:
        raise EntryNotFound(f"没有编号为 {entry_id} 的条目")
    return row


def _keep_version(session: Session, entry: StoredEntry, step: Step, note: Note) -> None:
    session.add(
        EntryVersionRow(
            entry_id=entry.id,
            version=entry.version,
            state=entry.state,
            step=step,
            body=entry.body,
            written_by=entry.written_by,
            author=note.by,
            reason=note.reason,
            made_at=note.at.astimezone(UTC).replace(tzinfo=None),
        )
    )


def _columns(entry: StoredEntry) -> dict[str, Any]:
    names = ("id", "type", "topic", "state", "version", "serving_version", "written_by", "body")
    return {name: getattr(entry, name) for name in names}


def _stored(row: EntryRow) -> StoredEntry:
    return StoredEntry(
        row.id, row.type, row.topic, State(row.state), row.version, row.body, row.serving_version, row.written_by
    )
