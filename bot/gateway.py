"""Every citizen's message passes here, from whichever channel: store it, see who holds the conversation, answer, store the
answer, tell the listeners.

One message of a conversation is worked on at a time, in the order in which they were stored; different conversations run
side by side. What was stored but not answered when the process died is answered after the restart (``recover``).
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from weakref import WeakValueDictionary

from actions.appointment_cards import PRESSED_HERE
from actions.desk import Desk
from actions.payloads import Payload, UnknownPayload, from_rasa, parse_payload, point_to_rasa, to_rasa
from actions.pointing import is_pointing
from actions.questions import answer_question
from actions.respond import respond_to_press
from actions.spoken import payload_meant
from bot import handoff_words, intake, rating_words
from bot.dialogue import Dialogue, DialogueUnavailable
from bot.events import BotIsWriting, EventBus, MessageStored, StateChanged
from helpdesk import advisers, chats, conversations, handoffs, queue_place, ratings
from helpdesk.chats import WAIT_BUTTONS
from helpdesk.conversations import Pending
from helpdesk.errors import HelpdeskError, InvalidPhone
from helpdesk.models import Conversation, ConversationState, Draft, HandoffState, Inbound, Kind, Message
from helpdesk.phones import find_phone
from nlu.danger import Recogniser, Sort

_log = logging.getLogger(__name__)

_HUMAN_BUTTON = {"title": "转人工", "payload": "human"}
_OFFER = Draft(Kind.NOTICE, "连着两次没答到点子上，要不要请顾问来和您说？", {"buttons": [_HUMAN_BUTTON]})
_WITHOUT_RASA = Draft(
    Kind.NOTICE, "系统现在有点忙，只能这样简单答复您；没说清楚的，可以请顾问来。", {"buttons": [_HUMAN_BUTTON]}
)
_NOT_NOW = "这项功能现在用不了，请过几分钟再试，或者转人工、打12348。"
_FAILED = "对不起，刚才出了点问题，没能回答您。请再说一遍，或者转人工。"
_NO_WORDS = "没有看到文字。请用几句话说说您的事，比如“老板拖欠工资怎么办”。"
_TOO_LONG = f"您写得太长了，请分几次发，每次不超过 {intake.MAX_LENGTH} 个字。"
_NOT_TEXT = "收到了，不过我现在只看得懂文字，请用几句话说说您的事。要顾问看图片或听语音，请先转人工。"
_MISSES_BEFORE_OFFER = 2
_NUMBER_PLEASE = "请直接写您的电话号码，顾问上班后打给您。"


@dataclass(frozen=True, slots=True)
class Turn:
    """The replies to a message, and who holds the conversation after it."""

    state: ConversationState
    messages: list[Message]


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
            turn = await self._say(waiting, [Draft(Kind.FALLBACK, _FAILED, {"buttons": [_HUMAN_BUTTON]})])
        for message in turn.messages:
            self._events.publish(MessageStored(message))
        if turn.state is not before:
            self._events.publish(StateChanged(waiting.conversation.id, turn.state))
        return turn

    async def _by_holder(self, waiting: Pending) -> Turn:
        payload, _ = _read(waiting.inbound)
        if payload is not None and payload.verb in rating_words.VERBS:
            return await self._rate(waiting, payload)
        match waiting.conversation.state:
            case ConversationState.WITH_ADVISER:
                return await self._with_adviser(waiting)
            case ConversationState.WAITING:
                return await self._while_waiting(waiting)
        return await self._with_bot(waiting)

    async def _with_adviser(self, waiting: Pending) -> Turn:
        """The adviser answers, until the citizen ends it; where there is danger, the hand-off is marked urgent."""
        payload, text = _read(waiting.inbound)
        if payload == Payload("end") or (payload is None and intake.ends_chat(text)):
            return await asyncio.to_thread(self._end_chat, waiting)
        if payload is None and (danger := await self._danger_in(text)):
            reason = handoff_words.urgent_reason(danger)
            return await asyncio.to_thread(self._store_handoff, waiting, reason, [], True)
        return await self._say(waiting, [])

    async def _with_bot(self, waiting: Pending) -> Turn:
        inbound = waiting.inbound
        payload, text = _read(inbound)
        if payload == Payload("human"):
            return await self._hand_off(waiting, "群众要求转人工")
        if payload is None and (danger := await self._danger_in(text)):
            return await self._urgent(waiting, danger)
        if refusal := _unreadable(inbound, payload, text):
            return await self._say(waiting, [refusal])
        if payload is None and intake.wants_person(text):
            return await self._hand_off(waiting, "群众要求转人工")
        if payload is None and inbound.location is None:
            meant = await asyncio.to_thread(self._meant, waiting.conversation.id, text)
            if isinstance(meant, Draft):
                return await self._say(waiting, [meant])
            if meant is not None and meant.verb in rating_words.VERBS:
                return await self._rate(waiting, meant, text)
            payload = meant
        self._events.publish(BotIsWriting(waiting.conversation.id))
        drafts = await self._from_dialogue(waiting, _for_rasa(inbound, payload, text))
        if any(draft.kind is Kind.HANDOFF for draft in drafts):
            return await self._hand_off(waiting, "群众要求转人工")
        return await self._say(waiting, _with_offer(waiting.conversation, drafts))

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
            return await asyncio.to_thread(self._without_dialogue, waiting.conversation.id, text)

    def _without_dialogue(self, conversation_id: str, text: str) -> list[Draft]:
        pressed = from_rasa(text)
        if pressed is None:
            said = conversations.recently_said(self._desk.db, conversation_id)
            return [*answer_question(self._desk, text, said=said), _WITHOUT_RASA]
        if pressed.verb in (
            "faq",
            "guide",
            "aspect",
            "narrow",
            "place",
            "tier",
            "point",
            "find_place",
            "help",
            "privacy",
            "sheet",
            "promise",
            "none",
            *PRESSED_HERE,
        ):
            return respond_to_press(self._desk, pressed, conversation_id)
        return [Draft(Kind.NOTICE, _NOT_NOW, {"buttons": [_HUMAN_BUTTON]})]

    async def _while_waiting(self, waiting: Pending) -> Turn:
        """In the queue: a number or a change of mind takes the citizen out of it, all else is noted for the adviser."""
        payload, text = _read(waiting.inbound)
        if payload == Payload("withdraw") or (payload is None and intake.leaves_queue(text)):
            return await self._leave_queue(waiting, "好的，不等了。您有什么事接着问我就行。")
        if payload == Payload("callback"):
            return await self._say(waiting, [Draft(Kind.HANDOFF, _NUMBER_PLEASE)])
        if payload is not None and payload.verb != "human":
            await asyncio.to_thread(handoffs.withdraw_handoff, self._desk.db, self._desk.clock, waiting.conversation.id)
            return await self._with_bot(waiting)
        if payload is None and (danger := await self._danger_in(text)):
            return await self._urgent(waiting, danger)
        if payload is None and (phone := find_phone(text)):
            return await self._call_back(waiting, phone)
        if payload is None and intake.asks_place(text):
            return await self._say(waiting, [await asyncio.to_thread(self._queue_place, waiting.conversation.id)])
        return await self._say(waiting, [handoff_words.noted()])

    def _queue_place(self, conversation_id: str) -> Draft:
        place = queue_place.queue_place(self._desk.db, self._desk.clock, conversation_id)
        return Draft(Kind.HANDOFF, place.words(), {"buttons": WAIT_BUTTONS})

    def _end_chat(self, waiting: Pending) -> Turn:
        messages = chats.leave_chat(self._desk.db, self._desk.clock, waiting.message.id)
        return Turn(ConversationState.BOT, messages)

    async def _rate(self, waiting: Pending, payload: Payload, word: str | None = None) -> Turn:
        return await self._say(waiting, [await asyncio.to_thread(self._rated, waiting, payload, word)])

    def _rated(self, waiting: Pending, payload: Payload, word: str | None) -> Draft:
        db, clock, conversation_id = self._desk.db, self._desk.clock, waiting.conversation.id
        if not payload.argument:
            return rating_words.no_word()
        handoff_id, _, value = payload.argument.partition(":")
        about = int(handoff_id)
        try:
            match payload.verb:
                case "solved":
                    ratings.rate(db, clock, conversation_id, about, solved=value == "yes")
                    return rating_words.after_solved(about, value == "yes")
                case "rate":
                    ratings.rate(db, clock, conversation_id, about, score=int(value))
                    return rating_words.after_mark(about)
            if word is None:
                return rating_words.ask_word(about)
            ratings.rate(db, clock, conversation_id, about, word=word)
            return rating_words.after_word()
        except HelpdeskError as error:
            return Draft(Kind.NOTICE, str(error))

    async def _leave_queue(self, waiting: Pending, words: str) -> Turn:
        try:
            await asyncio.to_thread(handoffs.withdraw_handoff, self._desk.db, self._desk.clock, waiting.conversation.id)
        except HelpdeskError as error:
            words = str(error)
        return await self._say(waiting, [Draft(Kind.NOTICE, words)])

    async def _call_back(self, waiting: Pending, phone: str) -> Turn:
        try:
            await asyncio.to_thread(
                handoffs.leave_number, self._desk.db, self._desk.clock, waiting.conversation.id, phone
            )
        except InvalidPhone as error:
            return await self._say(waiting, [Draft(Kind.NOTICE, str(error))])
        words = "电话记下了，顾问上班后会打给您。这中间您可以接着问我。"
        return await self._say(waiting, [Draft(Kind.HANDOFF, words)])

    async def _danger_in(self, text: str) -> Sort | None:
        if is_pointing(text):  # 最后一个 chooses a button, and the model hears an end in it
            return None
        return (await asyncio.to_thread(self._danger.judge, text)).sort

    async def _urgent(self, waiting: Pending, danger: Sort) -> Turn:
        present = await asyncio.to_thread(advisers.anyone_on_duty, self._desk.db, self._desk.clock)
        drafts = [handoff_words.urgent_words(danger, present)]
        return await asyncio.to_thread(self._store_handoff, waiting, handoff_words.urgent_reason(danger), drafts, True)

    async def _hand_off(self, waiting: Pending, reason: str) -> Turn:
        drafts = [await asyncio.to_thread(self._handoff_words)]
        return await asyncio.to_thread(self._store_handoff, waiting, reason, drafts, False)

    def _store_handoff(self, waiting: Pending, reason: str, drafts: list[Draft], urgent: bool) -> Turn:
        db, clock = self._desk.db, self._desk.clock
        messages = handoffs.request_handoff(db, clock, waiting.message.id, reason, drafts, urgent=urgent)
        return Turn(conversations.get_conversation(db, waiting.conversation.id).state, messages)

    def _handoff_words(self) -> Draft:
        db, clock = self._desk.db, self._desk.clock
        ahead = sum(h.state is HandoffState.WAITING for h in handoffs.list_open_handoffs(db))
        now = clock.now()
        return handoff_words.handoff_words(now, advisers.next_duty(now), advisers.anyone_on_duty(db, clock), ahead)

    async def _say(self, waiting: Pending, drafts: list[Draft]) -> Turn:
        return await asyncio.to_thread(self._store_reply, waiting, drafts)

    def _store_reply(self, waiting: Pending, drafts: list[Draft]) -> Turn:
        reply = conversations.store_reply(self._desk.db, self._desk.clock, waiting.message.id, drafts)
        return Turn(reply.state, reply.messages)


def _read(inbound: Inbound) -> tuple[Payload | None, str]:
    """The button or command in a message, or its words made clean."""
    text = intake.clean(inbound.text)
    written = inbound.payload if inbound.payload is not None else intake.button_meant(text)
    if written is None:
        return None, text
    try:
        return parse_payload(written), text
    except UnknownPayload:
        return Payload("unknown"), text


def _unreadable(inbound: Inbound, payload: Payload | None, text: str) -> Draft | None:
    """Why the bot cannot go by this message, or None."""
    if inbound.note:
        return Draft(Kind.NOTICE, _NOT_TEXT, {"buttons": [_HUMAN_BUTTON]})
    if payload == Payload("unknown"):
        return Draft(Kind.NOTICE, "这个按钮已经不能用了，请直接说您想办的事。")
    if payload == Payload("end"):
        return Draft(Kind.NOTICE, "现在没有顾问在和您说话，有什么事直接问我就行。")
    if payload is not None and payload.verb in ("withdraw", "callback"):
        return Draft(Kind.NOTICE, "现在没有在排队等顾问。要找顾问，请点“转人工”。", {"buttons": [_HUMAN_BUTTON]})
    if payload is not None or inbound.location is not None:
        return None
    if len(text) > intake.MAX_LENGTH:
        return Draft(Kind.NOTICE, _TOO_LONG)
    return None if intake.has_words(text) else Draft(Kind.NOTICE, _NO_WORDS)


def _for_rasa(inbound: Inbound, payload: Payload | None, text: str) -> str:
    if inbound.location is not None:
        return point_to_rasa(*inbound.location)
    return to_rasa(payload) if payload else intake.for_rasa(text)


def _with_offer(conversation: Conversation, drafts: list[Draft]) -> list[Draft]:
    """Two misses in a row offer a person."""
    missed = any(draft.kind is Kind.FALLBACK for draft in drafts)
    return [*drafts, _OFFER] if missed and conversation.misses + 1 >= _MISSES_BEFORE_OFFER else drafts
