"""Coming back to the booking form: where it stands, and whether the time that was chosen can still be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import when
from actions.desk import Desk
from actions.form_turn import Slots, said_instead
from actions.turn import filled, utter
from helpdesk.conversations import recently_said
from helpdesk.errors import HelpdeskError
from helpdesk.models import Draft, Kind
from helpdesk.slots import parse_slot_id

_LONG_AWAY = timedelta(hours=3)
_LATER = ("booking_matter", "booking_name", "booking_phone", "booking_confirm")


def resume(desk: Desk, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Tell somebody who answers after hours what the form holds."""
    said = recently_said(desk.db, tracker.sender_id) if filled(tracker, "requested_slot") else []
    if not said or desk.clock.now() - said[0].sent_at < _LONG_AWAY:
        return
    place, slot_id = filled(tracker, "booking_place"), filled(tracker, "booking_slot")
    held = [desk.directory.get(place).full_name] if place else []
    held += [when.slot_name(parse_slot_id(slot_id)[1])] if slot_id else []
    so_far = "：" + "，".join(held) if held else ""
    utter(dispatcher, [Draft(Kind.BOOKING, f"我们接着办上次的预约{so_far}。不办了就说“算了”。")])


def time_gone(desk: Desk, dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
    """Empty the time when it has passed or was taken since it was chosen, and offer others; all other answers stay."""
    slot_id = filled(tracker, "booking_slot")
    if not slot_id or filled(tracker, "requested_slot") not in _LATER or filled(tracker, "booking_confirm"):
        return {}
    try:
        place = desk.directory.get(filled(tracker, "booking_place"))
    except HelpdeskError:
        return {}
    still, offer = when.choose_slot_by_id(desk, place, slot_id, tracker.sender_id)
    if still is not None or offer is None:
        return {}
    chosen = when.slot_name(parse_slot_id(slot_id)[1])
    words = f"先前选的{chosen}不能用了，别的都给您记着。{offer.text}"
    day = when.day_offered(offer)
    return {"booking_slot": None, "form_day": day} | said_instead(dispatcher, replace(offer, text=words))
