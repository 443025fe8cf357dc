"""Points on the earth: the shifted coordinates of Chinese maps, and distances.

Chinese map services publish GCJ-02, a datum that is shifted against GPS's WGS-84 by 0.3 to 0.6 km; Baidu shifts it once more,
to BD-09. Phones, browsers and Telegram send WGS-84. The shifts' formulas are not published; those here are the reconstructions that
open map software uses (``eviltransform``, ``coordtransform``), good to a few metres.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import asin, atan2, cos, pi, radians, sin, sqrt

_SEMI_MAJOR_M = 6378245.0  # the Krasovsky 1940 ellipsoid, which GCJ-02 is reckoned on
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_EARTH_RADIUS_KM = 6371.0088
_BAIDU_RIPPLE = pi * 3000.0 / 180.0
_ROUNDS = 6  # each round of the inversion makes the error some 1,000 times smaller


def distance_km(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Great-circle distance (haversine, mean earth radius) in km between two points in degrees."""
    half_lat = radians(lat2 - lat1) / 2
    half_lng = radians(lng2 - lng1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lng) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def wgs84_to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """A GPS point in China as a Chinese map has it: (lat, lng) in degrees. Means nothing outside China."""
    x, y = lng - 105.0, lat - 35.0
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    curve = 1.0 - _ECCENTRICITY_SQUARED * sin(radians(lat)) ** 2
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_SQUARED) / (curve * sqrt(curve))
    parallel_m = _SEMI_MAJOR_M / sqrt(curve) * cos(radians(lat))
    return lat + north / meridian_m * 180.0 / pi, lng + east / parallel_m * 180.0 / pi


def gcj02_to_wgs84(lat: float, lng: float) -> tuple[float, float]:
    """A point of a Chinese map (AMap, Tencent) as GPS has it: (lat, lng) in degrees, inverted to well under a metre."""
    return _inverted(wgs84_to_gcj02, lat, lng)


def gcj02_to_bd09(lat: float, lng: float) -> tuple[float, float]:
    """A point of a Chinese map as Baidu's has it: (lat, lng) in degrees."""
    radius = sqrt(lng * lng + lat * lat) + 0.00002 * sin(lat * _BAIDU_RIPPLE)
    angle = atan2(lat, lng) + 0.000003 * cos(lng * _BAIDU_RIPPLE)
    return radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065


def bd09_to_wgs84(lat: float, lng: float) -> tuple[float, float]:
    """A point of Baidu's map as GPS has it: (lat, lng) in degrees, inverted to well under a metre."""
    return gcj02_to_wgs84(*_inverted(gcj02_to_bd09, lat, lng))


class Datum(StrEnum):
    """What the numbers of a point are measured against."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def to_wgs84(lat: float, lng: float, datum: Datum) -> tuple[float, float]:
    """A point of this datum as GPS has it: (lat, lng) in degrees."""
    match datum:
        case Datum.GCJ02:
            return gcj02_to_wgs84(lat, lng)
        case Datum.BD09:
            return bd09_to_wgs84(lat, lng)
    return lat, lng


def _inverted(shift: Callable[[float, float], tuple[float, float]], lat: float, lng: float) -> tuple[float, float]:
    """The point that ``shift`` moves to (lat, lng)."""
    real_lat, real_lng = lat, lng
    for _ in range(_ROUNDS):
        shifted_lat, shifted_lng = shift(real_lat, real_lng)
        real_lat += lat - shifted_lat
        real_lng += lng - shifted_lng
    return real_lat, real_lng
