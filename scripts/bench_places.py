"""How the directory grows: ``make bench-places``; writes ``docs/evaluation/places-bench.md``.

Places are made up in the shape of the country: cities, counties, townships and villages in its proportions, their points around
those above them (a third of the villages have one of their own), their names put together from the characters of real ones. Every
size runs in a process of its own, out of a database file, as the service does.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
from sqlalchemy import update

from helpdesk.appointments import with_free_slot
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.directory import Directory
from helpdesk.directory_files import Unit, read_units
from helpdesk.models import Service, Tier
from helpdesk.store.database import open_database
from helpdesk.store.places import put_units
from helpdesk.store.tables import Base, PlaceRow

REPORT = Path("docs/evaluation/places-bench.md")
_SUFFIX = {Tier.CITY: "市", Tier.COUNTY: "县", Tier.TOWNSHIP: "镇", Tier.VILLAGE: "村"}
# How many of a tier lie in one of the tier above it, in the country as a whole, and how far around it, in degrees.
_BELOW = ((Tier.COUNTY, 9, 0.8), (Tier.TOWNSHIP, 14, 0.25), (Tier.VILLAGE, 16, 0.05))
_CHINA = ((21.0, 46.0), (98.0, 124.0))
_SEARCHES = 300
_OPEN, _NIGHT = datetime(2026, 12, 8, 10, tzinfo=SHANGHAI), datetime(2026, 12, 8, 3, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured at one size: seconds, gigabytes, and (p50, p95) in milliseconds of each kind of search."""

    places: int
    build: float
    memory: float
    searches: dict[str, tuple[float, float]]


def make_units(number: int, chance: random.Random) -> list[Unit]:
    """``number`` units with codes that begin as those above them do."""
    characters = [character for unit in read_units() for character in unit.name[:-1]]
    units: list[Unit] = []
    for city in range(1, 10_000):
        units += _city(f"{city:04}", characters, chance)
        if len(units) >= number:
            break
    return units[:number]


def _city(code: str, characters: list[str], chance: random.Random) -> Iterator[Unit]:
    lat, lng = (chance.uniform(*span) for span in _CHINA)
    above = [Unit(code.ljust(12, "0"), _name(Tier.CITY, characters, chance), Tier.CITY, None, lat, lng, ())]
    yield above[0]
    for tier, most, around in _BELOW:
        units = [
            _unit(parent, tier, number, around, characters, chance) for parent in above for number in range(1, most + 1)
        ]
        yield from units
        above = units


def _unit(parent: Unit, tier: Tier, number: int, around: float, characters: list[str], chance: random.Random) -> Unit:
    digits = {Tier.COUNTY: 4, Tier.TOWNSHIP: 6, Tier.VILLAGE: 9}[tier]
    width = 3 if tier is not Tier.COUNTY else 2
    code = f"{parent.code[:digits]}{number:0{width}}".ljust(12, "0")
    own = tier is not Tier.VILLAGE or chance.random() < 1 / 3
    base_lat, base_lng = parent.lat or 0.0, parent.lng or 0.0
    lat = base_lat + chance.gauss(0, around) if own else None
    lng = base_lng + chance.gauss(0, around) if own else None
    return Unit(code, _name(tier, characters, chance), tier, parent.code, lat, lng, ())


def _name(tier: Tier, characters: list[str], chance: random.Random) -> str:
    return "".join(chance.choices(characters, k=2)) + _SUFFIX[tier]


def measure(number: int, answer: Connection) -> None:
    """Build and search a directory of ``number`` places; sends a Row."""
    chance = random.Random(20261125)  # noqa: S311 - not for secrets
    units = make_units(number, chance)
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(f"sqlite:///{folder}/places.db")
        Base.metadata.create_all(db.engine)
        with db.write() as session:
            put_units(session, units)
            # One village in sixteen has said how many people it sees at once, and is looked at more closely.
            session.execute(update(PlaceRow).where(PlaceRow.code.endswith("01")).values(seats=2))
        before, began = process.memory_full_info().uss, time.process_time()
        directory = Directory(db)
        build, memory = time.process_time() - began, (process.memory_full_info().uss - before) / 1e9
        villages = [unit for unit in units if unit.tier is Tier.VILLAGE]
        asked = chance.choices(villages, k=_SEARCHES)
        points = [(chance.choice([u for u in units[:2000] if u.lat]), chance.gauss(0, 0.3)) for _ in range(_SEARCHES)]
        here = [((unit.lat or 0) + off, (unit.lng or 0) - off) for unit, off in points]

        def nearest(**wanted: object) -> Iterable[Callable[[], object]]:
            return (lambda lat=lat, lng=lng: directory.nearest(lat, lng, 5, **wanted) for lat, lng in here)  # type: ignore[arg-type,misc]

        searches = {
            "nearest": nearest(),
            "that does notary work": nearest(service=Service.NOTARY),
            "that is open now": nearest(open_at=_OPEN),
            "at night, when all are closed": nearest(open_at=_NIGHT),
            "with a free seat, by the database": nearest(with_seats=partial(with_free_slot, db, FixedClock(_OPEN))),
            "by name": (lambda unit=unit: directory.search(unit.name) for unit in asked),
            "by name in a sentence": (
                lambda unit=unit: directory.search(
                    f"请问{directory.get(unit.code).parents[-1]}{unit.name}的服务室在哪里"
                )
                for unit in asked
            ),
        }
        answer.send(Row(number, build, memory, {name: timed(calls) for name, calls in searches.items()}))
        db.close()


def timed(calls: Iterable[Callable[[], object]]) -> tuple[float, float]:
    """p50 and p95 of the calls in milliseconds of processor time, the first ten left out."""
    taken = []
    for call in calls:
        began = time.thread_time()
        call()
        taken.append(1000 * (time.thread_time() - began))
    ordered = statistics.quantiles(taken[10:], n=100)
    return ordered[49], ordered[94]


def report(rows: list[Row]) -> str:
    """The tables as Markdown."""
    names = list(rows[0].searches)
    lines = [
        "# How the directory grows",
        "",
        f"`make bench-places`, {date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}. Made-up places in the shape of the",
        "country; five places a search; milliseconds of processor time of one thread, p50 / p95.",
        "",
        "| | " + " | ".join(f"{row.places:,}" for row in rows) + " |",
        "|---|" + "---|" * len(rows),
        *(
            f"| {name} | " + " | ".join("{:.2f} / {:.2f}".format(*row.searches[name]) for row in rows) + " |"
            for name in names
        ),
        "| reading them all, s | " + " | ".join(f"{row.build:.1f}" for row in rows) + " |",
        "| memory, GB | " + " | ".join(f"{row.memory:.2f}" for row in rows) + " |",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure every size and write the report."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[2_000, 70_000, 700_000])
    parser.add_argument("--out", type=Path, default=REPORT)
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        here, there = multiprocessing.Pipe()
        child = multiprocessing.get_context("spawn").Process(target=measure, args=(size, there))
        child.start()
        rows.append(here.recv())
        child.join()
        print(rows[-1], flush=True)
    options.out.write_text(report(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
