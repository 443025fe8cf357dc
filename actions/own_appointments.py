"""The citizen's own appointments and what they wait for, as cards; the actions and the forms show them."""

from __future__ import annotations

from actions.appointment_cards import own_card, waiting_card
from actions.desk import Desk
from actions.views import button
from helpdesk import own_appointments as own
from helpdesk.models import Appointment, Draft, Kind
from helpdesk.waiting_list import own_waiting

NONE = Draft(Kind.BOOKING, "您现在没有预约。要约一个吗？", {"buttons": [button("预约", "book")]})


def own_appointments(desk: Desk, conversation_id: str) -> list[Appointment]:
    """What is still to come, the next one first."""
    return own.list_appointments(desk.db, desk.clock, desk.directory, conversation_id)


def show_own(desk: Desk, conversation_id: str) -> list[Draft]:
    """A card for each, or that there is none."""
    booked = [own_card(desk, appointment) for appointment in own_appointments(desk, conversation_id)]
    waiting = [waiting_card(desk, one) for one in own_waiting(desk.db, conversation_id)]
    return booked + waiting or [NONE]
