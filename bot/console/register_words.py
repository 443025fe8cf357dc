"""What the pages of the register share: who reads, names of topics and places, the choice of a place."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from actions.cases import name_of_topic
from actions.desk import Desk
from bot.console.visit import Visit
from bot.console.words import day_and_time
from helpdesk.errors import NotFound, Refused
from helpdesk.models import Role
from helpdesk.moves import CITIZEN, SYSTEM, Move
from helpdesk.phones import mask_phone
from helpdesk.register_models import OTHER_TOPIC, Case, Reader
from knowledge_base.topics import TOPICS

_BY = {CITIZEN: "群众", SYSTEM: "系统"}
TOPIC_OPTIONS = {topic: name_of_topic(topic) for topic in (*TOPICS, OTHER_TOPIC)}


def reader_of(visit: Visit) -> Reader:
    """The person in front of the page as the register knows them."""
    return Reader(visit.me.login, visit.me.role is Role.ADMIN, visit.me.skills.places)


def masked(name: str) -> str:
    """A name with all but its first character hidden: 王**; a dash when it is not known."""
    return name[0] + "*" * (len(name) - 1) if name else "—"


def masked_party(case: Case) -> str:
    """Who asks, masked, with their number: 王** 138****5678."""
    return " ".join(part for part in (masked(case.party), mask_phone(case.phone) if case.phone else "") if part)


def place_name(desk: Desk, code: str) -> str:
    """A service place with the units above it."""
    try:
        return desk.directory.get(code).full_name
    except NotFound:
        return "服务点已撤"


def move_words(move: Move, state: str) -> str:
    """A change of state in a line: when, who, to which state, why."""
    why = f"（{move.why}）" if move.why else ""
    return f"{day_and_time(move.at)} {_BY.get(move.by, move.by)}：{state}{why}"


def day_of(field: ui.date_input, missing: str) -> date:
    """The day in a field; raises Refused when there is none."""
    try:
        return date.fromisoformat(str(field.value or ""))
    except ValueError:
        raise Refused(missing) from None


class PlaceField:
    """Choose a service place: part of its name is written, and the places it may mean are offered."""

    def __init__(self, desk: Desk, label: str, chosen: str | None = None) -> None:
        self._desk = desk
        name = place_name(desk, chosen) if chosen else ""
        self._words = ui.input(label, value=name, on_change=self._look).props("outlined debounce=300 clearable")
        start = {chosen: name} if chosen else {}
        self._select = ui.select(start, label="是这个服务点", value=chosen).props("outlined")
        self._select.set_visibility(bool(chosen))

    @property
    def code(self) -> str | None:
        """The code of the chosen place; None while nothing is written, or nothing was found."""
        return str(self._select.value) if self._words.value and self._select.value else None

    def _look(self) -> None:
        words = str(self._words.value or "").strip()
        found = {place.code: f"{place.full_name}（{place.title}）" for place in self._desk.directory.search(words)}
        self._select.set_options(found, value=next(iter(found), None))
        self._select.set_visibility(bool(found))
