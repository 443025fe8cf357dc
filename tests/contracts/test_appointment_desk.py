"""Contracts of rotas, absences, the waiting list, reminders and the desk, on both database systems."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from helpdesk.absences import checked_absence, concerned_by, lift_absence, list_concerned, save_absence, tell_concerned
from helpdesk.appointment_models import AbsenceKind, PlaceRules, ServiceRules, Span, WaitingState
from helpdesk.appointments import BookAppointment, book_appointment, book_at_desk, free_slots
from helpdesk.booking_rules import get_rules, set_rules
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import history, open_conversation
from helpdesk.desk_appointments import check_in, close_past_days, finish, mark_no_show
from helpdesk.directory import Directory
from helpdesk.errors import IllegalMove, NotFound, Refused, SlotTaken, SlotUnavailable
from helpdesk.models import Appointment, AppointmentStatus, ForWhom, Message, Service
from helpdesk.moves import moves_of
from helpdesk.own_appointments import cancel_appointment, get_appointment, list_appointments, move_appointment
from helpdesk.reminders import remind
from helpdesk.store.database import Database
from helpdesk.waiting_list import hold_all_free, join, leave, own_waiting, tell_offers
from tests.contracts.conftest import ROOM, TOWNSHIP, all_at_once

TUESDAY = date(2026, 12, 8)
AT_NINE, AT_TEN = f"{ROOM}-202612080900", f"{ROOM}-202612081000"
COMMAND = BookAppointment(AT_TEN, Service.CONSULTATION, "邻居占了我的地", "王大明", "13812345678")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of December 2026."""
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def other(db: Database, clock: FixedClock) -> str:
    """The id of a second conversation."""
    return open_conversation(db, clock, "api")[0].id


def fill(db: Database, clock: FixedClock, directory: Directory, conversation: str, days: int = 1) -> list[str]:
    """Book every free slot from Tuesday on; the codes in order."""
    slots = free_slots(db, clock, directory, ROOM, TUESDAY, days)
    return [
        book_appointment(db, clock, directory, conversation, slot.id, replace(COMMAND, slot_id=slot.id)).code
        for slot in slots
    ]


def close_tuesday(db: Database, clock: FixedClock, directory: Directory, why: str = "全镇停电") -> int:
    """Close the room on Tuesday morning; the closure's number."""
    span = Span(at(8, 8), at(8, 12), why)
    absence = checked_absence(clock, directory, AbsenceKind.CLOSURE, ROOM, span, "", "boss")
    return save_absence(db, clock, absence).id


def said(db: Database, conversation: str) -> list[str]:
    """What the conversation heard."""
    return [message.text for message in history(db, conversation)]


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


def test_what_is_over_is_in_nobodys_list(
    db: Database, clock: FixedClock, directory: Directory, conversation: str
) -> None:
    """A citizen's list holds what is still to come: not what was checked in."""
    booked = book_appointment(db, clock, directory, conversation, "a", COMMAND)
    clock.moment = at(8, 9, 45)
    check_in(db, clock, directory, booked.code, "boss")

    assert list_appointments(db, clock, directory, conversation) == []


def _third(db: Database, clock: FixedClock) -> str:
    return open_conversation(db, clock, "api")[0].id
