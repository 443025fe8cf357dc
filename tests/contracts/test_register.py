"""Contracts of the register, on both database systems: numbers, what begins a case, who reads it, the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from helpdesk.appointments import BookAppointment, book_appointment, free_slots
from helpdesk.chats import claim_handoff, close_handoff
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import open_conversation, store_inbound, store_reply
from helpdesk.desk_appointments import check_in, close_past_days, finish
from helpdesk.directory import Directory
from helpdesk.directory_files import Unit
from helpdesk.errors import IllegalMove, InvalidPhone, NotFound, Refused
from helpdesk.handoffs import list_open_handoffs, request_handoff, withdraw_handoff
from helpdesk.models import Draft, Inbound, Kind, Service
from helpdesk.own_appointments import cancel_appointment, get_appointment
from helpdesk.register import (
    CaseDetails,
    answer_case,
    archive_case,
    cases_of_conversation,
    edit_case,
    find_cases,
    get_case,
    history_of,
    register_case,
    reopen_case,
)
from helpdesk.register_intake import Intake
from helpdesk.register_models import Case, CaseChannel, CaseFilter, CaseResult, CaseState, Reader
from helpdesk.store import places
from helpdesk.store.database import Database
from tests.contracts.conftest import ROOM, TOWNSHIP, all_at_once

BOSS = Reader("boss", is_admin=True)
DETAILS = CaseDetails(
    ROOM, "wages", "老板欠了三个月工资", party="王大明", phone="138 0013 8000", other_party="宏达建筑有限公司"
)
TOPICS = {"wages-01": "wages", "wages-02": "wages", "marriage-01": "marriage"}


@pytest.fixture
def intake(db: Database, clock: FixedClock, directory: Directory) -> Intake:
    """Registers what is new in chats."""
    return Intake(db, clock, directory, TOPICS.get)


def by_hand(db: Database, clock: FixedClock, directory: Directory, login: str, details: CaseDetails = DETAILS) -> Case:
    """A walk-in that an adviser registers."""
    return register_case(db, clock, directory, login, CaseChannel.WALK_IN, details)


def answered(db: Database, clock: FixedClock, conversation: str, entry: str, client_id: str) -> None:
    """The bot answers a question with an entry of the corpus."""
    asked = store_inbound(db, clock, conversation, Inbound(client_id, "老板不给钱"))
    store_reply(db, clock, asked.id, [Draft(Kind.FAQ, "可以去劳动监察大队投诉。", {"faq_id": entry})])


def ask_for_person(db: Database, clock: FixedClock, conversation: str, client_id: str) -> int:
    """A citizen is put in the queue; the id of the hand-off."""
    message = store_inbound(db, clock, conversation, Inbound(client_id, "转人工"))
    request_handoff(db, clock, message.id, "群众要求转人工", [Draft(Kind.HANDOFF, "已经为您排上队。")])
    return next(h.id for h in list_open_handoffs(db) if h.conversation_id == conversation)


def book(db: Database, clock: FixedClock, directory: Directory, conversation: str) -> str:
    """An appointment in the room's first free slot; its code."""
    slot = free_slots(db, clock, directory, ROOM, date(2026, 12, 8))[0]
    command = BookAppointment(slot.id, Service.CONSULTATION, "离婚怎么办", "李小芳", "13900139000")
    return book_appointment(db, clock, directory, conversation, f"key {conversation}", command).code


def serials(cases: list[Case]) -> list[int]:
    """The running numbers, in order."""
    return sorted(int(case.number.rpartition("-")[2]) for case in cases)


def test_fifty_at_once_are_numbered_one_to_fifty(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """However many are registered at the same moment, each has its own number and none is left out."""
    found = all_at_once(lambda n: by_hand(db, clock, directory, advisers[n % 20]), 50)

    cases = [case for case in found if isinstance(case, Case)]
    assert serials(cases) == list(range(1, 51))
    assert {case.number.partition("-")[0] for case in cases} == {"绵法询〔2026〕游仙"}


def test_what_is_rolled_back_leaves_no_gap(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """A registration that fails gives its number back."""
    nobody = "no-such-login"

    first = by_hand(db, clock, directory, advisers[0])
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        by_hand(db, clock, directory, nobody)
    second = by_hand(db, clock, directory, advisers[0])

    assert (first.number, second.number) == ("绵法询〔2026〕游仙-000001", "绵法询〔2026〕游仙-000002")


def test_each_county_and_each_year_counts_for_itself(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """The city's own cases, a county's, and those of the next year begin with one each; another city has its own word."""
    with db.write() as session:
        places.put_units(session, [Unit("510722000000", "三台县", "county", "510700000000", None, None, ())])
    directory.reload()
    at_city, at_county = replace(DETAILS, place_code="510700000000"), replace(DETAILS, place_code="510722000000")

    numbers = [by_hand(db, clock, directory, advisers[0], where).number for where in (DETAILS, at_city, at_county)]
    clock.moment = datetime(2027, 1, 1, 0, 0, 1, tzinfo=SHANGHAI)
    numbers.append(by_hand(db, clock, directory, advisers[0]).number)
    other = register_case(db, clock, directory, advisers[0], CaseChannel.TELEPHONE, DETAILS, prefix="德法询")

    assert numbers == [
        "绵法询〔2026〕游仙-000001",
        "绵法询〔2026〕绵阳-000001",
        "绵法询〔2026〕三台-000001",
        "绵法询〔2027〕游仙-000001",
    ]
    assert other.number == "德法询〔2027〕游仙-000002"


def test_the_bot_answers_once_per_topic(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, intake: Intake
) -> None:
    """Two answers about wages and one about marriage are two cases, and a second pass finds nothing new."""
    for number, entry in enumerate(("wages-01", "wages-02", "marriage-01")):
        answered(db, clock, conversation, entry, str(number))

    assert intake.register_new() == 1
    assert intake.register_new() == 0
    answered(db, clock, conversation, "wages-01", "again")
    intake.register_new()

    cases = {case.topic: case for case in cases_of_conversation(db, conversation)}
    assert {topic: case.entries for topic, case in cases.items()} == {
        "wages": ("wages-01", "wages-02"),
        "marriage": ("marriage-01",),
    }
    assert {(case.state, case.result) for case in cases.values()} == {(CaseState.ANSWERED, CaseResult.EXPLAINED)}
    assert serials(list(cases.values())) == [1, 2]


def test_several_replicas_register_a_chat_once(
    db: Database, clock: FixedClock, conversation: str, intake: Intake
) -> None:
    """Eight passes at the same moment make one case."""
    answered(db, clock, conversation, "wages-01", "1")

    results = all_at_once(lambda _: intake.register_new(), 8)

    assert [result for result in results if isinstance(result, Exception)] == []
    assert serials(cases_of_conversation(db, conversation)) == [1]


def test_a_consultation_that_goes_on_with_a_person_is_one_case(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, intake: Intake, advisers: list[str]
) -> None:
    """Answered by the bot, taken over and ended by an adviser: one number, the adviser's name and time in it."""
    answered(db, clock, conversation, "wages-01", "1")
    intake.register_new()
    handoff = ask_for_person(db, clock, conversation, "2")
    intake.register_new()
    waiting = cases_of_conversation(db, conversation)
    claim_handoff(db, clock, handoff, advisers[0], "周法官")
    clock.moment = datetime(2026, 12, 7, 10, 25, tzinfo=SHANGHAI)
    close_handoff(db, clock, handoff, advisers[0])
    intake.register_new()

    (case,) = cases_of_conversation(db, conversation)
    assert [(c.state, c.topic, c.handoff_id) for c in waiting] == [(CaseState.ACCEPTED, "wages", handoff)]
    assert (case.state, case.adviser, case.minutes) == (CaseState.ANSWERED, advisers[0], 25)
    assert [m.after for m in history_of(db, BOSS, case.id)] == [
        "accepted",
        "answered",
        "accepted",
        "answered",
    ]


def test_a_hand_off_without_an_answer_is_a_case_of_its_own(
    db: Database, clock: FixedClock, conversation: str, intake: Intake
) -> None:
    """Who asks for a person at once has a number; when they leave the queue it is over."""
    ask_for_person(db, clock, conversation, "1")
    intake.register_new()
    (before,) = cases_of_conversation(db, conversation)
    withdraw_handoff(db, clock, conversation)
    intake.register_new()

    (after,) = cases_of_conversation(db, conversation)
    assert (before.state, before.topic, before.matter) == (CaseState.ACCEPTED, "other", "群众要求转人工")
    assert (after.state, after.result) == (CaseState.ARCHIVED, CaseResult.WITHDRAWN)


def test_an_appointment_is_registered_though_nothing_was_said(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, intake: Intake
) -> None:
    """What is booked over the API alone has a case at its place, with the name and number of who comes."""
    code = book(db, clock, directory, conversation)
    intake.register_new()
    (case,) = cases_of_conversation(db, conversation)
    cancel_appointment(db, clock, directory, conversation, code)
    intake.register_new()

    (after,) = cases_of_conversation(db, conversation)
    assert (case.place_code, case.appointment_code, case.matter) == (ROOM, code, "离婚怎么办")
    assert (case.party, case.phone, case.state) == ("李小芳", "13900139000", CaseState.ACCEPTED)
    assert (after.state, after.result) == (CaseState.ARCHIVED, CaseResult.WITHDRAWN)


def test_a_case_follows_what_happens_on_the_day(
    db: Database, clock: FixedClock, directory: Directory, intake: Intake
) -> None:
    """Who came and was seen has been answered; who did not come is over, by the end of the day."""
    came, stayed_away = (open_conversation(db, clock, "api")[0].id for _ in range(2))
    code = book(db, clock, directory, came)
    book(db, clock, directory, stayed_away)
    intake.register_new()
    (case,) = cases_of_conversation(db, came)
    assert case.state is CaseState.ACCEPTED
    start = get_appointment(db, directory, came, code).start
    clock.moment = start
    check_in(db, clock, directory, code, "wang")
    finish(db, clock, directory, code, "wang")
    clock.moment = start + timedelta(days=1)
    close_past_days(db, clock)

    intake.register_new()

    (seen,), (missed,) = (cases_of_conversation(db, conversation) for conversation in (came, stayed_away))
    assert seen.state is CaseState.ANSWERED
    assert (missed.state, missed.result) == (CaseState.ARCHIVED, CaseResult.WITHDRAWN)


def test_a_new_day_is_a_new_consultation(
    db: Database, clock: FixedClock, directory: Directory, conversation: str, intake: Intake
) -> None:
    """Who books two days after an answer has two cases."""
    answered(db, clock, conversation, "wages-01", "1")
    clock.moment = datetime(2026, 12, 9, 11, tzinfo=SHANGHAI)
    slot = free_slots(db, clock, directory, ROOM, date(2026, 12, 10))[0]
    command = BookAppointment(slot.id, Service.CONSULTATION, "离婚怎么办", "李小芳", "13900139000")
    book_appointment(db, clock, directory, conversation, "key", command)

    intake.register_new()

    assert sorted(case.topic for case in cases_of_conversation(db, conversation)) == ["other", "wages"]


def test_a_case_counts_in_the_year_in_which_it_began(
    db: Database, clock: FixedClock, conversation: str, intake: Intake
) -> None:
    """A pass that comes after midnight of New Year numbers the evening's chat under the old year."""
    clock.moment = datetime(2026, 12, 31, 23, 59, 30, tzinfo=SHANGHAI)
    answered(db, clock, conversation, "wages-01", "1")
    clock.moment = datetime(2027, 1, 1, 0, 0, 30, tzinfo=SHANGHAI)

    intake.register_new()

    assert [case.number for case in cases_of_conversation(db, conversation)] == ["绵法询〔2026〕绵阳-000001"]


def test_advisers_read_their_own_and_their_places_cases(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """Another adviser is told that there is no such case; one of the township above it, and an admin, read it."""
    case = by_hand(db, clock, directory, advisers[0])
    mine, above = Reader(advisers[0], is_admin=False), Reader(advisers[1], is_admin=False, places=(TOWNSHIP,))
    stranger = Reader(advisers[2], is_admin=False, places=("510722000000",))

    assert {get_case(db, reader, case.id).id for reader in (mine, above, BOSS)} == {case.id}
    assert [c.id for c in find_cases(db, above, CaseFilter())] == [case.id]
    assert find_cases(db, stranger, CaseFilter(words=case.number)) == []
    for forbidden in (
        lambda: get_case(db, stranger, case.id),
        lambda: edit_case(db, directory, stranger, case.id, DETAILS),
        lambda: answer_case(db, clock, stranger, case.id, "说清楚了", CaseResult.EXPLAINED, 5),
        lambda: archive_case(db, clock, stranger, case.id),
        lambda: history_of(db, stranger, case.id),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert get_case(db, BOSS, case.id) == case


@pytest.mark.parametrize(
    "words", ["绵法询〔2026〕游仙-000001", "1", "13800138000", "138-0013-8000", "王大明", "王大明 先生", "宏达建筑公司"]
)
def test_a_case_is_found_by_number_telephone_and_name(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str], words: str
) -> None:
    """However the number or the name is written, the right case comes, and no other."""
    wanted = by_hand(db, clock, directory, advisers[0])
    by_hand(
        db, clock, directory, advisers[0], CaseDetails(ROOM, "wages", "另一件事", "王大", "13911112222", "宏远公司")
    )

    assert [case.id for case in find_cases(db, BOSS, CaseFilter(words=words))] == [wanted.id]


def test_cases_are_found_by_place_topic_month_and_state(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """A county stands for all its rooms; each filter leaves out what does not fit."""
    case = by_hand(db, clock, directory, advisers[0])
    fits = CaseFilter(
        topic="wages", state=CaseState.ACCEPTED, place_code="510704000000", month=date(2026, 12, 31), mine=False
    )
    others = (
        replace(fits, topic="marriage"),
        replace(fits, state=CaseState.ARCHIVED),
        replace(fits, month=date(2026, 11, 1)),
        replace(fits, mine=True),
    )

    assert [c.id for c in find_cases(db, BOSS, fits)] == [case.id]
    assert [find_cases(db, BOSS, wanted) for wanted in others] == [[], [], [], []]


def test_older_cases_come_behind_the_newer_ones(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """Page by page every case is seen once, the newest first."""
    cases = [by_hand(db, clock, directory, advisers[0]).id for _ in range(3)]

    assert [case.id for case in find_cases(db, BOSS, CaseFilter())] == cases[::-1]
    assert [case.id for case in find_cases(db, BOSS, CaseFilter(), skip=1)] == cases[1::-1]
    assert find_cases(db, BOSS, CaseFilter(), skip=3) == []


def test_what_is_archived_is_read_only(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """An archived case can be read and found, but no use case changes it any more."""
    case = by_hand(db, clock, directory, advisers[0])
    with pytest.raises(Refused, match="结果"):
        archive_case(db, clock, BOSS, case.id)
    answer_case(db, clock, BOSS, case.id, "讲了怎么投诉", CaseResult.EXPLAINED, 20)

    archived = archive_case(db, clock, BOSS, case.id)

    for change in (
        lambda: edit_case(db, directory, BOSS, case.id, replace(DETAILS, matter="改一改")),
        lambda: answer_case(db, clock, BOSS, case.id, "再答", CaseResult.GUIDED, 5),
        lambda: reopen_case(db, clock, BOSS, case.id, "再来"),
        lambda: archive_case(db, clock, BOSS, case.id),
    ):
        with pytest.raises(IllegalMove):
            change()
    assert get_case(db, BOSS, case.id) == archived
    assert [(m.after, m.by) for m in history_of(db, BOSS, case.id)] == [
        ("accepted", advisers[0]),
        ("answered", "boss"),
        ("archived", "boss"),
    ]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"matter": "  "}, Refused),
        ({"matter": "长" * 501}, Refused),
        ({"phone": "12345"}, InvalidPhone),
        ({"minutes": -1}, Refused),
        ({"topic": ""}, Refused),
        ({"place_code": "999999999999"}, NotFound),
    ],
)
def test_a_bad_entry_is_refused_and_takes_no_number(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str], change: dict[str, str], error: type
) -> None:
    """What is missing, too long or impossible is refused, and the next case still has number one."""
    with pytest.raises(error):
        by_hand(db, clock, directory, advisers[0], replace(DETAILS, **change))  # type: ignore[arg-type]

    assert serials([by_hand(db, clock, directory, advisers[0])]) == [1]


def test_names_and_numbers_lie_sealed(
    db: Database, clock: FixedClock, directory: Directory, advisers: list[str]
) -> None:
    """Nothing of who asks, whom they ask about and what it is can be read from the stored row."""
    by_hand(db, clock, directory, advisers[0], replace(DETAILS, answer="告诉王大明去投诉"))

    with db.engine.connect() as connection:
        stored = str(connection.exec_driver_sql("SELECT * FROM cases").one())

    assert not [word for word in ("王大明", "13800138000", "宏达", "工资", "投诉") if word in stored]


def test_a_chat_waits_until_the_directory_is_there(db: Database, clock: FixedClock) -> None:
    """While no unit is known nothing is numbered, and nothing is lost."""
    conversation = open_conversation(db, clock, "web")[0].id
    answered(db, clock, conversation, "wages-01", "1")
    empty = Intake(db, clock, Directory(db), TOPICS.get)

    assert empty.register_new() == 0
    with db.write() as session:
        places.put_units(session, [Unit("510700000000", "绵阳市", "city", None, None, None, ())])
    Intake(db, clock, Directory(db), TOPICS.get).register_new()

    assert serials(cases_of_conversation(db, conversation)) == [1]
