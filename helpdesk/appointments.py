"""Use cases around appointments: free slots, book, list, move, cancel.

A unique index over place, start and seat decides who gets a seat; the code only finds a free one and reports.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from helpdesk.clock import SHANGHAI, Clock, shanghai, utc
from helpdesk.directory import Directory
from helpdesk.errors import IllegalMove, NotFound, Refused, SlotTaken, SlotUnavailable
from helpdesk.models import Appointment, AppointmentStatus, Place, Service, Slot
from helpdesk.moves import CITIZEN, begin, move
from helpdesk.phones import parse_phone
from helpdesk.slots import HORIZON_DAYS, LENGTH, check_bookable, parse_slot_id, slot_id, starts_on
from helpdesk.store import appointments as store
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AppointmentRow

# No 0/O, 1/I/L: the code is read aloud and typed at the door.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_TAKEN = "这个时段刚刚被别人约走了，请换一个时段"


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """What is needed to book: the slot, the service, what it is about, who comes, and a number to reach them."""

    slot_id: str
    service: Service
    matter: str
    name: str
    phone: str


def free_slots(
    db: Database, clock: Clock, directory: Directory, place_code: str, first: date, days: int = 14
) -> list[Slot]:
    """The slots with free seats from ``first`` on, for ``days`` days (at most 31), in order.

    Raises NotFound when there is no such place.
    """
    place, now = directory.get(place_code), clock.now()
    bookable = [now.date() + timedelta(days=n) for n in range(HORIZON_DAYS + 1)]
    span = [day for day in bookable if 0 <= (day - first).days < min(days, 31)]
    begin = datetime.combine(bookable[0], datetime.min.time(), SHANGHAI)
    with db.read() as session:
        seats = store.seats_of(session, place_code)
        taken = store.taken(session, place_code, begin, begin + timedelta(days=len(bookable)))
    return [
        Slot(slot_id(place_code, start), place_code, start, start + LENGTH, seats - taken[start])
        for day in span
        for start in starts_on(place, day)
        if _bookable(place, start, now) and taken[start] < seats
    ]


def book_appointment(
    db: Database, clock: Clock, directory: Directory, conversation_id: str, key: str, command: BookAppointment
) -> Appointment:
    """Take a seat. The same ``key`` again gives the same appointment.

    Raises InvalidPhone, SlotUnavailable, SlotTaken, or Refused for a missing name or matter.
    """
    place_code, start = parse_slot_id(command.slot_id)
    with db.read() as session:
        if done := store.by_key(session, conversation_id, key):
            return _to_appointment(directory, done)
    place = _place_of(directory, place_code)
    check_bookable(place, start, clock.now())
    phone = parse_phone(command.phone)
    row = AppointmentRow(
        code=_new_code(),
        conversation_id=conversation_id,
        idempotency_key=key,
        place_code=place_code,
        start=utc(start),
        service=command.service.value,
        matter=check_matter(command.matter),
        name=check_name(command.name),
        phone=phone,
        phone_digest=phone,
        state=AppointmentStatus.BOOKED.value,
        created_at=utc(clock.now()),
    )
    try:
        with db.write() as session:
            row.seat = _seat(session, place_code, start)
            session.add(row)
            begin(session, clock, row, CITIZEN)
    except (store.UniqueConstraintBroken, SlotTaken):  # by somebody else, or by a repeat of this request
        with db.read() as session:
            if done := store.by_key(session, conversation_id, key):
                return _to_appointment(directory, done)
        raise SlotTaken(_TAKEN) from None
    return _to_appointment(directory, row)


def get_appointment(db: Database, directory: Directory, conversation_id: str, code: str) -> Appointment:
    """One of the conversation's appointments.

    Raises NotFound, the same for somebody else's code.
    """
    with db.read() as session:
        return _to_appointment(directory, _owned(session, conversation_id, code))


def list_appointments(db: Database, clock: Clock, directory: Directory, conversation_id: str) -> list[Appointment]:
    """The conversation's appointments that are still to come, the next one first."""
    with db.read() as session:
        return [_to_appointment(directory, row) for row in store.booked_from(session, conversation_id, clock.now())]


def move_appointment(
    db: Database, clock: Clock, directory: Directory, conversation_id: str, code: str, new_slot: str
) -> Appointment:
    """Move an appointment to another slot, at the same place or another; the code stays.

    Raises NotFound, IllegalMove, SlotUnavailable or SlotTaken; the old seat is kept then.
    """
    place_code, start = parse_slot_id(new_slot)
    check_bookable(_place_of(directory, place_code), start, clock.now())
    try:
        with db.write() as session:
            row = _changeable(_owned(session, conversation_id, code), clock)
            if (row.place_code, row.start) != (place_code, utc(start)):
                row.seat = _seat(session, place_code, start)
                row.place_code, row.start = place_code, utc(start)
    except store.UniqueConstraintBroken:
        raise SlotTaken(_TAKEN) from None
    return _to_appointment(directory, row)


def cancel_appointment(
    db: Database, clock: Clock, directory: Directory, conversation_id: str, code: str
) -> Appointment:
    """Give the seat back; cancelling twice changes nothing.

    Raises NotFound, or IllegalMove when its time has passed.
    """
    with db.write() as session:
        row = _owned(session, conversation_id, code)
        if row.state != AppointmentStatus.CANCELLED.value:
            move(session, clock, _changeable(row, clock), AppointmentStatus.CANCELLED, CITIZEN)
    return _to_appointment(directory, row)


def appointments_on(db: Database, directory: Directory, day: date) -> list[Appointment]:
    """Everything booked on ``day``, in order; for the console."""
    begin = datetime.combine(day, datetime.min.time(), SHANGHAI)
    with db.read() as session:
        rows = store.at_place(session, begin, begin + timedelta(days=1))
        return [_to_appointment(directory, row) for row in rows]


def check_name(written: str) -> str:
    """A citizen's name, trimmed.

    Raises Refused unless it has 1 to 30 characters and no digits.
    """
    name = _one_line(written)
    if not 1 <= len(name) <= 30 or any(c.isdigit() for c in name):
        raise Refused("请写您的姓名（30 个字以内，不带数字）")
    return name


def check_matter(written: str) -> str:
    """What the appointment is about, trimmed.

    Raises Refused unless it has 2 to 200 characters.
    """
    matter = _one_line(written)
    if not 2 <= len(matter) <= 200:
        raise Refused("请用 2 到 200 个字说说是什么事")
    return matter


def _one_line(written: str) -> str:
    return "".join(c for c in " ".join(written.split()) if c.isprintable())


def _bookable(place: Place, start: datetime, now: datetime) -> bool:
    try:
        check_bookable(place, start, now)
    except SlotUnavailable:
        return False
    return True


def _place_of(directory: Directory, code: str) -> Place:
    try:
        return directory.get(code)
    except NotFound:
        raise SlotUnavailable("没有这个服务室，请重新选一个") from None


def _seat(session: Session, place_code: str, start: datetime) -> int:
    seat = store.free_seat(session, place_code, start)
    if seat is None:
        raise SlotTaken(_TAKEN)
    return seat


def _owned(session: Session, conversation_id: str, code: str) -> AppointmentRow:
    code = code.strip().upper()
    row = store.by_code(session, conversation_id, code) if code.isprintable() else None
    if row is None:
        raise NotFound("没有找到这个预约码，请核对一下")
    return row


def _changeable(row: AppointmentRow, clock: Clock) -> AppointmentRow:
    if row.state != AppointmentStatus.BOOKED.value:
        raise IllegalMove("这个预约已经取消了")
    if shanghai(row.start) < clock.now():
        raise IllegalMove("这个预约的时间已经过去了")
    return row


def _new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


def _to_appointment(directory: Directory, row: AppointmentRow) -> Appointment:
    start = shanghai(row.start)
    return Appointment(
        code=row.code,
        place=directory.get(row.place_code),
        start=start,
        end=start + LENGTH,
        service=Service(row.service),
        matter=row.matter,
        name=row.name,
        phone=row.phone,
        status=AppointmentStatus(row.state),
    )
