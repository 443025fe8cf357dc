"""Closures of places and leave of their people: whom they concern, and telling those who are booked.

Nothing is cancelled: who is told chooses another time, or cancels. ``tell_concerned`` tells each once, in the
transaction that notes it, so that a crash or a second replica neither loses nor repeats it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from helpdesk.appointment_models import Absence, AbsenceKind, Concerned, Held, Rota, Span
from helpdesk.appointment_parts import one_line, to_appointment
from helpdesk.appointments import DESK_CHANNEL
from helpdesk.clock import Clock, shanghai, utc
from helpdesk.conversations import add_notice
from helpdesk.directory import Directory
from helpdesk.errors import NotFound, Refused
from helpdesk.free_times import free_of
from helpdesk.models import Appointment, AppointmentStatus, Draft, Kind, Message, Place, Service, Slot
from helpdesk.quiet_hours import day_name
from helpdesk.store import appointments as store
from helpdesk.store import rotas
from helpdesk.store.appointment_tables import NoticeRow
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AppointmentRow, ConversationRow

_LONGEST = timedelta(days=366)
_OFFERED = 4
_BOOKED = (AppointmentStatus.BOOKED,)


def checked_absence(
    clock: Clock, directory: Directory, kind: AbsenceKind, place_code: str, span: Span, who: str, login: str
) -> Absence:
    """A closure or a leave as it may be saved, with number 0.

    Raises NotFound, or Refused for times that cannot be, or a reason or a person that is missing.
    """
    directory.get(place_code)
    if span.start >= span.end:
        raise Refused("开始时间要早于结束时间")
    if span.end <= clock.now():
        raise Refused("这段时间已经过去了")
    if span.end - span.start > _LONGEST:
        raise Refused("一次最多一年，请分开写")
    why, who = one_line(span.why), one_line(who)
    if not 1 <= len(why) <= 60:
        raise Refused("请写明原因（60 个字以内），群众会看到")
    if kind is AbsenceKind.LEAVE and not 1 <= len(who) <= 30:
        raise Refused("请写明是谁休息（30 个字以内）")
    return Absence(0, kind, place_code, Span(span.start, span.end, why), who, login)


def concerned_by(db: Database, clock: Clock, directory: Directory, absence: Absence) -> list[Concerned]:
    """The appointments that would be left without anybody to see them, were this saved; in order."""
    with db.read() as session:
        rows = _left_out(session, clock, absence.place_code, [absence], absence.span)
        return [Concerned(to_appointment(directory, row), _told(session, row)) for row in rows]


def save_absence(db: Database, clock: Clock, absence: Absence) -> Absence:
    """Store a checked closure or leave; nothing more can be booked into it from now on."""
    with db.write() as session:
        store.lock_place(session, absence.place_code)
        return rotas.add_absence(session, absence, clock.now())


def lift_absence(db: Database, clock: Clock, kind: AbsenceKind, absence_id: int) -> None:
    """Call a closure or a leave off; twice changes nothing.

    Raises NotFound.
    """
    with db.write() as session:
        if not rotas.lift_absence(session, kind, absence_id, clock.now()):
            raise NotFound("没有找到这一条，请刷新页面再看")


def list_absences(db: Database, clock: Clock) -> list[Absence]:
    """What is saved and has not ended before today, in order."""
    with db.read() as session:
        return rotas.coming_absences(session, clock.now())


def list_concerned(db: Database, clock: Clock, directory: Directory) -> list[Concerned]:
    """Every appointment still to come that what is saved leaves without anybody to see it, in order of time."""
    with db.read() as session:
        rows = _all_left_out(session, clock)
        return [Concerned(to_appointment(directory, row), _told(session, row)) for row in rows]


def tell_concerned(db: Database, clock: Clock, directory: Directory) -> list[Message]:
    """Tell those who are booked into a closure or a leave, with the next free times; returns what was said."""
    with db.read() as session:
        codes = [row.code for row in _all_left_out(session, clock) if not _told(session, row)]
    return [message for code in codes if (message := _tell(db, clock, directory, code))]


def _tell(db: Database, clock: Clock, directory: Directory, code: str) -> Message | None:
    with db.write() as session:
        row = store.locked(session, code)
        if row is None or row.state != AppointmentStatus.BOOKED.value or _told(session, row):
            return None
        if session.get_one(ConversationRow, row.conversation_id).channel == DESK_CHANNEL:
            return None  # nobody reads there: those are reached by telephone
        appointment = to_appointment(directory, row)
        closed = rotas.rota(session, row.place_code, appointment.service, clock.now()).closure_at(appointment.start)
        session.add(NoticeRow(code=code, kind="absence", start=row.start, at=utc(clock.now())))
        free = _next_free(session, clock, appointment.place, appointment.service)
        return add_notice(session, clock, row.conversation_id, _words(appointment, closed, free))


def _all_left_out(session: Session, clock: Clock) -> list[AppointmentRow]:
    absences = rotas.coming_absences(session, clock.now())
    found: dict[str, AppointmentRow] = {}
    for absence in absences:
        for row in _left_out(session, clock, absence.place_code, [], absence.span):
            found[row.code] = row
    return sorted(found.values(), key=lambda row: (row.start, row.place_code, row.code))


def _left_out(
    session: Session, clock: Clock, place_code: str, more: Sequence[Absence], span: Span
) -> list[AppointmentRow]:
    """Who of those booked in ``span`` has no seat left under what is saved and ``more``: those who booked last."""
    now = clock.now()
    rota = _with(rotas.rota(session, place_code, Service.CONSULTATION, now), more)
    rows = store.between(session, max(now, span.start - timedelta(hours=4)), span.end, _BOOKED, place_code)
    seen: list[Held] = []
    left: list[AppointmentRow] = []
    for row in sorted(rows, key=lambda row: (row.created_at, row.code)):
        start = shanghai(row.start)
        end = start + timedelta(minutes=row.minutes)
        met = sum(one.start < end and start < one.end for one in seen)
        if not span.meets(start, end) or met < _capacity(rota, start, end):
            seen.append(Held(start, end, row.seat, Service(row.service)))
        else:
            left.append(row)
    return sorted(left, key=lambda row: (row.start, row.code))


def _with(rota: Rota, more: Sequence[Absence]) -> Rota:
    closures = tuple(a.span for a in more if a.kind is AbsenceKind.CLOSURE)
    leaves = tuple(a.span for a in more if a.kind is AbsenceKind.LEAVE)
    return Rota(seats=rota.seats, closures=rota.closures + closures, leaves=rota.leaves + leaves)


def _capacity(rota: Rota, start: datetime, end: datetime) -> int:
    if any(span.meets(start, end) for span in rota.closures):
        return 0
    return rota.seats - sum(span.meets(start, end) for span in rota.leaves)


def _told(session: Session, row: AppointmentRow) -> bool:
    return session.get(NoticeRow, (row.code, "absence", row.start)) is not None


def _next_free(session: Session, clock: Clock, place: Place, service: Service) -> list[Slot]:
    """The next free times, on different days first."""
    now = clock.now()
    rota = rotas.rota(session, place.code, service, now)
    days = [now.date() + timedelta(days=n) for n in range(rota.horizon_days + 1)]
    held = store.held(session, place.code, now, now + timedelta(days=rota.horizon_days + 1))
    free = free_of(place, rota, days, now, held)
    first_of_days = {slot.start.date(): slot for slot in reversed(free)}
    return sorted(first_of_days.values(), key=lambda slot: slot.start)[:_OFFERED]


def _words(appointment: Appointment, closed: Span | None, free: list[Slot]) -> Draft:
    start, place = appointment.start, appointment.place
    cause = f"那时候不开门（{closed.why}）" if closed else "那时候接待的人不在"
    words = f"对不起，您约的{day_name(start.date())}{start:%H:%M}，{place.full_name}（{place.title}）{cause}。"
    words += "下面这些时间有空，点一下就改过去；也可以选别的时间，或者取消。" if free else "请选别的时间，或者取消。"
    buttons = [
        {"title": f"{day_name(slot.start.date())}{slot.start:%H:%M}", "payload": f"move:{appointment.code}:{slot.id}"}
        for slot in free
    ]
    buttons += [
        {"title": "选别的时间", "payload": f"change:{appointment.code}"},
        {"title": "取消预约", "payload": f"cancel:{appointment.code}"},
    ]
    return Draft(Kind.BOOKING, words, {"buttons": buttons})
