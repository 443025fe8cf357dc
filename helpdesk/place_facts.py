"""What an office says about a place, beside what is published of its unit, and what of it cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from helpdesk.errors import Refused
from helpdesk.models import OpeningPeriod, Service
from helpdesk.phones import parse_phone
from helpdesk.place_models import MarketDays

_LONGEST_ADDRESS = 200
_LONGEST_NAME = 30
_MOST_NAMES = 12
_BETWEEN = re.compile(r"[\n、;,]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of one place. No hours are the usual ones, no services the tier's, no ``point`` its unit's.

    ``aliases`` are names that people call the unit by, ``facilities`` what is there (轮椅坡道, 自助终端),
    ``point`` is (lat, lng) in WGS-84 degrees.
    """

    address: str | None = None
    phones: tuple[str, ...] = ()
    hours: tuple[OpeningPeriod, ...] = ()
    market: MarketDays | None = None
    aliases: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    facilities: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


def checked_facts(facts: Facts) -> Facts:
    """The facts as they are stored: telephone numbers in digits, hours in the order of the week, nothing twice.

    Raises InvalidPhone, or Refused for an address or a name that is too long, hours that cannot be, or no point on earth.
    """
    address = (facts.address or "").strip()
    if len(address) > _LONGEST_ADDRESS:
        raise Refused(f"地址太长了，请写在 {_LONGEST_ADDRESS} 个字以内")
    return replace(
        facts,
        address=address or None,
        phones=tuple(dict.fromkeys(parse_phone(phone) for phone in facts.phones)),
        hours=tuple(checked_hours(facts.hours)),
        aliases=_checked_names(facts.aliases, "别名"),
        services=tuple(service for service in Service if service in facts.services),
        facilities=_checked_names(facts.facilities, "设施"),
        point=None if facts.point is None else _checked_point(*facts.point),
    )


def checked_hours(hours: Sequence[OpeningPeriod]) -> list[OpeningPeriod]:
    """The hours in the order of the week.

    Raises Refused for a weekday that there is none of, a period that ends before it begins, or two that overlap.
    """
    ordered = sorted(hours, key=lambda period: (period.weekday, period.start))
    for period in ordered:
        if period.weekday not in range(7):
            raise Refused("星期要在周一到周日之间")
        if period.start >= period.end:
            raise Refused("开门时间要早于关门时间")
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and later.start < earlier.end:
            raise Refused("同一天的两段时间重叠了，请改一下")
    return ordered


def _checked_names(names: Sequence[str], what: str) -> tuple[str, ...]:
    parts = (part for name in names for part in _BETWEEN.split(unicodedata.normalize("NFKC", name)))
    plain = (" ".join(part.split()) for part in parts)
    kept = tuple(dict.fromkeys(name for name in plain if name))
    if len(kept) > _MOST_NAMES or any(len(name) > _LONGEST_NAME for name in kept):
        raise Refused(f"{what}最多 {_MOST_NAMES} 个，每个 {_LONGEST_NAME} 个字以内")
    return kept


def _checked_point(lat: float, lng: float) -> tuple[float, float]:
    if not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise Refused("经纬度不对：纬度在 -90 到 90 之间，经度在 -180 到 180 之间")
    return lat, lng
