"""Contracts of people, visits, the checklist and coverage, on both database systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, text

from helpdesk.checklist import Score, items_for, list_checks, mark_check, scores
from helpdesk.clock import FixedClock
from helpdesk.coverage import CountyCoverage, Gap, coverage
from helpdesk.coverage_xlsx import write_coverage
from helpdesk.directory import Directory
from helpdesk.errors import InvalidPhone, NotFound, Refused
from helpdesk.models import OpeningPeriod, Tier
from helpdesk.place_confirming import confirm_place
from helpdesk.place_facts import Facts
from helpdesk.place_models import Calendar, MarketDays, Person, PersonRole
from helpdesk.place_people import (
    add_visit,
    list_people,
    list_visits,
    list_visits_by,
    people_at,
    remove_person,
    save_person,
)
from helpdesk.store.database import Database
from tests.contracts.conftest import ROOM, TOWNSHIP

COUNSEL = Person(0, ROOM, " 王  律师 ", PersonRole.VILLAGE_COUNSEL, "138 1234 5678", ("land", "land"), ("羌语", " "))


def lacking(db: Database, clock: FixedClock, directory: Directory) -> set[Gap]:
    """What the room lacks, by the one county's line."""
    [one] = coverage(db, clock, directory)
    return {gap for gap in Gap if ROOM in {place.code for place in one.lacking[gap]}}


def test_people_are_kept_changed_and_taken_out(db: Database, clock: FixedClock, directory: Directory) -> None:
    """A person is stored in order, found at their place alone, changed by number, and gone once removed, also twice."""
    saved = save_person(db, clock, directory, COUNSEL, "boss")
    changed = Person(saved.id, ROOM, "王律师", PersonRole.LAWYER)

    assert (saved.name, saved.phone, saved.specialities, saved.dialects) == (
        "王 律师",
        "13812345678",
        ("land",),
        ("羌语",),
    )
    assert save_person(db, clock, directory, changed, "boss") == changed
    assert list_people(db, ROOM) == [changed]
    assert list_people(db, "510704102000") == []
    for _ in range(2):
        remove_person(db, saved.id)
    assert list_people(db, ROOM) == []


@pytest.mark.parametrize(
    ("person", "error", "said"),
    [
        (Person(0, ROOM, " ", PersonRole.STAFF), Refused, "姓名"),
        (Person(0, ROOM, "王", PersonRole.STAFF, "12"), InvalidPhone, "电话|11 位"),
        (Person(0, ROOM, "王", PersonRole.STAFF, dialects=tuple("一二三四五六七八九")), Refused, "会说的话"),
        (Person(0, "510799000000", "王", PersonRole.STAFF), NotFound, "没有找到"),
        (Person(99, ROOM, "王", PersonRole.STAFF), NotFound, "没有找到这个人"),
    ],
)
def test_a_person_that_cannot_be_is_refused(
    db: Database, clock: FixedClock, directory: Directory, person: Person, error: type[Exception], said: str
) -> None:
    """The mistake is named in Chinese, and nobody is stored."""
    with pytest.raises(error, match=said):
        save_person(db, clock, directory, person, "boss")

    assert list_people(db, ROOM) == []


def test_the_people_of_many_places_come_in_one_query(db: Database, clock: FixedClock, directory: Directory) -> None:
    """However many places are asked for; none at all costs none."""
    room = save_person(db, clock, directory, COUNSEL, "boss")
    township = save_person(db, clock, directory, replace(COUNSEL, place_code=TOWNSHIP), "boss")
    sent: list[str] = []

    def note(*args: object) -> None:
        sent.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    found = people_at(db, [ROOM, TOWNSHIP, "510704000000"])
    assert people_at(db, []) == {}

    assert found == {ROOM: [room], TOWNSHIP: [township]}
    assert len([statement for statement in sent if "place_people" in statement]) == 1


def test_names_and_numbers_do_not_lie_open(db: Database, clock: FixedClock, directory: Directory) -> None:
    """Whoever reads the tables finds neither who serves at a place nor who was there, nor what was noted."""
    save_person(db, clock, directory, COUNSEL, "boss")
    add_visit(db, clock, directory, ROOM, clock.now().date(), "王律师", "看了张大爷", "li")

    with db.engine.connect() as connection:
        rows = [connection.execute(text(f"SELECT * FROM {name}")).all() for name in ("place_people", "place_visits")]

    assert [len(found) for found in rows] == [1, 1]
    assert not any(word in str(rows) for word in ("王", "138", "张大爷"))


def test_an_account_finds_the_visits_it_wrote_down(db: Database, clock: FixedClock, directory: Directory) -> None:
    """At whatever place, the newest first, twenty at most, and nobody else's."""
    today = clock.now().date()
    for days in range(21):
        add_visit(db, clock, directory, ROOM, today - timedelta(days=days), "李所长", "", "li")
    other = add_visit(db, clock, directory, TOWNSHIP, today, "王律师", " 坐班 ", "wang")

    assert [(today - one.day).days for one in list_visits_by(db, "li")] == list(range(20))
    assert list_visits_by(db, "wang") == [other]
    assert (other.note, other.place_code) == ("坐班", TOWNSHIP)
    assert list_visits_by(db, "zhao") == []


def test_market_days_are_opening_hours_of_its_own(db: Database, clock: FixedClock, directory: Directory) -> None:
    """A room that opens on market days has said when it is open."""
    confirm_place(db, clock, directory, ROOM, "li", Facts(market=MarketDays(Calendar.LUNAR, (3, 6, 9), only=True)))

    assert lacking(db, clock, directory) == {Gap.COUNSEL, Gap.VISIT}


def test_visits_are_kept_the_newest_first(db: Database, clock: FixedClock, directory: Directory) -> None:
    """A visit has its day, who went and what was found; a day to come or nobody is refused."""
    today = clock.now().date()
    for days in (5, 1, 3):
        add_visit(db, clock, directory, ROOM, today - timedelta(days=days), "李所长", f"{days} 天前", "li")

    with pytest.raises(Refused, match="还没有到"):
        add_visit(db, clock, directory, ROOM, today + timedelta(days=1), "李所长", "", "li")
    with pytest.raises(Refused, match="谁去的"):
        add_visit(db, clock, directory, ROOM, today, " ", "", "li")

    assert [one.note for one in list_visits(db, ROOM)] == ["1 天前", "3 天前", "5 天前"]
    assert list_visits(db, ROOM)[0].at == clock.now()


def test_a_village_lacks_everything_until_it_is_told(db: Database, clock: FixedClock, directory: Directory) -> None:
    """Each thing that is confirmed closes its gap, and no other."""
    today = clock.now().date()
    assert lacking(db, clock, directory) == set(Gap)

    confirm_place(db, clock, directory, ROOM, "li", Facts())
    assert lacking(db, clock, directory) == {Gap.COUNSEL, Gap.HOURS, Gap.VISIT}
    confirm_place(db, clock, directory, ROOM, "li", Facts(hours=(OpeningPeriod(0, time(9), time(12)),)))
    assert lacking(db, clock, directory) == {Gap.COUNSEL, Gap.VISIT}
    save_person(db, clock, directory, Person(0, ROOM, "张", PersonRole.MEDIATOR), "li")
    save_person(db, clock, directory, COUNSEL, "li")
    assert lacking(db, clock, directory) == {Gap.VISIT}
    add_visit(db, clock, directory, ROOM, today - timedelta(days=91), "李所长", "", "li")
    assert lacking(db, clock, directory) == {Gap.VISIT}
    add_visit(db, clock, directory, ROOM, today - timedelta(days=90), "李所长", "", "li")
    assert lacking(db, clock, directory) == set()


def test_the_checklist_is_marked_and_scored(db: Database, clock: FixedClock, directory: Directory) -> None:
    """What is marked last counts, a mark can be taken back, and an item of another tier is refused."""
    first, second, *_ = items = items_for(Tier.VILLAGE)
    other = next(item for item in items_for(Tier.COUNTY) if item not in items)

    mark_check(db, clock, directory, ROOM, first.key, False, "li")
    mark_check(db, clock, directory, ROOM, first.key, True, "wang")
    mark_check(db, clock, directory, ROOM, second.key, False, "li")
    with pytest.raises(Refused, match="没有这一项"):
        mark_check(db, clock, directory, ROOM, other.key, True, "li")

    assert scores(db, directory) == {ROOM: Score(1, 2, len(items))}
    assert (list_checks(db, ROOM)[first.key].login, list_checks(db, ROOM)[first.key].at) == ("wang", clock.now())
    [one] = coverage(db, clock, directory)
    assert (one.score.met, one.score.looked) == (1, 2)
    assert one.score.items > len(items)
    mark_check(db, clock, directory, ROOM, first.key, None, "li")
    assert scores(db, directory) == {ROOM: Score(0, 1, len(items))}


def test_the_spreadsheet_says_the_same(db: Database, clock: FixedClock, directory: Directory) -> None:
    """A line a county whose numbers are those of the page, and every village that lacks something."""
    found: list[CountyCoverage] = coverage(db, clock, directory)

    book = load_workbook(BytesIO(write_coverage(found)))

    [_, county, total] = book["各县情况"].iter_rows(values_only=True)
    assert county[:6] == (found[0].county.name, 1, 1, 1, 1, 1)
    assert total[1] == "=SUM(B2:B2)"
    [_, village] = book["缺什么的村"].iter_rows(values_only=True)
    assert village == (ROOM, found[0].county.name, "魏城镇", "铁炉村", "缺", "缺", "缺", "缺")
