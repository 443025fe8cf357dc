"""Links that open a map at a place; only for a point of the place itself, never for one of the unit above it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from helpdesk.directory import Directory
from helpdesk.errors import NotFound
from helpdesk.models import Place, Tier

_ABOVE = {Tier.VILLAGE: 9, Tier.TOWNSHIP: 6, Tier.COUNTY: 4}


class MapLinks(NamedTuple):
    """``geo`` (RFC 5870, WGS-84) opens the phone's own map, ``amap`` Amap in a browser (lbs.amap.com/api/uri-api)."""

    geo: str
    amap: str


def map_links(directory: Directory, place: Place) -> MapLinks | None:
    """The links of a place; None while its own point is not known."""
    if place.lat is None or place.lng is None or _is_of_above(directory, place):
        return None
    name = quote(place.title)
    return MapLinks(
        f"geo:{place.lat:.6f},{place.lng:.6f}?q={place.lat:.6f},{place.lng:.6f}({name})",
        f"https://uri.amap.com/marker?position={place.lng:.6f},{place.lat:.6f}&name={name}&coordinate=wgs84",
    )


def _is_of_above(directory: Directory, place: Place) -> bool:
    """Whether the point is the one of the unit above: a place without its own is given that."""
    if place.tier not in _ABOVE:
        return False
    try:
        above = directory.get(place.code[: _ABOVE[place.tier]].ljust(12, "0"))
    except NotFound:
        return True
    return (above.lat, above.lng) == (place.lat, place.lng)
