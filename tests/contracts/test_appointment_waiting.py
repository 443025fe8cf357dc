"""Contracts of the waiting list, on both database systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from helpdesk.appointment_models import WaitingState
from helpdesk.appointments import book_appointment, free_slots
from helpdesk.clock import FixedClock
from helpdesk.conversations import open_conversation
from helpdesk.directory import Directory
from helpdesk.errors import NotFound, Refused, SlotTaken
from helpdesk.models import Message
from helpdesk.moves import moves_of
from helpdesk.own_appointments import cancel_appointment
from helpdesk.store.database import Database
from helpdesk.waiting_list import hold_all_free, join, leave, own_waiting, tell_offers
from tests.contracts.appointments import AT_NINE, AT_TEN, COMMAND, TUESDAY, at, said
from tests.contracts.conftest import ROOM, all_at_once


def fill(db: Database, clock: FixedClock, directory: Directory, conversation: str) -> list[str]:
    """Book every free slot of Tuesday; the codes in order."""
    slots = free_slots(db, clock, directory, ROOM, TUESDAY, 1)
    return [
        book_appointment(db, clock, directory, conversation, slot.id, replace(COMMAND, slot_id=slot.id)).code
        for slot in slots
    ]


def test_a_seat_that_comes_free_is_held_for_the_first_who_waits_then_for_the_next(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, other: str
) -> None:
    """Held in the moment it is given back: nobody else can take it; unanswered it goes to the next, and no further offer comes."""
    codes = fill(db, clock, directory, conversation)
    first, second = (join(db, clock, directory, who, ROOM, TUESDAY, TUESDAY) for who in (other, _third(db, clock)))
    third = _third(db, clock)
    assert tell_offers(db, clock, directory) == []

    cancel_appointment(db, clock, directory, conversation, codes[2])

    with pytest.raises(SlotTaken):
        book_appointment(db, clock, directory, third, "key", COMMAND)
    told: list[Message] = []
    for result in all_at_once(lambda _: tell_offers(db, clock, directory), 3):
        assert isinstance(result, list)
        told += result
    assert [message.conversation_id for message in told] == [other]
    assert [b["payload"] for b in told[0].extras["buttons"]] == [f"book:w{first.id}", f"unwait:{first.id}"]

    clock.moment += timedelta(minutes=31)
    hold_all_free(db, clock, directory)
    (offered,) = tell_offers(db, clock, directory)
    assert offered.extras["buttons"][0]["payload"] == f"book:w{second.id}"
    assert own_waiting(db, other) == []
    assert "让给后面" in said(db, other)[-1]


def test_the_one_who_is_offered_a_seat_can_book_it(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, other: str
) -> None:
    """An offer is booked like any slot by the one for whom it is held, and is off the list then."""
    codes = fill(db, clock, directory, conversation)
    join(db, clock, directory, other, ROOM, TUESDAY, TUESDAY)
    cancel_appointment(db, clock, directory, conversation, codes[2])
    (waiting,) = own_waiting(db, other)
    assert (waiting.state, waiting.offered) == (WaitingState.OFFERED, AT_TEN)

    book_appointment(db, clock, directory, other, "key", COMMAND)

    assert own_waiting(db, other) == []
    assert [m.after for m in moves_of(db, "waiting_list", str(waiting.id))] == ["waiting", "offered", "taken"]


def test_who_lets_an_offer_pass_hands_it_on(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, other: str
) -> None:
    """Saying no gives the seat to the next in the same moment; nobody can leave for somebody else."""
    codes = fill(db, clock, directory, conversation)
    next_one = _third(db, clock)
    first = join(db, clock, directory, other, ROOM, TUESDAY, TUESDAY)
    join(db, clock, directory, next_one, ROOM, TUESDAY, TUESDAY)
    cancel_appointment(db, clock, directory, conversation, codes[0])
    with pytest.raises(NotFound):
        leave(db, clock, directory, next_one, first.id)

    leave(db, clock, directory, other, first.id)
    again = leave(db, clock, directory, other, first.id)

    assert again.state is WaitingState.LEFT
    assert [one.offered for one in own_waiting(db, next_one)] == [AT_NINE]


def test_offers_wait_for_the_morning(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, other: str
) -> None:
    """A seat given back by night is held, and told at eight."""
    codes = fill(db, clock, directory, conversation)
    join(db, clock, directory, other, ROOM, TUESDAY, TUESDAY)
    clock.moment = at(7, 22)
    cancel_appointment(db, clock, directory, conversation, codes[5])

    assert tell_offers(db, clock, directory) == []
    clock.moment = at(8, 8)
    assert len(tell_offers(db, clock, directory)) == 1


def test_a_wish_that_cannot_be_is_refused(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """Days in the past, backwards or out of reach; the same wish again is the same one."""
    for first, last in ((date(2026, 12, 6), TUESDAY), (TUESDAY, date(2026, 12, 7)), (TUESDAY, date(2027, 3, 1))):
        with pytest.raises(Refused):
            join(db, clock, directory, conversation, ROOM, first, last)
    fill(db, clock, directory, conversation)

    one = join(db, clock, directory, conversation, ROOM, TUESDAY, TUESDAY)

    assert join(db, clock, directory, conversation, ROOM, TUESDAY, TUESDAY) == one


def _third(db: Database, clock: FixedClock) -> str:
    return open_conversation(db, clock, "api")[0].id
