"""Appointments at the desk: the list of a day, checking in, done, not come; and what the end of a day does by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from helpdesk.appointment_parts import anybodys, to_appointment
from helpdesk.clock import SHANGHAI, Clock, shanghai
from helpdesk.directory import Directory
from helpdesk.errors import IllegalMove
from helpdesk.models import Appointment, AppointmentStatus, Message
from helpdesk.moves import SYSTEM, move
from helpdesk.store import appointments as store
from helpdesk.store import rotas
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AppointmentRow

_S = AppointmentStatus
SHOWN = (_S.BOOKED, _S.ARRIVED, _S.DONE, _S.NO_SHOW)
_LOOK_BACK = timedelta(days=60)


def appointments_on(db: Database, directory: Directory, day: date) -> list[Appointment]:
    """Everything of ``day`` that was not cancelled, in order."""
    begin = datetime.combine(day, datetime.min.time(), SHANGHAI)
    with db.read() as session:
        rows = store.between(session, begin, begin + timedelta(days=1), SHOWN)
        return [to_appointment(directory, row) for row in rows]


def find_appointment(db: Database, directory: Directory, code: str) -> Appointment:
    """An appointment by its code alone.

    Raises NotFound.
    """
    with db.read() as session:
        return to_appointment(directory, anybodys(session, code))


def check_in(db: Database, clock: Clock, directory: Directory, code: str, login: str) -> Appointment:
    """The visitor is there; checking in twice changes nothing.

    Raises NotFound, or IllegalMove on another day or when the appointment is over.
    """
    with db.write() as session:
        row = anybodys(session, code)
        if row.state != _S.ARRIVED.value:
            start = shanghai(row.start)
            if row.state == _S.BOOKED.value and start.date() != clock.now().date():
                raise IllegalMove(f"这个预约是{start.month}月{start.day}日 {start:%H:%M} 的，不是今天")
            _move(session, clock, row, _S.ARRIVED, login)
    return to_appointment(directory, row)


def finish(db: Database, clock: Clock, directory: Directory, code: str, login: str) -> Appointment:
    """The visit is over.

    Raises NotFound, or IllegalMove unless the visitor was checked in.
    """
    with db.write() as session:
        row = anybodys(session, code)
        _move(session, clock, row, _S.DONE, login)
    return to_appointment(directory, row)


def mark_no_show(db: Database, clock: Clock, directory: Directory, code: str, login: str) -> Appointment:
    """Nobody came.

    Raises NotFound, or IllegalMove before the time of the appointment or when it is over.
    """
    with db.write() as session:
        row = anybodys(session, code)
        if row.state == _S.BOOKED.value and shanghai(row.start) > clock.now():
            raise IllegalMove("还没有到约的时间，再等一等")
        _move(session, clock, row, _S.NO_SHOW, login)
    return to_appointment(directory, row)


def close_past_days(db: Database, clock: Clock) -> list[Message]:
    """After a day, mark who did not come; when it was the place that was closed, the appointment counts as cancelled.

    Any replica may run this at any time. Nobody is told.
    """
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with db.read() as session:
        codes = [row.code for row in store.between(session, today - _LOOK_BACK, today, (_S.BOOKED,))]
    for code in codes:
        with db.write() as session:
            row = anybodys(session, code)
            if row.state == _S.BOOKED.value and shanghai(row.start) < today:
                if rotas.was_closed(session, row.place_code, row.start, row.minutes):
                    move(session, clock, row, _S.CANCELLED, SYSTEM, "服务点没有开门")
                else:
                    move(session, clock, row, _S.NO_SHOW, SYSTEM, "当天没有来")
    return []


def _move(session: Session, clock: Clock, row: AppointmentRow, after: AppointmentStatus, login: str) -> None:
    if after is _S.ARRIVED and row.state in (_S.CANCELLED.value, _S.NO_SHOW.value, _S.DONE.value):
        words = {_S.CANCELLED: "已经取消了", _S.NO_SHOW: "已经记成没有来", _S.DONE: "已经办完了"}
        raise IllegalMove(f"这个预约{words[_S(row.state)]}")
    move(session, clock, row, after, login)
