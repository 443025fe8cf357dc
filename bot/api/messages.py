"""``Message`` of the public API."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bot.turns import Turn
from helpdesk.models import Kind, Message, Sender


class MessageView(BaseModel):
    """A message as every channel's client reads it; absent parts are null or empty."""

    id: str
    seq: int
    sender: Sender
    kind: Kind
    text: str
    buttons: list[dict[str, str]] = []
    faq_id: str | None = None
    guide_id: str | None = None
    confidence: float | None = None
    citations: list[dict[str, str]] = []
    place: dict[str, Any] | None = None
    appointment: dict[str, Any] | None = None
    sent_at: str


class TurnView(BaseModel):
    """Who holds the conversation, and messages."""

    state: str
    messages: list[MessageView]


def message_view(message: Message) -> MessageView:
    """The message as clients read it."""
    return MessageView(
        id=message.id,
        seq=message.seq,
        sender=message.sender,
        kind=message.kind,
        text=message.text,
        sent_at=message.sent_at.isoformat(),
        **message.extras,
    )


def turn_view(turn: Turn) -> TurnView:
    """The turn as clients read it."""
    return TurnView(state=turn.state.value, messages=[message_view(m) for m in turn.messages])
