"""The places nearest to a point, found without walking over all of them: 700,000 in a few milliseconds (``make bench-places``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from heapq import merge
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from helpdesk.coordinates import distance_km
from helpdesk.models import OpeningPeriod, Place, Service, Tier
from helpdesk.opening import is_open
from helpdesk.place_models import MarketDays

_FIRST_ROUND = 8
_WIDTH = {tier: width for width, tier in enumerate(Tier)}

Schedule = tuple[tuple[OpeningPeriod, ...], MarketDays | None]
Filter = Callable[[Place], bool]


class Found(NamedTuple):
    """A place by how far it is; at one distance the wider tier comes first."""

    km: float
    width: int
    code: str
    place: Place


class PlacePoints:
    """An index over those of ``places`` that have a point; many share their unit's. Safe to share by threads."""

    def __init__(self, places: Iterable[Place]) -> None:
        alike: dict[tuple[Tier, tuple[Service, ...]], list[Place]] = defaultdict(list)
        for place in places:
            if place.lat is not None and place.lng is not None:
                alike[place.tier, place.services].append(place)
        self._kinds = [_Kind(tier, services, of_kind) for (tier, services), of_kind in alike.items()]

    def nearest(
        self,
        lat: float,
        lng: float,
        *,
        service: Service | None = None,
        tier: Tier | None = None,
        open_at: datetime | None = None,
    ) -> Iterator[Place]:
        """The places in order of their distance from a point in WGS-84 degrees, with ``distance_km`` set; looked up as they are taken.

        Only those that offer ``service``, are of ``tier`` and are open at ``open_at``, when given.
        """
        kinds = [
            kind
            for kind in self._kinds
            if (tier is None or kind.tier is tier) and (service is None or service in kind.services)
        ]
        fits: Filter | None = None
        if open_at is not None:
            known: dict[Schedule, bool] = {}
            fits = partial(_is_open, open_at, known)
            kinds = [kind for kind in kinds if any(map(fits, kind.one_of_each_schedule))]
        for found in merge(*(kind.nearest(lat, lng, fits) for kind in kinds)):
            yield replace(found.place, distance_km=found.km)


class _Kind:
    """Places of one tier with the same services."""

    def __init__(self, tier: Tier, services: tuple[Service, ...], places: Sequence[Place]) -> None:
        self.tier, self.services = tier, services
        self.one_of_each_schedule = list({_schedule(place): place for place in places}.values())
        at: dict[tuple[float, float], list[Place]] = defaultdict(list)
        for place in places:
            at[place.lat or 0.0, place.lng or 0.0].append(place)
        self._points = list(at)
        self._places = [sorted(group, key=lambda place: place.code) for group in at.values()]
        self._tree = cKDTree(_on_sphere(np.array(self._points)))

    def nearest(self, lat: float, lng: float, fits: Filter | None) -> Iterator[Found]:
        """Those that fit, in order, in rounds that double."""
        here, done, wanted = _on_sphere(np.array([[lat, lng]]))[0], 0, _FIRST_ROUND
        while done < len(self._points):
            wanted = min(wanted, len(self._points))
            _, rows = self._tree.query(here, k=range(done + 1, wanted + 1))
            for row in rows.tolist():
                km = distance_km(lat, lng, *self._points[row])
                for place in self._places[row]:
                    if fits is None or fits(place):
                        yield Found(km, _WIDTH[self.tier], place.code, place)
            done, wanted = wanted, 2 * wanted


def _schedule(place: Place) -> Schedule:
    return place.hours, place.market


def _is_open(moment: datetime, known: dict[Schedule, bool], place: Place) -> bool:
    """Most places keep the same hours, so each schedule is looked at once in a search."""
    schedule = _schedule(place)
    if schedule not in known:
        known[schedule] = is_open(place, moment)
    return known[schedule]


def _on_sphere(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) in degrees as unit vectors (n, 3): the nearer in a straight line, the nearer on the ground."""
    lat, lng = np.radians(degrees).T
    return np.stack([np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)], axis=1)
