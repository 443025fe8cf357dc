"""Fields of a place and what they hold, in words for the person who looks at what a file would change."""

from __future__ import annotations

from typing import Any

from helpdesk.market_text import write_market
from helpdesk.models import SERVICE_NAMES
from helpdesk.opening_text import write_hours
from helpdesk.quiet_hours import WEEKDAYS

_NAMES = {
    "address": "地址",
    "phones": "电话",
    "hours": "开放时间",
    "market": "赶集日",
    "aliases": "别的叫法",
    "services": "服务",
    "facilities": "设施",
    "point": "位置",
}
_NOTHING = "（没有）"


def say(field: str, *value: Any) -> str:
    """The field's name, or, given its value, that in words."""
    return _value(field, value[0]) if value else _NAMES[field]


def _value(field: str, value: Any) -> str:
    if not value:
        return _NOTHING
    match field:
        case "hours":
            lines = zip(WEEKDAYS, write_hours(value), strict=True)
            return "；".join(f"周{day} {line}" for day, line in lines if line)
        case "market":
            return write_market(value) + ("，只在赶集日开门" if value.only else "")
        case "services":
            return "、".join(SERVICE_NAMES[service] for service in value)
        case "point":
            return f"纬度 {value[0]:.6f}，经度 {value[1]:.6f}"
        case "address":
            return str(value)
    return "、".join(value)
