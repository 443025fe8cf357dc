"""What the contracts of appointments share: the room's Tuesday, a wish to book, a closure, what was heard."""

from __future__ import annotations

from datetime import date, datetime

from helpdesk.absences import checked_absence, save_absence
from helpdesk.appointment_models import AbsenceKind, Span
from helpdesk.appointments import BookAppointment
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import history
from helpdesk.directory import Directory
from helpdesk.models import Service
from helpdesk.store.database import Database
from tests.contracts.conftest import ROOM

TUESDAY = date(2026, 12, 8)
AT_NINE, AT_TEN = f"{ROOM}-202612080900", f"{ROOM}-202612081000"
COMMAND = BookAppointment(AT_TEN, Service.CONSULTATION, "邻居占了我的地", "王大明", "13812345678")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of December 2026."""
    return datetime(2026, 12, day, hour, minute, tzinfo=SHANGHAI)


def close_tuesday(db: Database, clock: FixedClock, directory: Directory) -> int:
    """Close the room on Tuesday morning; the closure's number."""
    span = Span(at(8, 8), at(8, 12), "全镇停电")
    absence = checked_absence(clock, directory, AbsenceKind.CLOSURE, ROOM, span, "", "boss")
    return save_absence(db, clock, absence).id


def said(db: Database, conversation: str) -> list[str]:
    """What the conversation heard."""
    return [message.text for message in history(db, conversation)]
