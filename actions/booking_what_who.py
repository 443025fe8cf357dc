"""Answers to the booking form's later questions: what the visit is about, who comes, and a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.aspects import names_matter
from actions.booking_questions import LEAVE
from actions.form_change import corrected
from actions.form_details import name_and_number
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
from actions.turn import is_intent, looks_like_question, pressed
from helpdesk.appointment_parts import check_matter, check_name
from helpdesk.errors import Refused
from helpdesk.models import Draft, Kind
from helpdesk.phones import find_phone, parse_phone
from nlu.names import read_name

# Up to this many characters, what the classifier takes for a courtesy is one (好的, 谢谢你); a longer one may tell a matter.
_LONGEST_COURTESY = 4
# With fewer digits than this, a question is no number that was typed wrong.
_FEWEST_DIGITS = 5


class WhatAndWho(DeskForm):
    """The part of the form that reads the matter, the name and the number."""

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
        if is_intent(tracker, "affirm", "deny", "greet", "thanks") and len(text) <= _LONGEST_COURTESY:
            return {"booking_matter": None}
        return checked(dispatcher, "booking_matter", lambda: check_matter(text[:200]))

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
            return checked(dispatcher, "booking_name", lambda: check_name(name))
        if payload is not None or is_question_between(tracker, text):
            await answer_between(self.desk, dispatcher, tracker, payload, text)
            return {"booking_name": None}
        draft = Draft(Kind.BOOKING, "没看明白名字，请只写姓名，比如“我叫王大明”。", {"buttons": LEAVE})
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
        return checked(dispatcher, "booking_phone", lambda: number or parse_phone(text))


def checked(dispatcher: CollectingDispatcher, slot: str, check: Callable[[], str]) -> Slots:
    """``slot`` with what ``check`` gives; emptied, and told why, when it refuses."""
    try:
        return {slot: check()}
    except Refused as error:
        return {slot: None} | said_instead(dispatcher, Draft(Kind.BOOKING, f"{error}。", {"buttons": LEAVE}))


def _few_digits(text: str) -> bool:
    return sum(c.isdigit() for c in text) < _FEWEST_DIGITS
