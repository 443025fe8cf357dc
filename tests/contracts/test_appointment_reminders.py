"""Contracts of reminders, on both database systems."""

from __future__ import annotations

from dataclasses import replace

from helpdesk.appointments import book_appointment
from helpdesk.clock import FixedClock
from helpdesk.directory import Directory
from helpdesk.own_appointments import cancel_appointment, move_appointment
from helpdesk.reminders import remind
from helpdesk.store.database import Database
from tests.contracts.appointments import COMMAND, at, said
from tests.contracts.conftest import ROOM, all_at_once


def test_reminders_come_once_each_whoever_runs_them(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """A day and two hours before, one message each, also when several replicas remind at the same moment."""
    book_appointment(db, clock, directory, conversation, "key", replace(COMMAND, slot_id=f"{ROOM}-202612101500"))

    heard = []
    for moment in (at(9, 14, 59), at(9, 15), at(9, 18), at(10, 12, 59), at(10, 13), at(10, 14), at(10, 15)):
        clock.moment = moment
        results = all_at_once(lambda _: remind(db, clock, directory), 4)
        assert all(isinstance(result, list) for result in results)
        heard.append(len(said(db, conversation)))

    assert heard == [0, 1, 1, 1, 2, 2, 2]
    assert ["明天12月10日" in said(db, conversation)[0], "今天12月10日" in said(db, conversation)[1]] == [True, True]


def test_no_reminder_by_night_nor_for_what_was_booked_inside_its_lead(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """For nine in the morning the second one comes the evening before; booked later than that, it does not come at all."""
    book_appointment(db, clock, directory, conversation, "a", replace(COMMAND, slot_id=f"{ROOM}-202612090900"))
    heard = {}
    for moment in (at(8, 8, 59), at(8, 9), at(8, 20), at(8, 22), at(9, 7), at(9, 8)):
        clock.moment = moment
        remind(db, clock, directory)
        heard[moment] = len(said(db, conversation))
    assert list(heard.values()) == [0, 1, 2, 2, 2, 2]

    clock.moment = at(9, 9)
    book_appointment(db, clock, directory, conversation, "b", replace(COMMAND, slot_id=f"{ROOM}-202612091030"))
    remind(db, clock, directory)
    clock.moment = at(9, 10)
    assert remind(db, clock, directory) == []


def test_a_moved_appointment_is_reminded_of_its_new_time(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """After the reminder of the old time, the new time has reminders of its own; a cancelled one has none."""
    booked = book_appointment(db, clock, directory, conversation, "a", replace(COMMAND, slot_id=f"{ROOM}-202612091500"))
    clock.moment = at(8, 15)
    assert len(remind(db, clock, directory)) == 1
    move_appointment(db, clock, directory, conversation, booked.code, f"{ROOM}-202612111500")
    assert remind(db, clock, directory) == []
    clock.moment = at(10, 15)

    assert len(remind(db, clock, directory)) == 1
    cancel_appointment(db, clock, directory, conversation, booked.code)
    clock.moment = at(11, 13)
    assert remind(db, clock, directory) == []
