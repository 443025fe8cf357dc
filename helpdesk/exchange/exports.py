"""Places and their people as the lines of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from helpdesk.clock import shanghai
from helpdesk.exchange.columns import HOURS, Line, Sheets, join
from helpdesk.exchange.reading import TIER_WORDS, YES
from helpdesk.market_text import write_market
from helpdesk.models import SERVICE_NAMES, Tier
from helpdesk.opening_text import write_hours
from helpdesk.place_facts import Facts
from helpdesk.place_models import ROLE_NAMES, Person
from helpdesk.store import place_people
from helpdesk.store import places as store
from helpdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class ExportedPlace:
    """A unit with what was said of its place, its people, and who confirmed it last."""

    code: str
    tier: Tier
    name: str
    parent: str | None
    facts: Facts
    people: tuple[Person, ...]
    confirmed: tuple[str, datetime] | None


def list_exported(db: Database) -> list[ExportedPlace]:
    """Every unit of the directory, in the order of the codes."""
    with db.read() as session:
        people: dict[str, list[Person]] = defaultdict(list)
        for person in place_people.list_people(session):
            people[person.place_code].append(person)
        return [
            ExportedPlace(
                code=row.code,
                tier=Tier(row.tier),
                name=row.name,
                parent=row.parent_code,
                facts=store.stored_facts(row),
                people=tuple(people[row.code]),
                confirmed=(row.confirmed_by, shanghai(row.confirmed_at))
                if row.confirmed_by and row.confirmed_at
                else None,
            )
            for row in store.list_rows(session)
        ]


def sheets_of(places: Sequence[ExportedPlace], topics: Mapping[str, str]) -> Sheets:
    """The lines of the places and of their people; ``topics`` has the corpus' names of topics by their keys."""
    confirmed = {
        place.code: (place.confirmed[0], f"{place.confirmed[1]:%Y-%m-%d %H:%M}") for place in places if place.confirmed
    }
    people = [_person(person, topics) for place in places for person in place.people]
    return Sheets([_place(place) for place in places], people, confirmed)


def _place(place: ExportedPlace) -> Line:
    facts = place.facts
    lat, lng = (repr(degrees) for degrees in facts.point) if facts.point else ("", "")
    cells = {
        "code": place.code,
        "tier": TIER_WORDS[place.tier],
        "name": place.name,
        "parent": place.parent or "",
        "aliases": join(facts.aliases),
        "address": facts.address or "",
        "lat": lat,
        "lng": lng,
        "datum": "wgs84" if facts.point else "",
        "phones": join(facts.phones),
        **dict(zip(HOURS, write_hours(facts.hours), strict=True)),
        "market": write_market(facts.market),
        "only": YES if facts.market and facts.market.only else "",
        "services": join(_names(facts)),
        "facilities": join(facts.facilities),
    }
    return Line(0, cells)


def _names(facts: Facts) -> list[str]:
    return [SERVICE_NAMES[service] for service in facts.services]


def _person(person: Person, topics: Mapping[str, str]) -> Line:
    return Line(
        0,
        {
            "code": person.place_code,
            "person": person.name,
            "role": ROLE_NAMES[person.role],
            "phone": person.phone or "",
            "specialities": join(_topic_names(person.specialities, topics)),
            "dialects": join(person.dialects),
        },
    )


def _topic_names(keys: Iterable[str], topics: Mapping[str, str]) -> list[str]:
    return [topics.get(key, key) for key in keys]
