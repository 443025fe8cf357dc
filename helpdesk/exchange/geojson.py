"""Places as GeoJSON (RFC 7946): a FeatureCollection of points in WGS-84, the columns as properties, people inside."""

from __future__ import annotations

import json
from typing import Any

from helpdesk.errors import FileRefused
from helpdesk.exchange.columns import PEOPLE_COLUMNS, PLACE_COLUMNS, READ_ONLY, Line, Sheets, fields_of

_PEOPLE = "人员"
_WGS84 = "wgs84"
_POINT = ("lat", "lng", "datum")


def write_geojson(sheets: Sheets) -> bytes:
    """A feature a place; its geometry is null while it has no point of its own."""
    people: dict[str, list[dict[str, str]]] = {}
    for line in sheets.people:
        known = {PEOPLE_COLUMNS[field][0]: text for field, text in line.cells.items() if field != "code"}
        people.setdefault(line.cells["code"], []).append(known)
    features = [_feature(line, people.get(line.cells["code"], []), sheets) for line in sheets.places]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1).encode()


def _feature(line: Line, people: list[dict[str, str]], sheets: Sheets) -> dict[str, Any]:
    properties: dict[str, Any] = {
        PLACE_COLUMNS[field][0]: text for field, text in line.cells.items() if field not in _POINT
    }
    properties |= dict(zip(READ_ONLY[:2], sheets.confirmed.get(line.cells["code"], ("", "")), strict=True))
    point = None
    if line.cells.get("lat"):
        point = {"type": "Point", "coordinates": [float(line.cells["lng"]), float(line.cells["lat"])]}
    return {"type": "Feature", "geometry": point, "properties": properties | {_PEOPLE: people}}


def read_geojson(content: bytes) -> Sheets:
    """The features of a file, counted from 1. A geometry that is null says that the place has no point of its own.

    Raises FileRefused.
    """
    try:
        document = json.loads(content)
        features = document["features"]
        if document["type"] != "FeatureCollection" or not isinstance(features, list):
            raise KeyError("type")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FileRefused("这不是 GeoJSON 的 FeatureCollection") from None
    places: list[Line] = []
    people: list[Line] = []
    for number, feature in enumerate(features, 1):
        try:
            place, of_place = _read_feature(number, feature)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise FileRefused(f"第 {number} 个要素看不明白：要有 properties（里面有“代码”）和点状的 geometry") from None
        places.append(place)
        people += of_place
    return Sheets(places, people)


def _read_feature(number: int, feature: Any) -> tuple[Line, list[Line]]:
    properties = dict(feature["properties"])
    of_place = properties.pop(_PEOPLE, None) or []
    cells = _cells(number, properties, PLACE_COLUMNS)
    if "geometry" in feature:
        geometry = feature["geometry"]
        if geometry is not None and geometry["type"] != "Point":
            raise ValueError(geometry["type"])
        lng, lat = geometry["coordinates"][:2] if geometry is not None else ("", "")
        cells |= {"lat": _number(lat), "lng": _number(lng), "datum": _WGS84 if geometry is not None else ""}
    code = cells["code"]
    people = [Line(number, {"code": code} | _cells(number, dict(person), PEOPLE_COLUMNS)) for person in of_place]
    return Line(number, cells), people


def _cells(number: int, properties: dict[str, Any], columns: Any) -> dict[str, str]:
    names = [str(name) for name in properties]
    fields = fields_of(names, columns)
    unknown = [
        name for name, field in zip(names, fields, strict=True) if field is None and name.strip() not in READ_ONLY
    ]
    if unknown:
        raise FileRefused(f"第 {number} 个要素：不认识的属性：{'、'.join(unknown)}")
    return {
        field: "" if value is None else str(value).strip()
        for field, value in zip(fields, properties.values(), strict=True)
        if field
    }


def _number(degrees: Any) -> str:
    return degrees if degrees == "" else repr(float(degrees))
