"""The nearest places, found by the index, are those that a walk over all of them finds."""

from __future__ import annotations

from datetime import datetime, time
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.clock import SHANGHAI
from helpdesk.coordinates import distance_km
from helpdesk.directory import SERVICES
from helpdesk.models import OpeningPeriod, Place, Service, Tier
from helpdesk.opening import is_open
from helpdesk.place_points import PlacePoints

MORNING = (OpeningPeriod(0, time(9), time(12)),)
AFTERNOON = (OpeningPeriod(0, time(14), time(17)),)
MOMENT = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)  # a Monday

# Few degrees, so that many places share a point; some have none.
_degrees = st.sampled_from([None, 30.0, 31.0, 31.5, 32.0])


@st.composite
def _places(draw: st.DrawFn) -> list[Place]:
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(Tier),
                _degrees,
                st.sampled_from([104.0, 104.5, 105.0]),
                st.sampled_from([MORNING, AFTERNOON]),
                st.sampled_from([None, (Service.NOTARY,), tuple(Service)]),
            ),
            max_size=40,
        )
    )
    return [
        Place(f"5107{n:08}", "某地", tier, (), lat, lng, None, (), hours, own or SERVICES[tier], confirmed=True)
        for n, (tier, lat, lng, hours, own) in enumerate(drawn)
    ]


@settings(max_examples=200)
@given(
    _places(),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.none() | st.sampled_from(Service),
    st.none() | st.sampled_from(Tier),
    st.none() | st.just(MOMENT),
    st.integers(1, 50),
)
def test_the_index_finds_what_a_walk_over_all_places_finds(
    places: list[Place],
    lat: float,
    lng: float,
    service: Service | None,
    tier: Tier | None,
    open_at: datetime | None,
    limit: int,
) -> None:
    """The same distances in the same order, and at one distance the wider tier first."""
    wanted = [
        place
        for place in places
        if place.lat is not None
        and (service is None or service in place.services)
        and (tier is None or place.tier is tier)
        and (open_at is None or is_open(place, open_at))
    ]
    distances = sorted(distance_km(lat, lng, place.lat or 0.0, place.lng or 0.0) for place in wanted)[:limit]

    index = PlacePoints(places)
    found = list(islice(index.nearest(lat, lng, service=service, tier=tier, open_at=open_at), limit))

    assert {place.code for place in found} <= {place.code for place in wanted}
    assert len({place.code for place in found}) == len(distances)
    assert all(abs((place.distance_km or 0.0) - km) < 1e-6 for place, km in zip(found, distances, strict=True))
    widths = {tier: width for width, tier in enumerate(Tier)}
    for one, other in pairwise(found):
        if one.distance_km == other.distance_km:
            assert (widths[one.tier], one.code) < (widths[other.tier], other.code)
