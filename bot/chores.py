"""What the desk does by itself, every few seconds, in every replica: the database decides who does a thing, and does it once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from actions.cases import intake
from actions.desk import Desk
from bot.events import EventBus, MessageStored, StateChanged
from bot.settings import Settings
from helpdesk.absences import tell_concerned
from helpdesk.conversations import get_conversation
from helpdesk.desk_appointments import close_past_days
from helpdesk.models import Message
from helpdesk.presence import return_unanswered
from helpdesk.queue_place import tell_places
from helpdesk.reminders import remind
from helpdesk.waiting_list import hold_all_free, tell_offers

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so many seconds; ``work`` returns what it has said to citizens."""

    every: float
    work: Callable[[Desk], Sequence[Message]]


def standing_chores(settings: Settings) -> tuple[Chore, ...]:
    """All chores, the way the settings want them."""
    silence = timedelta(seconds=settings.adviser_silence)
    return (
        Chore(5, lambda desk: return_unanswered(desk.db, desk.clock, silence)),
        Chore(15, lambda desk: tell_places(desk.db, desk.clock)),
        Chore(5, _register_cases),
        Chore(5, lambda desk: tell_offers(desk.db, desk.clock, desk.directory)),
        Chore(5, lambda desk: tell_concerned(desk.db, desk.clock, desk.directory)),
        Chore(20, lambda desk: hold_all_free(desk.db, desk.clock, desk.directory)),
        Chore(20, lambda desk: remind(desk.db, desk.clock, desk.directory)),
        Chore(600, lambda desk: close_past_days(desk.db, desk.clock)),
    )


def _register_cases(desk: Desk) -> Sequence[Message]:
    """Give what is new in chats its number; nobody is told."""
    intake(desk).register_new()
    return ()


async def do_chores(desk: Desk, events: EventBus, chores: Sequence[Chore]) -> None:
    """Do every chore when it is due, until cancelled."""
    await asyncio.gather(*(_keep_doing(chore, desk, events) for chore in chores))


async def _keep_doing(chore: Chore, desk: Desk, events: EventBus) -> None:
    while True:
        await asyncio.sleep(chore.every)
        try:
            for message in await asyncio.to_thread(chore.work, desk):
                events.publish(MessageStored(message))
                conversation = await asyncio.to_thread(get_conversation, desk.db, message.conversation_id)
                events.publish(StateChanged(conversation.id, conversation.state))
        except Exception:  # a database that is away for a moment must not end this
            _log.exception("a chore could not be done")
