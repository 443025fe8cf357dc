"""Where there is still a seat, on both database systems: asked of a place, and of the ones above it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import cast

from actions import when
from actions.desk import Desk
from helpdesk.appointment_models import PlaceRules
from helpdesk.appointments import BookAppointment, book_appointment, free_slots, has_free_slot
from helpdesk.booking_rules import get_rules, set_rules
from helpdesk.clock import FixedClock
from helpdesk.directory import Directory
from helpdesk.models import Service
from helpdesk.store.database import Database
from knowledge_base.narrowing import Narrowings
from knowledge_base.service import KnowledgeBase
from tests.contracts.conftest import ROOM, TOWNSHIP


def fill(db: Database, clock: FixedClock, directory: Directory, conversation: str) -> None:
    """Let the room be booked a day ahead at most, and book every seat of it."""
    rules, services = get_rules(db, directory, ROOM)
    set_rules(db, directory, ROOM, cast(PlaceRules, replace(rules, horizon_days=1)), services)
    for slot in free_slots(db, clock, directory, ROOM, clock.now().date(), 2):
        command = BookAppointment(slot.id, Service.CONSULTATION, "邻居占了我的地", "王大明", "13812345678")
        book_appointment(db, clock, directory, conversation, slot.id, command)


def test_a_place_has_a_seat_until_the_last_one_is_taken(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """What is booked is not free, and what is too far ahead does not count."""
    room, has_seat = directory.get(ROOM), partial(has_free_slot, db, clock)
    before = has_seat(room)

    fill(db, clock, directory, conversation)

    assert (before, has_seat(room)) == (True, False)
    assert directory.serving(ROOM, with_seats=has_seat)[0].code == TOWNSHIP


def test_who_finds_a_room_full_is_offered_the_one_above(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """The station of the township stands first among what can be done, before the waiting list."""
    desk = Desk(db, clock, directory, cast(KnowledgeBase, None), Narrowings(()))
    fill(db, clock, directory, conversation)

    draft = when.ask_day(desk, directory.get(ROOM))

    assert "约满了" in draft.text
    assert [b["payload"] for b in draft.extras["buttons"]][:2] == [f"place:{TOWNSHIP}", f"wait:{ROOM}"]
