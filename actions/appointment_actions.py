"""The citizen's own appointments: list, move, cancel."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import when
from actions.appointment_cards import booked_draft, view_of
from actions.base import AskInForm, DeskAction, Events
from actions.desk import Desk
from actions.form_change import wants_other_place, wants_other_time
from actions.form_time import is_slot_id, time_answer
from actions.form_turn import (
    FORM_MEMORY,
    DeskForm,
    Slots,
    cleared,
    goes_back,
    leave_form,
    read_answer,
    said_instead,
    wants_to_leave,
)
from actions.own_appointments import NONE, own_appointments, show_own
from actions.turn import filled, pressed, utter, words
from actions.views import button
from helpdesk import own_appointments as own
from helpdesk.errors import HelpdeskError, NotFound
from helpdesk.models import Appointment, Draft, Kind

_GONE = Draft(Kind.NOTICE, "没有找到这个预约，可能已经取消或者过去了。")

_SAME_PLACE = Draft(
    Kind.BOOKING,
    "这里只能改时间。想换地方，请先取消这个预约，再重新约一个。那时间要改到什么时候？",
    {"buttons": [button("不改了", "leave")]},
)
_FIRST_STEP = Draft(
    Kind.BOOKING,
    "这已经是第一步了。要改到什么时候？直接说就行，比如“后天上午十点”。",
    {"buttons": [button("不改了", "leave")]},
)
# A time alone moves nothing: the citizen has to have said that it is to be moved.
_MOVE = re.compile(r"[改换挪移]|推迟|提前|延|往后|往前")
# In the form's slot for the appointment: there was none to move, and the citizen has been told.
_NOTHING = "nothing"


class MyAppointments(DeskAction):
    """Lists what is still to come."""

    action_name = "action_my_appointments"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """A card for each."""
        return show_own(self.desk, tracker.sender_id)


class CancelAppointment(DeskAction):
    """Asks which one, asks whether really, cancels."""

    action_name = "action_cancel_appointment"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The step that is due."""
        payload, found = pressed(tracker), own_appointments(self.desk, tracker.sender_id)
        code = payload.argument if payload else ""
        chosen = [a for a in found if a.code == code] if code else found
        if not found:
            return [NONE]
        if not chosen:
            return [_GONE]
        if len(chosen) > 1:
            return [Draft(Kind.BOOKING, "要取消哪一个？", {"buttons": [_named(a, "cancel") for a in chosen]})]
        sure = [button("确定取消", f"cancel_yes:{chosen[0].code}"), button("不取消", "no")]
        text = f"要取消{when.slot_name(chosen[0].start)}在{chosen[0].place.title}的预约吗？"
        return [Draft(Kind.BOOKING, text, {"buttons": sure, "appointment": view_of(self.desk, chosen[0])})]


def cancel_for_good(desk: Desk, conversation_id: str, code: str) -> Draft:
    """Cancel, after the citizen has confirmed."""
    try:
        done = own.cancel_appointment(desk.db, desk.clock, desk.directory, conversation_id, code)
    except HelpdeskError as error:
        return Draft(Kind.NOTICE, f"{error}。")
    extras = {"appointment": view_of(desk, done), "buttons": [button("重新预约", "book")]}
    return Draft(Kind.BOOKING, f"已经取消了{when.slot_name(done.start)}的预约。", extras)


class BeginChange(DeskAction):
    """A wish to move an appointment."""

    action_name = "action_begin_change"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Begin the form afresh; with one appointment there is nothing to choose, nor when the new time is named."""
        payload = pressed(tracker)
        found = await asyncio.to_thread(own_appointments, self.desk, tracker.sender_id)
        code = payload.argument if payload else ""
        meant = [a for a in found if a.code == code] if code else found
        slots: Slots = {}
        if not meant:
            utter(dispatcher, [_GONE if found else NONE])
            slots = {"change_code": _NOTHING, "change_slot": "left"}
        elif len(meant) == 1:
            slots = await self._with_time(dispatcher, meant[0], words(tracker))
        return [
            *cleared("change_code", "change_slot", *FORM_MEMORY),
            *[SlotSet(name, value) for name, value in slots.items()],
        ]

    async def _with_time(self, dispatcher: CollectingDispatcher, current: Appointment, text: str) -> Slots:
        day = current.start.date()
        slots: Slots = {"change_code": current.code, "form_day": f"{day:%Y%m%d}"}
        if not _MOVE.search(text):
            return slots
        slot_id, draft = await asyncio.to_thread(when.choose_slot, self.desk, current.place, text, day)
        return slots | {"change_slot": slot_id} | (said_instead(dispatcher, draft) if draft else {})

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """Nothing: the form asks."""
        return []


class ValidateChangeForm(DeskForm):
    """Reads the answers of the form that moves an appointment."""

    action_name = "validate_change_form"

    async def validate_change_code(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """One of the citizen's own appointments."""
        payload, text = read_answer(value)
        if text == _NOTHING or wants_to_leave(tracker, payload, text):
            return {"change_code": text, **leave_form("change_slot")}
        code = payload.argument if payload else text.upper()
        try:
            found = await asyncio.to_thread(_get, self.desk, tracker, code)
        except NotFound as error:
            utter(dispatcher, [Draft(Kind.NOTICE, f"{error}。")])
            return {"change_code": None}
        return {"change_code": found.code}

    async def validate_change_slot(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """The new time."""
        payload, text = read_answer(value)
        if goes_back(payload, text):
            return await asyncio.to_thread(self._step_back, dispatcher, tracker)
        if text == "left" or wants_to_leave(tracker, payload, text):
            return leave_form("change_slot")
        if is_slot_id(text):
            return {"change_slot": text}
        if (payload is not None and payload.verb in ("book", "change")) or wants_other_time(text):
            return {"change_slot": None}
        if wants_other_place(text):
            return {"change_slot": None} | said_instead(dispatcher, _SAME_PLACE)
        place = (await asyncio.to_thread(_get, self.desk, tracker, filled(tracker, "change_code"))).place
        answer = await time_answer(self.desk, dispatcher, tracker, place, "change_slot", payload, text)
        return {"change_slot": None} | answer

    def _step_back(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
        """From the times of a day back to the days; from there to the choice of an appointment, if there is one."""
        if filled(tracker, "form_day"):
            return {"change_slot": None, "form_day": None}
        if len(own_appointments(self.desk, tracker.sender_id)) > 1:
            return {"change_slot": None, "change_code": None}
        return {"change_slot": None} | said_instead(dispatcher, _FIRST_STEP)


class AskChange(AskInForm):
    """Asks for one slot of the form."""

    def __init__(self, desk: Desk, slot: str) -> None:
        super().__init__(desk)
        self.slot = slot
        self.action_name = f"action_ask_change_form_{slot}"

    def question(self, tracker: Tracker) -> list[Draft]:
        """Which appointment, or which time."""
        if self.slot == "change_code":
            buttons = [_named(a, "change") for a in own_appointments(self.desk, tracker.sender_id)]
            return [Draft(Kind.BOOKING, "要改哪一个预约？", {"buttons": buttons})]
        current = _get(self.desk, tracker, filled(tracker, "change_code"))
        words = f"现在约的是{when.slot_name(current.start)}。想改到什么时候？可以直接说，也可以选："
        return [when.ask_day(self.desk, current.place, words)]


class SubmitChange(DeskAction):
    """The end of the form: move, or say that nothing was changed."""

    action_name = "action_submit_change"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Move; doing it twice changes nothing more."""
        utter(dispatcher, await asyncio.to_thread(self.drafts, tracker))
        return cleared("change_code", "change_slot", *FORM_MEMORY)

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The moved appointment's card, or why it stayed."""
        code, slot_id = filled(tracker, "change_code"), filled(tracker, "change_slot")
        if code == _NOTHING:
            return []
        if slot_id == "left":
            return [Draft(Kind.SOCIAL, "好的，预约没有改动。")]
        desk = self.desk
        try:
            moved = own.move_appointment(desk.db, desk.clock, desk.directory, tracker.sender_id, code, slot_id)
        except HelpdeskError as error:
            again = button("再选时间", f"change:{code}")
            return [Draft(Kind.BOOKING, f"没有改成：{error}。原来的预约还在。", {"buttons": [again]})]
        return [booked_draft(desk, moved.code, tracker.sender_id, "改好了！")]


def _get(desk: Desk, tracker: Tracker, code: str) -> Appointment:
    return own.get_appointment(desk.db, desk.directory, tracker.sender_id, code)


def _named(appointment: Appointment, verb: str) -> dict[str, str]:
    return button(f"{when.slot_name(appointment.start)} {appointment.place.title}", f"{verb}:{appointment.code}")
