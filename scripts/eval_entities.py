"""How well places and times are understood, on wordings that were written apart from the code: ``make eval-entities``.

A wording belongs to one of two halves by the checksum of its text. The development half may be read (``--show``); of the test
half only figures are printed. A place is right when the search that the booking form and 找地方 use gives that unit alone; one
name of several units is right when all of them, and no other, are offered to choose from. A time is right when day, clock
time and half of the day are; what has passed is right when the reading is over, so that nothing can be booked.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from helpdesk.directory import Directory, import_directory
from helpdesk.store.database import open_database
from helpdesk.store.tables import Base
from helpdesk.working_days import is_working_day
from knowledge_base.evaluation.measures import Measure, share
from nlu.times import When, parse_when

_QUESTIONS = Path("nlu/evaluation/questions")
_NOON = 12
_HEAD = """# How well places and times are understood

The share that is right, with 95 % intervals. The wordings were written apart from the code. The rules were made with the development
half before the eyes; of the test half, but for the first five lines of each file, only figures were looked at: these, and whether day,
clock time or half of the day was wrong. They were looked at more than once, so they are a little kind. Right is:

- a place: the search of the booking form and of 找地方 gives that unit and no other; for a name of several units (`ambiguous`), all of
  them to choose from, and no other; for no place of this city (`none`), nothing.
- a time: day, clock time and half of the day; for a time without a day, on the day under discussion; for what has passed, nothing
  that can be booked; for no time (`none`), nothing.
"""

Row = dict[str, Any]
Answer = Callable[[Row], tuple[bool, str]]


def half(text: str) -> str:
    """Which half a wording belongs to."""
    return "development" if zlib.crc32(text.encode()) % 2 == 0 else "test"


def judge_place(directory: Directory, row: Row) -> tuple[bool, str]:
    """Whether the units offered are those meant, and their names."""
    found = directory.search(row["text"])
    meant = row["code"] if isinstance(row["code"], list) else [row["code"]] if row["code"] else []
    return {place.code for place in found} == set(meant), "、".join(place.full_name for place in found)


def judge_time(row: Row) -> tuple[bool, str]:
    """Whether day, clock time and half of the day are those meant, and what was read.

    A wording without a day is read as in the form, where a day is under discussion.
    """
    now = datetime.fromisoformat(row["now"])
    day = None if row["day"] else (now + timedelta(days=3)).date()
    if row["sort"] in ("past", "none"):
        day = None
    when = parse_when(row["text"], now, day, is_working_day)
    read = f"{when.start:%Y-%m-%d %H:%M}–{when.end:%Y-%m-%d %H:%M}{' exact' if when.exact else ''}" if when else ""
    if row["sort"] == "past":
        return when is None or when.end < now, read
    if not (row["day"] or row["time"] or row["part"]):
        return when is None, read
    return when is not None and _is(when, row, day.isoformat() if day else row["day"]), read


def _is(when: When, row: Row, day: str) -> bool:
    if when.day.isoformat() != day or when.exact != bool(row["time"]):
        return False
    if row["time"]:
        return f"{when.start:%H:%M}" == str(row["time"])
    if (when.end - when.start) > timedelta(days=1):
        return False
    parts = {
        "morning": when.end.hour <= _NOON,
        "afternoon": when.start.hour >= _NOON,
        None: when.start.hour <= _NOON <= when.end.hour,
    }
    return parts[row["part"]]


def figures(rows: Iterable[Row], answer: Answer, show: bool) -> dict[str, dict[str, Measure]]:
    """The share that is right, by half and sort; the wrong ones of the development half are printed when ``show``."""
    flags: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        where = half(row["text"])
        right, read = answer(row)
        for sort in ("all", row["sort"]):
            flags[sort][where].append(right)
            flags[sort]["both"].append(right)
        if show and where == "development" and not right:
            print(json.dumps(row, ensure_ascii=False), "→", read or "nothing", file=sys.stderr)
    return {sort: {name: share(flags[sort][name]) for name in ("development", "test", "both")} for sort in flags}


def _table(table: dict[str, dict[str, Measure]]) -> str:
    lines = ["| sort | development half | test half | both | of |", "|---|---|---|---|---|"]
    for sort, cells in table.items():
        lines.append(f"| {sort} | " + " | ".join(str(m) for m in cells.values()) + f" | {cells['both'].cases} |")
    return "\n".join(lines)


def main() -> int:
    """Measure both sets, print the report and keep it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/eval"), help="the folder for entities.md and .json")
    parser.add_argument("--show", action="store_true", help="print what goes wrong in the development half")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(f"sqlite:///{folder}/desk.db")
        Base.metadata.create_all(db.engine)
        import_directory(db)
        directory = Directory(db)
        tables = {
            "Places": figures(_rows("places"), lambda row: judge_place(directory, row), options.show),
            "Days and times": figures(_rows("times"), judge_time, options.show),
        }
        db.close()
    _write(options.out, tables)
    return 0


def _rows(name: str) -> list[Row]:
    lines = (_QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _write(folder: Path, tables: dict[str, dict[str, dict[str, Measure]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    plain = {
        title: {sort: {half: asdict(m) for half, m in cells.items()} for sort, cells in table.items()}
        for title, table in tables.items()
    }
    (folder / "entities.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    parts = [_HEAD]
    parts += [f"## {title}\n\n{_table(table)}\n" for title, table in tables.items()]
    report = "\n".join(parts)
    (folder / "entities.md").write_text(report, encoding="utf-8")
    print(report)


if __name__ == "__main__":
    sys.exit(main())
