"""The waiting list over the API, for the conversation whose bearer token is given."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from bot.api.access import RunningParts, TokenConversation
from helpdesk import waiting_list
from helpdesk.appointment_models import Waiting, WaitingState
from helpdesk.models import Service

router = APIRouter(prefix="/waiting-list", tags=["appointments"])


class Wish(BaseModel):
    """Any seat of a place from ``first`` to ``last``."""

    model_config = ConfigDict(extra="forbid")

    place_code: str = Field(max_length=12)
    first: date
    last: date
    service: Service = Service.CONSULTATION


class WaitingView(BaseModel):
    """A wish; ``offered`` is the id of the slot that is held until ``held_until``."""

    id: int
    place_code: str
    service: Service
    first: date
    last: date
    state: WaitingState
    offered: str | None
    held_until: str | None


@router.post("", status_code=201)
def join(wish: Wish, conversation: TokenConversation, parts: RunningParts) -> WaitingView:
    """Wait for a seat; who waits for this place already goes on waiting as before."""
    desk = parts.desk
    return _view(
        waiting_list.join(
            desk.db, desk.clock, desk.directory, conversation.id, wish.place_code, wish.first, wish.last, wish.service
        )
    )


@router.get("")
def own(conversation: TokenConversation, parts: RunningParts) -> list[WaitingView]:
    """What the conversation waits for or is offered; an offer is booked like any slot."""
    return [_view(one) for one in waiting_list.own_waiting(parts.desk.db, conversation.id)]


@router.delete("/{waiting_id}")
def leave(waiting_id: int, conversation: TokenConversation, parts: RunningParts) -> WaitingView:
    """Wait no longer, or let the offer pass."""
    desk = parts.desk
    return _view(waiting_list.leave(desk.db, desk.clock, desk.directory, conversation.id, waiting_id))


def _view(one: Waiting) -> WaitingView:
    return WaitingView(
        id=one.id,
        place_code=one.place_code,
        service=one.service,
        first=one.first,
        last=one.last,
        state=one.state,
        offered=one.offered,
        held_until=one.held_until.isoformat() if one.held_until else None,
    )
