"""Contracts of the conflict of interest, on both database systems."""

from __future__ import annotations

import pytest

from helpdesk.clock import FixedClock
from helpdesk.conflicts import Conflict, conflicts_of
from helpdesk.conversations import store_inbound
from helpdesk.directory import Directory
from helpdesk.errors import NotFound
from helpdesk.handoffs import list_open_handoffs, request_handoff
from helpdesk.models import Draft, Inbound, Kind, Skills
from helpdesk.register import CaseDetails, answer_case, archive_case, cases_of_conversation, edit_case, register_case
from helpdesk.register_intake import Intake
from helpdesk.register_models import Case, CaseChannel, CaseResult, Reader
from helpdesk.store.database import Database
from helpdesk.store.tables import AdviserRow
from tests.contracts.conftest import ROOM, TOWNSHIP

BOSS = Reader("boss", is_admin=True)


@pytest.fixture
def handoff(db: Database, clock: FixedClock, directory: Directory, conversation: str, advisers: list[str]) -> int:
    """A citizen in the queue, who is in the register and is 李小芳 against 宏达建筑公司."""
    message = store_inbound(db, clock, conversation, Inbound("1", "转人工"))
    request_handoff(db, clock, message.id, "群众要求转人工", [Draft(Kind.HANDOFF, "已经为您排上队。")])
    Intake(db, clock, directory, lambda _: None).register_new()
    (case,) = cases_of_conversation(db, conversation)
    details = CaseDetails(ROOM, "wages", "工资", party="李小芳", other_party="绵阳市宏达建筑有限责任公司")
    edit_case(db, directory, Reader(advisers[19], is_admin=True), case.id, details)
    return next(h.id for h in list_open_handoffs(db) if h.conversation_id == conversation)


def of_adviser(db: Database, clock: FixedClock, directory: Directory, login: str, party: str, other: str = "") -> Case:
    """A walk-in of an adviser."""
    details = CaseDetails(ROOM, "contracts", "工程款", party=party, other_party=other)
    return register_case(db, clock, directory, login, CaseChannel.WALK_IN, details)


@pytest.mark.parametrize("party", ["宏达建筑公司", "宏达建筑 有限公司", "绵阳市宏达建筑有限责任公司（法人张三）"])
def test_a_client_on_the_other_side_is_seen(
    db: Database, clock: FixedClock, directory: Directory, handoff: int, advisers: list[str], party: str
) -> None:
    """Whom the citizen complains about is the adviser's client, however the company's name is written."""
    case = of_adviser(db, clock, directory, advisers[0], party)

    assert conflicts_of(db, handoff, advisers[0]) == [
        Conflict(case.number, party, advisers[0], is_mine=True, other_side=True)
    ]
    assert conflicts_of(db, handoff, advisers[1]) == []


def test_a_citizen_whom_a_client_complains_about_is_seen(
    db: Database, clock: FixedClock, directory: Directory, handoff: int, advisers: list[str]
) -> None:
    """Who asks is the other party of one of the adviser's own cases."""
    case = of_adviser(db, clock, directory, advisers[0], "张大力", "李小芳女士")

    assert conflicts_of(db, handoff, advisers[0]) == [
        Conflict(case.number, "李小芳女士", advisers[0], is_mine=True, other_side=False)
    ]


def test_the_rooms_cases_count_too(
    db: Database, clock: FixedClock, directory: Directory, handoff: int, advisers: list[str]
) -> None:
    """A colleague's client at a place that the adviser looks after is a conflict; the adviser's own come first."""
    of_adviser(db, clock, directory, advisers[0], "宏达建筑公司")
    of_adviser(db, clock, directory, advisers[1], "宏达建筑公司")
    with db.write() as session:
        session.get_one(AdviserRow, advisers[1]).places = list(Skills(places=(TOWNSHIP,)).places)

    found = conflicts_of(db, handoff, advisers[1])

    assert [(conflict.adviser, conflict.is_mine) for conflict in found] == [(advisers[1], True), (advisers[0], False)]


def test_a_name_that_the_adviser_was_told_is_compared(
    db: Database, clock: FixedClock, directory: Directory, handoff: int, advisers: list[str]
) -> None:
    """What the adviser has heard counts before what stands in the register; a surname alone is nobody's name."""
    of_adviser(db, clock, directory, advisers[0], "王大明")

    assert [c.name for c in conflicts_of(db, handoff, advisers[0], "王大明 先生")] == ["王大明"]
    assert conflicts_of(db, handoff, advisers[0], "老王") == []


def test_what_is_archived_is_no_conflict(
    db: Database, clock: FixedClock, directory: Directory, handoff: int, advisers: list[str]
) -> None:
    """A case that is over binds nobody any more."""
    case = of_adviser(db, clock, directory, advisers[0], "宏达建筑公司")
    answer_case(db, clock, BOSS, case.id, "讲清楚了", CaseResult.EXPLAINED, 5)
    archive_case(db, clock, BOSS, case.id)

    assert conflicts_of(db, handoff, advisers[0]) == []


def test_no_such_hand_off(db: Database, advisers: list[str]) -> None:
    """Asked about nothing, it says so."""
    with pytest.raises(NotFound):
        conflicts_of(db, 99, advisers[0])
