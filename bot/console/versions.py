"""Who changed an entry of the corpus, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk.clock import shanghai
from helpdesk.store.database import Database
from knowledge_base.store.entries import versions


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry; ``author`` is a login name, or ``import`` for the corpus files."""

    number: int
    state: str
    author: str
    made_at: datetime


def versions_of(db: Database, entry_id: str) -> list[Version]:
    """All versions of an entry, the newest first."""
    with db.read() as session:
        rows = versions(session, entry_id)
    return [
        Version(row.version, row.state, "导入" if row.author == "import" else row.author, shanghai(row.made_at))
        for row in rows
    ]
