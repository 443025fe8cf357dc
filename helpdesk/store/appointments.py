"""Appointments: rows in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, union
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from helpdesk.appointment_models import Held, WaitingState
from helpdesk.clock import shanghai, utc
from helpdesk.models import AppointmentStatus, Service
from helpdesk.store.appointment_tables import BookingRulesRow, ChangeRow, ClosureRow, LeaveRow, RotaRow, WaitingRow
from helpdesk.store.tables import AppointmentRow, PlaceRow

BOOKED = AppointmentStatus.BOOKED.value
HOLDS_SEAT = (BOOKED, AppointmentStatus.ARRIVED.value)
UniqueConstraintBroken = IntegrityError
_LONGEST_VISIT = timedelta(hours=4)


def lock_place(session: Session, place_code: str) -> None:
    """Make all who give out seats of this place wait for each other, until the transaction ends."""
    session.execute(select(PlaceRow.code).filter_by(code=place_code).with_for_update())


def held(
    session: Session, place_code: str, begin: datetime, end: datetime, *, beside: str = "", but_for: str = ""
) -> list[Held]:
    """The seats held at any moment between ``begin`` and ``end``: by appointments, and for people on the waiting list.

    Leaves out the appointment ``beside`` and what is held for the conversation ``but_for``.
    """
    rows = select(AppointmentRow).where(
        AppointmentRow.place_code == place_code,
        AppointmentRow.state.in_(HOLDS_SEAT),
        AppointmentRow.start > utc(begin - _LONGEST_VISIT),
        AppointmentRow.start < utc(end),
        AppointmentRow.code != beside,
    )
    found = [_held(row.start, row.minutes, row.seat, row.service, at_desk=row.at_desk) for row in session.scalars(rows)]
    offers = select(WaitingRow).where(
        WaitingRow.place_code == place_code,
        WaitingRow.state == WaitingState.OFFERED.value,
        WaitingRow.offered_start > utc(begin - _LONGEST_VISIT),
        WaitingRow.offered_start < utc(end),
        WaitingRow.conversation_id != but_for,
    )
    return found + [
        _held(row.offered_start, row.minutes or 0, row.seat or 0, row.service)
        for row in session.scalars(offers)
        if row.offered_start is not None
    ]


def places_with_rows(session: Session, codes: Sequence[str]) -> set[str]:
    """Which of the places have set anything about booking, or have a closure, a leave or a seat that is held."""
    of_place = (
        select(PlaceRow.code).where(PlaceRow.code.in_(codes), PlaceRow.seats != 1),
        *(
            select(t.place_code).where(t.place_code.in_(codes))
            for t in (BookingRulesRow, RotaRow, ClosureRow, LeaveRow)
        ),
        select(AppointmentRow.place_code).where(
            AppointmentRow.place_code.in_(codes), AppointmentRow.state.in_(HOLDS_SEAT)
        ),
        select(WaitingRow.place_code).where(
            WaitingRow.place_code.in_(codes), WaitingRow.state == WaitingState.OFFERED.value
        ),
    )
    return set(session.scalars(union(*of_place)))


def by_key(session: Session, conversation_id: str, key: str) -> AppointmentRow | None:
    """What was booked under this idempotency key."""
    return session.scalar(select(AppointmentRow).filter_by(conversation_id=conversation_id, idempotency_key=key))


def by_code(session: Session, conversation_id: str, code: str) -> AppointmentRow | None:
    """The conversation's appointment with this code, locked."""
    rows = select(AppointmentRow).filter_by(conversation_id=conversation_id, code=code)
    return session.scalar(rows.with_for_update())


def locked(session: Session, code: str) -> AppointmentRow | None:
    """Anybody's appointment with this code, as it stands now, locked."""
    return session.get(AppointmentRow, code, with_for_update=True, populate_existing=True)


def changed_by(session: Session, conversation_id: str, key: str) -> str | None:
    """The code of the appointment that was changed under this idempotency key."""
    row = session.get(ChangeRow, (conversation_id, key))
    return row.code if row else None


def booked_from(session: Session, conversation_id: str, now: datetime) -> Iterable[AppointmentRow]:
    """The conversation's appointments that are still to come, the next one first."""
    rows = select(AppointmentRow).where(
        AppointmentRow.conversation_id == conversation_id,
        AppointmentRow.state == BOOKED,
        AppointmentRow.start >= utc(now),
    )
    return session.scalars(rows.order_by(AppointmentRow.start))


def between(
    session: Session, begin: datetime, end: datetime, states: Iterable[AppointmentStatus], place_code: str = ""
) -> list[AppointmentRow]:
    """What starts between ``begin`` and ``end`` and is in one of ``states``, in order; of one place or of all."""
    rows = select(AppointmentRow).where(
        AppointmentRow.state.in_([state.value for state in states]),
        AppointmentRow.start >= utc(begin),
        AppointmentRow.start < utc(end),
    )
    if place_code:
        rows = rows.filter_by(place_code=place_code)
    return list(session.scalars(rows.order_by(AppointmentRow.start, AppointmentRow.place_code, AppointmentRow.seat)))


def _held(start: datetime, minutes: int, seat: int, service: str, *, at_desk: bool = False) -> Held:
    begin = shanghai(start)
    return Held(begin, begin + timedelta(minutes=minutes), seat, Service(service), at_desk)
