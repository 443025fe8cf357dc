"""The beginning of a booking: the form afresh, with what the citizen has said already or is offered."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from uuid import uuid4

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import when
from actions.base import DeskAction, Events
from actions.booking_questions import FORM_SLOTS
from actions.eligibility import matter_to_book
from actions.form_details import told_early
from actions.form_place import find_place, place_chosen
from actions.form_turn import FORM_MEMORY, Slots, cleared, said_instead
from actions.payloads import Payload
from actions.turn import filled, pressed, utter, words
from helpdesk import waiting_list
from helpdesk.models import Draft, Kind

_OFFER_PASSED = Draft(Kind.BOOKING, "这个空位已经过了保留的时间。可以重新选一个时间。")
_THIS_PLACE = re.compile(r"这个|这里|这儿|这边|那里|那个|那儿")


class BeginBooking(DeskAction):
    """A wish to book: begin the form afresh, with what the citizen has said already."""

    action_name = "action_begin_booking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Empty the form's slots, then fill place and time when the message (or the talk before it) names them."""
        slots = await self._said_already(dispatcher, tracker)
        return [
            *cleared(*FORM_SLOTS, *FORM_MEMORY, "booking_for_whom"),
            SlotSet("booking_key", str(uuid4())),
            *[SlotSet(name, value) for name, value in slots.items()],
        ]

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """Nothing: the form asks."""
        return []

    async def _said_already(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
        payload, text = pressed(tracker), words(tracker)
        if payload is not None and payload.argument == "aid":
            return {"booking_matter": await asyncio.to_thread(matter_to_book, self.desk, tracker)}
        if payload is not None and not payload.argument:
            return {}
        if payload is not None and payload.argument.startswith("w"):
            return await asyncio.to_thread(self._offered, dispatcher, tracker, int(payload.argument[1:]))
        return told_early(text) | await self._place_and_time(dispatcher, tracker, payload, text)

    def _offered(self, dispatcher: CollectingDispatcher, tracker: Tracker, waiting_id: int) -> Slots:
        """The time that is held for somebody on the waiting list."""
        waiting = waiting_list.offered_slot(self.desk.db, tracker.sender_id, waiting_id)
        if waiting is None:
            utter(dispatcher, [_OFFER_PASSED])
            return {}
        return {"booking_place": waiting.place_code, "booking_slot": waiting.offered}

    async def _place_and_time(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, payload: Payload | None, text: str
    ) -> Slots:
        place, draft = await asyncio.to_thread(find_place, self.desk, payload, text)
        if place is None and draft is None and _THIS_PLACE.search(text) and (code := filled(tracker, "place_code")):
            place = self.desk.directory.get(code)
        if place is not None:
            return await place_chosen(self.desk, dispatcher, place, text)
        wish = await asyncio.to_thread(when.spoken_wish, self.desk, text)
        return {"form_day": wish} | (said_instead(dispatcher, draft) if draft else {})
