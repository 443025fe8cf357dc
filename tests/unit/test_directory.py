"""Rules of the directory of the four tiers."""

from __future__ import annotations

import csv
import shutil
import time as timer
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path

import pytest

from helpdesk.clock import SHANGHAI, FixedClock, shanghai
from helpdesk.coordinates import distance_km, gcj02_to_wgs84
from helpdesk.directory import SERVICES, USUAL_HOURS, Directory, import_directory
from helpdesk.directory_files import read_units
from helpdesk.errors import InvalidPhone, NotFound, Refused
from helpdesk.models import OpeningPeriod, Place, Service, Tier
from helpdesk.opening import periods_on
from helpdesk.place_confirming import confirm_place, facts_of
from helpdesk.place_facts import Facts
from helpdesk.place_models import Calendar, MarketDays
from helpdesk.store.database import Database, open_database
from helpdesk.store.tables import Base, PlaceRow

CITY, SANTAI, LUXI = "510700000000", "510722000000", "510722137000"
MORNING = OpeningPeriod(0, time(9), time(11, 30))
CLOCK = FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """A database with tables and nothing in them."""
    db = open_database(f"sqlite:///{tmp_path / 'desk.db'}")
    Base.metadata.create_all(db.engine)
    yield db
    db.close()


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the published units, to copy."""
    path = tmp_path_factory.mktemp("imported") / "desk.db"
    db = open_database(f"sqlite:///{path}")
    Base.metadata.create_all(db.engine)
    import_directory(db)
    db.close()
    return path


@pytest.fixture
def db(imported: Path, tmp_path: Path) -> Iterator[Database]:
    """A database with the published units."""
    db = open_database(f"sqlite:///{shutil.copy(imported, tmp_path)}")
    yield db
    db.close()


@pytest.fixture
def directory(db: Database) -> Directory:
    return Directory(db)


def confirm(db: Database, directory: Directory, code: str = LUXI, **changes: object) -> Place:
    said = {"address": "三台县芦溪镇人民街 1 号", "phones": ("0816-5551234",), "hours": (MORNING,)} | changes
    return confirm_place(db, CLOCK, directory, code, "li", Facts(**said))  # type: ignore[arg-type]  # wrong ones too


def all_places(directory: Directory) -> list[Place]:
    found = [directory.get(CITY)]
    for place in found:
        found.extend(directory.children(place.code))
    return found


def test_the_whole_city_is_in_the_directory(directory: Directory) -> None:
    """One city, nine counties, 166 townships and 2,070 villages, all reached from the top."""
    assert Counter(place.tier for place in all_places(directory)) == {
        Tier.CITY: 1,
        Tier.COUNTY: 9,
        Tier.TOWNSHIP: 166,
        Tier.VILLAGE: 2070,
    }


def test_codes_and_parents_agree_with_the_statistics(directory: Directory) -> None:
    """Each unit stands below the one whose code its own begins with."""
    digits = {Tier.COUNTY: 4, Tier.TOWNSHIP: 6, Tier.VILLAGE: 9}

    for place in all_places(directory):
        assert len(place.code) == 12
        for child in directory.children(place.code):
            assert place.code == child.code[: digits[child.tier]].ljust(12, "0")
            assert child.parents == (*place.parents, place.name)


def test_the_directory_agrees_with_the_list_it_is_checked_against(directory: Directory) -> None:
    """Codes, tiers and parents are those of an independent copy, names but for the officialese."""
    path = Path(__file__).resolve().parents[2].parent / "shared/data/mianyang_places.csv"
    if not path.exists():
        pytest.skip("the list is not part of the product and is not on this machine")

    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert {row["code"] for row in rows} == {place.code for place in all_places(directory)}
    for row in rows:
        place = directory.get(row["code"])
        assert row["level"] == place.tier.value
        assert row["name"].startswith(place.name.removesuffix("村"))


def test_points_agree_with_the_list_they_are_checked_against(directory: Directory) -> None:
    """The counties' points are AMap's, turned into WGS-84."""
    path = Path(__file__).resolve().parents[2].parent / "shared/data/mianyang_places.csv"
    if not path.exists():
        pytest.skip("the list is not part of the product and is not on this machine")

    with path.open(encoding="utf-8", newline="") as lines:
        counties = [row for row in csv.DictReader(lines) if row["level"] == "county"]

    for row in counties:
        place = directory.get(row["code"])
        assert (place.lat, place.lng) == pytest.approx(gcj02_to_wgs84(float(row["lat"]), float(row["lng"])), abs=1e-5)


@pytest.mark.parametrize(
    ("code", "name", "title"),
    [
        (CITY, "绵阳市", "绵阳市公共法律服务中心"),
        (SANTAI, "三台县", "三台县公共法律服务中心"),
        (LUXI, "芦溪镇", "芦溪镇公共法律服务站"),
        ("510703001009", "钟鼓楼社区", "钟鼓楼社区公共法律服务室"),
    ],
)
def test_units_bear_their_everyday_names(directory: Directory, code: str, name: str, title: str) -> None:
    """钟鼓楼社区居民委员会 is 钟鼓楼社区; the place adds what kind it is."""
    place = directory.get(code)

    assert (place.name, place.title) == (name, title)


def test_villages_end_in_cun_or_shequ(directory: Directory) -> None:
    """No village keeps 委员会 in its name, and none says 村 twice."""
    for place in all_places(directory):
        if place.tier is Tier.VILLAGE:
            assert place.name.endswith(("村", "社区"))
            assert not place.name.endswith(("村村", "社区社区"))


def test_former_names_are_of_units_that_stand(directory: Directory) -> None:
    """Former names belong to present units, and no unit has its own name as a former one."""
    former = {place.code: place.former_names for place in all_places(directory) if place.former_names}

    assert former["510705000000"] == ("安县",)
    assert "花园镇" in former[LUXI]
    assert sum(map(len, former.values())) == sum(len(unit.former_names) for unit in read_units()) > 100
    assert not [code for code, names in former.items() if directory.get(code).name in names]


def test_no_former_township_has_two_heirs_in_a_county(directory: Directory) -> None:
    """A name that is gone leads to one township of its county, never to a choice between two."""
    pairs = [
        (place.code[:6], name)
        for place in all_places(directory)
        if place.tier is Tier.TOWNSHIP
        for name in place.former_names
    ]

    assert len(pairs) == len(set(pairs))


def test_nothing_is_claimed_that_nobody_confirmed(directory: Directory) -> None:
    """A place fresh from the list has no address and no telephone, and the tier's usual hours and services."""
    for place in all_places(directory):
        assert (place.address, place.phones, place.confirmed) == (None, (), False)
        assert (place.hours, place.services) == (USUAL_HOURS, SERVICES[place.tier])


def test_a_wider_tier_offers_all_that_a_narrower_one_does() -> None:
    """Whoever is sent up a tier finds there what the tier below has."""
    tiers = list(Tier)

    for wider, narrower in pairwise(tiers):
        assert set(SERVICES[narrower]) <= set(SERVICES[wider])


def test_an_unknown_code_is_not_found(directory: Directory) -> None:
    """The error is Chinese and fit for whoever asked."""
    with pytest.raises(NotFound, match="没有找到"):
        directory.get("510799000000")
    with pytest.raises(NotFound, match="没有找到"):
        directory.children("510799000000")


def test_children_of_nothing_are_the_counties(directory: Directory) -> None:
    """The list begins with the counties, which is what a citizen chooses from; a village has nothing below."""
    (village, *_) = directory.search("铁炉村")

    assert [place.name for place in directory.children(None)] == [
        *("涪城区", "游仙区", "安州区", "三台县", "盐亭县", "梓潼县", "北川羌族自治县", "平武县", "江油市")
    ]
    assert directory.children(village.code) == []


def test_an_empty_database_is_an_empty_directory(empty: Database) -> None:
    """Before the import nothing is found, and nothing fails."""
    directory = Directory(empty)

    assert directory.children(None) == directory.search("芦溪镇") == directory.nearest(31.4, 104.7) == []


def test_the_import_is_quick_and_says_what_it_did(empty: Database) -> None:
    """The first time it adds all units within two seconds; after that there is nothing to do."""
    start = timer.perf_counter()

    assert import_directory(empty) == 2246
    assert timer.perf_counter() - start < 2
    assert import_directory(empty) == 0


def test_the_import_mends_what_is_published_and_keeps_what_was_confirmed(db: Database, directory: Directory) -> None:
    """A changed name is put right; address, telephone, hours and who confirmed them stay as they are."""
    confirmed = confirm(db, directory)
    with db.write() as session:
        row = session.get_one(PlaceRow, LUXI)
        row.name, row.former_names, row.lat = "旧名", [], 1.0

    assert import_directory(db) == 1
    directory.reload()

    assert directory.get(LUXI) == confirmed


def test_a_unit_that_is_no_longer_published_stays(db: Database, directory: Directory) -> None:
    """Appointments may name it, so the import deletes nothing."""
    with db.write() as session:
        session.add(PlaceRow(code="510722999000", name="旧溪镇", tier="township", parent_code=SANTAI))

    assert import_directory(db) == 0
    directory.reload()

    assert directory.get("510722999000").full_name == "三台县旧溪镇"


def test_a_unit_without_a_point_takes_the_one_above(directory: Directory) -> None:
    """Townships and villages have no point of their own in the published list; the county's stands in."""
    county, town = directory.get(SANTAI), directory.get(LUXI)

    assert (town.lat, town.lng) == (county.lat, county.lng)
    assert county.lat != directory.get(CITY).lat


def test_the_nearest_place_comes_first(directory: Directory) -> None:
    """Places come by distance, which is set in km; at one distance the wider tier comes first."""
    places = directory.nearest(31.1, 105.1, limit=40)

    distances = [place.distance_km or 0.0 for place in places]
    assert distances == sorted(distances)
    assert distances[0] == pytest.approx(distance_km(31.1, 105.1, places[0].lat or 0, places[0].lng or 0))
    assert [place.tier for place in places[:2]] == [Tier.COUNTY, Tier.TOWNSHIP]
    assert places[0].code == SANTAI


def test_a_place_with_its_own_point_beats_those_without(db: Database, directory: Directory) -> None:
    """Once a township has a point, a person who stands there is sent there, and its villages follow it."""
    with db.write() as session:
        row = session.get_one(PlaceRow, LUXI)
        row.lat, row.lng = 31.29, 104.86
    directory.reload()

    (first, second) = directory.nearest(31.29, 104.86, limit=2)

    assert (first.code, first.distance_km) == (LUXI, 0.0)
    assert second.parents[-1] == "芦溪镇"


@pytest.mark.parametrize("tier", list(Tier))
def test_only_the_wanted_tier_comes(directory: Directory, tier: Tier) -> None:
    """A tier narrows the search."""
    assert {place.tier for place in directory.nearest(31.1, 105.1, tier=tier)} == {tier}


def test_only_places_with_the_wanted_service_come(directory: Directory) -> None:
    """A notary is not to be had in a village or township, so none of those is named for it."""
    assert {place.tier for place in directory.nearest(31.1, 105.1, limit=99, service=Service.NOTARY)} == {
        Tier.CITY,
        Tier.COUNTY,
    }


@pytest.mark.parametrize(("lat", "lng"), [(91.0, 104.0), (31.0, 181.0), (float("nan"), 104.0)])
def test_no_point_on_earth_is_refused(directory: Directory, lat: float, lng: float) -> None:
    """What is no point gets a sentence, not five places."""
    with pytest.raises(Refused, match="位置"):
        directory.nearest(lat, lng)


def test_what_is_confirmed_is_shown_at_once(db: Database, directory: Directory) -> None:
    """Address, telephone and hours are as confirmed, and the row knows by whom and when."""
    place = confirm(db, directory, address="  三台县芦溪镇人民街 1 号 ")

    assert place == directory.get(LUXI) == Directory(db).get(LUXI)
    assert place.address == "三台县芦溪镇人民街 1 号"
    assert (place.phones, place.hours, place.confirmed) == (("08165551234",), (MORNING,), True)
    with db.read() as session:
        row = session.get_one(PlaceRow, LUXI)
        assert row.confirmed_by == "li"
        assert row.confirmed_at is not None and shanghai(row.confirmed_at) == CLOCK.now()


def test_what_is_unknown_may_be_confirmed_as_unknown(db: Database, directory: Directory) -> None:
    """No address is None, no telephone is none, no hours are the usual ones; the place is confirmed all the same."""
    confirm(db, directory)

    place = confirm(db, directory, address=" ", phones=(), hours=())

    assert (place.address, place.phones, place.hours, place.confirmed) == (None, (), USUAL_HOURS, True)


def test_hours_are_kept_in_the_order_of_the_week(db: Database, directory: Directory) -> None:
    """However they were typed, periods come by weekday and time; one may begin when another ends."""
    afternoon, friday = OpeningPeriod(0, time(11, 30), time(17)), OpeningPeriod(4, time(8), time(12))

    assert confirm(db, directory, hours=(friday, afternoon, MORNING)).hours == (MORNING, afternoon, friday)


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"code": "510799000000"}, NotFound, "没有找到"),
        (
            {
                "phones": (
                    "0816-5551234",
                    "123",
                )
            },
            InvalidPhone,
            "11 位",
        ),
        ({"address": "长" * 201}, Refused, "地址太长"),
        ({"aliases": ("长" * 31,)}, Refused, "别名最多"),
        ({"facilities": tuple(map(str, range(13)))}, Refused, "设施最多"),
        ({"point": (104.9, 31.2)}, Refused, "经纬度"),
        ({"hours": (replace(MORNING, weekday=7),)}, Refused, "星期"),
        ({"hours": (OpeningPeriod(0, time(12), time(9)),)}, Refused, "早于"),
        (
            {
                "hours": (
                    MORNING,
                    OpeningPeriod(0, time(11), time(12)),
                )
            },
            Refused,
            "重叠",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    db: Database, directory: Directory, changes: dict[str, object], error: type[Exception], said: str
) -> None:
    """The mistake is named in Chinese, and the place stays as it was."""
    before = all_places(directory)

    with pytest.raises(error, match=said):
        confirm(db, directory, **changes)  # type: ignore[arg-type]  # code is one of the changes

    directory.reload()
    assert all_places(directory) == before


def test_market_days_are_kept_and_open_the_place(db: Database, directory: Directory) -> None:
    """What was confirmed of market days is read back, also by another process, and decides when the place is open."""
    market = MarketDays(Calendar.SOLAR, (3,), only=True)

    confirm(db, directory, hours=(), market=market)

    for seen in (directory, Directory(db)):
        assert seen.get(LUXI).market == market
    assert periods_on(directory.get(LUXI), date(2026, 12, 3))
    assert periods_on(directory.get(LUXI), date(2026, 12, 4)) == ()


def test_the_nearest_place_that_is_open(db: Database, directory: Directory) -> None:
    """Who asks at a moment is not sent to a door that is closed then."""
    luxi = directory.get(LUXI)
    assert luxi.lat is not None
    assert luxi.lng is not None
    confirm(db, directory, hours=(OpeningPeriod(0, time(9), time(10)),))
    noon = datetime(2026, 12, 7, 10, 30, tzinfo=SHANGHAI)

    anywhere, open_now = (directory.nearest(luxi.lat, luxi.lng, 50, open_at=moment) for moment in (None, noon))

    assert LUXI in {place.code for place in anywhere}
    assert LUXI not in {place.code for place in open_now}
    assert open_now


def test_what_an_office_says_stands_beside_what_is_published(db: Database, directory: Directory) -> None:
    """Another name finds the place, its own point and services go before the unit's, and a new list of units changes none of it."""
    said = Facts(
        aliases=("芦溪场", " 芦溪场 "), services=(Service.NOTARY,), facilities=("轮椅坡道",), point=(31.29, 104.86)
    )
    confirm_place(db, CLOCK, directory, LUXI, "li", said)

    import_directory(db)

    for seen in (directory, Directory(db)):
        place = seen.get(LUXI)
        assert seen.search("芦溪场")[0].code == LUXI
        assert (place.aliases, place.services, place.facilities) == (("芦溪场",), (Service.NOTARY,), ("轮椅坡道",))
        assert (place.lat, place.lng, place.has_own_point) == (31.29, 104.86, True)
        assert all((child.lat, child.has_own_point) == (31.29, False) for child in seen.children(LUXI))
    assert facts_of(db, LUXI) == replace(said, aliases=("芦溪场",))


def test_only_places_with_a_free_seat_come_and_few_are_asked(directory: Directory) -> None:
    """Who is asked for a seat are the nearest places alone, a few at a time, and no more of them than is needed."""
    asked: list[str] = []

    def every_third(places: Sequence[Place]) -> set[str]:
        asked.extend(place.code for place in places)
        return {code for number, code in enumerate(asked, 1) if number % 3 == 0}

    found = directory.nearest(31.1, 105.1, limit=2, with_seats=every_third)

    assert [place.code for place in found] == [asked[2], asked[5]]
    assert len(asked) == 6
    assert directory.nearest(31.1, 105.1, with_seats=lambda _: set()) == []


def test_the_administrative_way_leads_up_to_who_serves(directory: Directory) -> None:
    """From a village up: its own room, the station, the centre; those alone that fit."""
    village = directory.children(LUXI)[0]

    way = directory.serving(village.code)
    notaries = directory.serving(village.code, Service.NOTARY)
    seated = directory.serving(
        village.code, with_seats=lambda found: {p.code for p in found if p.tier is not Tier.VILLAGE}
    )

    assert [place.code for place in way] == [village.code, LUXI, SANTAI, CITY]
    assert [place.code for place in notaries] == [SANTAI, CITY]
    assert [place.code for place in seated] == [LUXI, SANTAI, CITY]
    with pytest.raises(NotFound):
        directory.serving("510799000000")
