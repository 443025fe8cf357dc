"""Cases: rows in and out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from helpdesk.clock import shanghai, utc
from helpdesk.party_names import SHORTEST, name_key
from helpdesk.register_models import Case, CaseChannel, CaseFilter, CaseResult, CaseState, Scope
from helpdesk.register_numbers import Series
from helpdesk.store.register_tables import CaseCounterRow, CaseRow

MOST = 200


def to_case(row: CaseRow) -> Case:
    """The row as the use cases see it."""
    return Case(
        id=row.id,
        number=row.number,
        accepted_at=shanghai(row.accepted_at),
        place_code=row.place_code,
        state=CaseState(row.state),
        topic=row.topic,
        matter=row.matter,
        channel=CaseChannel(row.channel),
        party=row.party or "",
        phone=row.phone or "",
        other_party=row.other_party or "",
        entries=tuple(row.entries),
        adviser=row.adviser,
        answer=row.answer,
        result=CaseResult(row.result) if row.result else None,
        minutes=row.minutes,
        conversation_id=row.conversation_id,
        handoff_id=row.handoff_id,
        appointment_code=row.appointment_code,
    )


def add(session: Session, series: Series, accepted_at: datetime, **values: object) -> CaseRow:
    """A new case with the next number of its series; what is not given of ``values`` is empty.

    The counter's row stays locked until the transaction ends, and goes back with it: no gaps, no doubles.
    """
    year = shanghai(utc(accepted_at)).year
    serial = _next(session, series.unit_code, year)
    row = CaseRow(
        number=series.number(year, serial),
        unit_code=series.unit_code,
        year=year,
        serial=serial,
        accepted_at=utc(accepted_at),
        state=CaseState.ACCEPTED.value,
        **values,
    )
    session.add(row)
    session.flush()
    return row


def _next(session: Session, unit_code: str, year: int) -> int:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(CaseCounterRow) if on_postgresql else sqlite.insert(CaseCounterRow)
    counted = (
        insert.values(unit_code=unit_code, year=year, last=1)
        .on_conflict_do_update(index_elements=["unit_code", "year"], set_={"last": CaseCounterRow.last + 1})
        .returning(CaseCounterRow.last)
    )
    return session.execute(counted).scalar_one()


def set_people(row: CaseRow, party: str | None, phone: str | None, other_party: str | None) -> None:
    """Who asks, their number, and who they ask about; each with its digest."""
    row.party = row.party_digest = party
    row.phone = row.phone_digest = phone
    row.other_party = row.other_digest = other_party


def locked(session: Session, case_id: int) -> CaseRow | None:
    """The case, locked until the transaction ends."""
    return session.get(CaseRow, case_id, with_for_update=True)


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """The cases that a scope includes."""
    if scope.below is None:
        return true()
    return or_(CaseRow.adviser == scope.login, *(CaseRow.place_code.startswith(code) for code in scope.below))


def find(
    session: Session,
    scope: Scope,
    wanted: CaseFilter,
    *,
    phone: str | None,
    place: str | None,
    span: tuple[datetime, datetime] | None,
    skip: int,
) -> list[Case]:
    """The newest ``MOST`` cases in scope that fit, behind the first ``skip``.

    ``phone``, ``place`` (digits) and ``span`` are what ``wanted`` means.
    """
    rows = select(CaseRow).where(in_scope(scope))
    if words := wanted.words.strip():
        rows = rows.where(_about(words, phone))
    if wanted.topic is not None:
        rows = rows.where(CaseRow.topic == wanted.topic)
    if wanted.state is not None:
        rows = rows.where(CaseRow.state == wanted.state.value)
    if place is not None:
        rows = rows.where(CaseRow.place_code.startswith(place))
    if span is not None:
        rows = rows.where(CaseRow.accepted_at >= utc(span[0]), CaseRow.accepted_at < utc(span[1]))
    if wanted.mine:
        rows = rows.where(CaseRow.adviser == scope.login)
    return _newest(session, rows, skip)


def of_conversation(session: Session, conversation_id: str) -> list[Case]:
    """The cases of a conversation, the newest first."""
    return _newest(session, select(CaseRow).where(CaseRow.conversation_id == conversation_id))


def _newest(session: Session, rows: Select[CaseRow], skip: int = 0) -> list[Case]:
    ordered = rows.order_by(CaseRow.accepted_at.desc(), CaseRow.id.desc()).limit(MOST).offset(skip)
    return [to_case(row) for row in session.scalars(ordered)]


def _about(words: str, phone: str | None) -> ColumnElement[bool]:
    """Cases with ``words`` as their number or its serial, or as a party's name, or with this telephone number."""
    same = [CaseRow.number == words]
    if words.isdecimal() and len(words) <= 6:
        same.append(CaseRow.serial == int(words))
    if phone is not None:
        same.append(CaseRow.phone_digest == phone)
    if len(name_key(words)) >= SHORTEST:
        same += [CaseRow.party_digest == words, CaseRow.other_digest == words]
    return or_(*same)


def counts(session: Session, begin: datetime, end: datetime) -> list[tuple[str, str, str, str, int]]:
    """How many cases were accepted in between, by place, topic, channel and result (empty when there is none yet)."""
    result = func.coalesce(CaseRow.result, "")
    grouped = (CaseRow.place_code, CaseRow.topic, CaseRow.channel, result)
    rows = select(*grouped, func.count()).where(CaseRow.accepted_at >= utc(begin), CaseRow.accepted_at < utc(end))
    found = session.execute(rows.group_by(*grouped))
    return [(place, topic, channel, outcome, count) for place, topic, channel, outcome, count in found]
