"""A change of mind in the booking form: another place, or another time (details: ``actions.form_details``)."""

from __future__ import annotations

import asyncio
import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import when
from actions.desk import Desk
from actions.form_place import PLACE_VERBS, find_place, place_chosen, place_pressed
from actions.form_time import time_answer
from actions.form_turn import Slots, said_instead
from actions.payloads import Payload
from actions.turn import filled
from nlu.times import is_only_time

_AGAIN = r"(?:换|改|重新?选)[一个下]{0,2}"
_WRONG = r"[写选说搞弄填]?(?:得|的)?(?:错|不对)"
_OTHER_PLACE = re.compile(rf"{_AGAIN}(?:地方|地点|位置|服务[站室点]|镇|村)|(?:地方|地点){_WRONG}")
_OTHER_TIME = re.compile(rf"{_AGAIN}(?:时间|日子|时段|天)|(?:时间|日子){_WRONG}")
_MOVES = re.compile(r"[换改][成到去为在]")


def wants_other_place(text: str) -> bool:
    """Whether words ask for another place: 换个地方."""
    return bool(_OTHER_PLACE.search(text))


def wants_other_time(text: str) -> bool:
    """Whether words ask for another time without naming one: 改时间, 换一天."""
    return bool(_OTHER_TIME.search(text))


async def corrected(
    desk: Desk, dispatcher: CollectingDispatcher, tracker: Tracker, payload: Payload | None, text: str
) -> Slots | None:
    """What a wish for another place or time makes of the form's slots; None when the answer is no such wish."""
    current = desk.directory.get(filled(tracker, "booking_place"))
    if payload is not None:
        if payload.verb in PLACE_VERBS:
            return await place_pressed(desk, dispatcher, payload)
        if payload.verb in ("day", "slot"):
            return await time_answer(desk, dispatcher, tracker, current, "booking_slot", payload, text)
        return None
    if wants_other_place(text) or _MOVES.search(text):
        place, draft = await asyncio.to_thread(find_place, desk, None, text)
        if place is not None and place.code != current.code:
            return await place_chosen(desk, dispatcher, place, text)
        if draft is not None:
            return {"booking_place": None, "booking_slot": None} | said_instead(dispatcher, draft)
    if wants_other_place(text):
        return {"booking_place": None, "booking_slot": None, "form_day": None}
    if is_only_time(text) and await asyncio.to_thread(when.choose_slot, desk, current, text) != (None, None):
        return await time_answer(desk, dispatcher, tracker, current, "booking_slot", payload, text)
    return {"booking_slot": None, "form_day": None} if wants_other_time(text) else None
