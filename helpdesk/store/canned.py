"""Canned replies: rows in and out."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from helpdesk.store.chat_tables import CannedRow

UniqueConstraintBroken = IntegrityError


def list_all(session: Session) -> Iterable[CannedRow]:
    """All replies by title."""
    return session.scalars(select(CannedRow).order_by(CannedRow.title))


def get(session: Session, canned_id: int) -> CannedRow | None:
    """One reply."""
    return session.get(CannedRow, canned_id)
