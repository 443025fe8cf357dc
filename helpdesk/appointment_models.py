"""What appointments speak of beside places and slots: rotas, absences, the waiting list, whom a closure concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from helpdesk.models import Appointment, Service

USUAL_MINUTES = {Service.MEDIATION: 60, Service.NOTARY: 60, Service.FORENSIC: 60}
"""Usual length of a visit in minutes where a place has not set its own; every other service takes half an hour."""
HALF_HOUR = 30


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` until just before ``end``, both with +08:00; ``why`` is for people to read."""

    start: datetime
    end: datetime
    why: str = ""

    def meets(self, start: datetime, end: datetime) -> bool:
        """Whether it has a moment in common with the time from ``start`` to ``end``."""
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Held:
    """A seat that somebody holds from ``start`` to ``end``; ``at_desk`` when it was not booked online."""

    start: datetime
    end: datetime
    seat: int
    service: Service
    at_desk: bool = False


@dataclass(frozen=True, slots=True)
class Rota:
    """How a place gives out its time for one service.

    ``seats`` people are seen at once, ``service_seats`` of them for this service; ``walk_in_share`` percent of the seats
    cannot be booked online. Each of ``leaves`` takes one seat away, each of ``closures`` all of them.
    """

    service: Service = Service.CONSULTATION
    length: timedelta = timedelta(minutes=HALF_HOUR)
    seats: int = 1
    service_seats: int = 1
    walk_in_share: int = 0
    lead: timedelta = timedelta(hours=1)
    horizon_days: int = 30
    closures: tuple[Span, ...] = ()
    leaves: tuple[Span, ...] = ()

    def closure_at(self, start: datetime) -> Span | None:
        """The closure that a visit from ``start`` on would fall into."""
        return next((span for span in self.closures if span.meets(start, start + self.length)), None)

    def capacity(self, start: datetime) -> int:
        """How many can be seen at once by those who are there."""
        if self.closure_at(start):
            return 0
        return max(0, self.seats - sum(span.meets(start, start + self.length) for span in self.leaves))

    def free_seats(self, start: datetime, held: Iterable[Held], *, at_desk: bool = False) -> list[int]:
        """The seats that a visit from ``start`` on may still be given, as many of the lowest as there is room for."""
        end = start + self.length
        met = [one for one in held if one.start < end and start < one.end]
        capacity = self.capacity(start)
        room = min(capacity - _at_once(met), self.service_seats - _at_once(m for m in met if m.service is self.service))
        if not at_desk:
            online = capacity - capacity * self.walk_in_share // 100
            room = min(room, online - _at_once(m for m in met if not m.at_desk))
        taken = {one.seat for one in met}
        return [seat for seat in range(self.seats) if seat not in taken][: max(0, room)]


def _at_once(held: Iterable[Held]) -> int:
    """How many of the spans, which all meet one visit, run at the same moment at most."""
    spans = list(held)
    return max((sum(o.start <= one.start < o.end for o in spans) for one in spans), default=0)


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """What a place has set about booking. ``hold_minutes`` is how long a seat is kept for somebody on the waiting list."""

    seats: int = 1
    walk_in_share: int = 0
    lead_minutes: int = 60
    horizon_days: int = 30
    hold_minutes: int = 30


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """How long a visit takes, and how many are seen at once, for one service of a place."""

    service: Service
    minutes: int
    seats: int


class AbsenceKind(StrEnum):
    """CLOSURE: the place is shut; LEAVE: one of its people is away."""

    CLOSURE = "closure"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Absence:
    """A closure or a leave; ``who`` is the person on leave, empty for a closure."""

    id: int
    kind: AbsenceKind
    place_code: str
    span: Span
    who: str
    by: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """An appointment that a closure or a leave leaves without anybody to see it; ``told`` once the citizen has been."""

    appointment: Appointment
    told: bool


class WaitingState(StrEnum):
    """WAITING for a seat; OFFERED one, which is held; TAKEN; EXPIRED unanswered; LEFT by the citizen."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    EXPIRED = "expired"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wish for any seat of a place from ``first`` to ``last``; ``offered`` is the id of the slot held for it."""

    id: int
    place_code: str
    service: Service
    first: date
    last: date
    state: WaitingState
    offered: str | None
    held_until: datetime | None
