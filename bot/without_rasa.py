"""What the desk answers by itself while Rasa does not: questions and most buttons, but no forms."""

from __future__ import annotations

from actions.appointment_cards import PRESSED_HERE
from actions.desk import Desk
from actions.payloads import from_rasa
from actions.questions import answer_question
from actions.respond import respond_to_press
from bot.handoff_words import HUMAN_BUTTON
from helpdesk import conversations
from helpdesk.models import Draft, Kind

_SHORT = Draft(
    Kind.NOTICE, "系统现在有点忙，只能这样简单答复您；没说清楚的，可以请顾问来。", {"buttons": [HUMAN_BUTTON]}
)
_NOT_NOW = "这项功能现在用不了，请过几分钟再试，或者转人工、打12348。"


def answer_without_rasa(desk: Desk, conversation_id: str, text: str) -> list[Draft]:
    """The replies to ``text``, which is what Rasa would have read: words, or a button as ``to_rasa`` writes it."""
    pressed = from_rasa(text)
    if pressed is None:
        said = conversations.recently_said(desk.db, conversation_id)
        return [*answer_question(desk, text, said=said), _SHORT]
    if pressed.verb in (
        "faq",
        "guide",
        "aspect",
        "narrow",
        "place",
        "tier",
        "point",
        "find_place",
        "help",
        "privacy",
        "sheet",
        "promise",
        "none",
        *PRESSED_HERE,
    ):
        return respond_to_press(desk, pressed, conversation_id)
    return [Draft(Kind.NOTICE, _NOT_NOW, {"buttons": [HUMAN_BUTTON]})]
