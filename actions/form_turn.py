"""What the forms share: reading an answer, and the question or change of mind in between."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.aspects import ASPECT_INTENTS
from actions.desk import Desk
from actions.own_appointments import show_own
from actions.payloads import Payload, from_rasa
from actions.respond import respond_to_press, respond_to_words
from actions.turn import filled, intent, is_intent, looks_like_question, outside, utter
from helpdesk.conversations import recently_said
from helpdesk.models import Draft, Kind

Slots = dict[str, Any]

_QUESTION_INTENTS = (
    *ASPECT_INTENTS,
    "ask_hours",
    "my_appointments",
    "who_are_you",
    "help",
    "privacy",
    "complaint",
    "thanks",
    "greet",
)
# What a form remembers beside its answers.
FORM_MEMORY = ("form_day", "form_asked")

_LEAVING = re.compile(
    r"(?:(?:算|不用|不要|不需要)了|不(?:预?约|办|弄|整|改|查)了?|不算了|退出|取消)[了吧嘛哈]*[。！!]*"
)
_BACK = re.compile(
    r"(?:我?[想要]?(?:回到?|退回?到?|返回)?(?:上一[步个条]|前一[步个])|退回(?:去|来)?(?:一步)?|返回|倒回去|往回退|重说上一[个条])[吧嘛哈。！!]*"
)
_BEFORE_MEANT = re.compile(
    r"^(?:哦|噢|哎呀?|啊|等一?下|等等|不对|错了|[说写搞]错了|我?是说|我说的是|应该是|[，,。！!\s])+(?:是|应该是)?"
)
_NOT_BUT = re.compile(r"不是[^，,。\s]{1,10}[，,。、\s]*(?:而|应该)?(?:是|要)(?P<meant>.{1,16})")
# Inside a form a bare 要钱不 or 要带啥子 is about the visit itself.
_VISIT_GUIDE = "village-room"
_BEGINNINGS = ("book", "change", "cancel", "cancel_yes", "calc", "aid")
_ONE_AT_A_TIME = Draft(Kind.NOTICE, "手上这件还没办完，先把它办完；不办了就说“算了”，再办别的。")


class DeskForm(FormValidationAction):
    """Reads the answers of a form; a subclass has a ``validate_…`` method for each slot."""

    action_name: str

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def name(self) -> str:
        """As ``domain.yml`` calls it."""
        return self.action_name

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        """Check the slots that were just filled; rasa-sdk's own would also check the ones that were just emptied."""
        slots: Slots = {}
        for name, value in tracker.slots_to_validate().items():
            validate = getattr(self, f"validate_{name}", None)
            if validate is None or value is None:
                slots[name] = value
                continue
            change = await self.change_of_mind(name, value, dispatcher, tracker)
            slots |= await validate(value, dispatcher, tracker, domain) if change is None else change
            tracker.slots.update(slots)
        return [SlotSet(name, value) for name, value in slots.items()]

    async def change_of_mind(
        self, slot: str, value: str, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Slots | None:
        """The slots after words that go back or put right what was answered before; None for an answer to ``slot``."""
        return None


def read_answer(value: str) -> tuple[Payload | None, str]:
    """The button or the words that a form slot was filled with."""
    payload = from_rasa(value)
    return payload, "" if payload else meant(value.strip())


def meant(text: str) -> str:
    """What is meant by words that first take something back: 不是明天，是后天; 等下，我是说十一点."""
    plain = _BEFORE_MEANT.sub("", text) or text
    found = _NOT_BUT.fullmatch(plain)
    return found["meant"].strip() if found else plain


def wants_to_leave(tracker: Tracker, payload: Payload | None, text: str) -> bool:
    """Whether the citizen gives the form up, plainly or as the classifier reads it."""
    if payload is not None or gives_up(payload, text):
        return gives_up(payload, text)
    return is_intent(tracker, "leave", "cancel_appointment") and len(text) <= 12


def gives_up(payload: Payload | None, text: str) -> bool:
    """Whether the citizen plainly gives the form up: 算了, or its button."""
    return payload.verb == "leave" if payload is not None else bool(_LEAVING.fullmatch(text))


def goes_back(payload: Payload | None, text: str) -> bool:
    """Whether the citizen wants to answer the question before once more: 上一步, or its button."""
    return payload.verb == "back" if payload is not None else bool(_BACK.fullmatch(text))


def is_question_between(tracker: Tracker, text: str) -> bool:
    """Whether words inside a form ask something instead of answering."""
    if is_intent(tracker, *_QUESTION_INTENTS):
        return True
    if intent(tracker)[0] in ("affirm", "deny", "leave"):
        return False
    return looks_like_question(text) and not is_intent(tracker, "book")


async def answer_between(
    desk: Desk,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    payload: Payload | None,
    text: str,
    about: str = _VISIT_GUIDE,
) -> None:
    """Answer a question, or show a button's entry, in the middle of a form; the form then asks on.

    ``about`` is the guide that a bare follow-up is about when none is under discussion.
    """
    said = await asyncio.to_thread(_answer, desk, tracker, payload, text, about)
    utter(dispatcher, [Draft(d.kind, d.text, _without_beginnings(d.extras)) for d in said])


def said_instead(dispatcher: CollectingDispatcher, draft: Draft) -> Slots:
    """Say ``draft`` in place of the form's question: it asks already, and the form's next action keeps silent."""
    utter(dispatcher, [draft])
    return {"form_asked": "yes"}


def leave_form(slot: str) -> Slots:
    """End the form; its last action sees ``slot`` as it says."""
    return {slot: "left", "requested_slot": None}


def cleared(*names: str) -> list[dict[str, Any]]:
    """Events that empty the form's slots: a filled slot would be skipped next time."""
    return [SlotSet(name, None) for name in names]


def _answer(desk: Desk, tracker: Tracker, payload: Payload | None, text: str, about: str) -> list[Draft]:
    name = payload.verb if payload else intent(tracker)[0]
    if name in ("my", "my_appointments"):
        return show_own(desk, tracker.sender_id)
    if payload is not None:
        return [_ONE_AT_A_TIME] if name in _BEGINNINGS else respond_to_press(desk, payload, tracker.sender_id)
    guide_id = filled(tracker, "guide_id") or about or None
    said = recently_said(desk.db, tracker.sender_id)
    return respond_to_words(desk, text, name, guide_id, outside=outside(tracker), said=said)


def _without_beginnings(extras: dict[str, Any]) -> dict[str, Any]:
    """No invitation to begin something else while a form is open."""
    buttons = [b for b in extras.get("buttons", []) if not b["payload"].startswith(("book", "calc", "aid"))]
    return {**extras, "buttons": buttons}
