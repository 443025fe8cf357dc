"""What a place sets about booking: seats, length of a visit, walk-ins, lead time, horizon."""

from __future__ import annotations

from collections.abc import Sequence

from helpdesk.appointment_models import PlaceRules, ServiceRules
from helpdesk.directory import Directory
from helpdesk.errors import Refused
from helpdesk.store import rotas
from helpdesk.store.database import Database

_PLACE_LIMITS = (
    ("seats", 1, 50, "同时接待的人数"),
    ("walk_in_share", 0, 100, "留给现场来的人的百分比"),
    ("lead_minutes", 0, 7 * 24 * 60, "提前的分钟数"),
    ("horizon_days", 1, 90, "能预约的天数"),
    ("hold_minutes", 5, 24 * 60, "等位保留的分钟数"),
)


def get_rules(db: Database, directory: Directory, place_code: str) -> tuple[PlaceRules, list[ServiceRules]]:
    """The rules of a place and of each of its services.

    Raises NotFound.
    """
    place = directory.get(place_code)
    with db.read() as session:
        rules = rotas.place_rules(session, place_code)
        services = [rotas.service_rules(session, place_code, service, rules.seats) for service in place.services]
    return rules, services


def set_rules(
    db: Database, directory: Directory, place_code: str, rules: PlaceRules, services: Sequence[ServiceRules]
) -> None:
    """Set them; appointments that are made already stay as they are.

    Raises NotFound, or Refused for numbers out of bounds.
    """
    place = directory.get(place_code)
    for name, least, most, words in _PLACE_LIMITS:
        if not least <= getattr(rules, name) <= most:
            raise Refused(f"{words}要在 {least} 到 {most} 之间")
    for one in services:
        if one.service not in place.services:
            raise Refused("这个地方不办这项服务")
        if not 10 <= one.minutes <= 240 or one.minutes % 5:
            raise Refused("每次的时长要在 10 到 240 分钟之间，是 5 的倍数")
        if not 1 <= one.seats <= rules.seats:
            raise Refused("一项服务同时接待的人数不能超过整个地方的")
    with db.write() as session:
        rotas.put_rules(session, place_code, rules, services)
