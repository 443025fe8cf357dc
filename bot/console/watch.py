"""Keeps an open page up to date with the queue: at every event that matters, and every ten seconds whatever happens.

The second is for what this process is not told: time that passes, and news that came through another replica.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import background_tasks, ui

from bot.console.chats import Queue, look_at_queue
from bot.console.visit import Visit
from bot.events import BotIsWriting, Event, StateChanged, conversation_of
from helpdesk.errors import HelpdeskError

_PAUSE = 10.0


class QueueWatch:
    """Looks at the queue for one page and tells its parts; it ends with the page."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._client = ui.context.client
        self._listeners: list[Callable[[Queue], Awaitable[None]]] = []
        self.queue = Queue((), (), 0)

    async def tell(self, listener: Callable[[Queue], Awaitable[None]]) -> None:
        """Call ``listener`` now and whenever the queue has been looked at again."""
        self._listeners.append(listener)
        await listener(self.queue)

    async def look(self) -> None:
        """Look at the queue now. Raises SignedOut or NotAllowed."""
        self.queue = await self._visit.run(look_at_queue, self._visit.desk, self._visit.me.login)
        for listener in self._listeners:
            await listener(self.queue)

    def start(self) -> None:
        """Follow the events until the page is gone."""
        task = background_tasks.create(self._follow(), name="console: follow the queue")
        self._client.on_delete(task.cancel)

    async def _follow(self) -> None:
        async with self._visit.console.events.listen() as events:
            while not self._client.is_deleted:
                try:
                    if await _has_news(events, self._matters):
                        await self.look()
                except HelpdeskError:  # signed out, or the account was switched off
                    with self._client:
                        ui.navigate.to("/login")
                    return

    def _matters(self, event: Event) -> bool:
        if isinstance(event, BotIsWriting):
            return False
        return isinstance(event, StateChanged) or conversation_of(event) in self.queue.conversations


async def _has_news(events: asyncio.Queue[Event], matters: Callable[[Event], bool]) -> bool:
    """Wait for an event, take all that have come with it, and say whether one of them matters; silence does too."""
    try:
        batch = [await asyncio.wait_for(events.get(), _PAUSE)]
    except TimeoutError:
        return True
    while not events.empty():
        batch.append(events.get_nowait())
    return any(matters(event) for event in batch)
