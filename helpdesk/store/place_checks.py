"""What was found of the checklist at places: rows in and out."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.clock import shanghai, utc
from helpdesk.store.place_tables import CheckRow


def list_checks(session: Session, place_code: str) -> list[tuple[str, bool, str, datetime]]:
    """Item, whether it is met, who found it and when, for one place."""
    rows = session.scalars(select(CheckRow).filter_by(place_code=place_code))
    return [(row.item, row.met, row.by, shanghai(row.at)) for row in rows]


def all_checks(session: Session) -> dict[str, dict[str, bool]]:
    """For each place that somebody has looked at, the items and whether they are met."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for code, item, met in session.execute(select(CheckRow.place_code, CheckRow.item, CheckRow.met)):
        found[code][item] = met
    return dict(found)


def put_check(session: Session, place_code: str, item: str, met: bool | None, login: str, now: datetime) -> None:
    """Note it, or take the note back with None."""
    row = session.get(CheckRow, (place_code, item))
    if met is None:
        if row is not None:
            session.delete(row)
        return
    session.merge(CheckRow(place_code=place_code, item=item, met=met, by=login, at=utc(now)))
