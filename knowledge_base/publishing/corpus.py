"""What is served: import the starting corpus once, read it, and see what it would be with a change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from knowledge_base.corpus_files import FOLDER, raw_entries
from knowledge_base.models import Corpus
from knowledge_base.ports import Transactions
from knowledge_base.publishing.checking import to_corpus
from knowledge_base.states import State, Step
from knowledge_base.store import entries as store
from knowledge_base.store.entries import Note, StoredEntry

IMPORTER = "import"


def import_corpus(db: Transactions, now: datetime, folder: Path = FOLDER) -> int:
    """Import the corpus files into an empty database; returns how many entries were imported, 0 if some were there.

    Raises CorpusError.
    """
    note = Note(IMPORTER, now, "随程序提供的起始内容")
    with db.write() as session:
        if store.revision(session):
            return 0
        count = 0
        for type_, topic, body in raw_entries(folder):
            entry = StoredEntry(body["id"], type_, topic, State.PUBLISHED, 1, body, 1, IMPORTER)
            store.add(session, entry, Step.IMPORTED, note)
            count += 1
        store.count_change(session)
    return count


def published_corpus(db: Transactions) -> tuple[int, Corpus]:
    """The revision, and everything that is served."""
    with db.read() as session:
        return store.revision(session), to_corpus(store.serving_entries(session))


def changed_corpus(db: Transactions, changed: StoredEntry, *, retired: bool = False) -> Corpus:
    """What would be served if this text of an entry were published, or the entry retired."""
    with db.read() as session:
        others = [entry for entry in store.serving_entries(session) if entry.id != changed.id]
    return to_corpus(others if retired else [*others, changed])


def corpus_revision(db: Transactions) -> int:
    """How often what is served has changed."""
    with db.read() as session:
        return store.revision(session)


def list_entries(db: Transactions) -> list[StoredEntry]:
    """The newest version of every entry, in whatever state."""
    with db.read() as session:
        return store.all_entries(session)


def list_serving(db: Transactions) -> list[StoredEntry]:
    """Everything that is served, as the corpus files write it."""
    with db.read() as session:
        return store.serving_entries(session)


def get_entry(db: Transactions, entry_id: str) -> StoredEntry:
    """The newest version of one entry.

    Raises EntryNotFound.
    """
    with db.read() as session:
        return store.get(session, entry_id)
