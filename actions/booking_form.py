"""The booking form: which room, when, what about, who, a number, and a summary to confirm.

Rasa keeps the form and asks for one slot after the other (``actions.booking_questions``); what an answer means is decided here
and in the two modules that it inherits from. An answer that fits is stored in its plain form (a place's code, a slot's id); a
question in between is answered, and the form asks again.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import Events
from actions.booking_questions import FORM_SLOTS, LEAVE
from actions.booking_what_who import WhatAndWho
from actions.booking_where_when import WhereAndWhen
from actions.form_change import corrected
from actions.form_details import put_right
from actions.form_resume import resume, time_gone
from actions.form_time import time_answer
from actions.form_turn import Slots, goes_back, leave_form, read_answer, said_instead, wants_to_leave
from actions.turn import filled, is_intent, utter
from actions.views import button
from helpdesk.models import Draft, Kind

_WHAT_TO_CHANGE = "哪里要改？直接说就行，比如“改到明天上午十点”“换个地方”“电话写错了”。都对就点“确认预约”。"
_FIRST_STEP = "这已经是第一步了。您想去哪里咨询？写镇或村的名字，发定位，或者从下面选。不约了就说“算了”。"
_PUT_RIGHT = Draft(Kind.BOOKING, "好的，改好了。")
_YES = ("确认", "对", "对的", "是", "是的", "好", "好的", "可以", "要得", "没问题", "没得问题", "确认预约", "行", "嗯")


class ValidateBookingForm(WhereAndWhen, WhatAndWho):
    """Reads what changes the form as a whole, and the last answer: yes, no, or something to change."""

    action_name = "validate_booking_form"

    async def get_validation_events(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Read the answer; who comes back to the form is told where it stands, and when the chosen time is gone."""
        await asyncio.to_thread(resume, self.desk, dispatcher, tracker)
        events = await super().get_validation_events(dispatcher, tracker, domain)
        gone = await asyncio.to_thread(time_gone, self.desk, dispatcher, tracker)
        return [*events, *[SlotSet(name, value) for name, value in gone.items()]]

    async def change_of_mind(
        self, slot: str, value: str, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Slots | None:
        """上一步, and what puts name, phone or matter right."""
        payload, text = read_answer(value)
        if goes_back(payload, text):
            return _step_back(dispatcher, slot)
        if payload is not None or not filled(tracker, "requested_slot"):
            return None
        details = ("booking_matter", "booking_name", "booking_phone")
        answers = {name: filled(tracker, name) for name in details if name != slot and filled(tracker, name)}
        right = put_right(value.strip(), slot, answers)
        if not right:
            return None
        if all(right.values()) and slot != "booking_confirm":  # there the summary shows it
            utter(dispatcher, [_PUT_RIGHT])
        return {slot: None} | right

    async def validate_booking_confirm(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """Yes, no, or something to change."""
        payload, text = read_answer(value)
        if text in ("yes", "left"):
            return {"booking_confirm": text}
        if wants_to_leave(tracker, payload, text):
            return leave_form("booking_confirm")
        verb = payload.verb if payload else None
        if verb == "yes" or (payload is None and _says_yes(tracker, text)):
            return {"booking_confirm": "yes"}
        change = await corrected(self.desk, dispatcher, tracker, payload, text)
        if change:
            return {"booking_confirm": None} | change
        place = self.desk.directory.get(filled(tracker, "booking_place"))
        buttons = [
            button("确认预约", "yes"),
            button("改时间", f"book:{place.code}"),
            button("换个地方", "book"),
            *LEAVE,
        ]
        unclear = Draft(Kind.BOOKING, _WHAT_TO_CHANGE, {"buttons": buttons})
        if verb == "no" or (payload is None and is_intent(tracker, "deny")):
            return {"booking_confirm": None} | said_instead(dispatcher, unclear)
        answer = await time_answer(self.desk, dispatcher, tracker, place, "booking_slot", payload, text, unclear)
        return {"booking_confirm": None} | answer


def _step_back(dispatcher: CollectingDispatcher, slot: str) -> Slots:
    """Empty the slot that is asked for and the one before it, so that the form asks that one again."""
    place = FORM_SLOTS.index(slot)
    if place == 0:
        return {slot: None} | said_instead(dispatcher, Draft(Kind.BOOKING, _FIRST_STEP, {"buttons": LEAVE}))
    return {slot: None, FORM_SLOTS[place - 1]: None, "form_day": None}


def _says_yes(tracker: Tracker, text: str) -> bool:
    return text.strip("。！! ") in _YES or is_intent(tracker, "affirm")
