"""Contracts of booking, on both database systems."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk.appointments import book_appointment, free_slots
from helpdesk.clock import FixedClock
from helpdesk.conversations import open_conversation
from helpdesk.desk_appointments import appointments_on
from helpdesk.directory import Directory
from helpdesk.errors import HelpdeskError, IllegalMove, InvalidPhone, NotFound, Refused, SlotTaken, SlotUnavailable
from helpdesk.models import Appointment, AppointmentStatus
from helpdesk.own_appointments import (
    cancel_appointment,
    get_appointment,
    list_appointments,
    move_appointment,
)
from helpdesk.store.database import Database
from helpdesk.store.tables import AppointmentRow, PlaceRow
from tests.contracts.appointments import AT_NINE, AT_TEN, COMMAND, TUESDAY
from tests.contracts.conftest import ROOM, TOWNSHIP, all_at_once


def stored(db: Database) -> list[tuple[str, str, str]]:
    """All rows: code, status, name."""
    with db.read() as session:
        return [(row.code, row.state, row.name) for row in session.query(AppointmentRow)]


def free_at(db: Database, clock: FixedClock, directory: Directory, slot_id: str) -> int:
    """How many seats are free at the slot."""
    found = free_slots(db, clock, directory, slot_id[:12], TUESDAY)
    return next((slot.free for slot in found if slot.id == slot_id), 0)


def test_of_two_hundred_who_want_the_last_seat_exactly_one_gets_it(
    db: Database, clock: FixedClock, directory: Directory
) -> None:
    """However many ask at the same moment, a seat has one holder, and all others are told that it is taken."""
    conversations = [open_conversation(db, clock, "api")[0].id for _ in range(200)]

    results = all_at_once(lambda n: book_appointment(db, clock, directory, conversations[n], "key", COMMAND), 200)

    assert Counter(type(result) for result in results) == {Appointment: 1, SlotTaken: 199}
    assert len(stored(db)) == 1


def test_every_seat_of_a_room_is_given_away(db: Database, clock: FixedClock, directory: Directory) -> None:
    """When as many ask at the same moment as there are seats, nobody is refused."""
    with db.write() as session:
        session.get_one(PlaceRow, ROOM).seats = 8
    conversations = [open_conversation(db, clock, "api")[0].id for _ in range(8)]

    results = all_at_once(lambda n: book_appointment(db, clock, directory, conversations[n], "key", COMMAND), 8)

    assert Counter(type(result) for result in results) == {Appointment: 8}


def test_a_key_books_once(db: Database, clock: FixedClock, directory: Directory, conversation: str) -> None:
    """The same idempotency key gives the same appointment, also at the same moment and whatever comes with it."""
    results = all_at_once(lambda _: book_appointment(db, clock, directory, conversation, "key", COMMAND), 8)
    other = replace(COMMAND, slot_id=AT_NINE, name="张三")

    again = book_appointment(db, clock, directory, conversation, "key", other)

    assert [again] * 8 == results
    assert stored(db) == [(again.code, "booked", "王大明")]


def test_a_key_belongs_to_its_conversation(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """Two conversations that happen to use the same key do not see each other's appointments."""
    other = open_conversation(db, clock, "api")[0].id
    first = book_appointment(db, clock, directory, conversation, "key", COMMAND)

    second = book_appointment(db, clock, directory, other, "key", replace(COMMAND, slot_id=AT_NINE))

    assert second.code != first.code
    assert list_appointments(db, clock, directory, conversation) == [first]
    assert list_appointments(db, clock, directory, other) == [second]


def test_moving_takes_the_new_seat_and_frees_the_old_one(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """A moved appointment keeps its code, also at another place, and its old seat is free again."""
    booked = book_appointment(db, clock, directory, conversation, "key", COMMAND)

    moved = move_appointment(db, clock, directory, conversation, booked.code, f"{TOWNSHIP}-202612080900")

    assert (moved.code, moved.place.code, moved.start.hour) == (booked.code, TOWNSHIP, 9)
    assert free_at(db, clock, directory, AT_TEN) == 1
    assert free_at(db, clock, directory, f"{TOWNSHIP}-202612080900") == 0


def test_a_move_that_fails_keeps_the_old_seat(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, subtests: pytest.Subtests
) -> None:
    """Who cannot have the new time still has the old one."""
    other = open_conversation(db, clock, "api")[0].id
    book_appointment(db, clock, directory, other, "key", replace(COMMAND, slot_id=AT_NINE))
    booked = book_appointment(db, clock, directory, conversation, "key", COMMAND)

    for reason, slot_id, error in (
        ("taken", AT_NINE, SlotTaken),
        ("too soon", f"{ROOM}-202612071000", SlotUnavailable),
        ("weekend", f"{ROOM}-202612121000", SlotUnavailable),
        ("no such room", "510704102999-202612081000", SlotUnavailable),
    ):
        with subtests.test(reason):
            with pytest.raises(error):
                move_appointment(db, clock, directory, conversation, booked.code, slot_id)

            assert get_appointment(db, directory, conversation, booked.code) == booked
            assert free_at(db, clock, directory, AT_TEN) == 0


def test_of_many_who_move_to_one_seat_one_gets_it(db: Database, clock: FixedClock, directory: Directory) -> None:
    """A race for a seat by moving has one winner, and all losers keep what they had."""
    starts = ["0930", "1000", "1030", "1100", "1130", "1400", "1430", "1500"]
    conversations = [open_conversation(db, clock, "api")[0].id for _ in starts]
    codes = [
        book_appointment(
            db, clock, directory, conversation, "key", replace(COMMAND, slot_id=f"{ROOM}-20261208{start}")
        ).code
        for conversation, start in zip(conversations, starts, strict=True)
    ]

    results = all_at_once(lambda n: move_appointment(db, clock, directory, conversations[n], codes[n], AT_NINE), 8)

    assert Counter(type(result) for result in results) == {Appointment: 1, SlotTaken: 7}
    kept = [a.start.strftime("%H%M") for a in appointments_on(db, directory, TUESDAY)]
    winner = next(n for n, result in enumerate(results) if isinstance(result, Appointment))
    assert kept == ["0900", *(start for n, start in enumerate(starts) if n != winner)]


def test_cancelling_frees_the_seat_and_twice_is_once(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """A cancelled seat can be booked by others, and cancelling again neither fails nor takes it from them."""
    booked = book_appointment(db, clock, directory, conversation, "key", COMMAND)
    other = open_conversation(db, clock, "api")[0].id

    cancelled = cancel_appointment(db, clock, directory, conversation, booked.code.lower())
    taken = book_appointment(db, clock, directory, other, "key", COMMAND)
    again = cancel_appointment(db, clock, directory, conversation, booked.code)

    assert cancelled.status is again.status is AppointmentStatus.CANCELLED
    assert list_appointments(db, clock, directory, conversation) == []
    assert list_appointments(db, clock, directory, other) == [taken]


def test_what_is_over_cannot_be_changed(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """A cancelled appointment cannot be moved, and one whose time has passed can be neither moved nor cancelled."""
    cancelled = book_appointment(db, clock, directory, conversation, "first", replace(COMMAND, slot_id=AT_NINE))
    cancel_appointment(db, clock, directory, conversation, cancelled.code)
    passed = book_appointment(db, clock, directory, conversation, "second", COMMAND)
    clock.moment += timedelta(days=2)

    for code in (cancelled.code, passed.code):
        with pytest.raises(IllegalMove):
            move_appointment(db, clock, directory, conversation, code, f"{ROOM}-202612150900")
    with pytest.raises(IllegalMove):
        cancel_appointment(db, clock, directory, conversation, passed.code)

    assert {(code, status) for code, status, _ in stored(db)} == {
        (cancelled.code, "cancelled"),
        (passed.code, "booked"),
    }


def test_nobody_reads_or_changes_the_appointment_of_somebody_else(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, subtests: pytest.Subtests
) -> None:
    """A code of somebody else is as unknown as one that never was."""
    booked = book_appointment(db, clock, directory, conversation, "key", COMMAND)
    other = open_conversation(db, clock, "api")[0].id

    for code in (booked.code, "XXXXXX", "", "' OR 1=1", "二" * 500, "\x00"):
        with subtests.test(code=code):
            with pytest.raises(NotFound):
                get_appointment(db, directory, other, code)
            with pytest.raises(NotFound):
                move_appointment(db, clock, directory, other, code, AT_NINE)
            with pytest.raises(NotFound):
                cancel_appointment(db, clock, directory, other, code)

    assert get_appointment(db, directory, conversation, booked.code) == booked


BROKEN_RULES: list[tuple[dict[str, str], type[HelpdeskError]]] = [
    ({"phone": "1381234567"}, InvalidPhone),
    ({"name": " \n"}, Refused),
    ({"name": "王大明2"}, Refused),
    ({"matter": "地"}, Refused),
    ({"matter": "地" * 201}, Refused),
    ({"matter": "\x00地\x07"}, Refused),
    ({"slot_id": f"{ROOM}-202612081015"}, SlotUnavailable),
    ({"slot_id": f"{ROOM}-202612041000"}, SlotUnavailable),
    ({"slot_id": f"{ROOM}-202701010900"}, SlotUnavailable),
    ({"slot_id": f"{ROOM}-000101010000"}, SlotUnavailable),
    ({"slot_id": f"{ROOM}-202613081000"}, SlotUnavailable),
    ({"slot_id": "510704102999-202612081000"}, SlotUnavailable),
    ({"slot_id": "铁炉村明天十点"}, SlotUnavailable),
]


def test_a_booking_that_breaks_a_rule_leaves_nothing_behind(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, subtests: pytest.Subtests
) -> None:
    """A refused booking is no row, and its key can be used for a better one."""
    for change, error in BROKEN_RULES:
        with subtests.test(change=change), pytest.raises(error):
            book_appointment(db, clock, directory, conversation, "key", replace(COMMAND, **change))

    assert stored(db) == []
    assert book_appointment(db, clock, directory, conversation, "key", COMMAND).name == "王大明"


def test_names_and_matters_are_stored_as_one_readable_line(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """Line breaks become blanks and control characters go: the people at the door read them."""
    command = replace(COMMAND, name=" 王\x00大明\n", matter="邻居占地\r\n\x00想调解")

    booked = book_appointment(db, clock, directory, conversation, "key", command)

    assert (booked.name, booked.matter) == ("王大明", "邻居占地 想调解")
