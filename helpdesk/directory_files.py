"""The directory's data files: the units of the city as they were published; see data/README.md."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent / "data"


class Unit(NamedTuple):
    """What is published of an administrative unit; ``lat`` and ``lng`` are WGS-84 degrees."""

    code: str
    name: str
    tier: str
    parent_code: str | None
    lat: float | None
    lng: float | None
    former_names: tuple[str, ...]


def read_units(folder: Path = DATA) -> list[Unit]:
    """All units in ``folder``'s places.csv with their former names, a unit after the one above it."""
    former: dict[str, list[str]] = defaultdict(list)
    with (folder / "former_names.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            former[row["code"]].append(row["former_name"])
    with (folder / "places.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Unit(
                code=row["code"],
                name=row["name"],
                tier=row["tier"],
                parent_code=row["parent_code"] or None,
                lat=float(row["lat"]) if row["lat"] else None,
                lng=float(row["lng"]) if row["lng"] else None,
                former_names=tuple(former[row["code"]]),
            )
            for row in csv.DictReader(lines)
        ]
