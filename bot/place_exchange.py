"""Service places in and out as files, from the command line: ``python -m bot.place_exchange export|import FILE``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.settings import Settings, encryption_keys
from helpdesk.advisers import get_adviser
from helpdesk.clock import SystemClock
from helpdesk.directory import Directory
from helpdesk.errors import FileRefused, HelpdeskError
from helpdesk.exchange import Plan, apply_import, list_exported, plan_import, read_file, write_file
from helpdesk.store.database import Database, open_database
from knowledge_base.topics import TOPICS

# Enough for the villages of the whole country, which no upload at the console has to carry.
_MAX_BYTES = 200_000_000
_TOPIC_KEYS = {name: key for key, name in TOPICS.items()}


def main() -> int:
    """Export all places, or import a file of them; the file's ending says which format it has."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("what", choices=["export", "import"])
    parser.add_argument("file", type=Path, help=".xlsx, .csv, .people.csv (export) or .geojson")
    parser.add_argument("--by", help="import: the login name of who confirms it; without it nothing is stored")
    options = parser.parse_args()
    settings = Settings()
    db = open_database(settings.database, encryption_keys(settings))
    try:
        if options.what == "export":
            _export(db, options.file)
        else:
            _import(db, settings, options.file, options.by)
    except FileRefused as error:
        print("\n".join(error.problems))
        return 1
    except HelpdeskError as error:
        print(error)
        return 1
    return 0


def _export(db: Database, file: Path) -> None:
    file_format = "people.csv" if file.name.endswith(".people.csv") else file.suffix.lstrip(".").lower()
    file.write_bytes(write_file(file_format, list_exported(db), _TOPIC_KEYS))
    print(f"written: {file}")


def _import(db: Database, settings: Settings, file: Path, login: str | None) -> None:
    sheets = read_file(file.name, file.read_bytes(), _MAX_BYTES)
    plan = plan_import(db, sheets, _TOPIC_KEYS)
    _tell(plan)
    if not login:
        print("nothing stored: say who you are with LOGIN=…")
        return
    get_adviser(db, login)
    apply_import(db, SystemClock(settings.start_time), Directory(db), sheets, _TOPIC_KEYS, plan, login)
    print("stored; a service that is running shows it after its next start, or after the next change at its console")


def _tell(plan: Plan) -> None:
    for name, changes in (("new", plan.added), ("changed", plan.changed)):
        for change in changes:
            print(f"{name}: {change.unit.name} {change.unit.code}")
            for difference in change.differences:
                print(f"  {difference.name}: {difference.before} -> {difference.after}")
    print(f"places: {len(plan.added)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged")
    print(f"people: {len(plan.people_added)} new, {len(plan.people_changed)} changed")


if __name__ == "__main__":
    sys.exit(main())
