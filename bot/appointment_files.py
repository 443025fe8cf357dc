"""An appointment as files: for a calendar (iCalendar, RFC 5545), and as the QR code that is scanned at the door."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import segno
from icalendar import Alarm, Calendar, Event, vGeo

from actions.when import slot_name
from helpdesk.map_links import MapLinks
from helpdesk.models import Appointment, AppointmentStatus

CHECK_IN_PATH = "/console/appointments/check-in/"
_PRODUCT = "-//Cunfatong//Appointments//ZH"


def calendar_file(appointment: Appointment, now: datetime, links: MapLinks | None, bring: str) -> bytes:
    """The .ics file; a calendar that has it already takes a newer one as a change, or as a cancellation."""
    cancelled = appointment.status is AppointmentStatus.CANCELLED
    place, event = appointment.place, Event()
    event.add("uid", f"{appointment.code}@cunfatong")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", appointment.start.astimezone(UTC))
    event.add("dtend", appointment.end.astimezone(UTC))
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("summary", f"法律咨询预约：{place.title}")
    event.add("location", place.address or f"{place.full_name}（{place.title}）")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    about = f"预约码 {appointment.code}，{slot_name(appointment.start)}。{bring}"
    event.add("description", f"{about}\n地图：{links.amap}" if links else about)
    if place.lat is not None and place.lng is not None and links:
        event.add("geo", vGeo((place.lat, place.lng)))
    if not cancelled:
        event.add_component(_alarm(about))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def qr_code(code: str, public_url: str | None) -> bytes:
    """The QR code as SVG: the console's check-in page when the service's address is known, else the code alone."""
    content = urljoin(public_url, CHECK_IN_PATH + code) if public_url else code
    picture = io.BytesIO()
    segno.make(content, error="m", micro=False).save(picture, kind="svg", scale=6, border=4, xmldecl=False)
    return picture.getvalue()


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(hours=-2))
    alarm.add("description", words)
    return alarm
