"""Answers to the booking form's first two questions: which room, and when."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import places, when
from actions.booking_what_who import checked
from actions.form_change import corrected
from actions.form_place import PLACE_VERBS, find_place, place_chosen
from actions.form_time import is_slot_id, time_answer
from actions.form_turn import (
    DeskForm,
    Slots,
    answer_between,
    is_question_between,
    leave_form,
    read_answer,
    said_instead,
    wants_to_leave,
)
from actions.turn import filled, is_intent
from helpdesk.appointment_parts import check_matter
from helpdesk.models import Kind, Place
from nlu.times import is_only_time

_CODE = re.compile(r"\d{12}")
_NO_SUCH_PLACE = "没有找到这个地方。可以写镇或村的名字，比如“魏城镇铁炉村”，也可以从下面选。"
_PLACE_FIRST = "时间记下了。您想去哪里？写镇或村的名字，发定位，或者从下面选。"
_MATTER_NOTED = "事情记下了。您哪天方便？可以直接说，比如“明天下午三点”。"
_MATTER_SAID = re.compile(r"[^，,。？?]{2,20}的(?:事情?|问题|纠纷)[。！!]*")


class WhereAndWhen(DeskForm):
    """The part of the form that reads the room and the time; what is told too early is kept for its own question."""

    async def validate_booking_place(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """A place by code, by button, by point, or by name."""
        payload, text = read_answer(value)
        if _CODE.fullmatch(text):
            return {"booking_place": text}
        if wants_to_leave(tracker, payload, text):
            return leave_form("booking_confirm")
        if payload is not None and payload.verb not in PLACE_VERBS:
            await answer_between(self.desk, dispatcher, tracker, payload, text)
            return {"booking_place": None}
        place, draft = await asyncio.to_thread(find_place, self.desk, payload, text)
        if place is not None:
            return await place_chosen(self.desk, dispatcher, place, text, filled(tracker, "form_day"))
        if draft is None and payload is None and is_only_time(text):
            wish = await asyncio.to_thread(when.spoken_wish, self.desk, text)
            draft = places.ask_place(self.desk, _PLACE_FIRST, kind=Kind.BOOKING)
            return {"booking_place": None, "form_day": wish} | said_instead(dispatcher, draft)
        if draft is None and (is_question_between(tracker, text) or is_intent(tracker, "ask_legal")):
            await answer_between(self.desk, dispatcher, tracker, None, text)
            return {"booking_place": None}
        draft = draft or places.ask_place(self.desk, _NO_SUCH_PLACE, kind=Kind.BOOKING)
        return {"booking_place": None} | said_instead(dispatcher, draft)

    async def validate_booking_slot(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """A time by slot id, by button, or in words."""
        payload, text = read_answer(value)
        place = self.desk.directory.get(filled(tracker, "booking_place"))
        if is_slot_id(text):
            return {"booking_slot": text}
        if wants_to_leave(tracker, payload, text):
            return leave_form("booking_confirm")
        if (change := await corrected(self.desk, dispatcher, tracker, payload, text)) is not None:
            return change
        if payload is None and not is_question_between(tracker, text):
            named, _ = await asyncio.to_thread(find_place, self.desk, None, text)
            if named is not None and named.code != place.code:
                return await place_chosen(self.desk, dispatcher, named, text)
        if payload is None and not filled(tracker, "booking_matter") and self._is_matter(tracker, place, text):
            asked = await asyncio.to_thread(when.ask_day, self.desk, place, _MATTER_NOTED)
            told = checked(dispatcher, "booking_matter", lambda: check_matter(text))
            return {"booking_slot": None} | told | (said_instead(dispatcher, asked) if told["booking_matter"] else {})
        answer = await time_answer(self.desk, dispatcher, tracker, place, "booking_slot", payload, text)
        return {"booking_slot": None} | answer

    def _is_matter(self, tracker: Tracker, place: Place, text: str) -> bool:
        """Whether words at the question of time say what the visit is about: 讨工资的事."""
        if is_question_between(tracker, text) or when.read_time(place, text, self.desk.clock.now()) is not None:
            return False
        return bool(_MATTER_SAID.fullmatch(text)) or self.desk.narrowings.wide(text) is not None
