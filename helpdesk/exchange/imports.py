"""What a file of places would change, and doing it: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, NamedTuple

from helpdesk.clock import Clock
from helpdesk.directory import Directory
from helpdesk.errors import FileRefused, HelpdeskError, Refused
from helpdesk.exchange.columns import Sheets
from helpdesk.exchange.reading import PlaceDraft, read_person, read_place
from helpdesk.exchange.units import UnitLine, another_name, check_known, new_unit
from helpdesk.exchange.words import say
from helpdesk.models import Tier
from helpdesk.place_facts import Facts, checked_facts
from helpdesk.place_models import Person
from helpdesk.store import place_people
from helpdesk.store import places as store
from helpdesk.store.database import Database, Session

_MOST_PROBLEMS = 50
# What somebody must have asked the place for; a point or another name alone confirms nothing.
_CONFIRMING = ("address", "phones", "hours", "market", "services", "facilities")

Topics = Mapping[str, str]


class Difference(NamedTuple):
    """A field by its Chinese name, as it is and as it would be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A unit with what the file changes of its place; a new one has no ``differences`` but what it comes with."""

    unit: UnitLine
    differences: tuple[Difference, ...]
    facts: Facts
    confirms: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. People are added, or changed when they are there by name and role; none is taken out."""

    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: int
    people_added: tuple[Person, ...]
    people_changed: tuple[Person, ...]

    @property
    def empty(self) -> bool:
        """Whether it would do nothing."""
        return not (self.added or self.changed or self.people_added or self.people_changed)


def plan_import(db: Database, sheets: Sheets, topics: Topics) -> Plan:
    """What the file would change; ``topics`` are the corpus' keys by their names.

    Raises FileRefused with every line that is wrong, and why.
    """
    with db.read() as session:
        return _plan(session, sheets, topics)


def apply_import(
    db: Database, clock: Clock, directory: Directory, sheets: Sheets, topics: Topics, plan: Plan, login: str
) -> None:
    """Do what ``plan`` says, all of it in one transaction.

    Raises FileRefused, or Refused when the directory has changed since the plan was made.
    """
    now = clock.now()
    with db.write() as session:
        store.lock_places(session)
        if _plan(session, sheets, topics) != plan:
            raise Refused("服务点刚被别人改过，和刚才看到的不一样了，请重新选文件再看一遍")
        for change in plan.added:
            unit = change.unit
            store.add_unit(session, unit.code, unit.name, unit.tier.value, unit.parent)
        for change in (*plan.added, *plan.changed):
            store.put_facts(session, change.unit.code, change.facts, login if change.confirms else None, now)
        for person in (*plan.people_added, *plan.people_changed):
            place_people.put_person(session, person, login, now)
    directory.reload()


def _plan(session: Session, sheets: Sheets, topics: Topics) -> Plan:
    problems: list[tuple[int, str]] = []
    rows = {row.code: row for row in store.list_rows(session)}
    drafts = _read_all(problems, ((line.row, partial(read_place, line)) for line in sheets.places))
    known = {code: Tier(row.tier) for code, row in rows.items()}
    known |= {draft.code: draft.tier for draft in drafts if draft.tier and draft.code not in known}
    added, changed, seen = [], [], dict[str, int]()
    for draft in drafts:
        try:
            if (first := seen.setdefault(draft.code, draft.row)) != draft.row:
                raise Refused(f"代码 {draft.code} 在第 {first} 行已经有了")
            row = rows.get(draft.code)
            if row is None:
                added.append(_change(draft, new_unit(draft, known), Facts()))
                continue
            facts = store.stored_facts(row)
            unit = UnitLine(row.code, Tier(row.tier), row.name, row.parent_code, (*row.former_names, *facts.aliases))
            check_known(draft, unit)
            changed.append(_change(draft, unit, facts))
        except HelpdeskError as error:
            problems.append((draft.row, str(error)))
    people = _people(problems, session, sheets, topics, rows.keys() | seen.keys())
    if problems:
        told = [f"第 {row} 行：{why}" for row, why in sorted(problems)]
        raise FileRefused(*told[:_MOST_PROBLEMS], *([f"……一共 {len(told)} 处"] if len(told) > _MOST_PROBLEMS else []))
    real = tuple(change for change in changed if change.differences)
    new = tuple(person for person in people if not person.id)
    return Plan(tuple(added), real, len(changed) - len(real), new, tuple(person for person in people if person.id))


def _read_all(
    problems: list[tuple[int, str]], lines: Iterable[tuple[int, Callable[[], PlaceDraft]]]
) -> list[PlaceDraft]:
    drafts = []
    for row, read in lines:
        try:
            drafts.append(read())
        except HelpdeskError as error:
            problems.append((row, str(error)))
    return drafts


def _change(draft: PlaceDraft, unit: UnitLine, before: Facts) -> Change:
    after = replace(before, **draft.facts)
    if kept := [period for period in before.hours if draft.days and period.weekday not in draft.days]:
        after = replace(after, hours=tuple(sorted([*kept, *after.hours], key=lambda period: period.weekday)))
    if (name := another_name(draft, unit)) is not None:
        after = checked_facts(replace(after, aliases=(*after.aliases, name)))
    differing = [f.name for f in fields(Facts) if getattr(before, f.name) != getattr(after, f.name)]
    said: list[Any] = [say(name, getattr(facts, name)) for name in differing for facts in (before, after)]
    named = [say(name) for name in differing]
    differences = map(Difference, named, said[::2], said[1::2])
    confirms = any(draft.facts.get(name) for name in _CONFIRMING)
    return Change(unit, tuple(differences), after, confirms)


def _people(
    problems: list[tuple[int, str]], session: Session, sheets: Sheets, topics: Topics, places: Iterable[str]
) -> list[Person]:
    """Those whom the file adds or changes."""
    if not sheets.people:
        return []
    there = {(p.place_code, p.name, p.role): p for p in place_people.list_people(session)}
    codes, found, seen = set(places), [], set[tuple[str, str, str]]()
    for line in sheets.people:
        try:
            person, given = read_person(line, topics)
            key = (person.place_code, person.name, person.role)
            if person.place_code not in codes:
                raise Refused(f"没有代码是 {person.place_code} 的服务点")
            if key in seen:
                raise Refused(f"{person.name} 在文件里有两次")
            seen.add(key)
            before = there.get(key)
            after = replace(before, **{name: getattr(person, name) for name in given}) if before else person
            if after != before:
                found.append(after)
        except HelpdeskError as error:
            problems.append((line.row, f"{'' if not sheets.places else '人员：'}{error}"))
    return found
