"""Appointments: rows in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from helpdesk.clock import shanghai, utc
from helpdesk.models import AppointmentStatus
from helpdesk.store.tables import AppointmentRow, PlaceRow

BOOKED = AppointmentStatus.BOOKED.value
UniqueConstraintBroken = IntegrityError


def seats_of(session: Session, place_code: str) -> int:
    """How many people the place sees at once."""
    return session.scalar(select(PlaceRow.seats).filter_by(code=place_code)) or 1


def taken(session: Session, place_code: str, begin: datetime, end: datetime) -> Counter[datetime]:
    """How many seats are taken of each slot that starts between ``begin`` and ``end``."""
    rows = (
        select(AppointmentRow.start, func.count())
        .where(
            AppointmentRow.place_code == place_code,
            AppointmentRow.state == BOOKED,
            AppointmentRow.start >= utc(begin),
            AppointmentRow.start < utc(end),
        )
        .group_by(AppointmentRow.start)
    )
    return Counter({shanghai(start): count for start, count in session.execute(rows)})


def free_seat(session: Session, place_code: str, start: datetime) -> int | None:
    """The lowest seat that nobody holds, or None; a unique index has the last word.

    The place's row is locked, so that two who come at once are given two seats.
    """
    seats = session.scalar(select(PlaceRow.seats).filter_by(code=place_code).with_for_update()) or 1
    held = select(AppointmentRow.seat).where(
        AppointmentRow.place_code == place_code, AppointmentRow.start == utc(start), AppointmentRow.state == BOOKED
    )
    taken_seats = set(session.scalars(held))
    return next((seat for seat in range(seats) if seat not in taken_seats), None)


def by_key(session: Session, conversation_id: str, key: str) -> AppointmentRow | None:
    """What was booked under this idempotency key."""
    return session.scalar(select(AppointmentRow).filter_by(conversation_id=conversation_id, idempotency_key=key))


def by_code(session: Session, conversation_id: str, code: str) -> AppointmentRow | None:
    """The conversation's appointment with this code, locked."""
    rows = select(AppointmentRow).filter_by(conversation_id=conversation_id, code=code)
    return session.scalar(rows.with_for_update())


def booked_from(session: Session, conversation_id: str, now: datetime) -> Iterable[AppointmentRow]:
    """The conversation's appointments that are still to come, the next one first."""
    rows = select(AppointmentRow).where(
        AppointmentRow.conversation_id == conversation_id,
        AppointmentRow.state == BOOKED,
        AppointmentRow.start >= utc(now),
    )
    return session.scalars(rows.order_by(AppointmentRow.start))


def at_place(session: Session, begin: datetime, end: datetime) -> Iterable[AppointmentRow]:
    """Everything booked between ``begin`` and ``end``, in order."""
    rows = select(AppointmentRow).where(
        AppointmentRow.state == BOOKED, AppointmentRow.start >= utc(begin), AppointmentRow.start < utc(end)
    )
    return session.scalars(rows.order_by(AppointmentRow.start, AppointmentRow.place_code))
