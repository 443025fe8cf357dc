"""Words that stand for a button, whatever the classifier makes of them."""

from __future__ import annotations

from actions.desk import Desk
from actions.narrowing import option_in_words, wide_in_words
from actions.payloads import Payload
from actions.pointing import asks_in_form, button_meant
from actions.small_talk import wants_promise
from helpdesk.models import Draft, Message
from knowledge_base.service import WayOut


def payload_meant(desk: Desk, text: str, said: list[Message]) -> Payload | Draft | None:
    """The button that words point at, choose or ask for; or words that ask again; None for anything else.

    ``said`` are the bot's last messages, the newest first.
    """
    if meant := button_meant(text, said) or (option_in_words(desk, said[0], text) if said else None):
        return meant
    if wants_promise(text) and desk.knowledge.answer(text).way_out is not WayOut.SURE:
        return Payload("promise")
    # In answer to a form's question, 离婚 is what an appointment is about.
    return None if said and asks_in_form(said[0]) else wide_in_words(desk, text)
