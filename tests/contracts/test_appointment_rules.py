"""Contracts of the rules by which a place gives its seats away, on both database systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk.appointment_models import PlaceRules, ServiceRules
from helpdesk.appointments import book_appointment, book_at_desk
from helpdesk.booking_rules import get_rules, set_rules
from helpdesk.clock import FixedClock
from helpdesk.directory import Directory
from helpdesk.errors import Refused, SlotTaken, SlotUnavailable
from helpdesk.models import Service
from helpdesk.store.database import Database
from tests.contracts.appointments import AT_NINE, COMMAND
from tests.contracts.conftest import ROOM, TOWNSHIP


def test_a_service_has_its_own_length_and_seats_and_all_share_the_place(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """A mediation takes an hour; while it holds the only seat, no consultation begins inside it."""
    mediation = replace(COMMAND, service=Service.MEDIATION, slot_id=AT_NINE)

    booked = book_appointment(db, clock, directory, conversation, "m", mediation)

    assert booked.end - booked.start == timedelta(hours=1)
    for minute in ("0900", "0930"):
        with pytest.raises(SlotTaken):
            book_appointment(
                db, clock, directory, conversation, minute, replace(COMMAND, slot_id=f"{ROOM}-20261208{minute}")
            )
    book_appointment(db, clock, directory, conversation, "after", COMMAND)


def test_the_share_of_walk_ins_is_booked_at_the_desk_alone(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """Of four seats with a quarter for walk-ins, three go online and the fourth at the desk, never a fifth."""
    rules, services = get_rules(db, directory, ROOM)
    set_rules(db, directory, ROOM, replace(rules, seats=4, walk_in_share=25), [replace(s, seats=4) for s in services])

    for n in range(3):
        book_appointment(db, clock, directory, conversation, f"key{n}", COMMAND)
    with pytest.raises(SlotTaken):
        book_appointment(db, clock, directory, conversation, "key4", COMMAND)
    walked_in = book_at_desk(db, clock, directory, "boss", "desk1", COMMAND)
    with pytest.raises(SlotTaken):
        book_at_desk(db, clock, directory, "boss", "desk2", COMMAND)

    assert walked_in.at_desk
    assert book_at_desk(db, clock, directory, "boss", "desk1", COMMAND).code == walked_in.code


def test_lead_time_and_horizon_are_the_place_s_own(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """What a place sets holds for it alone; at the desk there is no lead time."""
    _, services = get_rules(db, directory, ROOM)
    set_rules(db, directory, ROOM, PlaceRules(lead_minutes=26 * 60, horizon_days=3), services)

    with pytest.raises(SlotUnavailable, match="26 小时"):
        book_appointment(db, clock, directory, conversation, "a", COMMAND)
    with pytest.raises(SlotUnavailable, match="3 天"):
        book_appointment(db, clock, directory, conversation, "b", replace(COMMAND, slot_id=f"{ROOM}-202612111000"))

    book_at_desk(db, clock, directory, "boss", "c", COMMAND)
    book_appointment(db, clock, directory, conversation, "d", replace(COMMAND, slot_id=f"{TOWNSHIP}-202612111000"))


@pytest.mark.parametrize(
    "change", [{"seats": 0}, {"walk_in_share": 101}, {"lead_minutes": -1}, {"horizon_days": 91}, {"hold_minutes": 1}]
)
def test_rules_out_of_bounds_are_refused(db: Database, directory: Directory, change: dict[str, int]) -> None:
    """What cannot be is not saved."""
    before = get_rules(db, directory, ROOM)

    with pytest.raises(Refused):
        set_rules(db, directory, ROOM, replace(before[0], **change), before[1])
    with pytest.raises(Refused):
        set_rules(db, directory, ROOM, before[0], [ServiceRules(Service.CONSULTATION, 33, 1)])

    assert get_rules(db, directory, ROOM) == before
