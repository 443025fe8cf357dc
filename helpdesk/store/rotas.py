"""Rules of booking, closures and leave: rows in and out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpdesk.appointment_models import (
    HALF_HOUR,
    USUAL_MINUTES,
    Absence,
    AbsenceKind,
    PlaceRules,
    Rota,
    ServiceRules,
    Span,
)
from helpdesk.clock import shanghai, utc
from helpdesk.models import Service
from helpdesk.store.appointment_tables import BookingRulesRow, ClosureRow, LeaveRow, RotaRow
from helpdesk.store.tables import PlaceRow

_Row = TypeVar("_Row", ClosureRow, LeaveRow)


def place_rules(session: Session, place_code: str) -> PlaceRules:
    """What the place has set, or the usual."""
    seats = session.scalar(select(PlaceRow.seats).filter_by(code=place_code)) or 1
    row = session.get(BookingRulesRow, place_code)
    if row is None:
        return PlaceRules(seats=seats)
    return PlaceRules(seats, row.walk_in_share, row.lead_minutes, row.horizon_days, row.hold_minutes)


def service_rules(session: Session, place_code: str, service: Service, seats: int) -> ServiceRules:
    """What the place has set for a service, or the usual; without a setting all ``seats`` of the place serve it."""
    row = session.get(RotaRow, (place_code, service.value))
    if row is None:
        return ServiceRules(service, USUAL_MINUTES.get(service, HALF_HOUR), seats)
    return ServiceRules(service, row.minutes, min(row.seats, seats))


def rota(session: Session, place_code: str, service: Service, now: datetime) -> Rota:
    """How the place gives out its time for a service from ``now`` on."""
    rules = place_rules(session, place_code)
    own = service_rules(session, place_code, service, rules.seats)
    absences = coming_absences(session, now, place_code)
    return Rota(
        service=service,
        length=timedelta(minutes=own.minutes),
        seats=rules.seats,
        service_seats=own.seats,
        walk_in_share=rules.walk_in_share,
        lead=timedelta(minutes=rules.lead_minutes),
        horizon_days=rules.horizon_days,
        closures=tuple(a.span for a in absences if a.kind is AbsenceKind.CLOSURE),
        leaves=tuple(a.span for a in absences if a.kind is AbsenceKind.LEAVE),
    )


def usual_rota(service: Service) -> Rota:
    """How a place that has set nothing gives out its time for a service."""
    return Rota(service=service, length=timedelta(minutes=USUAL_MINUTES.get(service, HALF_HOUR)))


def put_rules(session: Session, place_code: str, rules: PlaceRules, services: Iterable[ServiceRules]) -> None:
    """Set the rules of a place and of its services."""
    session.get_one(PlaceRow, place_code, with_for_update=True).seats = rules.seats
    session.merge(
        BookingRulesRow(
            place_code=place_code,
            walk_in_share=rules.walk_in_share,
            lead_minutes=rules.lead_minutes,
            horizon_days=rules.horizon_days,
            hold_minutes=rules.hold_minutes,
        )
    )
    for one in services:
        session.merge(RotaRow(place_code=place_code, service=one.service.value, minutes=one.minutes, seats=one.seats))


def coming_absences(session: Session, now: datetime, place_code: str = "") -> list[Absence]:
    """Closures and leaves that have not ended before the day of ``now``, in order; of one place or of all."""
    today = utc(now.replace(hour=0, minute=0, second=0, microsecond=0))
    closures = session.scalars(_coming(ClosureRow, today, place_code))
    leaves = session.scalars(_coming(LeaveRow, today, place_code))
    found = [to_absence(AbsenceKind.CLOSURE, row) for row in closures]
    found += [to_absence(AbsenceKind.LEAVE, row) for row in leaves]
    return sorted(found, key=lambda absence: (absence.span.start, absence.kind, absence.id))


def add_absence(session: Session, absence: Absence, now: datetime) -> Absence:
    """Store a closure or a leave; it gets its number."""
    common = {
        "place_code": absence.place_code,
        "start": utc(absence.span.start),
        "end": utc(absence.span.end),
        "why": absence.span.why,
        "by": absence.by,
        "at": utc(now),
    }
    leave = absence.kind is AbsenceKind.LEAVE
    row = LeaveRow(**common, who=absence.who) if leave else ClosureRow(**common)
    session.add(row)
    session.flush()
    return to_absence(absence.kind, row)


def lift_absence(session: Session, kind: AbsenceKind, absence_id: int, now: datetime) -> bool:
    """Call a closure or a leave off; False when there is none."""
    row: ClosureRow | LeaveRow | None = (
        session.get(LeaveRow, absence_id) if kind is AbsenceKind.LEAVE else session.get(ClosureRow, absence_id)
    )
    if row is None:
        return False
    row.lifted_at = row.lifted_at or utc(now)
    return True


def _coming(table: type[_Row], today: datetime, place_code: str) -> Select[_Row]:
    rows = select(table).where(table.end > today, table.lifted_at.is_(None))
    return rows.where(table.place_code == place_code) if place_code else rows


def to_absence(kind: AbsenceKind, row: ClosureRow | LeaveRow) -> Absence:
    """The row as the use cases see it."""
    who = row.who if isinstance(row, LeaveRow) else ""
    span = Span(shanghai(row.start), shanghai(row.end), row.why)
    return Absence(row.id, kind, row.place_code, span, who, row.by)


def was_closed(session: Session, place_code: str, start: datetime, minutes: int) -> bool:
    """Whether a closure met a visit of ``minutes`` that began at the stored moment ``start``."""
    end = start + timedelta(minutes=minutes)
    rows = select(ClosureRow.id).where(
        ClosureRow.place_code == place_code,
        ClosureRow.lifted_at.is_(None),
        ClosureRow.start < end,
        ClosureRow.end > start,
    )
    return session.scalar(rows.limit(1)) is not None
