"""Reminders: the day before and two hours before, each once.

The row that says it was told and the message itself are written in one transaction, so a crash leaves both or neither,
and of several replicas only one can write the row.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from helpdesk.appointment_parts import to_appointment
from helpdesk.appointments import DESK_CHANNEL
from helpdesk.clock import Clock, shanghai, utc
from helpdesk.conversations import add_notice
from helpdesk.directory import Directory
from helpdesk.models import Appointment, AppointmentStatus, Draft, Kind, Message
from helpdesk.quiet_hours import before_night, day_name, is_quiet
from helpdesk.store import appointments as store
from helpdesk.store import rotas
from helpdesk.store.appointment_tables import NoticeRow
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AppointmentRow, ConversationRow

LEADS = {"day": timedelta(days=1), "hours": timedelta(hours=2)}
_BOOKED = (AppointmentStatus.BOOKED,)
_FARTHEST = timedelta(days=3)


def due_at(start: datetime, kind: str) -> datetime:
    """When a reminder of a visit at ``start`` is due: its lead before, or the evening before a night."""
    return before_night(start - LEADS[kind])


def due_kind(start: datetime, placed_at: datetime, now: datetime) -> str | None:
    """The reminder that is due now. None by night, once the visit has begun, and for what was placed later than it was due."""
    if is_quiet(now) or now >= start:
        return None
    due = [kind for kind in ("hours", "day") if due_at(start, kind) <= now]  # the later one says all that both would
    return due[0] if due and placed_at <= due_at(start, due[0]) else None


def remind(db: Database, clock: Clock, directory: Directory) -> list[Message]:
    """Say every reminder that is due and was not said; returns them. Any replica may run this at any time."""
    now = clock.now()
    if is_quiet(now):
        return []
    with db.read() as session:
        rows = store.between(session, now, now + _FARTHEST, _BOOKED)
        due = [row.code for row in rows if _due(session, row, now)]
    return [message for code in due if (message := _remind(db, clock, directory, code))]


def _remind(db: Database, clock: Clock, directory: Directory, code: str) -> Message | None:
    now = clock.now()
    with db.write() as session:
        row = store.locked(session, code)
        kind = _due(session, row, now) if row and row.state == AppointmentStatus.BOOKED.value else None
        if row is None or kind is None:
            return None
        session.add(NoticeRow(code=code, kind=kind, start=row.start, at=utc(now)))
        draft = _words(to_appointment(directory, row), now)
        return add_notice(session, clock, row.conversation_id, draft)


def _due(session: Session, row: AppointmentRow, now: datetime) -> str | None:
    kind = due_kind(shanghai(row.start), shanghai(row.placed_at or row.created_at), now)
    if kind is None or session.get(NoticeRow, (row.code, kind, row.start)) is not None:
        return None
    if session.get_one(ConversationRow, row.conversation_id).channel == DESK_CHANNEL:
        return None  # nobody reads there: those are reached by telephone
    return None if rotas.was_closed(session, row.place_code, row.start, row.minutes) else kind


def _words(appointment: Appointment, now: datetime) -> Draft:
    start, place = appointment.start, appointment.place
    days = (start.date() - now.date()).days
    when = {0: "今天", 1: "明天"}.get(days, "") + f"{day_name(start.date())}{start:%H:%M}"
    who = "" if appointment.for_whom.value == "self" else f"（来的人：{appointment.name}）"
    words = (
        f"提醒一下：您约了{when}到{place.full_name}（{place.title}）{who}，预约码 {appointment.code}。"
        "来不了的话请早点取消，好让给别人。"
    )
    buttons = [
        {"title": "改时间", "payload": f"change:{appointment.code}"},
        {"title": "取消预约", "payload": f"cancel:{appointment.code}"},
    ]
    return Draft(Kind.BOOKING, words, {"buttons": buttons})
