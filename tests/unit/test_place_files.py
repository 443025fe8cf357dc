"""Rules of the files of places: what is read, and what is refused with the line and the reason."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from helpdesk.coordinates import distance_km
from helpdesk.directory_files import Unit
from helpdesk.errors import FileRefused
from helpdesk.exchange import list_exported, plan_import, read_file, write_file
from helpdesk.exchange.imports import Plan
from helpdesk.models import OpeningPeriod, Service
from helpdesk.place_facts import Facts
from helpdesk.place_models import Calendar, MarketDays, PersonRole
from helpdesk.store import all_tables
from helpdesk.store.database import Database, open_database
from helpdesk.store.places import put_facts, put_units
from helpdesk.store.tables import PlaceRow
from tests.support.keys import KEYS

NOW = datetime(2026, 12, 7, 2, tzinfo=UTC)
CITY, COUNTY, TOWN, ROOM = "510700000000", "510704000000", "510704102000", "510704102001"
UNITS = [
    Unit(CITY, "绵阳市", "city", None, 31.47, 104.68, ()),
    Unit(COUNTY, "游仙区", "county", CITY, 31.47, 104.76, ()),
    Unit(TOWN, "魏城镇", "township", COUNTY, None, None, ("东宣乡",)),
    Unit(ROOM, "铁炉村", "village", TOWN, None, None, ()),
]
TOPICS = {"土地": "land", "工资与劳动": "wages"}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A directory of four units."""
    db = open_database(f"sqlite:///{tmp_path / 'places.db'}", KEYS)
    all_tables.Base.metadata.create_all(db.engine)
    with db.write() as session:
        put_units(session, UNITS)
    yield db
    db.close()


def plan(db: Database, text: str, name: str = "places.csv") -> Plan:
    return plan_import(db, read_file(name, text.encode()), TOPICS)


def test_every_column_is_read(db: Database) -> None:
    """Hours, market days, services, a Baidu point and lists, in Chinese as an office writes them."""
    header = "代码,地址,电话,周一,周日,赶集日,只在赶集日开门,服务,设施,别的叫法,纬度,经度,坐标系"
    said = (
        "铁炉村 1 组,0816-5551234、13812345678,9:00-12:00 14:00-17:00,,农历逢三六九,是,公证；调解室的事,轮椅坡道,铁炉场"
    )
    line = f"{ROOM},{said},31.47,104.69,bd09"

    with pytest.raises(FileRefused, match="第 2 行：没有叫“调解室的事”的服务"):
        plan(db, f"{header}\n{line}")
    [change] = plan(db, f"{header}\n{line.replace('调解室的事', '人民调解')}").changed

    facts = change.facts
    assert (facts.address, facts.phones) == ("铁炉村 1 组", ("08165551234", "13812345678"))
    assert facts.hours == (OpeningPeriod(0, time(9), time(12)), OpeningPeriod(0, time(14), time(17)))
    assert facts.market == MarketDays(Calendar.LUNAR, (3, 6, 9, 13, 16, 19, 23, 26, 29), only=True)
    assert facts.services == (Service.NOTARY, Service.MEDIATION)
    assert (facts.facilities, facts.aliases) == (("轮椅坡道",), ("铁炉场",))
    assert facts.point is not None
    assert 0.5 < distance_km(31.47, 104.69, *facts.point) < 1.5
    assert change.confirms


def test_a_column_that_is_missing_changes_nothing_and_an_empty_cell_clears(db: Database) -> None:
    """Who sends telephone numbers alone leaves the address as it is."""
    with db.write() as session:
        row = session.get_one(PlaceRow, ROOM)
        row.address, row.phones = "老地方", ["08165551234"]

    kept = plan(db, f"代码,电话\n{ROOM},0816-5550000").changed[0].facts
    cleared = plan(db, f"代码,地址\n{ROOM},").changed[0]

    assert (kept.address, kept.phones) == ("老地方", ("08165550000",))
    assert (cleared.facts.address, cleared.facts.phones) == (None, ("08165551234",))
    assert not cleared.confirms


def test_another_name_becomes_an_alias_and_officialese_none(db: Database) -> None:
    """A published unit keeps its name; what else it is called finds it too, and does not confirm anything."""
    same = plan(db, f"代码,名称\n{ROOM},铁炉村民委员会\n{TOWN},东宣乡")
    [other] = plan(db, f"代码,名称\n{ROOM},大铁炉村").changed

    assert (same.changed, same.unchanged) == ((), 2)
    assert (other.unit.name, other.facts.aliases, other.confirms) == ("铁炉村", ("大铁炉村",), False)


def test_the_list_of_codes_and_points_is_taken_as_it_is(db: Database) -> None:
    """The layout code,level,name,parent_code,lat,lng,coord_source: AMap's points, and none where a line repeats another's."""
    found = plan(
        db,
        "code,level,name,parent_code,lat,lng,coord_source,year_of_data\n"
        f"{CITY},city,绵阳市,510000000000,31.467459,104.679004,adcode2018:self,2023\n"
        f"{TOWN},township,魏城镇,{COUNTY},31.56,104.98,adcode2018:former-township:东宣乡,2023\n"
        f"{ROOM},village,铁炉村民委员会,{TOWN},31.56,104.98,inherited:township,2023\n"
        f"510704102002,village,绣山村民委员会,{TOWN},,,none,2023\n",
    )

    [city], [added] = found.changed, found.added
    assert city.facts.point is not None
    assert 0.3 < distance_km(31.467459, 104.679004, *city.facts.point) < 0.5
    assert found.unchanged == 2
    assert (added.unit.parent, added.facts.point, added.confirms) == (TOWN, None, False)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("51070410200,village,某村,TOWN,,,,", "12 位"),
        ("510704102009,village,,TOWN,,,,", "层级和名称都要写"),
        ("510704102009,hamlet,某村,TOWN,,,,", "层级要写成"),
        ("510704102009,village,某村,510704999000,,,,", "上级代码要是"),
        ("510704102009,village,某村,COUNTY,,,,", "上级代码要是"),
        ("510704103009,village,某村,TOWN,,,,", "代码和上级代码对不上"),
        ("510704102009,township,某镇,COUNTY,,,,", "代码和层级对不上"),
        ("ROOM,township,铁炉村,COUNTY,,,,", "层级不能改"),
        ("ROOM,village,铁炉村,COUNTY,,,,", "上级代码不能改"),
        ("ROOM,,,,104.98,31.56,wgs84,", "写反了"),
        ("ROOM,,,,31.56,104.98,,", "坐标系要写"),
        ("ROOM,,,,31度,104.98,wgs84,", "小数"),
        ("ROOM,,,,,,,12", "11 位|电话号码"),
        ("ROOM,,,,,,,\nROOM,,,,,,,0816-5551234", "第 2 行已经有了"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(db: Database, line: str, why: str) -> None:
    """The line's number is the file's, and what is wrong is said in Chinese."""
    text = line.replace("ROOM", ROOM).replace("TOWN", TOWN).replace("COUNTY", COUNTY)

    with pytest.raises(FileRefused, match=rf"^第 [23] 行：.*({why})"):
        plan(db, f"代码,层级,名称,上级代码,纬度,经度,坐标系,电话\n{text}")


def test_every_bad_line_is_listed(db: Database) -> None:
    """One bad line refuses the file, and all of them are told at once, in the file's order."""
    with pytest.raises(FileRefused) as refused:
        plan(db, f"代码,电话\n12,0816-5551234\n{ROOM},0816-5551234\n{TOWN},1")

    assert [problem[:6] for problem in refused.value.problems] == ["第 2 行：", "第 4 行："]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xls", b"x", "另存为 .xlsx"),
        ("a.csv", b"", "“代码”"),
        ("a.csv", "代码,代码\n1,2".encode(), "每列只能有一次"),
        ("a.csv", "代码,楼层\n1,2".encode(), "不认识的列：楼层"),
        ("a.csv", '代码\n"1'.encode(), "引号"),
        ("a.csv", b"\xff\xff\xff\xff", "文字编码"),
        ("a.csv", "代码,地址\n".encode(), "一个服务点也没有"),
        ("a.xlsx", b"PK not a zip", "不是完好的"),
        ("a.csv", f"代码,地址\n{ROOM},铁炉村,一组".encode(), "第 2 行：格子比列多"),
        ("a.geojson", b"[]", "FeatureCollection"),
        ("a.geojson", b"[" * 100_000, "FeatureCollection"),
        (
            "a.geojson",
            b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "510704102001"},'
            b' "geometry": {"type": "Point", "coordinates": [1' + b"0" * 400 + b", 31]}}]}",
            "第 1 个要素",
        ),
        ("a.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', "第 1 个要素"),
        ("a.csv", b"x" * 5_000_001, "最多 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, content: bytes, why: str) -> None:
    """With a sentence that says what to do."""
    with pytest.raises(FileRefused, match=why):
        read_file(name, content)


def test_a_damaged_workbook_is_refused_or_read() -> None:
    """Wherever a byte of it is wrong, a workbook raises nothing but FileRefused."""
    book = Workbook()
    for number in range(30):
        book.active.append(["代码" if number == 0 else f"5107041020{number:02}"])
    file = io.BytesIO()
    book.save(file)
    whole, refused = file.getvalue(), 0

    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            read_file("a.xlsx", bytes(damaged))
        except FileRefused:
            refused += 1

    assert refused > len(whole) // 70


def test_weekdays_that_a_file_lacks_stay(db: Database) -> None:
    """A file with the column of one weekday changes the hours of that day alone."""
    friday = OpeningPeriod(4, time(14), time(17))
    with db.write() as session:
        put_facts(session, ROOM, Facts(hours=(OpeningPeriod(0, time(9), time(12)), friday)), None, NOW)

    changed = plan(db, f"代码,周一\n{ROOM},8:00-11:00").changed
    cleared = plan(db, f"代码,周一\n{ROOM},").changed

    assert changed[0].facts.hours == (OpeningPeriod(0, time(8), time(11)), friday)
    assert cleared[0].facts.hours == (friday,)


@pytest.mark.parametrize("columns", ["赶集日", "只在赶集日开门"])
def test_both_columns_of_market_days_come_together(db: Database, columns: str) -> None:
    """With one of them alone, what the other says would be lost unseen."""
    with pytest.raises(FileRefused, match="要么都有，要么都没有"):
        plan(db, f"代码,{columns}\n{ROOM},")


def test_gbk_as_excel_saves_it_is_read(db: Database) -> None:
    """Chinese Excel writes CSV in GBK, with tabs or semicolons."""
    found = plan_import(db, read_file("a.csv", f"代码;地址\n{ROOM};铁炉村一组".encode("gbk")), TOPICS)

    assert found.changed[0].facts.address == "铁炉村一组"


def test_a_formula_is_neither_read_nor_written(db: Database) -> None:
    """A cell that begins like a formula is text in both directions; a real one is refused."""
    book = Workbook()
    book.active.append(["代码", "地址"])
    book.active.append([ROOM, "=1+1"])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(FileRefused, match="公式"):
        read_file("a.xlsx", file.getvalue())

    with db.write() as session:
        session.get_one(PlaceRow, ROOM).address = '=HYPERLINK("http://x")'
    exported = list_exported(db)
    sheet = load_workbook(io.BytesIO(write_file("xlsx", exported, TOPICS)))["服务点"]

    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    assert "\"'=HYPERLINK" in write_file("csv", exported, TOPICS).decode()
    assert plan_import(db, read_file("a.csv", write_file("csv", exported, TOPICS)), TOPICS).empty


def test_people_come_by_name_and_role(db: Database) -> None:
    """Somebody new is added; an unknown topic, role or place is refused; a sheet 人员 is read beside the places."""
    found = plan(db, f"代码,姓名,身份,电话,擅长,会说\n{ROOM},王律师,村居法律顾问,138 1234 5678,土地,四川话、羌语")

    [person] = found.people_added
    assert (person.role, person.phone, person.specialities) == (PersonRole.VILLAGE_COUNSEL, "13812345678", ("land",))
    assert person.dialects == ("四川话", "羌语")
    for line, why in (
        (f"{ROOM},王,所长,,,", "身份要写成"),
        (f"{ROOM},王,律师,,天文,", "没有叫“天文”"),
        (f"{CITY[:-1]}9,王,律师,,,", "没有代码是"),
        (f"{ROOM},王,律师,,,\n{ROOM},王,律师,,,", "有两次"),
    ):
        with pytest.raises(FileRefused, match=why):
            plan(db, f"代码,姓名,身份,电话,擅长,会说\n{line}")


def test_geojson_has_points_for_maps(db: Database) -> None:
    """A place with a point of its own is a point there, longitude first; the others have none."""
    with db.write() as session:
        row = session.get_one(PlaceRow, ROOM)
        row.own_lat, row.own_lng = 31.5, 104.9

    written = json.loads(write_file("geojson", list_exported(db), TOPICS))

    points = {f["properties"]["代码"]: f["geometry"] for f in written["features"]}
    assert points[ROOM] == {"type": "Point", "coordinates": [104.9, 31.5]}
    assert points[TOWN] is None


def test_the_published_list_of_the_city_is_taken_whole(db: Database) -> None:
    """All 2,246 lines are read without a complaint: what the directory lacks is new, the rest is as it was."""
    path = Path(__file__).resolve().parents[2].parent / "shared/data/mianyang_places.csv"
    if not path.exists():
        pytest.skip("the list is not part of the product and is not on this machine")

    found = plan_import(db, read_file(path.name, path.read_bytes()), {})

    assert len(found.added) + len(found.changed) + found.unchanged == 2246
    assert sum(change.facts.point is not None for change in (*found.added, *found.changed)) == 147
