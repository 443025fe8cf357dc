"""The citizen's own appointments as cards; the actions and the forms show them."""

from __future__ import annotations

from actions import when
from actions.desk import Desk
from actions.views import appointment_view, button
from helpdesk import appointments
from helpdesk.models import Appointment, Draft, Kind

NONE = Draft(Kind.BOOKING, "您现在没有预约。要约一个吗？", {"buttons": [button("预约", "book")]})


def own_appointments(desk: Desk, conversation_id: str) -> list[Appointment]:
    """What is still to come, the next one first."""
    return appointments.list_appointments(desk.db, desk.clock, desk.directory, conversation_id)


def show_own(desk: Desk, conversation_id: str) -> list[Draft]:
    """A card for each, or that there is none."""
    return [_card(appointment) for appointment in own_appointments(desk, conversation_id)] or [NONE]


def _card(appointment: Appointment) -> Draft:
    place = f"{appointment.place.full_name}（{appointment.place.title}）"
    text = f"{when.slot_name(appointment.start)}，{place}，预约码 {appointment.code}"
    buttons = [button("改时间", f"change:{appointment.code}"), button("取消预约", f"cancel:{appointment.code}")]
    return Draft(Kind.BOOKING, text, {"appointment": appointment_view(appointment), "buttons": buttons})
