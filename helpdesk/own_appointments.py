"""What a citizen does with their own appointments: see, list, move, cancel."""

from __future__ import annotations

from datetime import datetime

from helpdesk import waiting_list
from helpdesk.appointment_parts import owned, place_of, to_appointment
from helpdesk.appointments import TAKEN, give_seat
from helpdesk.clock import Clock, shanghai, utc
from helpdesk.directory import Directory
from helpdesk.errors import IllegalMove, Refused, SlotTaken
from helpdesk.models import Appointment, AppointmentStatus
from helpdesk.moves import CITIZEN, move
from helpdesk.slots import parse_slot_id
from helpdesk.store import appointments as store
from helpdesk.store.appointment_tables import ChangeRow
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AppointmentRow

_OVER = {
    AppointmentStatus.CANCELLED: "这个预约已经取消了",
    AppointmentStatus.ARRIVED: "您已经到了，这个预约不用再改",
    AppointmentStatus.DONE: "这个预约已经办完了",
    AppointmentStatus.NO_SHOW: "这个预约的时间已经过去了",
}


def get_appointment(db: Database, directory: Directory, conversation_id: str, code: str) -> Appointment:
    """One of the conversation's appointments.

    Raises NotFound, the same for somebody else's code.
    """
    with db.read() as session:
        return to_appointment(directory, owned(session, conversation_id, code))


def list_appointments(db: Database, clock: Clock, directory: Directory, conversation_id: str) -> list[Appointment]:
    """The conversation's appointments that are still to come, the next one first."""
    with db.read() as session:
        return [to_appointment(directory, row) for row in store.booked_from(session, conversation_id, clock.now())]


def move_appointment(
    db: Database, clock: Clock, directory: Directory, conversation_id: str, code: str, new_slot: str, key: str = ""
) -> Appointment:
    """Move an appointment to another slot, at the same place or another; the code stays.

    The same ``key`` again changes nothing and gives the appointment as it stands. Raises NotFound, IllegalMove,
    SlotUnavailable or SlotTaken, and the old seat is kept then; Refused for a key that was used for another one.
    """
    place_code, start = parse_slot_id(new_slot)
    try:
        with db.write() as session:
            row = owned(session, conversation_id, code)
            if not _is_repeat(session, conversation_id, key, row):
                _move_to(session, clock, directory, _changeable(row, clock), place_code, start)
                if key:
                    session.add(ChangeRow(conversation_id=conversation_id, key=key, code=row.code))
    except store.UniqueConstraintBroken:
        return _after_race(db, directory, conversation_id, key, code)
    return to_appointment(directory, row)


def cancel_appointment(
    db: Database, clock: Clock, directory: Directory, conversation_id: str, code: str
) -> Appointment:
    """Give the seat back, to the first on the waiting list if there is one; cancelling twice changes nothing.

    Raises NotFound, or IllegalMove when its time has passed.
    """
    with db.write() as session:
        row = owned(session, conversation_id, code)
        if row.state != AppointmentStatus.CANCELLED.value:
            give_back(session, clock, directory, _changeable(row, clock), CITIZEN)
    return to_appointment(directory, row)


def give_back(
    session: Session, clock: Clock, directory: Directory, row: AppointmentRow, by: str, why: str = ""
) -> None:
    """Cancel an appointment; its seat goes to the first on the waiting list."""
    move(session, clock, row, AppointmentStatus.CANCELLED, by, why)
    session.flush()
    waiting_list.hold_free(session, clock, directory.get(row.place_code))


def _is_repeat(session: Session, conversation_id: str, key: str, row: AppointmentRow) -> bool:
    changed = store.changed_by(session, conversation_id, key) if key else None
    if changed is not None and changed != row.code:
        raise Refused("这个请求编号已经用在别的预约上了，请换一个")
    return changed is not None


def _move_to(
    session: Session, clock: Clock, directory: Directory, row: AppointmentRow, place_code: str, start: datetime
) -> None:
    left = row.place_code
    if (left, shanghai(row.start)) == (place_code, start):
        return
    place = place_of(directory, place_code)
    for code in sorted({left, place_code}):  # in one order, so that two who change places do not wait for each other
        store.lock_place(session, code)
    give_seat(session, clock, place, row, start)
    session.flush()
    waiting_list.take(session, clock, row.conversation_id, place_code, start)
    waiting_list.hold_free(session, clock, directory.get(left))


def _after_race(db: Database, directory: Directory, conversation_id: str, key: str, code: str) -> Appointment:
    """Somebody else has the seat, or the same request was made twice at once and the other one did it."""
    with db.read() as session:
        row = owned(session, conversation_id, code)
        if _is_repeat(session, conversation_id, key, row):
            return to_appointment(directory, row)
    raise SlotTaken(TAKEN)


def _changeable(row: AppointmentRow, clock: Clock) -> AppointmentRow:
    if row.state != AppointmentStatus.BOOKED.value:
        raise IllegalMove(_OVER[AppointmentStatus(row.state)])
    if row.start < utc(clock.now()):
        raise IllegalMove("这个预约的时间已经过去了")
    return row
