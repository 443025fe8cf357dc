"""Lines of a file as drafts: each cell read, each mistake named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from helpdesk.coordinates import Datum, to_wgs84
from helpdesk.errors import Refused
from helpdesk.exchange.columns import HOURS, Line, split
from helpdesk.market_text import read_market
from helpdesk.models import SERVICE_NAMES, Service, Tier
from helpdesk.opening_text import read_hours
from helpdesk.place_facts import Facts, checked_facts
from helpdesk.place_models import ROLE_NAMES, Person, PersonRole
from helpdesk.place_people import checked_person

TIER_WORDS = {Tier.CITY: "市", Tier.COUNTY: "县", Tier.TOWNSHIP: "乡镇", Tier.VILLAGE: "村"}
YES = "是"
CODE_DIGITS = {Tier.CITY: 4, Tier.COUNTY: 6, Tier.TOWNSHIP: 9, Tier.VILLAGE: 12}
"""How many digits of its code tell a unit of each tier from its neighbours."""

_ANSWERS = {"": False, YES: True, "否": False, "true": True, "false": False}
_CHINA = ((3.0, 54.0), (73.0, 136.0))
_CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A line of places: what it says of the unit, and of the facts those that it has columns for; of the hours, ``days``."""

    row: int
    code: str
    tier: Tier | None = None
    name: str = ""
    parent: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    days: frozenset[int] = frozenset()


def read_place(line: Line) -> PlaceDraft:
    """The draft of a line. Raises Refused, or another HelpdeskError, naming the cell that cannot be read."""
    cells = line.cells
    facts: dict[str, Any] = {}
    for name, read in _FACTS.items():
        if name in cells:
            facts[name] = read(cells[name])
    days = frozenset(weekday for weekday, column in enumerate(HOURS) if column in cells)
    if days:
        facts["hours"] = tuple(read_hours([cells.get(column, "") for column in HOURS]))
    if "market" in cells or "only" in cells:
        market, only = _together(cells, ("market", "only"), "“赶集日”和“只在赶集日开门”两列")
        facts["market"] = read_market(market, only=_answer(only))
    if "lat" in cells or "lng" in cells:
        facts |= _point(cells)
    checked = checked_facts(Facts(**facts))
    return PlaceDraft(
        line.row,
        _code(cells.get("code", "")),
        _tier(cells["tier"]) if cells.get("tier") else None,
        " ".join(cells.get("name", "").split()),
        _code(cells["parent"]) if cells.get("parent") else None,
        {name: getattr(checked, name) for name in facts},
        days,
    )


def read_person(line: Line, topics: Mapping[str, str]) -> tuple[Person, Collection[str]]:
    """Somebody of a line, with the fields that the file has columns for; ``topics`` are the corpus' keys by their names.

    Raises Refused or InvalidPhone.
    """
    cells = line.cells
    roles = {name: role for role, name in ROLE_NAMES.items()} | {role.value: role for role in PersonRole}
    if cells.get("role", "") not in roles:
        raise Refused(f"身份要写成：{'、'.join(ROLE_NAMES.values())}")
    unknown = [word for word in split(cells.get("specialities", "")) if word not in topics]
    if unknown:
        raise Refused(f"没有叫“{unknown[0]}”的一类事；有的是：{'、'.join(topics)}")
    person = Person(
        id=0,
        place_code=_code(cells.get("code", "")),
        name=cells.get("person", ""),
        role=roles[cells["role"]],
        phone=cells.get("phone") or None,
        specialities=tuple(topics[word] for word in split(cells.get("specialities", ""))),
        dialects=split(cells.get("dialects", "")),
    )
    return checked_person(person), cells.keys() & {"phone", "specialities", "dialects"}


def _together(cells: Mapping[str, str], columns: Sequence[str], named: str) -> list[str]:
    """The cells of columns that make up one fact: with one of them missing, what it holds would be lost unseen."""
    if not cells.keys() >= set(columns):
        raise Refused(f"{named}要么都有，要么都没有")
    return [cells[column] for column in columns]


def _code(written: str) -> str:
    if len(written) != _CODE_LENGTH or not (written.isascii() and written.isdigit()):
        raise Refused(f"代码要写 12 位数字（Excel 里先把这一列设成文本），这里是“{written}”")
    return written


def _tier(written: str) -> Tier:
    words = {name: tier for tier, name in TIER_WORDS.items()} | {tier.value: tier for tier in Tier}
    if written not in words:
        raise Refused(f"层级要写成：{'、'.join(TIER_WORDS.values())}，这里是“{written}”")
    return words[written]


def _answer(written: str) -> bool:
    if written.lower() not in _ANSWERS:
        raise Refused(f"“只在赶集日开门”写“是”或者空着，这里是“{written}”")
    return _ANSWERS[written.lower()]


def _services(written: str) -> tuple[Service, ...]:
    words = {name: service for service, name in SERVICE_NAMES.items()} | {service.value: service for service in Service}
    for word in split(written):
        if word not in words:
            raise Refused(f"没有叫“{word}”的服务；有的是：{'、'.join(SERVICE_NAMES.values())}")
    return tuple(words[word] for word in split(written))


def _point(cells: Mapping[str, str]) -> dict[str, Any]:
    """The place's own point; nothing where the file repeats that of another unit (``inherited:…``, ``…:former-township…``)."""
    written, lat, lng = cells.get("datum", ""), cells.get("lat", ""), cells.get("lng", "")
    listed = written.startswith(("adcode", "inherited", "none"))
    if listed and not written.endswith(":self"):
        return {}
    if not lat and not lng:
        return {"point": None}
    datum = Datum.GCJ02 if listed else next((one for one in Datum if one.value == written.lower()), None)
    if datum is None:
        raise Refused(f"坐标系要写 wgs84、gcj02（高德、腾讯）或 bd09（百度），这里是“{written}”")
    try:
        degrees = float(lat), float(lng)
    except ValueError:
        raise Refused(f"经纬度要写成小数，这里是“{lat}”“{lng}”") from None
    if not all(low <= value <= high for value, (low, high) in zip(degrees, _CHINA, strict=True)):
        raise Refused("这个位置不在中国，是不是纬度和经度写反了")
    return {"point": to_wgs84(*degrees, datum)}


_FACTS: Mapping[str, Callable[[str], Any]] = {
    "address": lambda cell: cell or None,
    "phones": split,
    "aliases": split,
    "services": _services,
    "facilities": split,
}
