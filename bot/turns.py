"""How a turn ends: what is said to a citizen's message is stored with the state that follows from it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from actions.desk import Desk
from bot import handoff_words
from helpdesk import advisers, conversations, handoffs
from helpdesk.conversations import Pending
from helpdesk.models import ConversationState, Draft, HandoffState, Message
from nlu.danger import Sort


@dataclass(frozen=True, slots=True)
class Turn:
    """The replies to a message, and who holds the conversation after it."""

    state: ConversationState
    messages: list[Message]


async def say(desk: Desk, waiting: Pending, drafts: list[Draft]) -> Turn:
    """Replies, none perhaps; whoever holds the conversation keeps it."""
    return await asyncio.to_thread(_store_reply, desk, waiting, drafts)


async def hand_off(desk: Desk, waiting: Pending, reason: str) -> Turn:
    """The conversation waits for a person from here on; ``reason`` is what the adviser reads."""
    drafts = [await asyncio.to_thread(_handoff_words, desk)]
    return await asyncio.to_thread(_store_handoff, desk, waiting, reason, drafts, False)


async def hand_off_urgently(desk: Desk, waiting: Pending, danger: Sort) -> Turn:
    """The numbers to call first, and an urgent hand-off."""
    present = await asyncio.to_thread(advisers.anyone_on_duty, desk.db, desk.clock)
    drafts = [handoff_words.urgent_words(danger, present)]
    return await asyncio.to_thread(_store_handoff, desk, waiting, handoff_words.urgent_reason(danger), drafts, True)


async def mark_urgent(desk: Desk, waiting: Pending, danger: Sort) -> Turn:
    """The hand-off of a conversation that an adviser holds turns urgent; nothing is said."""
    return await asyncio.to_thread(_store_handoff, desk, waiting, handoff_words.urgent_reason(danger), [], True)


def _store_reply(desk: Desk, waiting: Pending, drafts: list[Draft]) -> Turn:
    reply = conversations.store_reply(desk.db, desk.clock, waiting.message.id, drafts)
    return Turn(reply.state, reply.messages)


def _store_handoff(desk: Desk, waiting: Pending, reason: str, drafts: list[Draft], urgent: bool) -> Turn:
    db, clock = desk.db, desk.clock
    messages = handoffs.request_handoff(db, clock, waiting.message.id, reason, drafts, urgent=urgent)
    return Turn(conversations.get_conversation(db, waiting.conversation.id).state, messages)


def _handoff_words(desk: Desk) -> Draft:
    db, clock = desk.db, desk.clock
    ahead = sum(h.state is HandoffState.WAITING for h in handoffs.list_open_handoffs(db))
    now = clock.now()
    return handoff_words.handoff_words(now, advisers.next_duty(now), advisers.anyone_on_duty(db, clock), ahead)
