"""A change of mind in the booking form: another place, another time, or a detail that was written wrong."""

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
from helpdesk.phones import find_phone
from nlu.times import is_only_time

_AGAIN = r"(?:换|改|重新?选)[一个下]{0,2}"
_WRONG = r"[写选说搞弄填]?(?:得|的)?(?:错|不对)"
_OTHER_PLACE = re.compile(rf"{_AGAIN}(?:地方|地点|位置|服务[站室点]|镇|村)|(?:地方|地点){_WRONG}")
_OTHER_TIME = re.compile(rf"{_AGAIN}(?:时间|日子|时段|天)|(?:时间|日子){_WRONG}")
_MOVES = re.compile(r"[换改][成到去为在]")
_DETAILS = {
    "booking_phone": re.compile(rf"(?:电话|手机|号码)号?{_WRONG}|{_AGAIN}(?:电话|手机|号码)"),
    "booking_name": re.compile(rf"(?:名字|姓名|人){_WRONG}|{_AGAIN}(?:名字|姓名|人)"),
    "booking_matter": re.compile(rf"(?:事情|事由|内容){_WRONG}|{_AGAIN}(?:事情|事由|内容)"),
}
_NEW_NAME = re.compile(
    r"(?:^|[，,。\s])(?:我叫|(?:名字|姓名)(?:[写填]?错了)?[，,]?(?:应该)?(?:叫|是|改[成为]))\s*(?P<name>[一-鿿·]{2,8})$"
)


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


def corrected_details(text: str) -> Slots:
    """The details that a sentence puts right (电话写错了，是…), or empties so that the form asks again (名字写错了)."""
    if number := find_phone(text):
        return {"booking_phone": number}
    if found := _NEW_NAME.search(text.rstrip("。！! ")):
        return {"booking_name": found["name"]}
    return {slot: None for slot, wrong in _DETAILS.items() if wrong.search(text)}
