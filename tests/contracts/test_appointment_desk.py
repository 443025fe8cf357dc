"""Contracts of who comes to an appointment, and of its day at the desk, on both database systems."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpdesk.appointments import book_appointment
from helpdesk.clock import FixedClock
from helpdesk.desk_appointments import check_in, close_past_days, finish, mark_no_show
from helpdesk.directory import Directory
from helpdesk.errors import IllegalMove, NotFound
from helpdesk.models import AppointmentStatus, ForWhom
from helpdesk.moves import moves_of
from helpdesk.own_appointments import cancel_appointment, get_appointment, list_appointments
from helpdesk.store.database import Database
from tests.contracts.appointments import COMMAND, at, close_tuesday
from tests.contracts.conftest import ROOM, all_at_once


def test_booked_for_a_parent(db: Database, clock: FixedClock, directory: Directory, conversation: str) -> None:
    """The one who comes stands on the appointment, and that somebody else has made it."""
    booked = book_appointment(
        db, clock, directory, conversation, "key", replace(COMMAND, name="王老太", for_whom=ForWhom.PARENT)
    )

    kept = get_appointment(db, directory, conversation, booked.code)
    assert (kept.name, kept.for_whom) == ("王老太", ForWhom.PARENT)


def test_arrived_done_and_who_did_it(db: Database, clock: FixedClock, directory: Directory, conversation: str) -> None:
    """Checked in on its day by the code alone, then done; each step with who, and not twice."""
    booked = book_appointment(db, clock, directory, conversation, "key", COMMAND)
    with pytest.raises(IllegalMove, match="不是今天"):
        check_in(db, clock, directory, booked.code, "boss")
    with pytest.raises(IllegalMove):
        finish(db, clock, directory, booked.code, "boss")
    with pytest.raises(IllegalMove):
        mark_no_show(db, clock, directory, booked.code, "boss")
    clock.moment = at(8, 9, 50)

    check_in(db, clock, directory, booked.code.lower(), "boss")
    arrived = check_in(db, clock, directory, booked.code, "boss")
    with pytest.raises(IllegalMove, match="已经到了"):
        cancel_appointment(db, clock, directory, conversation, booked.code)
    done = finish(db, clock, directory, booked.code, "boss")

    assert (arrived.status, done.status) == (AppointmentStatus.ARRIVED, AppointmentStatus.DONE)
    steps = [(m.before, m.after, m.by) for m in moves_of(db, "appointments", booked.code)]
    assert steps == [(None, "booked", "citizen"), ("booked", "arrived", "boss"), ("arrived", "done", "boss")]
    with pytest.raises(NotFound):
        check_in(db, clock, directory, "二二二二二二", "boss")


def test_after_the_day_who_did_not_come_is_noted(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, other: str
) -> None:
    """A no-show by itself on the next day; where the place was closed it is a cancellation."""
    came_not = book_appointment(
        db, clock, directory, conversation, "a", replace(COMMAND, slot_id=f"{ROOM}-202612081400")
    )
    shut_out = book_appointment(db, clock, directory, other, "b", COMMAND)
    close_tuesday(db, clock, directory)
    clock.moment = at(8, 23)
    close_past_days(db, clock)
    assert get_appointment(db, directory, conversation, came_not.code).status is AppointmentStatus.BOOKED
    clock.moment = at(9, 0, 5)

    all_at_once(lambda _: close_past_days(db, clock), 3)

    assert get_appointment(db, directory, conversation, came_not.code).status is AppointmentStatus.NO_SHOW
    assert get_appointment(db, directory, other, shut_out.code).status is AppointmentStatus.CANCELLED
    assert [m.after for m in moves_of(db, "appointments", came_not.code)] == ["booked", "no_show"]


def test_what_is_over_is_in_nobodys_list(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """A citizen's list holds what is still to come: not what was checked in."""
    booked = book_appointment(db, clock, directory, conversation, "a", COMMAND)
    clock.moment = at(8, 9, 45)
    check_in(db, clock, directory, booked.code, "boss")

    assert list_appointments(db, clock, directory, conversation) == []
