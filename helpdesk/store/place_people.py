"""People of places and visits to them: rows in and out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.clock import shanghai, utc
from helpdesk.place_models import Person, PersonRole, Visit
from helpdesk.store.place_tables import PersonRow, VisitRow


def list_people(session: Session, place_codes: Collection[str] | None = None) -> list[Person]:
    """The people of some places, or of all, in the order in which they were written down."""
    query = select(PersonRow).order_by(PersonRow.place_code, PersonRow.id)
    if place_codes is not None:
        query = query.where(PersonRow.place_code.in_(place_codes))
    return [_to_person(row) for row in session.scalars(query)]


def put_person(session: Session, person: Person, login: str, now: datetime) -> Person | None:
    """Add somebody new (``id`` 0), or change them; None when there is no such person."""
    row = session.get(PersonRow, person.id) if person.id else PersonRow()
    if row is None:
        return None
    row.place_code, row.name, row.role, row.phone = person.place_code, person.name, person.role.value, person.phone
    row.specialities, row.dialects = list(person.specialities), list(person.dialects)
    row.by, row.at = login, utc(now)
    session.add(row)
    session.flush()
    return _to_person(row)


def remove_person(session: Session, person_id: int) -> None:
    """Take somebody out; nobody is gone twice."""
    if row := session.get(PersonRow, person_id):
        session.delete(row)


def counted_people(session: Session) -> dict[tuple[str, PersonRole], int]:
    """How many people of a role each place has."""
    query = select(PersonRow.place_code, PersonRow.role, func.count()).group_by(PersonRow.place_code, PersonRow.role)
    return {(code, PersonRole(role)): count for code, role, count in session.execute(query)}


def list_visits(session: Session, place_code: str, limit: int) -> list[Visit]:
    """The latest visits to a place, the newest first."""
    query = select(VisitRow).filter_by(place_code=place_code).order_by(VisitRow.day.desc(), VisitRow.id.desc())
    return [_to_visit(row) for row in session.scalars(query.limit(limit))]


def list_visits_by(session: Session, login: str, limit: int) -> list[Visit]:
    """The latest visits that an account wrote down, the newest first."""
    query = select(VisitRow).filter_by(by=login).order_by(VisitRow.day.desc(), VisitRow.id.desc())
    return [_to_visit(row) for row in session.scalars(query.limit(limit))]


def add_visit(session: Session, visit: Visit) -> Visit:
    """Write a visit down."""
    row = VisitRow(
        place_code=visit.place_code, day=visit.day, who=visit.who, note=visit.note, by=visit.login, at=utc(visit.at)
    )
    session.add(row)
    session.flush()
    return _to_visit(row)


def last_visits(session: Session) -> dict[str, date]:
    """The day of the last visit to each place that was ever visited."""
    query = select(VisitRow.place_code, func.max(VisitRow.day)).group_by(VisitRow.place_code)
    return {code: day for code, day in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _to_person(row: PersonRow) -> Person:
    return Person(
        id=row.id,
        place_code=row.place_code,
        name=row.name,
        role=PersonRole(row.role),
        phone=row.phone,
        specialities=tuple(row.specialities),
        dialects=tuple(row.dialects),
    )


def _to_visit(row: VisitRow) -> Visit:
    return Visit(row.id, row.place_code, row.day, row.who, row.note, row.by, shanghai(row.at))
