"""Conversations that wait for an adviser or talk with one, and the rating when that is over."""

from __future__ import annotations

import asyncio

from actions.desk import Desk
from actions.payloads import Payload
from bot import handoff_words, intake, rating_words
from bot.reading import danger_in, read
from bot.turns import Turn, hand_off_urgently, mark_urgent, say
from helpdesk import chats, handoffs, queue_place, ratings
from helpdesk.chats import WAIT_BUTTONS
from helpdesk.conversations import Pending
from helpdesk.errors import HelpdeskError, InvalidPhone
from helpdesk.models import ConversationState, Draft, Kind
from helpdesk.phones import find_phone
from nlu.danger import Recogniser

_NUMBER_PLEASE = "请直接写您的电话号码，顾问上班后打给您。"


async def while_talking(desk: Desk, recogniser: Recogniser, waiting: Pending) -> Turn:
    """The adviser answers, until the citizen ends it; where there is danger, the hand-off is marked urgent."""
    payload, text = read(waiting.inbound)
    if payload == Payload("end") or (payload is None and intake.ends_chat(text)):
        return await asyncio.to_thread(_end_chat, desk, waiting)
    if payload is None and (danger := await danger_in(text, recogniser)):
        return await mark_urgent(desk, waiting, danger)
    return await say(desk, waiting, [])


async def while_waiting(desk: Desk, recogniser: Recogniser, waiting: Pending) -> Turn | None:
    """In the queue: a number or a change of mind takes the citizen out of it, all else is noted for the adviser.

    None when a button took them out that the bot is to answer.
    """
    payload, text = read(waiting.inbound)
    if payload == Payload("withdraw") or (payload is None and intake.leaves_queue(text)):
        return await _leave_queue(desk, waiting, "好的，不等了。您有什么事接着问我就行。")
    if payload == Payload("callback"):
        return await say(desk, waiting, [Draft(Kind.HANDOFF, _NUMBER_PLEASE)])
    if payload is not None and payload.verb != "human":
        await asyncio.to_thread(handoffs.withdraw_handoff, desk.db, desk.clock, waiting.conversation.id)
        return None
    if payload is None and (danger := await danger_in(text, recogniser)):
        return await hand_off_urgently(desk, waiting, danger)
    if payload is None and (phone := find_phone(text)):
        return await _call_back(desk, waiting, phone)
    if payload is None and intake.asks_place(text):
        return await say(desk, waiting, [await asyncio.to_thread(_queue_place, desk, waiting.conversation.id)])
    return await say(desk, waiting, [handoff_words.noted()])


async def rate(desk: Desk, waiting: Pending, payload: Payload, word: str | None = None) -> Turn:
    """Keep a rating and ask for the next one: solved or not, a mark, a word.

    ``payload`` is a button of ``rating_words.VERBS``; ``word`` is what the citizen wrote when a word was asked for.
    """
    return await say(desk, waiting, [await asyncio.to_thread(_rated, desk, waiting, payload, word)])


def _queue_place(desk: Desk, conversation_id: str) -> Draft:
    place = queue_place.queue_place(desk.db, desk.clock, conversation_id)
    return Draft(Kind.HANDOFF, place.words(), {"buttons": WAIT_BUTTONS})


def _end_chat(desk: Desk, waiting: Pending) -> Turn:
    messages = chats.leave_chat(desk.db, desk.clock, waiting.message.id)
    return Turn(ConversationState.BOT, messages)


def _rated(desk: Desk, waiting: Pending, payload: Payload, word: str | None) -> Draft:
    db, clock, conversation_id = desk.db, desk.clock, waiting.conversation.id
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


async def _leave_queue(desk: Desk, waiting: Pending, words: str) -> Turn:
    try:
        await asyncio.to_thread(handoffs.withdraw_handoff, desk.db, desk.clock, waiting.conversation.id)
    except HelpdeskError as error:
        words = str(error)
    return await say(desk, waiting, [Draft(Kind.NOTICE, words)])


async def _call_back(desk: Desk, waiting: Pending, phone: str) -> Turn:
    try:
        await asyncio.to_thread(handoffs.leave_number, desk.db, desk.clock, waiting.conversation.id, phone)
    except InvalidPhone as error:
        return await say(desk, waiting, [Draft(Kind.NOTICE, str(error))])
    words = "电话记下了，顾问上班后会打给您。这中间您可以接着问我。"
    return await say(desk, waiting, [Draft(Kind.HANDOFF, words)])
