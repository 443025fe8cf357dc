"""Service places: rows in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from helpdesk.clock import utc
from helpdesk.directory_files import Unit
from helpdesk.models import OpeningPeriod
from helpdesk.place_models import Calendar, MarketDays
from helpdesk.store.tables import PlaceRow


def list_rows(session: Session) -> list[PlaceRow]:
    """All places in the order of their codes."""
    return list(session.scalars(select(PlaceRow).order_by(PlaceRow.code)))


def changed_units(session: Session, units: Sequence[Unit]) -> list[Unit]:
    """Those of ``units`` that are not stored, or not as they are."""
    columns = [getattr(PlaceRow, name) for name in Unit._fields]
    stored = {Unit._make((*row[:-1], tuple(row[-1]))) for row in session.execute(select(*columns))}
    return [unit for unit in units if unit not in stored]


def put_units(session: Session, units: Sequence[Unit]) -> None:
    """Adds or updates what is published of ``units``, and nothing else of their rows.

    One statement, so that two replicas that start together do not stumble over each other.
    """
    if not units:
        return
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(PlaceRow) if on_postgresql else sqlite.insert(PlaceRow)
    published = {name: insert.excluded[name] for name in Unit._fields if name != "code"}
    statement = insert.on_conflict_do_update(index_elements=[PlaceRow.code], set_=published)
    session.execute(statement, [unit._asdict() | {"former_names": list(unit.former_names)} for unit in units])


def put_confirmed(
    session: Session,
    code: str,
    *,
    address: str | None,
    phones: Sequence[str],
    hours: Sequence[OpeningPeriod],
    market: MarketDays | None,
    login: str,
    now: datetime,
) -> bool:
    """Sets what ``login`` has confirmed of a place; False when there is no such place."""
    row = session.get(PlaceRow, code)
    if row is None:
        return False
    row.address = address
    row.phones = list(phones)
    row.hours = [[period.weekday, f"{period.start:%H:%M}", f"{period.end:%H:%M}"] for period in hours]
    row.market = (
        None if market is None else {"calendar": market.calendar, "days": list(market.days), "only": market.only}
    )
    row.confirmed_by = login
    row.confirmed_at = utc(now)
    return True


def stored_hours(row: PlaceRow) -> tuple[OpeningPeriod, ...]:
    """The row's own opening hours; empty when none are set."""
    return tuple(
        OpeningPeriod(weekday, time.fromisoformat(start), time.fromisoformat(end)) for weekday, start, end in row.hours
    )


def stored_market(row: PlaceRow) -> MarketDays | None:
    """The row's market days."""
    if row.market is None:
        return None
    return MarketDays(Calendar(row.market["calendar"]), tuple(row.market["days"]), only=row.market["only"])
