"""Cards of appointments, and what pressing their own buttons does: move to an offered time, wait for a seat."""

from __future__ import annotations

from datetime import timedelta

from actions import when
from actions.desk import Desk
from actions.payloads import Payload
from actions.views import Json, appointment_view, button
from helpdesk import own_appointments, waiting_list
from helpdesk.appointment_models import Waiting
from helpdesk.appointments import horizon
from helpdesk.errors import HelpdeskError
from helpdesk.map_links import map_links
from helpdesk.models import Appointment, Draft, ForWhom, Kind
from helpdesk.slots import parse_slot_id
from knowledge_base.models import Aspect, Guide
from knowledge_base.service import aspect_of

PRESSED_HERE = ("move", "wait", "unwait")
_WAIT_DAYS = timedelta(days=14)
_PLAIN_MATTER = 0.5
_MOST_TO_BRING = 150
_USUAL_TO_BRING = "带上身份证和有关的材料。"


def booked_draft(desk: Desk, code: str, conversation_id: str, words: str = "约好了！") -> Draft:
    """An appointment's card with what can be done about it."""
    booked = own_appointments.get_appointment(desk.db, desk.directory, conversation_id, code)
    comes = "" if booked.for_whom is ForWhom.SELF else f"来的人是{booked.name}，"
    text = (
        f"{words}{when.slot_name(booked.start)}，到{booked.place.full_name}（{booked.place.title}）。"
        f"{comes}到了报预约码 {booked.code}，{to_bring(desk, booked.matter)}"
    )
    if not booked.place.confirmed:
        text += "地址和开放时间还没有核实，去之前请先打12348问一下。"
    calendar = {"document": {"kind": "calendar", "id": booked.code}}
    return Draft(Kind.BOOKING, text, _extras(desk, booked) | calendar)


def view_of(desk: Desk, appointment: Appointment) -> Json:
    """An appointment with its map links, for the citizen whose it is."""
    return appointment_view(appointment, map_links(desk.directory, appointment.place))


def own_card(desk: Desk, appointment: Appointment) -> Draft:
    """An appointment in a list."""
    place = f"{appointment.place.full_name}（{appointment.place.title}）"
    text = f"{when.slot_name(appointment.start)}，{place}，预约码 {appointment.code}"
    return Draft(Kind.BOOKING, text, _extras(desk, appointment))


def waiting_card(desk: Desk, waiting: Waiting) -> Draft:
    """A wish on the waiting list, or the offer that is held for it."""
    title = desk.directory.get(waiting.place_code).title
    leave = button("不等了", f"unwait:{waiting.id}")
    if waiting.offered:
        text = f"{title}给您留着{when.slot_name(parse_slot_id(waiting.offered)[1])}，要的话点“就要这个”。"
        return Draft(Kind.BOOKING, text, {"buttons": [button("就要这个", f"book:w{waiting.id}"), leave]})
    days = f"{when.day_name(waiting.first)}到{when.day_name(waiting.last)}"
    return Draft(Kind.BOOKING, f"正在等{title}的空位（{days}），一有人退就告诉您。", {"buttons": [leave]})


def to_bring(desk: Desk, matter: str) -> str:
    """What to bring for a matter: from the guide that it plainly belongs to, else what is always needed."""
    ranked = desk.knowledge.search_entries(matter, 1)
    if not ranked or ranked[0].probability < _PLAIN_MATTER:
        return _USUAL_TO_BRING
    entry = ranked[0].entry
    guide = entry if isinstance(entry, Guide) else desk.knowledge.guide_of(entry)
    materials = aspect_of(guide, Aspect.MATERIALS).replace("\n", "；").strip("；。") if guide else ""
    if not materials or len(materials) > _MOST_TO_BRING:
        return _USUAL_TO_BRING
    return f"带上身份证。按“{guide.title if guide else ''}”，一般还要带：{materials}。"


def press(desk: Desk, conversation_id: str, payload: Payload) -> Draft:
    """What pressing one of ``PRESSED_HERE`` does."""
    try:
        match payload.verb:
            case "move":
                code, _, slot_id = payload.argument.partition(":")
                key = f"press:{payload}"[:80]
                own_appointments.move_appointment(
                    desk.db, desk.clock, desk.directory, conversation_id, code, slot_id, key
                )
                return booked_draft(desk, code, conversation_id, "改好了！")
            case "wait":
                return _wait(desk, conversation_id, payload.argument)
        waiting_list.leave(desk.db, desk.clock, desk.directory, conversation_id, int(payload.argument))
    except HelpdeskError as error:
        again = button("选别的时间", f"change:{payload.argument[:6]}")
        return Draft(Kind.BOOKING, f"{error}。", {"buttons": [again] if payload.verb == "move" else []})
    return Draft(Kind.BOOKING, "好的，不等了。", {"buttons": [button("预约", "book")]})


def _wait(desk: Desk, conversation_id: str, place_code: str) -> Draft:
    place, today = desk.directory.get(place_code), desk.clock.now().date()
    last = min(today + _WAIT_DAYS, horizon(desk.db, desk.clock, place))
    waiting = waiting_list.join(desk.db, desk.clock, desk.directory, conversation_id, place_code, today, last)
    return waiting_card(desk, waiting)


def _extras(desk: Desk, appointment: Appointment) -> dict[str, object]:
    buttons = [button("改时间", f"change:{appointment.code}"), button("取消预约", f"cancel:{appointment.code}")]
    return {"appointment": view_of(desk, appointment), "buttons": buttons}
