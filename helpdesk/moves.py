"""The one function that changes a state: whether the move is allowed, and who made it, when and why.

A row that moves has a column ``state``. Its states are a StrEnum, and the allowed moves of each stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from helpdesk.appointment_models import WaitingState
from helpdesk.clock import Clock, shanghai
from helpdesk.errors import IllegalMove
from helpdesk.models import AppointmentStatus, ConversationState, HandoffState
from helpdesk.register_models import CaseState, ReferralState
from helpdesk.store import moves as store
from helpdesk.store.database import Database, Session

CITIZEN, SYSTEM = "citizen", "system"
"""Who made a move, when it was no adviser; advisers stand under their login, which has at least three characters and no spaces."""

_C, _H, _A, _W = ConversationState, HandoffState, AppointmentStatus, WaitingState
_R, _F = CaseState, ReferralState
ALLOWED: Mapping[type[StrEnum], Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        ConversationState: {
            _C.BOT: frozenset({_C.WAITING, _C.WITH_ADVISER, _C.CLOSED}),
            _C.WAITING: frozenset({_C.BOT, _C.WITH_ADVISER, _C.CLOSED}),
            _C.WITH_ADVISER: frozenset({_C.BOT, _C.WAITING, _C.CLOSED}),
            _C.CLOSED: frozenset(),
        },
        HandoffState: {
            _H.WAITING: frozenset({_H.CLAIMED, _H.CALLBACK, _H.WITHDRAWN}),
            _H.CALLBACK: frozenset({_H.WAITING, _H.CLAIMED, _H.WITHDRAWN, _H.CALLBACK, _H.CLOSED}),
            _H.CLAIMED: frozenset({_H.CLOSED, _H.WAITING, _H.CLAIMED}),
            _H.CLOSED: frozenset(),
            _H.WITHDRAWN: frozenset(),
        },
        CaseState: {
            _R.ACCEPTED: frozenset({_R.ANSWERED, _R.REFERRED, _R.ARCHIVED}),
            _R.ANSWERED: frozenset({_R.ACCEPTED, _R.REFERRED, _R.ARCHIVED}),
            _R.REFERRED: frozenset({_R.ANSWERED, _R.ARCHIVED}),
            _R.ARCHIVED: frozenset(),
        },
        ReferralState: {
            _F.SENT: frozenset({_F.ACCEPTED, _F.RETURNED}),
            _F.ACCEPTED: frozenset({_F.RETURNED, _F.DONE}),
            _F.RETURNED: frozenset({_F.SENT}),
            _F.DONE: frozenset(),
        },
        AppointmentStatus: {
            _A.BOOKED: frozenset({_A.CANCELLED, _A.ARRIVED, _A.NO_SHOW}),
            _A.ARRIVED: frozenset({_A.DONE}),
            _A.CANCELLED: frozenset(),
            _A.DONE: frozenset(),
            _A.NO_SHOW: frozenset(),
        },
        WaitingState: {
            _W.WAITING: frozenset({_W.OFFERED, _W.EXPIRED, _W.LEFT}),
            _W.OFFERED: frozenset({_W.TAKEN, _W.EXPIRED, _W.LEFT}),
            _W.TAKEN: frozenset(),
            _W.EXPIRED: frozenset(),
            _W.LEFT: frozenset(),
        },
    }
)


class Movable(Protocol):
    """A stored row with a state."""

    state: str


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state that was made; ``by`` is a login, ``CITIZEN`` or ``SYSTEM``, ``before`` is None for the first."""

    before: str | None
    after: str
    by: str
    at: datetime
    why: str


def begin(session: Session, clock: Clock, row: Movable, by: str, why: str = "") -> None:
    """Record the state that a new row begins in; it is flushed for that."""
    store.add(session, row, None, row.state, by, why, clock.now())


def move(session: Session, clock: Clock, row: Movable, after: StrEnum, by: str, why: str = "") -> None:
    """Bring a row to another state. ``why`` has at most 200 characters and no personal data.

    Raises IllegalMove when it may not go there from where it is.
    """
    before = row.state
    if after.value not in ALLOWED[type(after)][before]:
        raise IllegalMove("现在不能这样办：状态已经变了，请刷新后再看")
    row.state = after.value
    store.add(session, row, before, after.value, by, why, clock.now())


def moves_of(db: Database, table: str, key: str) -> list[Move]:
    """The moves of one row in order, by its table and its primary key."""
    with db.read() as session:
        return [Move(row.before, row.after, row.by, shanghai(row.at), row.why) for row in store.of(session, table, key)]
