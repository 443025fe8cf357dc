"""Live news inside the process: new messages and changes of state, for whoever listens now.

Nothing is kept: what must not be lost is in the database, and a listener that comes back reads it from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from helpdesk.models import ConversationState, Message

_BACKLOG = 200


@dataclass(frozen=True, slots=True)
class MessageStored:
    """A message was stored."""

    message: Message


@dataclass(frozen=True, slots=True)
class StateChanged:
    """A conversation changed hands."""

    conversation_id: str
    state: ConversationState


@dataclass(frozen=True, slots=True)
class BotIsWriting:
    """The bot has begun to work on an answer."""

    conversation_id: str


Event = MessageStored | StateChanged | BotIsWriting


def conversation_of(event: Event) -> str:
    """The conversation an event belongs to."""
    return event.message.conversation_id if isinstance(event, MessageStored) else event.conversation_id


class EventBus:
    """Hands each event to every listener; a listener that falls behind loses the oldest ones."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Queue[Event], str | None] = {}

    def publish(self, event: Event) -> None:
        """Tell all who listen; call it from the event loop's thread."""
        for queue, only in self._listeners.items():
            if only is None or only == conversation_of(event):
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(event)

    @asynccontextmanager
    async def listen(self, conversation_id: str | None = None) -> AsyncIterator[asyncio.Queue[Event]]:
        """A queue of events from now on; of one conversation, or of all."""
        queue: asyncio.Queue[Event] = asyncio.Queue(_BACKLOG)
        self._listeners[queue] = conversation_id
        try:
            yield queue
        finally:
            del self._listeners[queue]
