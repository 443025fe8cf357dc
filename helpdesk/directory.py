"""The directory of the four tiers: which place serves whom, where it is, and what is confirmed about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from itertools import islice
from typing import NamedTuple

from helpdesk.directory_files import read_units
from helpdesk.errors import NotFound, Refused
from helpdesk.models import OpeningPeriod, Place, Service, Tier
from helpdesk.opening import is_open
from helpdesk.place_points import PlacePoints
from helpdesk.place_search import PlaceSearch
from helpdesk.store import places as store
from helpdesk.store.database import Database
from helpdesk.store.tables import PlaceRow

USUAL_HOURS = tuple(
    OpeningPeriod(weekday, start, end)
    for weekday in range(5)
    for start, end in ((time(9), time(12)), (time(14), time(17)))
)
"""Usual, not confirmed: what a place of any tier is taken to keep until somebody there has said otherwise."""

_VILLAGE_SERVICES = (Service.CONSULTATION, Service.MEDIATION, Service.LEGAL_EDUCATION)
SERVICES = {
    Tier.CITY: tuple(Service),
    Tier.COUNTY: tuple(Service),
    Tier.TOWNSHIP: (
        *_VILLAGE_SERVICES,
        Service.LEGAL_AID,
        Service.AFTERCARE,
        Service.COMMUNITY_CORRECTIONS,
        Service.LAWYER,
    ),
    Tier.VILLAGE: _VILLAGE_SERVICES,
}
MOST_ASKED = 60
"""Of how many places, the nearest first, a search asks whether they have a free seat."""
_ASKED_TOGETHER = 6

HaveSeats = Callable[[Sequence[Place]], set[str]]
"""Says which of some places have a free seat, by their codes."""


class _Index(NamedTuple):
    """All places at one moment; replaced as a whole, so that a search never sees half a change."""

    places: dict[str, Place]
    children: dict[str | None, list[Place]]
    search: PlaceSearch
    points: PlacePoints


class Directory:
    """All places in memory, as the database had them when this was made or last reloaded. Safe to share by threads."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = _build_index(db)

    def reload(self) -> None:
        """Read the places again, after one has changed."""
        self._index = _build_index(self._db)

    def get(self, code: str) -> Place:
        """The place of the unit with this 12-digit code; raises NotFound."""
        try:
            return self._index.places[code]
        except KeyError:
            raise NotFound("没有找到这个服务点，请换个地名再试试") from None

    def children(self, code: str | None) -> list[Place]:
        """The places right below a unit, by code; the city's counties for None. Raises NotFound."""
        index = self._index
        if code is None:
            return [county for city in index.children.get(None, []) for county in index.children.get(city.code, [])]
        return list(index.children.get(self.get(code).code, []))

    def city(self) -> Place | None:
        """The place of the widest unit; None while the directory is empty."""
        return next(iter(self._index.children.get(None, ())), None)

    def search(self, text: str, limit: int = 8, tier: Tier | None = None) -> list[Place]:
        """The places of the narrowest units that ``text`` names, best first; empty when it names none.

        Several units of one name all come, to be asked apart. With ``tier``, what is narrower is answered with the
        unit of that tier above it, and what is wider is left out.
        """
        index = self._index
        found = [index.places[code] for code in index.search.find(text)]
        if tier is not None:
            codes = (index.search.code_at(place.code, tier) for place in found)
            found = [index.places[code] for code in dict.fromkeys(codes) if code is not None]
        return found[:limit]

    def serving(
        self,
        code: str,
        service: Service | None = None,
        open_at: datetime | None = None,
        with_seats: HaveSeats | None = None,
    ) -> list[Place]:
        """The administrative way from a unit up (its own place, the township's, the county's, the city's): those that fit.

        The filters are those of ``nearest``. Raises NotFound.
        """
        index = self._index
        codes = [index.search.code_at(self.get(code).code, tier) for tier in reversed(Tier)]
        way = [
            place
            for place in (index.places[above] for above in codes if above is not None)
            if (service is None or service in place.services) and (open_at is None or is_open(place, open_at))
        ]
        seated = {place.code for place in way} if with_seats is None else with_seats(way)
        return [place for place in way if place.code in seated]

    def nearest(
        self,
        lat: float,
        lng: float,
        limit: int = 5,
        service: Service | None = None,
        tier: Tier | None = None,
        open_at: datetime | None = None,
        with_seats: HaveSeats | None = None,
    ) -> list[Place]:
        """The places nearest to a WGS-84 point in degrees, with ``distance_km`` set; at one distance the wider first.

        Only those that offer ``service``, are of ``tier``, are open at ``open_at`` and, as ``with_seats`` says, have a free seat, when
        given; the nearest ``MOST_ASKED`` are asked for one. Raises Refused for no point on earth.
        """
        if not (-90 <= lat <= 90 and -180 <= lng <= 180):
            raise Refused("这个位置看不明白，请重新发一次，或者直接写地名")
        found = self._index.points.nearest(lat, lng, service=service, tier=tier, open_at=open_at)
        if with_seats is not None:
            found = _seated(islice(found, MOST_ASKED), with_seats)
        return list(islice(found, limit))


def import_directory(db: Database) -> int:
    """Brings the published units into the database; how many were added or changed.

    What was confirmed (address, telephone numbers, hours) stays. A unit that is no longer published stays too:
    appointments may name it.
    """
    units = read_units()
    with db.read() as session:
        changed = store.changed_units(session, units)
    if changed:
        with db.write() as session:
            store.put_units(session, changed)
    return len(changed)


def _seated(places: Iterator[Place], with_seats: HaveSeats) -> Iterator[Place]:
    """Those that have a free seat, in order; asked a few at a time, so that most are never asked."""
    while asked := list(islice(places, _ASKED_TOGETHER)):
        seated = with_seats(asked)
        yield from (place for place in asked if place.code in seated)


def _build_index(db: Database) -> _Index:
    with db.read() as session:
        rows = {row.code: row for row in store.list_rows(session)}
    places = {code: _to_place(row, rows) for code, row in rows.items()}
    children: dict[str | None, list[Place]] = defaultdict(list)
    for code, row in rows.items():
        children[row.parent_code].append(places[code])
    parents = {code: row.parent_code for code, row in rows.items()}
    return _Index(places, dict(children), PlaceSearch(places.values(), parents), PlacePoints(places.values()))


def _to_place(row: PlaceRow, rows: dict[str, PlaceRow]) -> Place:
    above: list[PlaceRow] = []
    while (parent := rows.get((above[-1] if above else row).parent_code or "")) is not None:
        above.append(parent)
    tier = Tier(row.tier)
    lat, lng = next((point for unit in (row, *above) if (point := _point(unit))), (None, None))
    return Place(
        code=row.code,
        name=row.name,
        tier=tier,
        parents=tuple(unit.name for unit in reversed(above)),
        lat=lat,
        lng=lng,
        address=row.address,
        phones=tuple(row.phones),
        hours=store.stored_hours(row) or USUAL_HOURS,
        services=store.stored_services(row) or SERVICES[tier],
        confirmed=row.confirmed_at is not None,
        former_names=tuple(row.former_names),
        market=store.stored_market(row),
        aliases=tuple(row.aliases),
        facilities=tuple(row.facilities),
        has_own_point=store.stored_point(row) is not None,
        has_own_hours=bool(row.hours),
    )


def _point(row: PlaceRow) -> tuple[float, float] | None:
    if own := store.stored_point(row):
        return own
    return None if row.lat is None or row.lng is None else (row.lat, row.lng)
