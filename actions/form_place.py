"""The slot of the booking form that holds a place."""

from __future__ import annotations

import asyncio

from rasa_sdk.executor import CollectingDispatcher

from actions import places, when
from actions.desk import Desk
from actions.form_turn import Slots, said_instead
from actions.payloads import Payload
from helpdesk.errors import HelpdeskError
from helpdesk.models import Draft, Kind, Place

PLACE_VERBS = ("place", "book", "tier", "point", "find_place")
_AGAIN = "好的，重新选地方。写镇或村的名字，发定位，或者从下面选。"


def find_place(desk: Desk, payload: Payload | None, text: str) -> tuple[Place | None, Draft | None]:
    """The place an answer names, or what to offer instead; neither when it names none."""
    try:
        return _find_place(desk, payload, text)
    except HelpdeskError as error:
        return None, Draft(Kind.NOTICE, str(error))


async def place_chosen(desk: Desk, dispatcher: CollectingDispatcher, place: Place, text: str, wish: str = "") -> Slots:
    """The form's slots once ``place`` is chosen, with the time that ``text`` names beside it, or else the ``wish`` that
    was said before; offers others when that time cannot be had.
    """
    slot_id, draft = None, None
    spoken = await asyncio.to_thread(when.spoken_wish, desk, text, place)
    if spoken or wish:
        slot_id, draft = await asyncio.to_thread(when.choose_wish, desk, place, spoken or wish)
    slots: Slots = {"booking_place": place.code, "place_code": place.code, "booking_slot": slot_id, "form_day": None}
    if draft is None:
        return slots
    return slots | {"form_day": when.day_offered(draft)} | said_instead(dispatcher, draft)


async def place_pressed(desk: Desk, dispatcher: CollectingDispatcher, payload: Payload) -> Slots:
    """The form's slots after a button of ``PLACE_VERBS``; the place that was chosen already asks for another time."""
    place, draft = await asyncio.to_thread(find_place, desk, payload, "")
    if place is not None:
        return await place_chosen(desk, dispatcher, place, "")
    return {"booking_place": None, "booking_slot": None} | (said_instead(dispatcher, draft) if draft else {})


def _find_place(desk: Desk, payload: Payload | None, text: str) -> tuple[Place | None, Draft | None]:
    if payload is None:
        found = desk.directory.search(text)
        if len(found) > 1:
            return None, places.choose_between(found, places.WHICH_ONE, kind=Kind.BOOKING)
        return (found[0], None) if found else (None, None)
    if payload.verb == "tier":
        code, _, first = payload.argument.partition(":")
        return None, places.show_children(desk, code, int(first or 0), kind=Kind.BOOKING)
    if payload.verb == "point":
        return None, places.nearest(desk, *places.parse_point(payload.argument), kind=Kind.BOOKING)
    if payload.argument.isdigit():
        return desk.directory.get(payload.argument), None
    return None, places.ask_place(desk, _AGAIN, kind=Kind.BOOKING)
