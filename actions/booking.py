"""The booking form: which room, when, what about, who, a number, and a summary to confirm.

Rasa keeps the form and asks for one slot after the other; what an answer means is decided here. An answer that fits is
stored in its plain form (a place's code, a slot's id); a question in between is answered, and the form asks again.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any
from uuid import uuid4

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import places, when
from actions.appointment_cards import booked_draft
from actions.aspects import names_matter
from actions.base import AskInForm, DeskAction, Events
from actions.desk import Desk
from actions.eligibility import matter_to_book
from actions.form_change import corrected
from actions.form_details import name_and_number, put_right, told_early
from actions.form_place import PLACE_VERBS, find_place, place_chosen
from actions.form_resume import resume, time_gone
from actions.form_time import ask_time, is_slot_id, time_answer
from actions.form_turn import (
    FORM_MEMORY,
    DeskForm,
    Slots,
    answer_between,
    cleared,
    goes_back,
    is_question_between,
    leave_form,
    read_answer,
    said_instead,
    wants_to_leave,
)
from actions.payloads import Payload
from actions.turn import filled, is_intent, looks_like_question, pressed, utter, words
from actions.views import button
from helpdesk import appointments, waiting_list
from helpdesk.appointment_parts import check_matter, check_name
from helpdesk.appointments import BookAppointment
from helpdesk.errors import HelpdeskError, Refused
from helpdesk.models import Draft, ForWhom, Kind, Place, Service
from helpdesk.phones import find_phone, mask_phone, parse_phone
from helpdesk.slots import parse_slot_id
from nlu.names import read_name
from nlu.times import is_only_time

FORM_SLOTS = (
    "booking_place", "booking_slot", "booking_matter", "booking_name", "booking_phone", "booking_confirm",
)  # fmt: skip
_CODE = re.compile(r"\d{12}")
_NO_SUCH_PLACE = "没有找到这个地方。可以写镇或村的名字，比如“魏城镇铁炉村”，也可以从下面选。"
_PLACE_FIRST = "时间记下了。您想去哪里？写镇或村的名字，发定位，或者从下面选。"
_WHAT_TO_CHANGE = "哪里要改？直接说就行，比如“改到明天上午十点”“换个地方”“电话写错了”。都对就点“确认预约”。"
_LEAVE = [button("不约了", "leave")]
_BACK = [button("上一步", "back"), *_LEAVE]
_PUT_RIGHT = Draft(Kind.BOOKING, "好的，改好了。")
_WHOSE_NAME = {
    "self": "请问来的人叫什么名字？",
    "parent": "好的，给老人约。请问来的老人叫什么名字？",
    "other": "请问来的那个人叫什么名字？",
}
_MATTER_NOTED = "事情记下了。您哪天方便？可以直接说，比如“明天下午三点”。"
_MATTER_SAID = re.compile(r"[^，,。？?]{2,20}的(?:事情?|问题|纠纷)[。！!]*")
_NO_MATTER = 4
_FIRST_STEP = "这已经是第一步了。您想去哪里咨询？写镇或村的名字，发定位，或者从下面选。不约了就说“算了”。"
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


class ValidateBookingForm(DeskForm):
    """Reads the answers of the booking form."""

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
            told = _checked(dispatcher, "booking_matter", lambda: check_matter(text))
            return {"booking_slot": None} | told | (said_instead(dispatcher, asked) if told["booking_matter"] else {})
        answer = await time_answer(self.desk, dispatcher, tracker, place, "booking_slot", payload, text)
        return {"booking_slot": None} | answer

    def _is_matter(self, tracker: Tracker, place: Place, text: str) -> bool:
        """Whether words at the question of time say what the visit is about: 讨工资的事."""
        if is_question_between(tracker, text) or when.read_time(place, text, self.desk.clock.now()) is not None:
            return False
        return bool(_MATTER_SAID.fullmatch(text)) or self.desk.narrowings.wide(text) is not None

    async def validate_booking_matter(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """What it is about, in the citizen's own words or as the button that began the form says."""
        payload, text = read_answer(value)
        if payload is None and pressed(tracker) is not None:
            return {"booking_matter": text}
        if wants_to_leave(tracker, payload, text):
            return leave_form("booking_confirm")
        if (change := await corrected(self.desk, dispatcher, tracker, payload, text)) is not None:
            return {"booking_matter": None} | change
        names_it = names_matter(text) or is_intent(tracker, "ask_legal")
        asks = is_question_between(tracker, text) and not names_it
        if payload is not None or asks:
            await answer_between(self.desk, dispatcher, tracker, payload, text)
            return {"booking_matter": None}
        if is_intent(tracker, "affirm", "deny", "greet", "thanks") and len(text) <= _NO_MATTER:
            return {"booking_matter": None}
        return _checked(dispatcher, "booking_matter", lambda: check_matter(text[:200]))

    async def validate_booking_name(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """The name, also out of 我叫王大明."""
        payload, text = read_answer(value)
        if wants_to_leave(tracker, payload, text):
            return leave_form("booking_confirm")
        if (change := await corrected(self.desk, dispatcher, tracker, payload, text)) is not None:
            return {"booking_name": None} | change
        if told := name_and_number(text):
            return told
        if (name := read_name(text)) and not self._is_no_name(text):
            return _checked(dispatcher, "booking_name", lambda: check_name(name))
        if payload is not None or is_question_between(tracker, text):
            await answer_between(self.desk, dispatcher, tracker, payload, text)
            return {"booking_name": None}
        draft = Draft(Kind.BOOKING, "没看明白名字，请只写姓名，比如“我叫王大明”。", {"buttons": _LEAVE})
        return {"booking_name": None} | said_instead(dispatcher, draft)

    def _is_no_name(self, text: str) -> bool:
        """Whether words of a name's form are something else: 要带啥子, 讨薪."""
        return self.desk.narrowings.wide(text) is not None or looks_like_question(text)

    async def validate_booking_phone(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """The phone number, also inside a sentence."""
        payload, text = read_answer(value)
        if wants_to_leave(tracker, payload, text):
            return leave_form("booking_confirm")
        number = find_phone(text)
        if number is None:
            change = await corrected(self.desk, dispatcher, tracker, payload, text)
            if change:
                return {"booking_phone": None} | change
        if number is None and (payload is not None or (is_question_between(tracker, text) and _few_digits(text))):
            await answer_between(self.desk, dispatcher, tracker, payload, text)
            return {"booking_phone": None}
        return _checked(dispatcher, "booking_phone", lambda: number or parse_phone(text))

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
            *_LEAVE,
        ]
        unclear = Draft(Kind.BOOKING, _WHAT_TO_CHANGE, {"buttons": buttons})
        if verb == "no" or (payload is None and is_intent(tracker, "deny")):
            return {"booking_confirm": None} | said_instead(dispatcher, unclear)
        answer = await time_answer(self.desk, dispatcher, tracker, place, "booking_slot", payload, text, unclear)
        return {"booking_confirm": None} | answer


class AskBooking(AskInForm):
    """Asks for one slot of the form."""

    def __init__(self, desk: Desk, slot: str) -> None:
        super().__init__(desk)
        self.slot = slot
        self.action_name = f"action_ask_booking_form_{slot}"

    def question(self, tracker: Tracker) -> list[Draft]:
        """The question, with buttons where there is something to choose from."""
        match self.slot:
            case "booking_place":
                return [
                    places.ask_place(
                        self.desk, "您想去哪里咨询？写镇或村的名字，发定位，或者从下面选。", kind=Kind.BOOKING
                    )
                ]
            case "booking_slot":
                return [ask_time(self.desk, self.desk.directory.get(filled(tracker, "booking_place")), tracker)]
            case "booking_matter":
                return [Draft(Kind.BOOKING, "想咨询什么事？一两句话就行。", {"buttons": _BACK})]
            case "booking_name":
                return [
                    Draft(Kind.BOOKING, _WHOSE_NAME[filled(tracker, "booking_for_whom") or "self"], {"buttons": _BACK})
                ]
            case "booking_phone":
                return [Draft(Kind.BOOKING, "留一个电话，有变动好通知您（手机号或带区号的座机）。", {"buttons": _BACK})]
        return [self._summary(tracker)]

    def _summary(self, tracker: Tracker) -> Draft:
        place = self.desk.directory.get(filled(tracker, "booking_place"))
        _, start = parse_slot_id(filled(tracker, "booking_slot"))
        text = (
            f"请核对一下：\n地点：{place.full_name}（{place.title}）\n时间：{when.slot_name(start)}\n"
            f"事情：{filled(tracker, 'booking_matter')}\n姓名：{filled(tracker, 'booking_name')}\n"
            f"电话：{mask_phone(filled(tracker, 'booking_phone'))}\n都对就点“确认预约”。"
        )
        change = button("改时间", f"book:{place.code}")
        return Draft(Kind.BOOKING, text, {"buttons": [button("确认预约", "yes"), change, *_LEAVE]})


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


def _step_back(dispatcher: CollectingDispatcher, slot: str) -> Slots:
    """Empty the slot that is asked for and the one before it, so that the form asks that one again."""
    place = FORM_SLOTS.index(slot)
    if place == 0:
        return {slot: None} | said_instead(dispatcher, Draft(Kind.BOOKING, _FIRST_STEP, {"buttons": _LEAVE}))
    return {slot: None, FORM_SLOTS[place - 1]: None, "form_day": None}


def _checked(dispatcher: CollectingDispatcher, slot: str, check: Any) -> Slots:
    try:
        return {slot: check()}
    except Refused as error:
        return {slot: None} | said_instead(dispatcher, Draft(Kind.BOOKING, f"{error}。", {"buttons": _LEAVE}))


def _says_yes(tracker: Tracker, text: str) -> bool:
    return text.strip("。！! ") in (
        "确认",
        "对",
        "对的",
        "是",
        "是的",
        "好",
        "好的",
        "可以",
        "要得",
        "没问题",
        "没得问题",
        "确认预约",
        "行",
        "嗯",
    ) or is_intent(tracker, "affirm")


def _few_digits(text: str) -> bool:
    return sum(c.isdigit() for c in text) < 5
