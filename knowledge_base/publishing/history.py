"""What an entry was: its versions, what changed between two of them, and going back to one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from knowledge_base.errors import EntryNotFound, IllegalMove
from knowledge_base.ports import Transactions
from knowledge_base.publishing.checking import check_beside, check_law, with_reason
from knowledge_base.publishing.fields import FIELDS
from knowledge_base.publishing.steps import advance
from knowledge_base.states import SERVING_STEPS, State, Step
from knowledge_base.statutes import StatuteBook
from knowledge_base.store import entries as store
from knowledge_base.store.entries import Note, StoredEntry, Version

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same: its Chinese name and its lines (sentences, for running text).

    A line is marked ``-`` if only the older text has it, ``+`` if only the newer one has, and `` `` if both have.
    """

    field: str
    name: str
    lines: tuple[tuple[str, str], ...]


def entry_versions(db: Transactions, entry_id: str) -> list[Version]:
    """All versions of an entry with who, when and why; the newest first."""
    with db.read() as session:
        return store.versions(session, entry_id)


def entry_version(db: Transactions, entry_id: str, number: int) -> Version:
    """One version.

    Raises EntryNotFound.
    """
    with db.read() as session:
        return _version(session, entry_id, number)


def compare(entry_type: str, older: dict[str, Any], newer: dict[str, Any]) -> list[Difference]:
    """The fields in which two bodies differ, in the order in which people read them."""
    return [
        Difference(field, name, tuple(_marked(_lines(older.get(field)), _lines(newer.get(field)))))
        for field, name in FIELDS[entry_type].items()
        if older.get(field) != newer.get(field)
    ]


def roll_back(
    db: Transactions, book: StatuteBook, entry_id: str, base_version: int, to_version: int, note: Note
) -> StoredEntry:
    """Serve an older version again, at once, as a new version. Only what was once published: that was reviewed then.

    Raises EntryNotFound, EntryChanged, IllegalMove, ReasonMissing, CorpusError or CitationNotInForce.
    """
    note = with_reason(note)
    with db.write() as session:
        store.count_change(session)
        current = store.get_to_change(session, entry_id, base_version)
        older = _version(session, entry_id, to_version)
        if older.step not in SERVING_STEPS:
            raise IllegalMove(f"第 {to_version} 版没有发布过，不能恢复")
        if current.state is State.PUBLISHED and current.body == older.body:
            raise IllegalMove(f"现在用的内容就是第 {to_version} 版")
        note = Note(note.by, note.at, f"恢复第 {to_version} 版：{note.reason}"[:300])
        words = {"body": older.body, "written_by": older.written_by}
        published = advance(session, current, Step.ROLLED_BACK, note, **words)
        check_law(published, book)
        check_beside(published, store.serving_entries(session))
    return published


def _version(session: Any, entry_id: str, number: int) -> Version:
    for version in store.versions(session, entry_id):
        if version.number == number:
            return version
    raise EntryNotFound(f"{entry_id} 没有第 {number} 版")


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(line) for line in value]
    return [part.strip() for part in _SENTENCE.findall(str(value or "")) if part.strip()]


def _marked(older: list[str], newer: list[str]) -> list[tuple[str, str]]:
    marked: list[tuple[str, str]] = []
    for kind, i, j, k, n in SequenceMatcher(None, older, newer, autojunk=False).get_opcodes():
        if kind == "equal":
            marked += [(" ", line) for line in older[i:j]]
        else:
            marked += [("-", line) for line in older[i:j]] + [("+", line) for line in newer[k:n]]
    return marked
