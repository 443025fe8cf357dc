"""Contracts of closures and leave, and of the appointments that they concern, on both database systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk.absences import checked_absence, concerned_by, lift_absence, list_concerned, save_absence, tell_concerned
from helpdesk.appointment_models import AbsenceKind, Span
from helpdesk.appointments import book_appointment, free_slots
from helpdesk.booking_rules import get_rules, set_rules
from helpdesk.clock import FixedClock
from helpdesk.directory import Directory
from helpdesk.errors import NotFound, Refused, SlotTaken, SlotUnavailable
from helpdesk.own_appointments import move_appointment
from helpdesk.store.database import Database
from tests.contracts.appointments import AT_NINE, COMMAND, TUESDAY, at, close_tuesday, said
from tests.contracts.conftest import ROOM, all_at_once


def test_a_closure_shows_whom_it_concerns_and_tells_them_once(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, other: str
) -> None:
    """Those booked in the morning are told with free times and buttons; those of the afternoon hear nothing."""
    morning = book_appointment(db, clock, directory, conversation, "a", COMMAND)
    book_appointment(db, clock, directory, other, "b", replace(COMMAND, slot_id=f"{ROOM}-202612081400"))
    span = Span(at(8, 8), at(8, 12), "全镇停电")
    absence = checked_absence(clock, directory, AbsenceKind.CLOSURE, ROOM, span, "", "boss")
    assert [c.appointment.code for c in concerned_by(db, clock, directory, absence)] == [morning.code]
    save_absence(db, clock, absence)

    results = all_at_once(lambda _: tell_concerned(db, clock, directory), 4)

    told = [message for result in results if isinstance(result, list) for message in result]
    assert [message.conversation_id for message in told] == [conversation]
    assert "全镇停电" in told[0].text
    first = told[0].extras["buttons"][0]["payload"]
    assert first.startswith(f"move:{morning.code}:{ROOM}-")
    assert all(len(b["payload"].encode()) <= 64 for b in told[0].extras["buttons"])
    assert [c.told for c in list_concerned(db, clock, directory)] == [True]
    assert said(db, other) == []
    with pytest.raises(SlotUnavailable, match="全镇停电"):
        book_appointment(db, clock, directory, other, "c", replace(COMMAND, slot_id=AT_NINE))

    move_appointment(db, clock, directory, conversation, morning.code, first.split(":")[2])
    assert list_concerned(db, clock, directory) == []


def test_a_closure_that_is_called_off_opens_the_times_again(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """Afterwards the slots can be booked, and nobody is told of it."""
    number = close_tuesday(db, clock, directory)
    assert all(slot.start.hour >= 14 for slot in free_slots(db, clock, directory, ROOM, TUESDAY, 1))

    lift_absence(db, clock, AbsenceKind.CLOSURE, number)

    book_appointment(db, clock, directory, conversation, "a", COMMAND)
    assert tell_concerned(db, clock, directory) == []
    with pytest.raises(NotFound):
        lift_absence(db, clock, AbsenceKind.CLOSURE, 9999)


def test_leave_takes_one_seat_and_concerns_who_booked_last(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, other: str
) -> None:
    """With two seats and one of two people away, the first who booked keeps the time and the second is told."""
    rules, services = get_rules(db, directory, ROOM)
    set_rules(db, directory, ROOM, replace(rules, seats=2), [replace(s, seats=2) for s in services])
    book_appointment(db, clock, directory, conversation, "a", COMMAND)
    clock.moment += timedelta(minutes=1)
    later = book_appointment(db, clock, directory, other, "b", COMMAND)
    span = Span(at(8, 8), at(8, 18), "培训")
    leave_of = checked_absence(clock, directory, AbsenceKind.LEAVE, ROOM, span, "李律师", "boss")

    assert [c.appointment.code for c in concerned_by(db, clock, directory, leave_of)] == [later.code]
    save_absence(db, clock, leave_of)
    (told,) = tell_concerned(db, clock, directory)

    assert told.conversation_id == other
    assert "李律师" not in told.text
    with pytest.raises(SlotTaken):
        book_appointment(db, clock, directory, conversation, "c", COMMAND)
    book_appointment(db, clock, directory, conversation, "d", replace(COMMAND, slot_id=AT_NINE))


@pytest.mark.parametrize(
    ("span", "who"),
    [
        (Span(at(8, 12), at(8, 8), "停电"), "李"),
        (Span(at(1, 8), at(2, 8), "停电"), "李"),
        (Span(at(8, 8), at(8, 12), " "), "李"),
        (Span(at(8, 8), at(8, 12), "停电"), ""),
        (Span(at(8, 8), at(8, 12) + timedelta(days=400), "停电"), "李"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(clock: FixedClock, directory: Directory, span: Span, who: str) -> None:
    """Backwards, in the past, too long, without a reason or a person."""
    with pytest.raises(Refused):
        checked_absence(clock, directory, AbsenceKind.LEAVE, ROOM, span, who, "boss")
