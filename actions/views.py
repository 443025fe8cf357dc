"""How places, appointments and laws look in a Message of the public API."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from helpdesk.map_links import MapLinks
from helpdesk.models import Appointment, OpeningPeriod, Place, Slot
from helpdesk.place_models import ROLE_NAMES, Calendar, MarketDays, Person, PersonRole
from helpdesk.place_people import people_at
from helpdesk.store.database import Database
from knowledge_base.models import Article

Json = dict[str, Any]

WEEKDAYS = "一二三四五六日"
_WORKDAYS = range(5)


def button(title: str, payload: str) -> Json:
    """A button."""
    return {"title": title, "payload": payload}


def place_view(place: Place, people: Iterable[Person] = ()) -> Json:
    """A place; what is not known is null or empty. Of its people anyone may know name and role, and nothing else."""
    return {
        "code": place.code,
        "name": place.name,
        "title": place.title,
        "tier": place.tier.value,
        "parents": list(place.parents),
        "distance_km": None if place.distance_km is None else round(place.distance_km, 2),
        "address": place.address,
        "phones": list(place.phones),
        "hours": hours_lines(place.hours) + market_lines(place.market),
        "services": [service.value for service in place.services],
        "facilities": list(place.facilities),
        "people": [{"name": person.name, "role": person.role.value} for person in people],
        "confirmed": place.confirmed,
    }


def place_views(db: Database, places: Iterable[Place]) -> list[Json]:
    """Several places with their people, in one query."""
    found = list(places)
    people = people_at(db, [place.code for place in found])
    return [place_view(place, people.get(place.code, ())) for place in found]


def people_by_role(people: Iterable[Json]) -> list[tuple[str, str]]:
    """The people of a place's view, the names of each role together: (村居法律顾问, 王律师、李律师)."""
    names: dict[str, list[str]] = {}
    for person in people:
        names.setdefault(ROLE_NAMES[PersonRole(person["role"])], []).append(person["name"])
    return [(role, "、".join(those)) for role, those in names.items()]


def hours_lines(hours: Iterable[OpeningPeriod]) -> list[str]:
    """Opening periods as people read them; working days that are alike are drawn together."""
    by_day: dict[int, list[str]] = {}
    for period in hours:
        by_day.setdefault(period.weekday, []).append(f"{period.start:%H:%M}–{period.end:%H:%M}")
    if len({tuple(by_day.get(day, ())) for day in _WORKDAYS}) == 1 and by_day.get(0):
        lines = ["周一至周五 " + "、".join(by_day[0])]
        days = sorted(set(by_day) - set(_WORKDAYS))
    else:
        lines, days = [], sorted(by_day)
    return lines + [f"周{WEEKDAYS[day]} " + "、".join(by_day[day]) for day in days]


def market_lines(market: MarketDays | None) -> list[str]:
    """Market days as people read them; nothing for none."""
    if market is None:
        return []
    calendar = "农历" if market.calendar is Calendar.LUNAR else "公历"
    days = f"{calendar}每月 {'、'.join(map(str, market.days))} 日赶集"
    return [f"只在赶集日开门：{days}" if market.only else f"{days}也开门"]


def appointment_view(appointment: Appointment, links: MapLinks | None = None) -> Json:
    """An appointment, for the citizen whose it is; ``map`` is null without ``links`` (the place's own point is not known)."""
    return {
        "code": appointment.code,
        "place": place_view(appointment.place),
        "start": appointment.start.isoformat(),
        "end": appointment.end.isoformat(),
        "service": appointment.service.value,
        "matter": appointment.matter,
        "name": appointment.name,
        "phone": appointment.phone,
        "status": appointment.status.value,
        "for_whom": appointment.for_whom.value,
        "map": None if links is None else {"geo": links.geo, "amap": links.amap},
    }


def slot_view(slot: Slot) -> Json:
    """A free slot."""
    return {"id": slot.id, "start": slot.start.isoformat(), "end": slot.end.isoformat(), "free": slot.free}


def citation_views(articles: Iterable[Article]) -> list[Json]:
    """Articles word for word."""
    return [{"law": a.law, "article": a.article, "text": a.text} for a in articles]
