"""The waiting list: rows in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from helpdesk.appointment_models import WaitingState
from helpdesk.clock import utc
from helpdesk.store.appointment_tables import WaitingRow

_WAITS, _OFFERED = WaitingState.WAITING.value, WaitingState.OFFERED.value
_OPEN = (_WAITS, _OFFERED)


def open_of(session: Session, conversation_id: str) -> Sequence[WaitingRow]:
    """What a conversation waits for or is offered."""
    rows = select(WaitingRow).where(WaitingRow.conversation_id == conversation_id, WaitingRow.state.in_(_OPEN))
    return session.scalars(rows.order_by(WaitingRow.id)).all()


def anybody_waits(session: Session, place_code: str) -> bool:
    """Whether anybody waits for a seat of this place."""
    rows = select(WaitingRow.id).filter_by(state=_WAITS, place_code=place_code).limit(1)
    return session.scalar(rows) is not None


def waiting_for(session: Session, place_code: str) -> Sequence[WaitingRow]:
    """Those who wait for a seat of this place, the first one first; the caller holds the place's lock."""
    rows = select(WaitingRow).filter_by(state=_WAITS, place_code=place_code).order_by(WaitingRow.id)
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def places_waited_for(session: Session) -> Sequence[str]:
    """The codes of the places that anybody waits for or is offered a seat of."""
    rows = select(WaitingRow.place_code).where(WaitingRow.state.in_(_OPEN)).distinct()
    return session.scalars(rows.order_by(WaitingRow.place_code)).all()


def past(session: Session, place_code: str, now: datetime) -> Sequence[WaitingRow]:
    """Offers of a place that were held long enough or whose time has come, and wishes whose days are over, locked."""
    over = or_(
        and_(WaitingRow.state == _OFFERED, or_(WaitingRow.held_until < utc(now), WaitingRow.offered_start < utc(now))),
        and_(WaitingRow.state == _WAITS, WaitingRow.last < now.date()),
    )
    rows = select(WaitingRow).where(WaitingRow.place_code == place_code, over).order_by(WaitingRow.id)
    return session.scalars(rows.with_for_update().execution_options(populate_existing=True)).all()


def untold(session: Session) -> Sequence[int]:
    """The numbers of offers that nobody has been told of yet."""
    rows = select(WaitingRow.id).where(WaitingRow.state == _OFFERED, WaitingRow.held_until.is_(None))
    return session.scalars(rows.order_by(WaitingRow.id)).all()


def locked(session: Session, waiting_id: int) -> WaitingRow:
    """The row as it stands now, locked."""
    return session.get_one(WaitingRow, waiting_id, with_for_update=True, populate_existing=True)
