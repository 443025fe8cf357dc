"""Contracts of appointments that many book or move at the same moment, on both database systems."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from helpdesk.appointments import book_appointment
from helpdesk.clock import FixedClock
from helpdesk.conversations import open_conversation
from helpdesk.directory import Directory
from helpdesk.errors import Refused, SlotTaken
from helpdesk.models import Appointment
from helpdesk.own_appointments import move_appointment
from helpdesk.store.database import Database
from tests.contracts.appointments import AT_NINE, AT_TEN, COMMAND, at
from tests.contracts.conftest import ROOM, TOWNSHIP, all_at_once


def test_of_a_thousand_who_want_the_last_seat_exactly_one_gets_it(
    db: Database, clock: FixedClock, directory: Directory
) -> None:
    """Fifty who each try twenty times, all at once: one seat, one holder, and 999 are told that it is taken."""
    conversations = [open_conversation(db, clock, "api")[0].id for _ in range(50)]

    def twenty(n: int) -> list[str]:
        found = []
        for attempt in range(20):
            try:
                book_appointment(db, clock, directory, conversations[n], f"key{attempt}", COMMAND)
                found.append("won")
            except SlotTaken:
                found.append("taken")
        return found

    results = all_at_once(twenty, 50)

    assert not [result for result in results if isinstance(result, Exception)]
    assert Counter(one for result in results if isinstance(result, list) for one in result) == {"won": 1, "taken": 999}


def test_a_change_of_a_key_happens_once(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """The same key again, at once or later, gives the appointment as it stands; for another appointment it is refused."""
    booked = book_appointment(db, clock, directory, conversation, "key", COMMAND)
    second = book_appointment(
        db, clock, directory, conversation, "key2", replace(COMMAND, slot_id=f"{ROOM}-202612091000")
    )

    def change(_: int) -> Appointment:
        return move_appointment(db, clock, directory, conversation, booked.code, AT_NINE, "change")

    results = all_at_once(change, 6)
    assert {getattr(result, "start", result) for result in results} == {at(8, 9)}
    move_appointment(db, clock, directory, conversation, booked.code, f"{ROOM}-202612081100", "later")

    assert change(0).start == at(8, 11)
    with pytest.raises(Refused):
        move_appointment(db, clock, directory, conversation, second.code, AT_TEN, "change")


def test_two_who_change_places_at_once_do_not_wait_for_each_other(
    db: Database, clock: FixedClock, directory: Directory
) -> None:
    """Moves between two places in both directions all end, without a deadlock."""
    conversations = [open_conversation(db, clock, "api")[0].id for _ in range(8)]
    places, starts = (ROOM, TOWNSHIP), ["0900", "0930", "1000", "1030"]
    codes = [
        book_appointment(
            db, clock, directory, conversations[n], "key",
            replace(COMMAND, slot_id=f"{places[n % 2]}-20261208{starts[n // 2]}"),
        ).code
        for n in range(8)
    ]  # fmt: skip

    results = all_at_once(
        lambda n: move_appointment(
            db, clock, directory, conversations[n], codes[n], f"{places[1 - n % 2]}-20261209{starts[n // 2]}"
        ),
        8,
    )

    assert Counter(type(result) for result in results) == {Appointment: 8}
