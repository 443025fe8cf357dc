"""Writing: a draft keeps every rule that a machine can check, and nobody is answered with it."""

from __future__ import annotations

from typing import Any

from knowledge_base.ports import Transactions
from knowledge_base.publishing.checking import MAX_REASON, check_beside, check_law, checked_body
from knowledge_base.publishing.steps import advance
from knowledge_base.states import State, Step
from knowledge_base.statutes import StatuteBook
from knowledge_base.store import entries as store
from knowledge_base.store.entries import Note, StoredEntry


def add_draft(
    db: Transactions, book: StatuteBook, entry_type: str, topic: str, body: dict[str, Any], note: Note
) -> StoredEntry:
    """A new FAQ entry or guide.

    Raises CorpusError when it breaks a rule of the corpus, CitationNotInForce for a citation that does not hold.
    """
    body = checked_body(entry_type, body)
    entry = StoredEntry(body["id"], entry_type, topic, State.DRAFT, 1, body, None, note.by)
    check_law(entry, book)
    with db.write() as session:
        store.add(session, entry, Step.SAVED, _shortened(note))
        check_beside(entry, store.serving_entries(session))
    return entry


def save_draft(
    db: Transactions, book: StatuteBook, entry_id: str, base_version: int, body: dict[str, Any], note: Note
) -> StoredEntry:
    """A new text for an entry; what is published goes on answering until this is approved.

    Raises EntryNotFound, EntryChanged, IllegalMove while it is in review, CorpusError or CitationNotInForce.
    """
    with db.write() as session:
        current = store.get_to_change(session, entry_id, base_version)
        checked = checked_body(current.type, {**body, "id": entry_id})
        draft = advance(session, current, Step.SAVED, _shortened(note), body=checked, written_by=note.by)
        check_law(draft, book)
        check_beside(draft, store.serving_entries(session))
    return draft


def _shortened(note: Note) -> Note:
    """Drafts need no reason; one that is given is kept."""
    return Note(note.by, note.at, note.reason.strip()[:MAX_REASON])
