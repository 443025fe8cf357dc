"""Accounts: rows in and out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.clock import utc
from helpdesk.errors import NotFound
from helpdesk.models import Adviser, Role, Skills
from helpdesk.store.tables import AdviserRow


def to_adviser(row: AdviserRow) -> Adviser:
    """The row as the use cases see it."""
    skills = Skills(tuple(row.specialities), tuple(row.places), tuple(row.dialects))
    return Adviser(row.login, row.name, Role(row.role), row.active, skills)


def locked(session: Session, login: str) -> AdviserRow:
    """The account's row, locked until the transaction ends.

    Raises NotFound.
    """
    row = session.get(AdviserRow, login, with_for_update=True)
    if row is None:
        raise NotFound("没有这个账号")
    return row


def list_all(session: Session) -> list[Adviser]:
    """All accounts by login name."""
    return [to_adviser(row) for row in session.scalars(select(AdviserRow).order_by(AdviserRow.login))]


def count_present(session: Session, since: datetime) -> int:
    """How many accounts are on duty and were seen after ``since``."""
    present = select(func.count()).select_from(AdviserRow)
    present = present.where(AdviserRow.on_duty, AdviserRow.active, AdviserRow.last_seen_at >= utc(since))
    return session.scalar(present) or 0
