"""One step of an entry: its next version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from knowledge_base.states import Step, next_state
from knowledge_base.store import entries as store
from knowledge_base.store.entries import Note, StoredEntry


def advance(session: Any, current: StoredEntry, step: Step, note: Note, **changes: Any) -> StoredEntry:
    """Store the version that ``step`` makes of ``current``, which ``store.get_to_change`` has given.

    Raises IllegalMove.
    """
    state, number = next_state(current.state, step), current.version + 1
    if step in (Step.APPROVED, Step.ROLLED_BACK):
        changes["serving_version"] = number
    entry = replace(current, state=state, version=number, **changes)
    store.replace(session, entry, step, note)
    return entry
