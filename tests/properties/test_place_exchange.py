"""What is exported comes back unchanged, whatever a place holds, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.clock import FixedClock
from helpdesk.directory import Directory
from helpdesk.directory_files import Unit
from helpdesk.exchange import list_exported, plan_import, read_file, write_file
from helpdesk.models import OpeningPeriod, Service
from helpdesk.place_confirming import confirm_place, facts_of
from helpdesk.place_facts import Facts
from helpdesk.place_models import Calendar, MarketDays, Person, PersonRole
from helpdesk.place_people import remove_person, save_person
from helpdesk.store import all_tables
from helpdesk.store.database import Database, open_database
from helpdesk.store.places import put_units
from tests.support.keys import KEYS

CITY = "510700000000"
CLOCK = FixedClock(datetime(2026, 12, 7, 2, tzinfo=UTC))
TOPICS = {"土地": "land", "工资与劳动": "wages"}

# Whatever people type, formulas and quotation marks too, but for what no sheet can hold.
_words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12).map(str.strip)
_names = st.lists(_words.filter(bool), max_size=3).map(tuple)
_hours = st.lists(st.integers(0, 6), max_size=4, unique=True).map(
    lambda days: tuple(OpeningPeriod(day, time(9, 5), time(12)) for day in sorted(days))
)
_market = st.none() | st.builds(
    MarketDays,
    st.sampled_from(Calendar),
    st.lists(st.integers(1, 30), min_size=1, max_size=5, unique=True).map(lambda days: tuple(sorted(days))),
    only=st.booleans(),
)
_facts = st.builds(
    Facts,
    address=st.none() | _words,
    phones=st.lists(st.sampled_from(["08165551234", "13812345678"]), max_size=2).map(tuple),
    hours=_hours,
    market=_market,
    aliases=_names,
    services=st.lists(st.sampled_from(Service), max_size=3).map(tuple),
    facilities=_names,
    point=st.none() | st.tuples(st.floats(4, 53), st.floats(74, 135)),
)
_people = st.builds(
    Person,
    st.just(0),
    st.just(CITY),
    _words.filter(bool),
    st.sampled_from(PersonRole),
    st.none() | st.just("13812345678"),
    st.lists(st.sampled_from(sorted(TOPICS.values())), max_size=2, unique=True).map(tuple),
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A directory of one unit."""
    path: Path = tmp_path_factory.mktemp("exchange") / "places.db"
    db = open_database(f"sqlite:///{path}", KEYS)
    all_tables.Base.metadata.create_all(db.engine)
    with db.write() as session:
        put_units(session, [Unit(CITY, "绵阳市", "city", None, 31.47, 104.68, ())])
    yield db
    db.close()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_facts, _people)
def test_what_is_exported_comes_back_unchanged(db: Database, facts: Facts, person: Person) -> None:
    """An import of an export has nothing to do; into an empty place it brings everything back."""
    directory = Directory(db)
    confirm_place(db, CLOCK, directory, CITY, "boss", facts)
    saved = save_person(db, CLOCK, directory, person, "boss")
    full, exported = facts_of(db, CITY), list_exported(db)
    files = {name: write_file(name, exported, TOPICS) for name in ("csv", "people.csv", "xlsx", "geojson")}

    same = [plan_import(db, read_file(f"x.{name}", content), TOPICS) for name, content in files.items()]
    confirm_place(db, CLOCK, directory, CITY, "boss", Facts())
    remove_person(db, saved.id)
    back = {name: plan_import(db, read_file(f"x.{name}", content), TOPICS) for name, content in files.items()}

    assert all(plan.empty for plan in same)
    for name in ("csv", "xlsx", "geojson"):
        assert [change.facts for change in back[name].changed] == ([full] if full != Facts() else [])
    for name in ("people.csv", "xlsx", "geojson"):
        [again] = back[name].people_added
        assert (again.name, again.role, again.phone, again.specialities) == (
            saved.name,
            saved.role,
            saved.phone,
            saved.specialities,
        )
