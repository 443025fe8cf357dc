"""Use cases around the people of a place and visits to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from helpdesk.clock import Clock
from helpdesk.directory import Directory
from helpdesk.errors import NotFound, Refused
from helpdesk.phones import parse_phone
from helpdesk.place_models import Person, Visit
from helpdesk.store import place_people as store
from helpdesk.store.database import Database

_MOST_VISITS = 20
_MOST_WORDS = 8


def list_people(db: Database, place_code: str) -> list[Person]:
    """The people of a place, in the order in which they were written down."""
    with db.read() as session:
        return store.list_people(session, [place_code])


def people_at(db: Database, place_codes: Collection[str]) -> dict[str, list[Person]]:
    """The people of several places by code, in one query; a place without any is left out."""
    people: dict[str, list[Person]] = {}
    if place_codes:
        with db.read() as session:
            for person in store.list_people(session, place_codes):
                people.setdefault(person.place_code, []).append(person)
    return people


def save_person(db: Database, clock: Clock, directory: Directory, person: Person, login: str) -> Person:
    """Add somebody (``id`` 0), or change what is known of them.

    Raises NotFound for an unknown place or person, or what ``checked_person`` does.
    """
    directory.get(person.place_code)
    checked = checked_person(person)
    with db.write() as session:
        saved = store.put_person(session, checked, login, clock.now())
    if saved is None:
        raise NotFound("没有找到这个人，请刷新页面再看")
    return saved


def remove_person(db: Database, person_id: int) -> None:
    """Take somebody out of the directory; twice changes nothing."""
    with db.write() as session:
        store.remove_person(session, person_id)


def checked_person(person: Person) -> Person:
    """The person as they are stored.

    Raises InvalidPhone, or Refused for a name that is missing or too long, or too many dialects.
    """
    name = " ".join(person.name.split())
    if not 1 <= len(name) <= 30:
        raise Refused("请写姓名（30 个字以内）")
    dialects = tuple(dict.fromkeys(word for dialect in person.dialects if (word := dialect.strip())))
    if len(dialects) > _MOST_WORDS or any(len(dialect) > 12 for dialect in dialects):
        raise Refused(f"会说的话最多 {_MOST_WORDS} 种，每种 12 个字以内")
    phone = parse_phone(person.phone) if person.phone and person.phone.strip() else None
    specialities = tuple(dict.fromkeys(person.specialities))
    return replace(person, name=name, phone=phone, specialities=specialities, dialects=dialects)


def list_visits(db: Database, place_code: str) -> list[Visit]:
    """The latest visits to a place, the newest first."""
    with db.read() as session:
        return store.list_visits(session, place_code, _MOST_VISITS)


def list_visits_by(db: Database, login: str) -> list[Visit]:
    """The latest visits that an account wrote down, the newest first."""
    with db.read() as session:
        return store.list_visits_by(session, login, _MOST_VISITS)


def add_visit(
    db: Database, clock: Clock, directory: Directory, place_code: str, day: date, who: str, note: str, login: str
) -> Visit:
    """Write down that somebody was at a place.

    Raises NotFound, or Refused for a day to come, nobody's name or a note that is too long.
    """
    directory.get(place_code)
    now = clock.now()
    who, note = " ".join(who.split()), note.strip()
    if day > now.date():
        raise Refused("走访的日子还没有到")
    if not 1 <= len(who) <= 30:
        raise Refused("请写谁去的（30 个字以内）")
    if len(note) > 300:
        raise Refused("情况写在 300 个字以内")
    with db.write() as session:
        return store.add_visit(session, Visit(0, place_code, day, who, note, login, now))
