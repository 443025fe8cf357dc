"""What belongs to a place: the people in it, its market days, the visits to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class PersonRole(StrEnum):
    """What somebody at a place is."""

    VILLAGE_COUNSEL = "village_counsel"
    MEDIATOR = "mediator"
    LAW_SAVVY_VILLAGER = "law_savvy_villager"
    LEGAL_ASSISTANT = "legal_assistant"


ROLE_NAMES = {
    PersonRole.VILLAGE_COUNSEL: "村居法律顾问",
    PersonRole.MEDIATOR: "人民调解员",
    PersonRole.LAW_SAVVY_VILLAGER: "法律明白人",
    PersonRole.LEGAL_ASSISTANT: "法律助理",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a place. Citizens see ``name`` and ``role``; ``phone`` is for the office."""

    name: str
    role: PersonRole
    specialities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    phone: str | None = None


class Calendar(StrEnum):
    """By which days of the month a market is held."""

    LUNAR = "lunar"
    SOLAR = "solar"


@dataclass(frozen=True, slots=True)
class MarketDays:
    """Market days (赶集日): ``days`` of each month of the calendar, from 1 to 30 or 31.

    On them the place is open in ``periods``, or in the hours of that weekday (a Monday's at the weekend) when there are none.
    With ``only``, it is closed on all other days.
    """

    calendar: Calendar
    days: tuple[int, ...]
    periods: tuple[tuple[time, time], ...] = ()
    only: bool = False


class VisitKind(StrEnum):
    """DUTY is sitting in a room for whoever comes, ROUND is going to see people."""

    DUTY = "duty"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Visit:
    """That somebody was in a village on ``day``; ``by`` is the login of who wrote it down."""

    id: int
    place_code: str
    kind: VisitKind
    day: date
    person: str
    note: str
    by: str
