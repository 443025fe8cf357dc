"""Every citizen's message passes here, from whichever channel: store it, see who holds the conversation, answer, store the
answer, tell the listeners.

One message of a conversation is worked on at a time, in the order in which they were stored; different conversations run
side by side. What was stored but not answered when the process died is answered after the restart (``recover``).
"""

from __future__ import annotations

import asyncio
import logging
from weakref import WeakValueDictionary

from actions.desk import Desk
from actions.payloads import Payload
from actions.spoken import payload_meant
from bot import intake, rating_words
from bot.dialogue import Dialogue, DialogueUnavailable
from bot.events import BotIsWriting, EventBus, MessageStored, StateChanged
from bot.handoff_words import HUMAN_BUTTON
from bot.reading import danger_in, for_rasa, read, unreadable
from bot.turns import Turn, hand_off, hand_off_urgently, say
from bot.with_adviser import rate, while_talking, while_waiting
from bot.without_rasa import answer_without_rasa
from helpdesk import conversations
from helpdesk.conversations import Pending
from helpdesk.models import Conversation, ConversationState, Draft, Inbound, Kind
from nlu.danger import Recogniser

_log = logging.getLogger(__name__)

_OFFER = Draft(Kind.NOTICE, "连着两次没答到点子上，要不要请顾问来和您说？", {"buttons": [HUMAN_BUTTON]})
_FAILED = "对不起，刚才出了点问题，没能回答您。请再说一遍，或者转人工。"
_MISSES_BEFORE_OFFER = 2


class Gateway:
    """The one way in for citizens' messages."""

    def __init__(self, desk: Desk, dialogue: Dialogue, events: EventBus, danger: Recogniser) -> None:
        self._desk = desk
        self._danger = danger
        self._dialogue = dialogue
        self._events = events
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        # Rasa may have answered these already, to a process that died before it stored the answer.
        self._left_over = {waiting.message.id for waiting in conversations.pending(desk.db)}

    async def receive(self, conversation_id: str, inbound: Inbound) -> Turn:
        """Store and answer a message; a repeat of its ``client_id`` gets what was answered before.

        Raises NotFound when the conversation does not exist.
        """
        message = await asyncio.to_thread(
            conversations.store_inbound, self._desk.db, self._desk.clock, conversation_id, inbound
        )
        self._events.publish(MessageStored(message))
        async with self._lock(conversation_id):
            return await asyncio.shield(asyncio.ensure_future(self._work_off(conversation_id, message.id)))

    async def recover(self) -> int:
        """Answer what was stored but not answered when the process last ended; returns how many messages that were."""
        left = await asyncio.to_thread(conversations.pending, self._desk.db)
        for conversation_id in dict.fromkeys(waiting.conversation.id for waiting in left):
            async with self._lock(conversation_id):
                await self._work_off(conversation_id, None)
        return len(left)

    def _lock(self, conversation_id: str) -> asyncio.Lock:
        lock = self._locks.get(conversation_id)
        if lock is None:
            lock = self._locks[conversation_id] = asyncio.Lock()
        return lock

    async def _work_off(self, conversation_id: str, message_id: str | None) -> Turn:
        """Answer the conversation's open messages up to ``message_id`` (all of them for None), oldest first."""
        for waiting in await asyncio.to_thread(conversations.pending, self._desk.db, conversation_id):
            turn = await self._answer(waiting)
            if waiting.message.id == message_id:
                return turn
        return await asyncio.to_thread(self._answered_before, conversation_id, message_id)

    def _answered_before(self, conversation_id: str, message_id: str | None) -> Turn:
        replies = conversations.replies_to(self._desk.db, message_id) if message_id else None
        return Turn(conversations.get_conversation(self._desk.db, conversation_id).state, replies or [])

    async def _answer(self, waiting: Pending) -> Turn:
        before = waiting.conversation.state
        try:
            turn = await self._by_holder(waiting)
        except Exception:  # whatever went wrong, the citizen is told and the conversation goes on
            _log.exception("message %s could not be answered", waiting.message.id)
            turn = await say(self._desk, waiting, [Draft(Kind.FALLBACK, _FAILED, {"buttons": [HUMAN_BUTTON]})])
        for message in turn.messages:
            self._events.publish(MessageStored(message))
        if turn.state is not before:
            self._events.publish(StateChanged(waiting.conversation.id, turn.state))
        return turn

    async def _by_holder(self, waiting: Pending) -> Turn:
        payload, _ = read(waiting.inbound)
        if payload is not None and payload.verb in rating_words.VERBS:
            return await rate(self._desk, waiting, payload)
        match waiting.conversation.state:
            case ConversationState.WITH_ADVISER:
                return await while_talking(self._desk, self._danger, waiting)
            case ConversationState.WAITING:
                if turn := await while_waiting(self._desk, self._danger, waiting):
                    return turn
        return await self._with_bot(waiting)

    async def _with_bot(self, waiting: Pending) -> Turn:
        inbound = waiting.inbound
        payload, text = read(inbound)
        if payload == Payload("human"):
            return await hand_off(self._desk, waiting, "群众要求转人工")
        if payload is None and (danger := await danger_in(text, self._danger)):
            return await hand_off_urgently(self._desk, waiting, danger)
        if refusal := unreadable(inbound, payload, text):
            return await say(self._desk, waiting, [refusal])
        if payload is None and intake.wants_person(text):
            return await hand_off(self._desk, waiting, "群众要求转人工")
        if payload is None and inbound.location is None:
            meant = await asyncio.to_thread(self._meant, waiting.conversation.id, text)
            if isinstance(meant, Draft):
                return await say(self._desk, waiting, [meant])
            if meant is not None and meant.verb in rating_words.VERBS:
                return await rate(self._desk, waiting, meant, text)
            payload = meant
        self._events.publish(BotIsWriting(waiting.conversation.id))
        drafts = await self._from_dialogue(waiting, for_rasa(inbound, payload, text))
        if any(draft.kind is Kind.HANDOFF for draft in drafts):
            return await hand_off(self._desk, waiting, "群众要求转人工")
        return await say(self._desk, waiting, _with_offer(waiting.conversation, drafts))

    def _meant(self, conversation_id: str, text: str) -> Payload | Draft | None:
        """The button that words stand for, or the rating that they were asked for."""
        said = conversations.recently_said(self._desk.db, conversation_id)
        if said and (about := said[0].extras.get("rating")):
            return Payload("word", str(about))
        return payload_meant(self._desk, text, said)

    async def _from_dialogue(self, waiting: Pending, text: str) -> list[Draft]:
        again = waiting.message.id in self._left_over
        try:
            return await self._dialogue.reply(waiting.conversation.id, waiting.message.id, text, again=again)
        except DialogueUnavailable as error:
            _log.warning("answering without Rasa: %s", error)
            return await asyncio.to_thread(answer_without_rasa, self._desk, waiting.conversation.id, text)


def _with_offer(conversation: Conversation, drafts: list[Draft]) -> list[Draft]:
    """Two misses in a row offer a person."""
    missed = any(draft.kind is Kind.FALLBACK for draft in drafts)
    return [*drafts, _OFFER] if missed and conversation.misses + 1 >= _MISSES_BEFORE_OFFER else drafts
