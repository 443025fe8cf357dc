"""Rules of the coordinates: the shift of Chinese maps, and distances."""

from __future__ import annotations

import pytest

from helpdesk.coordinates import Datum, distance_km, gcj02_to_bd09, gcj02_to_wgs84, to_wgs84, wgs84_to_gcj02


def test_the_shift_is_the_one_that_other_software_computes() -> None:
    """WGS-84 to GCJ-02 gives the example of the eviltransform project, to the metre."""
    lat, lng = wgs84_to_gcj02(31.1774276, 121.5272106)

    assert lat == pytest.approx(31.17530398364597, abs=1e-5)
    assert lng == pytest.approx(121.531541859215, abs=1e-5)


@pytest.mark.parametrize(("lat", "lng"), [(31.467459, 104.679004), (32.409675, 104.555583), (31.095979, 105.094586)])
def test_going_back_and_forth_ends_where_it_began(lat: float, lng: float) -> None:
    """A map's point taken to WGS-84 and shifted again is the same point, to a centimetre."""
    assert wgs84_to_gcj02(*gcj02_to_wgs84(lat, lng)) == pytest.approx((lat, lng), abs=1e-7)


def test_the_shift_in_mianyang_is_some_hundred_metres() -> None:
    """Reading a map's point as GPS would put people a third to half a kilometre away."""
    lat, lng = 31.467459, 104.679004

    assert 0.3 < distance_km(lat, lng, *gcj02_to_wgs84(lat, lng)) < 0.5


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ((31.0, 104.0), (31.0, 104.0), 0.0),
        ((0.0, 0.0), (0.0, 1.0), 111.195),  # a degree of the equator
        ((31.0, 104.0), (32.0, 104.0), 111.195),  # a degree of a meridian
        ((60.0, 104.0), (60.0, 105.0), 55.595),  # half of it at 60° north
        ((0.0, 0.0), (0.0, 180.0), 20015.1),  # half way round
    ],
)
def test_distances_are_those_of_a_globe(start: tuple[float, float], end: tuple[float, float], km: float) -> None:
    """The distance is along a great circle, in km."""
    assert distance_km(*start, *end) == pytest.approx(km, rel=1e-4)


def test_baidus_shift_is_the_one_that_other_software_computes() -> None:
    """GCJ-02 to BD-09 gives the example of the coordtransform project."""
    assert gcj02_to_bd09(39.915, 116.404) == pytest.approx((39.92133699351021, 116.41036949371029), abs=1e-9)


@pytest.mark.parametrize("datum", list(Datum))
def test_a_point_of_any_map_is_found_again(datum: Datum) -> None:
    """Shifted to a map's datum and read back, a point is the same to a centimetre."""
    shifted = {
        Datum.WGS84: lambda lat, lng: (lat, lng),
        Datum.GCJ02: wgs84_to_gcj02,
        Datum.BD09: lambda lat, lng: gcj02_to_bd09(*wgs84_to_gcj02(lat, lng)),
    }[datum]

    assert to_wgs84(*shifted(31.467459, 104.679004), datum) == pytest.approx((31.467459, 104.679004), abs=1e-7)
