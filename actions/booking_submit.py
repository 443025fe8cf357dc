"""The end of the booking form: the appointment is made, or it is said that there is none."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.appointment_cards import booked_draft
from actions.base import DeskAction, Events
from actions.booking_questions import FORM_SLOTS
from actions.form_turn import FORM_MEMORY, cleared
from actions.turn import filled, utter
from actions.views import button
from helpdesk import appointments
from helpdesk.appointments import BookAppointment
from helpdesk.errors import HelpdeskError
from helpdesk.models import Draft, ForWhom, Kind, Service


class SubmitBooking(DeskAction):
    """The end of the form: book, or say that nothing was booked."""

    action_name = "action_submit_booking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Book under the form's key, so that a second run of this action gives the same appointment."""
        utter(dispatcher, await asyncio.to_thread(self.drafts, tracker))
        return cleared(*FORM_SLOTS, *FORM_MEMORY, "booking_for_whom")

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The appointment's card, or why there is none."""
        if filled(tracker, "booking_confirm") != "yes":
            return [Draft(Kind.SOCIAL, "好的，没有预约。想约的时候再说“预约”就行。")]
        command = BookAppointment(
            slot_id=filled(tracker, "booking_slot"),
            service=Service.CONSULTATION,
            matter=filled(tracker, "booking_matter"),
            name=filled(tracker, "booking_name"),
            phone=filled(tracker, "booking_phone"),
            for_whom=ForWhom(filled(tracker, "booking_for_whom") or ForWhom.SELF),
        )
        desk, key = self.desk, filled(tracker, "booking_key")
        try:
            booked = appointments.book_appointment(desk.db, desk.clock, desk.directory, tracker.sender_id, key, command)
        except HelpdeskError as error:
            again = button("重新选时间", f"book:{command.slot_id[:12]}")
            return [Draft(Kind.BOOKING, f"没有约成：{error}。", {"buttons": [again]})]
        return [booked_draft(desk, booked.code, tracker.sender_id)]
