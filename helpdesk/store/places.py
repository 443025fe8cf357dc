"""Service places: rows in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from helpdesk.clock import utc
from helpdesk.directory_files import Unit
from helpdesk.models import OpeningPeriod, Service
from helpdesk.place_facts import Facts
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


def find_row(session: Session, code: str) -> PlaceRow | None:
    """The place of the unit with this code."""
    return session.get(PlaceRow, code)


def lock_places(session: Session) -> None:
    """Let nobody else change places until the session ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE places IN SHARE ROW EXCLUSIVE MODE"))


def add_unit(session: Session, code: str, name: str, tier: str, parent_code: str | None) -> None:
    """A unit that is not published."""
    session.add(PlaceRow(code=code, name=name, tier=tier, parent_code=parent_code))
    session.flush()


def put_facts(session: Session, code: str, facts: Facts, login: str | None, now: datetime) -> bool:
    """Sets what is said of a place, confirmed by ``login``, or by whoever did before; False when there is no such place."""
    row = session.get(PlaceRow, code)
    if row is None:
        return False
    market = facts.market
    row.address = facts.address
    row.phones = list(facts.phones)
    row.hours = [[period.weekday, f"{period.start:%H:%M}", f"{period.end:%H:%M}"] for period in facts.hours]
    row.market = (
        None if market is None else {"calendar": market.calendar, "days": list(market.days), "only": market.only}
    )
    row.aliases = list(facts.aliases)
    row.services = [service.value for service in facts.services]
    row.facilities = list(facts.facilities)
    row.own_lat, row.own_lng = facts.point or (None, None)
    if login is not None:
        row.confirmed_by, row.confirmed_at = login, utc(now)
    return True


def stored_facts(row: PlaceRow) -> Facts:
    """What was said of the row's place."""
    return Facts(
        address=row.address,
        phones=tuple(row.phones),
        hours=stored_hours(row),
        market=stored_market(row),
        aliases=tuple(row.aliases),
        services=stored_services(row),
        facilities=tuple(row.facilities),
        point=stored_point(row),
    )


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


def stored_services(row: PlaceRow) -> tuple[Service, ...]:
    """The row's own services; empty when none are set."""
    return tuple(Service(service) for service in row.services)


def stored_point(row: PlaceRow) -> tuple[float, float] | None:
    """The point of the place itself, (lat, lng) in WGS-84 degrees; None when nobody has given one."""
    return None if row.own_lat is None or row.own_lng is None else (row.own_lat, row.own_lng)
