"""The waiting list: a wish for any seat of a place within some days. A seat that comes free is held for the first one.

Holding happens under the place's lock, in the transaction that frees the seat; ``tell_offers`` says it to the citizen.
An offer is made once: who lets it pass is off the list.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from helpdesk.appointment_models import Waiting, WaitingState
from helpdesk.clock import SHANGHAI, Clock, shanghai, utc
from helpdesk.conversations import add_notice
from helpdesk.directory import Directory
from helpdesk.errors import NotFound, Refused
from helpdesk.free_times import free_of
from helpdesk.models import Draft, Kind, Message, Place, Service
from helpdesk.moves import CITIZEN, SYSTEM, begin, move
from helpdesk.quiet_hours import day_name, is_quiet
from helpdesk.slots import slot_id
from helpdesk.store import appointments as seats
from helpdesk.store import rotas
from helpdesk.store import waiting_list as store
from helpdesk.store.appointment_tables import WaitingRow
from helpdesk.store.database import Database, Session

_MOST = 3
_W = WaitingState


def join(
    db: Database,
    clock: Clock,
    directory: Directory,
    conversation_id: str,
    place_code: str,
    first: date,
    last: date,
    service: Service = Service.CONSULTATION,
) -> Waiting:
    """Wait for a seat; who waits for this place already goes on waiting as before.

    Raises NotFound for an unknown place, Refused for days that cannot be or too many wishes at once.
    """
    place = directory.get(place_code)
    if service not in place.services:
        raise Refused("这里不办这项服务，请换一个地方")
    with db.write() as session:
        seats.lock_place(session, place_code)
        mine = list(store.open_of(session, conversation_id))
        for row in mine:
            if (row.place_code, row.service) == (place_code, service.value):
                return _to_waiting(row)
        horizon = clock.now().date() + timedelta(days=rotas.place_rules(session, place_code).horizon_days)
        if not clock.now().date() <= first <= last <= horizon:
            raise Refused("等位的日子要在今天以后、能预约的天数以内")
        if len(mine) >= _MOST:
            raise Refused(f"一次最多等 {_MOST} 个地方的空位，请先去掉一个")
        row = WaitingRow(
            conversation_id=conversation_id,
            place_code=place_code,
            service=service.value,
            first=first,
            last=last,
            state=_W.WAITING.value,
            created_at=utc(clock.now()),
        )
        session.add(row)
        begin(session, clock, row, CITIZEN)
        hold_free(session, clock, place)
    return _to_waiting(row)


def own_waiting(db: Database, conversation_id: str) -> list[Waiting]:
    """What the conversation waits for, or is offered, the oldest wish first."""
    with db.read() as session:
        return [_to_waiting(row) for row in store.open_of(session, conversation_id)]


def leave(db: Database, clock: Clock, directory: Directory, conversation_id: str, waiting_id: int) -> Waiting:
    """Wait no longer, or let an offer pass: what was held goes to the next. Twice changes nothing.

    Raises NotFound, the same for somebody else's.
    """
    with db.write() as session:
        row = _own(session, conversation_id, waiting_id)
        seats.lock_place(session, row.place_code)
        session.refresh(row, with_for_update=True)
        if row.state in (_W.WAITING.value, _W.OFFERED.value):
            move(session, clock, row, _W.LEFT, CITIZEN)
            session.flush()
            hold_free(session, clock, directory.get(row.place_code))
    return _to_waiting(row)


def offered_slot(db: Database, conversation_id: str, waiting_id: int) -> Waiting | None:
    """The offer that is open under this number; None when it has passed or is not the conversation's."""
    return next((w for w in own_waiting(db, conversation_id) if w.id == waiting_id and w.offered), None)


def take(session: Session, clock: Clock, conversation_id: str, place_code: str, start: datetime) -> None:
    """The conversation has got a seat at ``start``: an offer of that slot is taken."""
    for row in store.open_of(session, conversation_id):
        if row.state == _W.OFFERED.value and (row.place_code, row.offered_start) == (place_code, utc(start)):
            move(session, clock, row, _W.TAKEN, CITIZEN)


def hold_free(session: Session, clock: Clock, place: Place) -> None:
    """Hold what is free at a place for those who wait for it, the first one first."""
    if not store.anybody_waits(session, place.code):
        return
    seats.lock_place(session, place.code)
    for row in store.waiting_for(session, place.code):
        _hold_for(session, clock, place, row)


def hold_all_free(db: Database, clock: Clock, directory: Directory) -> list[Message]:
    """Look for seats that came free in another way: an offer that passed, a closure called off, a day come into reach.

    Any replica may run this at any time. Returns what citizens whose offer has passed, or whose days are over, are told.
    """
    now, said = clock.now(), []
    with db.read() as session:
        places = store.places_waited_for(session)
    for code in places:
        with db.write() as session:
            seats.lock_place(session, code)
            for row in store.past(session, code, now):
                said += _expire(session, clock, directory.get(code), row)
            session.flush()
            hold_free(session, clock, directory.get(code))
    return said


def tell_offers(db: Database, clock: Clock, directory: Directory) -> list[Message]:
    """Tell those for whom a seat is held, by day; from then on it is held for the place's number of minutes.

    Any replica may run this at any time: each is told once, in the transaction that begins the wait.
    """
    if is_quiet(clock.now()):
        return []
    with db.read() as session:
        untold = store.untold(session)
    said: list[Message] = []
    for waiting_id in untold:
        with db.write() as session:
            row = store.locked(session, waiting_id)
            if row.state == _W.OFFERED.value and row.held_until is None:
                minutes = rotas.place_rules(session, row.place_code).hold_minutes
                row.held_until = utc(clock.now() + timedelta(minutes=minutes))
                draft = _offer(directory.get(row.place_code), row, minutes)
                said.append(add_notice(session, clock, row.conversation_id, draft))
    return said


def _hold_for(session: Session, clock: Clock, place: Place, row: WaitingRow) -> None:
    now = clock.now()
    rota = rotas.rota(session, place.code, Service(row.service), now)
    days = [row.first + timedelta(days=n) for n in range((row.last - row.first).days + 1)]
    begins = datetime.combine(row.first, datetime.min.time(), SHANGHAI)
    held = seats.held(session, place.code, begins, begins + timedelta(days=len(days)))
    slot = next(iter(free_of(place, rota, days, now, held)), None)
    if slot is None:
        return
    row.offered_start, row.minutes = utc(slot.start), rota.length // timedelta(minutes=1)
    row.seat = rota.free_seats(slot.start, held)[0]
    move(session, clock, row, _W.OFFERED, SYSTEM)
    session.flush()


def _expire(session: Session, clock: Clock, place: Place, row: WaitingRow) -> list[Message]:
    offered = row.state == _W.OFFERED.value
    move(session, clock, row, _W.EXPIRED, SYSTEM, "没有回话" if offered else "日子过了")
    words = (
        f"给您留的{_when(row)}（{place.title}）没有等到您回话，已经让给后面的人了。还想等空位就再点一次。"
        if offered
        else f"这几天{place.title}没有空出来的时段，等位到期了。要接着等就再点一次，或者换一个地方。"
    )
    buttons = [{"title": "再等空位", "payload": f"wait:{place.code}"}, {"title": "换个地方", "payload": "book"}]
    return [add_notice(session, clock, row.conversation_id, Draft(Kind.BOOKING, words, {"buttons": buttons}))]


def _offer(place: Place, row: WaitingRow, minutes: int) -> Draft:
    words = f"{place.title}有空位了：{_when(row)}。给您留 {minutes} 分钟，要的话点“就要这个”；不回话就让给下一位。"
    buttons = [
        {"title": "就要这个", "payload": f"book:w{row.id}"},
        {"title": "不要了", "payload": f"unwait:{row.id}"},
    ]
    return Draft(Kind.BOOKING, words, {"buttons": buttons})


def _when(row: WaitingRow) -> str:
    start = shanghai(row.offered_start) if row.offered_start else None
    return f"{day_name(start.date())}{start:%H:%M}" if start else ""


def _own(session: Session, conversation_id: str, waiting_id: int) -> WaitingRow:
    row = session.get(WaitingRow, waiting_id)
    if row is None or row.conversation_id != conversation_id:
        raise NotFound("没有找到这条等位，可能已经过期了")
    return row


def _to_waiting(row: WaitingRow) -> Waiting:
    offered = row.state == _W.OFFERED.value and row.offered_start is not None
    start = shanghai(row.offered_start) if row.offered_start else None
    return Waiting(
        id=row.id,
        place_code=row.place_code,
        service=Service(row.service),
        first=row.first,
        last=row.last,
        state=_W(row.state),
        offered=slot_id(row.place_code, start) if offered and start else None,
        held_until=shanghai(row.held_until) if row.held_until else None,
    )
