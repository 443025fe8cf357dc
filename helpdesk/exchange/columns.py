"""What stands in the columns of a file of places, and of its people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from helpdesk.quiet_hours import WEEKDAYS

HOURS = tuple(f"hours_{weekday}" for weekday in range(7))
PLACE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("代码", "code"),
    "tier": ("层级", "tier", "level"),
    "name": ("名称", "name"),
    "parent": ("上级代码", "parent_code", "parent"),
    "aliases": ("别的叫法", "别名", "曾用名", "aliases"),
    "address": ("地址", "address"),
    "lat": ("纬度", "lat"),
    "lng": ("经度", "lng"),
    "datum": ("坐标系", "datum", "coord_source"),
    "phones": ("电话", "phones"),
    **{field: (f"周{name}", field) for field, name in zip(HOURS, WEEKDAYS, strict=True)},
    "market": ("赶集日", "market"),
    "only": ("只在赶集日开门", "market_only"),
    "services": ("服务", "services"),
    "facilities": ("设施", "facilities"),
}
"""What a field's column may be called; the first is what is written."""
PEOPLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("代码", "code"),
    "person": ("姓名", "person"),
    "role": ("身份", "role"),
    "phone": ("电话", "phone"),
    "specialities": ("擅长", "specialities"),
    "dialects": ("会说", "dialects"),
}
READ_ONLY = ("确认人", "确认时间", "year_of_data")
"""Columns that are written or known, and not read."""

_BETWEEN = re.compile(r"[\n、；;，,]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file with the number people see, and the cells of the columns that the file has; an empty one is ``""``."""

    row: int
    cells: Mapping[str, str]


class Sheets(NamedTuple):
    """The lines of a file; ``confirmed`` has who confirmed each place and when, by its code, for what is written."""

    places: Sequence[Line]
    people: Sequence[Line]
    confirmed: Mapping[str, tuple[str, str]] = {}


def fields_of(headers: Sequence[str], columns: Mapping[str, tuple[str, ...]]) -> list[str | None]:
    """The field of each column, None for one that is not known."""
    by_name = {name: field for field, names in columns.items() for name in names}
    return [by_name.get(header.strip()) for header in headers]


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell with a line, a comma or 、 between them."""
    return tuple(part for part in map(str.strip, _BETWEEN.split(cell)) if part)


def join(parts: Sequence[str]) -> str:
    """Parts as a cell holds them."""
    return "\n".join(parts)
