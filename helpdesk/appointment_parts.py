"""What the use cases of appointments share: what a name and a matter may be, finding a row, showing it."""

from __future__ import annotations

from datetime import timedelta

from helpdesk.clock import shanghai
from helpdesk.directory import Directory
from helpdesk.errors import NotFound, Refused, SlotUnavailable
from helpdesk.models import Appointment, AppointmentStatus, ForWhom, Place, Service
from helpdesk.store import appointments as store
from helpdesk.store.database import Session
from helpdesk.store.tables import AppointmentRow

_UNKNOWN = "没有找到这个预约码，请核对一下"


def check_name(written: str) -> str:
    """A citizen's name, trimmed.

    Raises Refused unless it has 1 to 30 characters and no digits.
    """
    name = one_line(written)
    if not 1 <= len(name) <= 30 or any(c.isdigit() for c in name):
        raise Refused("请写您的姓名（30 个字以内，不带数字）")
    return name


def check_matter(written: str) -> str:
    """What the appointment is about, trimmed.

    Raises Refused unless it has 2 to 200 characters.
    """
    matter = one_line(written)
    if not 2 <= len(matter) <= 200:
        raise Refused("请用 2 到 200 个字说说是什么事")
    return matter


def one_line(written: str) -> str:
    """Words without line breaks and control characters."""
    return "".join(c for c in " ".join(written.split()) if c.isprintable())


def place_of(directory: Directory, code: str) -> Place:
    """The place of a slot.

    Raises SlotUnavailable.
    """
    try:
        return directory.get(code)
    except NotFound:
        raise SlotUnavailable("没有这个服务室，请重新选一个") from None


def owned(session: Session, conversation_id: str, code: str) -> AppointmentRow:
    """One of the conversation's appointments, locked.

    Raises NotFound, the same for somebody else's code.
    """
    code = code.strip().upper()
    row = store.by_code(session, conversation_id, code) if code.isprintable() else None
    if row is None:
        raise NotFound(_UNKNOWN)
    return row


def anybodys(session: Session, code: str) -> AppointmentRow:
    """An appointment by its code alone, locked; for the people of the desk.

    Raises NotFound.
    """
    code = code.strip().upper()
    row = store.locked(session, code) if code.isalnum() and len(code) <= 12 else None
    if row is None:
        raise NotFound(_UNKNOWN)
    return row


def to_appointment(directory: Directory, row: AppointmentRow) -> Appointment:
    """The row as the use cases show it."""
    start = shanghai(row.start)
    return Appointment(
        code=row.code,
        place=directory.get(row.place_code),
        start=start,
        end=start + timedelta(minutes=row.minutes),
        service=Service(row.service),
        matter=row.matter,
        name=row.name,
        phone=row.phone,
        status=AppointmentStatus(row.state),
        for_whom=ForWhom(row.for_whom),
        at_desk=row.at_desk,
    )
