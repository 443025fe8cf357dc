"""What to say to words or to a button outside of any form; a question in the middle of a form comes here too."""

from __future__ import annotations

from collections.abc import Sequence

from actions import narrowing, places, small_talk
from actions.answers import show_aspect, show_entry
from actions.appointment_cards import PRESSED_HERE, press
from actions.aspects import ASPECT_INTENTS, answer_aspect
from actions.desk import Desk
from actions.payloads import Payload
from actions.phones import answer_phone
from actions.questions import answer_question
from actions.sheet_asked import give_sheet
from actions.views import button
from helpdesk.errors import HelpdeskError
from helpdesk.models import Draft, Kind, Message
from knowledge_base.models import Aspect
from knowledge_base.service import RankedEntry

# Words that sound like danger to the classifier alone, after the gateway has let them pass: the answer, and this after it.
_IF_DANGER = Draft(
    Kind.NOTICE,
    "要是现在就有危险，先打110，有人受伤打120，先到安全、人多的地方去；家里的暴力还可以打12338。",
    {"buttons": [button("现在有危险，找人", "human")]},
)
_GONE = "这一条已经更新或者下架了，请再说一遍您想问的事。"
_SAY_AGAIN = "好的。请换个说法再说一遍，说清楚是谁、什么事就行；也可以直接找顾问。"


def respond_to_words(
    desk: Desk,
    text: str,
    intent: str,
    guide_id: str | None,
    *,
    outside: bool | None = None,
    said: Sequence[Message] = (),
) -> list[Draft]:
    """Answer words by the classifier's intent; what has no fixed reply is asked of the knowledge base.

    ``said`` are the bot's last messages, the newest first.
    """
    if intent in ASPECT_INTENTS:
        return answer_aspect(desk, text, ASPECT_INTENTS[intent], guide_id, said)
    if intent == "ask_phone":
        return answer_phone(desk, text, guide_id)
    if intent == "danger":
        return [*answer_question(desk, text, outside=False, said=said), _IF_DANGER]
    if intent == "find_place":
        return places.find_place(desk, text)
    if intent in small_talk.REPLIES:
        return small_talk.reply(intent)
    return answer_question(desk, text, outside=outside, said=said)


def respond_to_press(desk: Desk, payload: Payload, conversation_id: str) -> list[Draft]:
    """What a pressed button shows or does."""
    if payload.verb in PRESSED_HERE:
        return [press(desk, conversation_id, payload)]
    try:
        if payload.verb == "sheet":
            return [give_sheet(desk, conversation_id, payload.argument)]
        return _respond_to_press(desk, payload)
    except HelpdeskError as error:
        return [Draft(Kind.NOTICE, str(error))]


def _respond_to_press(desk: Desk, payload: Payload) -> list[Draft]:
    match payload.verb:
        case "faq" | "guide":
            entry = desk.knowledge.find_entry(payload.argument)
            return [show_entry(desk, RankedEntry(entry, 1.0))] if entry else [Draft(Kind.NOTICE, _GONE)]
        case "narrow":
            case = narrowing.pressed_case(desk, payload.argument)
            return [narrowing.ask_or_show(desk, case) if case else Draft(Kind.NOTICE, _GONE)]
        case "aspect":
            return [_pressed_aspect(desk, payload.argument)]
        case "tier":
            code, _, first = payload.argument.partition(":")
            return [places.show_children(desk, code, int(first or 0))]
        case "place":
            return [places.show_place(desk, desk.directory.get(payload.argument))]
        case "point":
            return [places.nearest(desk, *places.parse_point(payload.argument))]
        case "find_place":
            return [places.ask_place(desk)]
        case "help" | "privacy" | "promise":
            return small_talk.reply(payload.verb)
        case "none":
            return [Draft(Kind.FALLBACK, _SAY_AGAIN, {"buttons": [button("转人工", "human")]})]
    return [Draft(Kind.NOTICE, "这个按钮现在用不上了，请直接说您想办的事。")]


def _pressed_aspect(desk: Desk, argument: str) -> Draft:
    guide_id, _, name = argument.partition(":")
    guide = desk.knowledge.find_guide(guide_id)
    if guide is None or name not in set(Aspect):
        return Draft(Kind.NOTICE, _GONE)
    return show_aspect(desk, guide, Aspect(name))
