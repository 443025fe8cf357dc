"""Where there is still a seat, on both database systems: asked of a place, and of the ones above it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import cast

from actions import when
from actions.desk import Desk
from helpdesk.absences import checked_absence, save_absence
from helpdesk.appointment_models import AbsenceKind, PlaceRules, Span
from helpdesk.appointments import BookAppointment, book_appointment, free_slots, with_free_slot
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
    places, seated = directory.serving(ROOM), partial(with_free_slot, db, clock)
    before = seated(places)

    fill(db, clock, directory, conversation)

    assert before == {place.code for place in places}
    assert seated(places) == before - {ROOM}
    assert directory.serving(ROOM, with_seats=seated)[0].code == TOWNSHIP


def test_what_a_place_has_set_is_looked_at(db: Database, clock: FixedClock, directory: Directory) -> None:
    """A closure over the whole horizon leaves no seat."""
    days = timedelta(days=40)
    span = Span(clock.now() - timedelta(hours=1), clock.now() + days, "大修")
    save_absence(db, clock, checked_absence(clock, directory, AbsenceKind.CLOSURE, ROOM, span, "", "boss"))

    assert with_free_slot(db, clock, [directory.get(ROOM), directory.get(TOWNSHIP)]) == {TOWNSHIP}


def test_who_finds_a_room_full_is_offered_the_one_above(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """The station of the township stands first among what can be done, before the waiting list."""
    desk = Desk(db, clock, directory, cast(KnowledgeBase, None), Narrowings(()))
    fill(db, clock, directory, conversation)

    draft = when.ask_day(desk, directory.get(ROOM))

    assert "约满了" in draft.text
    assert [b["payload"] for b in draft.extras["buttons"]][:2] == [f"place:{TOWNSHIP}", f"wait:{ROOM}"]
