"""What belongs to a place: its market days, its people, and visits to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


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


class PersonRole(StrEnum):
    """What somebody is at a service place."""

    VILLAGE_COUNSEL = "village_counsel"
    MEDIATOR = "mediator"
    LAW_SAVVY_VILLAGER = "law_savvy_villager"
    LEGAL_ASSISTANT = "legal_assistant"
    LAWYER = "lawyer"
    GRASSROOTS = "grassroots"
    STAFF = "staff"


ROLE_NAMES = {
    PersonRole.VILLAGE_COUNSEL: "村居法律顾问",
    PersonRole.MEDIATOR: "人民调解员",
    PersonRole.LAW_SAVVY_VILLAGER: "法律明白人",
    PersonRole.LEGAL_ASSISTANT: "法律助理",
    PersonRole.LAWYER: "律师",
    PersonRole.GRASSROOTS: "基层法律服务工作者",
    PersonRole.STAFF: "工作人员",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who serves at a place; ``id`` is 0 until stored.

    ``specialities`` are topics of the corpus, ``dialects`` languages in words.
    """

    id: int
    place_code: str
    name: str
    role: PersonRole
    phone: str | None = None
    specialities: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """``who`` was at a place on a day (驻点, 走访); ``login`` wrote it down ``at`` a moment."""

    id: int
    place_code: str
    day: date
    who: str
    note: str
    login: str
    at: datetime
