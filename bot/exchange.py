"""Entries in and out as files, from the command line: ``python -m bot.exchange export|import FILE``.

It stands here and not in ``knowledge_base`` because it needs the settings and the database, as ``bot.accounts`` does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.settings import Settings
from helpdesk.clock import SystemClock
from helpdesk.store.database import open_database
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.exchange import Plan, make_drafts, plan_import, read_file, write_file
from knowledge_base.publishing import list_serving
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store.entries import Note


def main() -> int:
    """Export what is published, or import a file as drafts; the file's ending says which format it has."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("what", choices=["export", "import"])
    parser.add_argument("file", type=Path, help=".csv, .xlsx or .yml")
    parser.add_argument("--by", help="import: the login name of whose drafts they are; without it nothing is stored")
    parser.add_argument("--reason", default="", help="import: why, kept with each version")
    parser.add_argument("--submit", action="store_true", help="import: lay the drafts before a reviewer at once")
    options = parser.parse_args()
    try:
        return _export(options.file) if options.what == "export" else _import(options)
    except KnowledgeBaseError as error:
        print(error)
        return 1


def _export(file: Path) -> int:
    entries = list_serving(open_database(Settings().database))
    file.write_bytes(write_file(file.suffix.lstrip(".").lower(), entries))
    print(f"written: {file}")
    return 0


def _import(options: argparse.Namespace) -> int:
    settings = Settings()
    db, clock = open_database(settings.database), SystemClock(settings.start_time)
    book = StatuteBook(default_path(), clock.now().date())
    records = read_file(options.file.name, options.file.read_bytes())
    plan = plan_import(db, book, records)
    if options.by:
        make_drafts(db, book, records, plan, Note(options.by, clock.now(), options.reason), submit=options.submit)
    _tell(plan, stored=bool(options.by))
    return 0


def _tell(plan: Plan, *, stored: bool) -> None:
    for name, entries in (("new", plan.added), ("changed", plan.changed)):
        print("\n".join(f"{name}: {entry.id}" for entry in entries) or f"{name}: none")
    print(f"unchanged: {len(plan.unchanged)}")
    print("stored as drafts" if stored else "nothing stored: say who you are with --by LOGIN and why with --reason")


if __name__ == "__main__":
    sys.exit(main())
