"""Contracts of the import of places, on both database systems: whole or not at all, and what was agreed to."""

from __future__ import annotations

import pytest

from helpdesk.clock import FixedClock
from helpdesk.directory import Directory
from helpdesk.errors import FileRefused, Refused
from helpdesk.exchange import apply_import, list_exported, plan_import, read_file
from helpdesk.exchange.columns import Sheets
from helpdesk.place_confirming import confirm_place, confirmed_by
from helpdesk.place_facts import Facts
from helpdesk.place_people import list_people
from helpdesk.store.database import Database
from tests.contracts.conftest import ROOM, TOWNSHIP, all_at_once

TOPICS = {"土地": "land"}
NEW = "510704102777"
FILE = f"代码,层级,名称,上级代码,地址\n{ROOM},,,,村委会旁边\n{NEW},村,新村,{TOWNSHIP},新村路 1 号"


def sheets(text: str = FILE) -> Sheets:
    return read_file("places.csv", text.encode())


def test_what_was_agreed_to_is_what_is_done(db: Database, clock: FixedClock, directory: Directory) -> None:
    """New and changed places are there at once, in the search too, and confirmed by whoever imported them."""
    plan = plan_import(db, sheets(), TOPICS)

    apply_import(db, clock, directory, sheets(), TOPICS, plan, "boss")

    for seen in (directory, Directory(db)):
        assert seen.get(ROOM).address == "村委会旁边"
        assert [place.code for place in seen.search("魏城镇新村")] == [NEW]
        assert seen.get(NEW).parents[-1] == "魏城镇"
    assert confirmed_by(db, ROOM) == confirmed_by(db, NEW) == ("boss", clock.now())
    assert plan_import(db, sheets(), TOPICS).empty


def test_a_bad_line_leaves_everything_as_it_was(db: Database, clock: FixedClock, directory: Directory) -> None:
    """Nothing is half-imported."""
    before = list_exported(db)

    with pytest.raises(FileRefused, match="第 4 行"):
        plan_import(db, sheets(f"{FILE}\n12,,,,"), TOPICS)

    assert list_exported(db) == before


def test_a_plan_that_is_out_of_date_is_refused(db: Database, clock: FixedClock, directory: Directory) -> None:
    """Who has looked at other changes than would be made has to look again."""
    plan = plan_import(db, sheets(), TOPICS)
    confirm_place(db, clock, directory, ROOM, "li", Facts(address="搬到学校了"))

    with pytest.raises(Refused, match="重新选文件"):
        apply_import(db, clock, directory, sheets(), TOPICS, plan, "boss")

    assert directory.get(ROOM).address == "搬到学校了"
    assert NEW not in {place.code for place in list_exported(db)}


def test_of_imports_at_once_one_is_done(db: Database, clock: FixedClock, directory: Directory) -> None:
    """The others are told to look again; nothing is there twice."""
    plan = plan_import(db, sheets(), TOPICS)

    results = all_at_once(lambda _: apply_import(db, clock, directory, sheets(), TOPICS, plan, "boss"), 4)

    assert sorted(map(str, results)).count("None") == 1
    assert all(result is None or isinstance(result, Refused) for result in results)
    assert [place.code for place in list_exported(db)].count(NEW) == 1


def test_people_are_added_and_changed_and_none_is_lost(db: Database, clock: FixedClock, directory: Directory) -> None:
    """A second file changes what it has columns for; who is not in it stays."""
    first = sheets(f"代码,姓名,身份,电话,擅长\n{ROOM},王律师,律师,13812345678,土地\n{ROOM},李调解,人民调解员,,")
    second = sheets(f"代码,姓名,身份,会说\n{ROOM},王律师,律师,羌语")

    for file in (first, second):
        apply_import(db, clock, directory, file, TOPICS, plan_import(db, file, TOPICS), "boss")

    wang, li = list_people(db, ROOM)
    assert (wang.name, wang.phone, wang.specialities, wang.dialects) == ("王律师", "13812345678", ("land",), ("羌语",))
    assert li.name == "李调解"
    assert confirmed_by(db, ROOM) is None
