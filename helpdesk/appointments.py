"""Use cases of booking: free slots, and taking one, online or at the desk.

Who gives out a seat of a place holds the place's row; a unique index over place, start and seat has the last word.
What becomes of an appointment afterwards: ``own_appointments`` for the citizen, ``desk_appointments`` for the console.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from helpdesk import waiting_list
from helpdesk.appointment_parts import check_matter, check_name, place_of, to_appointment
from helpdesk.clock import SHANGHAI, Clock, utc
from helpdesk.conversations import conversation_with
from helpdesk.directory import Directory
from helpdesk.errors import SlotTaken, SlotUnavailable
from helpdesk.free_times import check_at_desk, free_of
from helpdesk.models import Appointment, AppointmentStatus, ForWhom, Place, Service, Slot
from helpdesk.moves import CITIZEN, begin
from helpdesk.phones import parse_phone
from helpdesk.slots import check_bookable, parse_slot_id
from helpdesk.store import appointments as store
from helpdesk.store import rotas
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AppointmentRow

# No 0/O, 1/I/L: the code is read aloud and typed at the door.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TAKEN = "这个时段刚刚被别人约走了，请换一个时段"
DESK_CHANNEL = "desk"


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """What is needed to book: the slot, the service, what it is about, who comes, a number to reach them, and whether
    the one who comes is the one who books."""

    slot_id: str
    service: Service
    matter: str
    name: str
    phone: str
    for_whom: ForWhom = ForWhom.SELF


def free_slots(
    db: Database,
    clock: Clock,
    directory: Directory,
    place_code: str,
    first: date,
    days: int = 14,
    *,
    service: Service = Service.CONSULTATION,
    at_desk: bool = False,
    conversation_id: str = "",
) -> list[Slot]:
    """The slots with free seats from ``first`` on, for ``days`` days (at most 31), in order.

    At the desk the seats of walk-ins count too, and there is no lead time; what is held on the waiting list for
    ``conversation_id`` is free for it. Raises NotFound when there is no such place.
    """
    place, now = directory.get(place_code), clock.now()
    with db.read() as session:
        rota = rotas.rota(session, place_code, service, now)
        bookable = [now.date() + timedelta(days=n) for n in range(rota.horizon_days + 1)]
        span = [day for day in bookable if 0 <= (day - first).days < min(days, 31)]
        if not span:
            return []
        begins = datetime.combine(span[0], datetime.min.time(), SHANGHAI)
        held = store.held(session, place_code, begins, begins + timedelta(days=len(span)), but_for=conversation_id)
    return free_of(place, rota, span, now, held, at_desk=at_desk)


def with_free_slot(
    db: Database, clock: Clock, places: Sequence[Place], service: Service = Service.CONSULTATION
) -> set[str]:
    """The codes of those places at which citizens can still book something, as far ahead as each lets them.

    Most places have set nothing and nobody is booked there: one query tells which, and those are looked at without any more.
    """
    now, usual = clock.now(), rotas.usual_rota(service)
    with db.read() as session:
        touched = store.places_with_rows(session, [place.code for place in places])
        found = set()
        for place in places:
            rota = rotas.rota(session, place.code, service, now) if place.code in touched else usual
            days = [now.date() + timedelta(days=n) for n in range(rota.horizon_days + 1)]
            end = now + timedelta(days=len(days))
            held = store.held(session, place.code, now, end) if place.code in touched else []
            if any(free_of(place, rota, [day], now, held) for day in days):
                found.add(place.code)
    return found


def check_slot(
    db: Database, clock: Clock, place: Place, start: datetime, service: Service = Service.CONSULTATION
) -> None:
    """Whether citizens may book this time, full or not.

    Raises SlotUnavailable with the reason.
    """
    with db.read() as session:
        rota = rotas.rota(session, place.code, service, clock.now())
    check_bookable(place, start, clock.now(), rota)


def horizon(db: Database, clock: Clock, place: Place) -> date:
    """The last day that can be booked at a place."""
    with db.read() as session:
        return clock.now().date() + timedelta(days=rotas.place_rules(session, place.code).horizon_days)


def book_appointment(
    db: Database, clock: Clock, directory: Directory, conversation_id: str, key: str, command: BookAppointment
) -> Appointment:
    """Take a seat. The same ``key`` again gives the same appointment.

    Raises InvalidPhone, SlotUnavailable, SlotTaken, or Refused for a missing name or matter.
    """
    return _book(db, clock, directory, conversation_id, key, command, CITIZEN)


def book_at_desk(
    db: Database, clock: Clock, directory: Directory, login: str, key: str, command: BookAppointment
) -> Appointment:
    """Take a seat for somebody who is there or on the phone, without lead time, walk-in seats included.

    The same ``key`` again gives the same appointment. Raises as ``book_appointment`` does.
    """
    place_code, _ = parse_slot_id(command.slot_id)
    desk = conversation_with(db, clock, DESK_CHANNEL, place_of(directory, place_code).code)
    return _book(db, clock, directory, desk.id, key, command, login)


def _book(
    db: Database, clock: Clock, directory: Directory, conversation_id: str, key: str, command: BookAppointment, by: str
) -> Appointment:
    place_code, start = parse_slot_id(command.slot_id)
    with db.read() as session:
        if done := store.by_key(session, conversation_id, key):
            return to_appointment(directory, done)
    place = place_of(directory, place_code)
    if command.service not in place.services:
        raise SlotUnavailable("这里不办这项服务，请换一个地方")
    row = _new_row(conversation_id, key, command, place_code, clock, at_desk=by != CITIZEN)
    try:
        with db.write() as session:
            give_seat(session, clock, place, row, start)
            session.add(row)
            begin(session, clock, row, by)
            waiting_list.take(session, clock, conversation_id, place_code, start)
    except (store.UniqueConstraintBroken, SlotTaken):  # by somebody else, or by a repeat of this request
        with db.read() as session:
            if done := store.by_key(session, conversation_id, key):
                return to_appointment(directory, done)
        raise SlotTaken(TAKEN) from None
    return to_appointment(directory, row)


def give_seat(session: Session, clock: Clock, place: Place, row: AppointmentRow, start: datetime) -> None:
    """Put an appointment on a free seat at ``start``, under the place's lock.

    Raises SlotUnavailable or SlotTaken; the row is as it was then.
    """
    store.lock_place(session, place.code)
    rota = rotas.rota(session, place.code, Service(row.service), clock.now())
    if row.at_desk:
        check_at_desk(place, start, clock.now(), rota)
    else:
        check_bookable(place, start, clock.now(), rota)
    held = store.held(session, place.code, start, start + rota.length, beside=row.code, but_for=row.conversation_id)
    seats = rota.free_seats(start, held, at_desk=row.at_desk)
    if not seats:
        raise SlotTaken(TAKEN)
    row.place_code, row.start, row.seat = place.code, utc(start), seats[0]
    row.minutes, row.placed_at = rota.length // timedelta(minutes=1), utc(clock.now())


def _new_row(
    conversation_id: str,
    key: str,
    command: BookAppointment,
    place_code: str,
    clock: Clock,
    *,
    at_desk: bool,
) -> AppointmentRow:
    phone = parse_phone(command.phone)
    return AppointmentRow(
        code="".join(secrets.choice(_ALPHABET) for _ in range(6)),
        conversation_id=conversation_id,
        idempotency_key=key,
        place_code=place_code,
        service=command.service.value,
        matter=check_matter(command.matter),
        name=check_name(command.name),
        phone=phone,
        phone_digest=phone,
        state=AppointmentStatus.BOOKED.value,
        for_whom=command.for_whom.value,
        at_desk=at_desk,
        created_at=utc(clock.now()),
    )
