"""Use cases of 分流衔接: hand a case on, note the other office's answer, ask the citizen afterwards, list what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from helpdesk.clock import Clock, utc
from helpdesk.errors import IllegalMove, NotFound, Refused
from helpdesk.moves import Move, begin, move, moves_of
from helpdesk.register import changeable, get_case, readable
from helpdesk.register_models import (
    Case,
    CaseResult,
    CaseState,
    Reader,
    Referral,
    ReferralState,
    ReferralTarget,
)
from helpdesk.store import referrals as store
from helpdesk.store.database import Database, Session
from helpdesk.store.register_tables import CaseRow, ReferralRow

USUAL_WAIT = timedelta(days=7)
USUAL_FOLLOW_UP = timedelta(days=15)
_LONGEST = 1000
_FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ReferCase:
    """Who a case is handed on to, what they are asked for, and by when they should have answered."""

    target: ReferralTarget
    office: str
    request: str
    due_on: date


def refer_case(db: Database, clock: Clock, reader: Reader, case_id: int, command: ReferCase) -> Referral:
    """Hand a case on; its state becomes referred.

    Raises NotFound, IllegalMove when the case is archived, or Refused for what is missing, too long or past.
    """
    office = _text(command.office, "请写转给哪个单位", 60)
    request = _text(command.request, "请写请对方办什么")
    due_on = _day(clock, command.due_on)
    with db.write() as session:
        case = changeable(session, reader, case_id)
        row = ReferralRow(
            case_id=case_id,
            target=command.target.value,
            office=office,
            request=request,
            state=ReferralState.SENT.value,
            sent_by=reader.login,
            sent_at=utc(clock.now()),
            due_on=due_on,
        )
        session.add(row)
        begin(session, clock, row, reader.login)
        _to_referred(session, clock, case, reader)
    return store.to_referral(row, case)


def accept_referral(db: Database, clock: Clock, reader: Reader, referral_id: int) -> Referral:
    """The other office has taken it. Raises NotFound or IllegalMove."""
    with db.write() as session:
        row, case = _changeable(session, reader, referral_id)
        move(session, clock, row, ReferralState.ACCEPTED, reader.login)
    return store.to_referral(row, case)


def return_referral(db: Database, clock: Clock, reader: Reader, referral_id: int, why: str) -> Referral:
    """The other office has sent it back; the case is the desk's again when no other referral of it is under way.

    Raises NotFound, IllegalMove, or Refused without a reason.
    """
    outcome = _text(why, "请写对方为什么退回")
    with db.write() as session:
        row, case = _changeable(session, reader, referral_id)
        move(session, clock, row, ReferralState.RETURNED, reader.login)
        row.outcome = outcome
        session.flush()
        under_way = any(other.state is not ReferralState.RETURNED for other in store.of_case(session, case.id))
        if case.state == CaseState.REFERRED.value and not under_way:
            move(session, clock, case, CaseState.ANSWERED, reader.login, "分流被退回")
            if case.result == CaseResult.HANDED_ON.value:
                case.result = None
    return store.to_referral(row, case)


def send_again(db: Database, clock: Clock, reader: Reader, referral_id: int, request: str, due_on: date) -> Referral:
    """Send a returned referral to the same office again. Raises NotFound, IllegalMove or Refused."""
    words, day = _text(request, "请写请对方办什么"), _day(clock, due_on)
    with db.write() as session:
        row, case = _changeable(session, reader, referral_id)
        move(session, clock, row, ReferralState.SENT, reader.login)
        row.request, row.due_on, row.outcome = words, day, ""
        _to_referred(session, clock, case, reader)
    return store.to_referral(row, case)


def finish_referral(
    db: Database,
    clock: Clock,
    reader: Reader,
    referral_id: int,
    outcome: str,
    follow_up_on: date,
) -> Referral:
    """The other office has finished; the citizen is asked on ``follow_up_on`` how it went.

    Raises NotFound, IllegalMove, or Refused for what is missing, too long or past.
    """
    words, day = _text(outcome, "请写办得怎么样"), _day(clock, follow_up_on)
    with db.write() as session:
        row, case = _changeable(session, reader, referral_id)
        move(session, clock, row, ReferralState.DONE, reader.login)
        row.outcome, row.follow_up_on = words, day
    return store.to_referral(row, case)


def note_follow_up(db: Database, clock: Clock, reader: Reader, referral_id: int, said: str) -> Referral:
    """What the citizen said when asked. Raises NotFound, Refused without words, or IllegalMove when it is not due or done."""
    words = _text(said, "请写群众怎么说的")
    with db.write() as session:
        row, case = _changeable(session, reader, referral_id)
        if row.follow_up_on is None or row.followed_up_at is not None:
            raise IllegalMove("这个分流现在不用回访")
        row.follow_up, row.followed_up_at = words, utc(clock.now())
    return store.to_referral(row, case)


def get_referral(db: Database, reader: Reader, referral_id: int) -> tuple[Referral, Case]:
    """A referral with its case. Raises NotFound, also when ``reader`` may not read it."""
    with db.read() as session:
        row = session.get(ReferralRow, referral_id)
        if row is None:
            raise NotFound(_NOT_FOUND)
        found = store.to_referral(row, session.get_one(CaseRow, row.case_id))
    return found, get_case(db, reader, found.case_id)


def referrals_of(db: Database, reader: Reader, case_id: int) -> list[Referral]:
    """A case's referrals in order. Raises NotFound."""
    get_case(db, reader, case_id)
    with db.read() as session:
        return store.of_case(session, case_id)


def waiting_referrals(db: Database, reader: Reader) -> list[Referral]:
    """Those that something is still to be done about, the earliest due first."""
    with db.read() as session:
        return list(store.waiting(session, readable(reader)))


def overdue_referrals(db: Database, clock: Clock, reader: Reader) -> list[Referral]:
    """Those that the other office is late with, and those whose citizen is to be asked by today."""
    today = clock.now().date()
    found = waiting_referrals(db, reader)
    return [referral for referral in found if referral.is_overdue(today) or referral.wants_follow_up(today)]


def moves_of_referral(db: Database, reader: Reader, referral_id: int) -> list[Move]:
    """Who moved it, when and why, in order. Raises NotFound."""
    get_referral(db, reader, referral_id)
    return moves_of(db, ReferralRow.__tablename__, str(referral_id))


_NOT_FOUND = "没有找到这个分流，或者它不归您看"


def _changeable(session: Session, reader: Reader, referral_id: int) -> tuple[ReferralRow, CaseRow]:
    row = session.get(ReferralRow, referral_id)
    if row is None:
        raise NotFound(_NOT_FOUND)
    case = changeable(session, reader, row.case_id)
    session.refresh(row, with_for_update=True)
    return row, case


def _to_referred(session: Session, clock: Clock, case: CaseRow, reader: Reader) -> None:
    if case.state != CaseState.REFERRED.value:
        move(session, clock, case, CaseState.REFERRED, reader.login)
    case.result = case.result or CaseResult.HANDED_ON.value
    case.adviser = case.adviser or reader.login


def _text(written: str, missing: str, longest: int = _LONGEST) -> str:
    lines = ("".join(c for c in line if c.isprintable()).strip() for line in written.splitlines())
    kept = "\n".join(lines).strip()
    if not kept:
        raise Refused(missing)
    if len(kept) > longest:
        raise Refused(f"太长了，请写在 {longest} 个字以内")
    return kept


def _day(clock: Clock, day: date) -> date:
    if not clock.now().date() <= day <= clock.now().date() + _FARTHEST:
        raise Refused("日期要在今天到一年以内")
    return day
