"""The slot of a form that holds a time; booking and changing share it."""

from __future__ import annotations

import asyncio
import re
from datetime import date, datetime

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import when
from actions.desk import Desk
from actions.form_turn import Slots, answer_between, is_question_between, said_instead
from actions.payloads import Payload
from actions.turn import filled, is_intent
from helpdesk.models import Draft, Place

_NOT_A_TIME = "没看明白是哪天。可以说“明天下午三点”，也可以选："

_SLOT = re.compile(r"\d{12}-\d{12}")


def is_slot_id(text: str) -> bool:
    """Whether the slot was filled by the desk itself, not by an answer."""
    return bool(_SLOT.fullmatch(text))


def ask_time(desk: Desk, place: Place, tracker: Tracker) -> Draft:
    """The slots of the day under discussion to choose from, or the days when there is none."""
    day = _day(filled(tracker, "form_day"))
    return when.offer_slots(desk, place, day) if day else when.ask_day(desk, place)


async def time_answer(
    desk: Desk,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    place: Place,
    slot: str,
    payload: Payload | None,
    text: str,
    otherwise: Draft | None = None,
) -> Slots:
    """Fill ``slot`` with a slot's id, or empty it and offer others.

    An answer that has nothing to do with time leaves ``slot`` out: a question is answered, and for anything else
    ``otherwise`` is said, or the days are offered once more.
    """
    slot_id, draft = await asyncio.to_thread(_read, desk, tracker, place, payload, text)
    if draft is not None:
        return {slot: None, "form_day": when.day_offered(draft)} | said_instead(dispatcher, draft)
    if slot_id is not None:
        return {slot: slot_id}
    if payload is not None or is_question_between(tracker, text) or is_intent(tracker, "ask_legal"):
        await answer_between(desk, dispatcher, tracker, payload, text)
        return {}
    if otherwise is None:
        otherwise = await asyncio.to_thread(when.ask_day, desk, place, _NOT_A_TIME)
    return said_instead(dispatcher, otherwise)


def _read(
    desk: Desk, tracker: Tracker, place: Place, payload: Payload | None, text: str
) -> tuple[str | None, Draft | None]:
    """A slot, or words that offer some; neither when the answer has nothing to do with time."""
    if payload is None:
        return when.choose_slot(desk, place, text, _day(tracker.get_slot("form_day")))
    if payload.verb == "slot":
        return when.choose_slot_by_id(desk, place, payload.argument)
    if payload.verb == "day":
        day = _day(payload.argument[-8:])
        return None, when.offer_slots(desk, place, day) if day else when.ask_day(desk, place)
    return None, None


def _day(written: str | None) -> date | None:
    try:
        return datetime.strptime(written, "%Y%m%d").date() if written else None
    except ValueError:
        return None
