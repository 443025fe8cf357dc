"""Use cases of the register: register by hand, look up, edit, answer, archive.

An archived case is read-only. Who may not read a case is told that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from helpdesk.clock import SHANGHAI, Clock
from helpdesk.directory import Directory
from helpdesk.errors import IllegalMove, InvalidPhone, NotFound, Refused
from helpdesk.moves import Move, begin, move, moves_of
from helpdesk.phones import parse_phone
from helpdesk.register_models import BY_HAND, Case, CaseChannel, CaseFilter, CaseResult, CaseState, Reader, Scope
from helpdesk.register_numbers import DEFAULT_PREFIX, below, series_of
from helpdesk.store import referrals
from helpdesk.store import register as store
from helpdesk.store.database import Database, Session
from helpdesk.store.register_tables import CaseRow

PAGE = store.MOST
LONGEST = {"matter": 500, "answer": 2000, "party": 30, "other_party": 60}
MOST_MINUTES = 24 * 60
_NOT_FOUND = "没有找到这个登记，或者它不归您看"
_READ_ONLY = "这个登记已经归档，只能看，不能改"


@dataclass(frozen=True, slots=True)
class CaseDetails:
    """What an adviser writes about a case; an empty ``phone``, ``party`` or ``other_party`` is not known."""

    place_code: str
    topic: str
    matter: str
    party: str = ""
    phone: str = ""
    other_party: str = ""
    answer: str = ""
    result: CaseResult | None = None
    minutes: int = 0


def register_case(
    db: Database,
    clock: Clock,
    directory: Directory,
    login: str,
    channel: CaseChannel,
    details: CaseDetails,
    *,
    prefix: str = DEFAULT_PREFIX,
) -> Case:
    """Register somebody who came or telephoned; ``login`` is their adviser. With an answer and a result it is answered.

    Raises NotFound for the place, InvalidPhone, or Refused for what is missing or too long.
    """
    if channel not in BY_HAND:
        raise Refused("手工登记的，只能是上门或者电话来的")
    series = series_of(directory, details.place_code, prefix)
    checked = _checked(details)
    with db.write() as session:
        row = store.add(
            session,
            series,
            clock.now(),
            place_code=details.place_code,
            topic=checked.topic,
            channel=channel.value,
            entries=[],
            adviser=login,
        )
        _write(row, checked)
        begin(session, clock, row, login)
        if checked.answer and checked.result is not None:
            move(session, clock, row, CaseState.ANSWERED, login)
    return store.to_case(row)


def get_case(db: Database, reader: Reader, case_id: int) -> Case:
    """One case. Raises NotFound, also when ``reader`` may not read it."""
    with db.read() as session:
        return store.to_case(_readable(session.get(CaseRow, case_id), reader))


def find_cases(db: Database, reader: Reader, wanted: CaseFilter, skip: int = 0) -> list[Case]:
    """The newest ``PAGE`` cases that ``reader`` may read and that fit, behind the first ``skip`` of them.

    A place stands for all places below it.
    """
    span = month_span(wanted.month) if wanted.month is not None else None
    with db.read() as session:
        return store.find(
            session,
            readable(reader),
            wanted,
            phone=_as_phone(wanted.words),
            place=below(wanted.place_code) if wanted.place_code else None,
            span=span,
            skip=skip,
        )


def cases_of_conversation(db: Database, conversation_id: str) -> list[Case]:
    """The cases that grew out of a conversation, the newest first; for the citizen whose it is."""
    with db.read() as session:
        return store.of_conversation(session, conversation_id)


def edit_case(db: Database, directory: Directory, reader: Reader, case_id: int, details: CaseDetails) -> Case:
    """Correct what stands in a case; its number stays, also when the place moves to another county.

    Raises NotFound, IllegalMove when it is archived, InvalidPhone, or Refused for what is missing or too long.
    """
    directory.get(details.place_code)
    checked = _checked(details)
    with db.write() as session:
        row = changeable(session, reader, case_id)
        row.place_code = checked.place_code
        _write(row, checked)
        row.adviser = row.adviser or reader.login
    return store.to_case(row)


def answer_case(
    db: Database,
    clock: Clock,
    reader: Reader,
    case_id: int,
    answer: str,
    result: CaseResult,
    minutes: int,
) -> Case:
    """Note that a case was answered, what came of it, and how long it took (added to what is there).

    Raises NotFound, IllegalMove when its state does not allow it, or Refused for what is missing or too long.
    """
    words = _text("answer", answer, "请写怎么答复的")
    with db.write() as session:
        row = changeable(session, reader, case_id)
        row.answer, row.result, row.minutes = words, result.value, _minutes(row.minutes + _minutes(minutes))
        row.adviser = row.adviser or reader.login
        if row.state != CaseState.ANSWERED.value:
            move(session, clock, row, CaseState.ANSWERED, reader.login)
    return store.to_case(row)


def reopen_case(db: Database, clock: Clock, reader: Reader, case_id: int, why: str) -> Case:
    """Take an answered case up again. Raises NotFound, or IllegalMove when it is not answered."""
    with db.write() as session:
        row = changeable(session, reader, case_id)
        move(session, clock, row, CaseState.ACCEPTED, reader.login, why.strip())
    return store.to_case(row)


def archive_case(db: Database, clock: Clock, reader: Reader, case_id: int) -> Case:
    """Close a case for good; from then on it is read-only.

    Raises NotFound, IllegalMove when it is archived already, or Refused while it has no result, or a referral of it or
    its follow-up is open.
    """
    with db.write() as session:
        row = changeable(session, reader, case_id)
        if row.result is None:
            raise Refused("归档以前，请先写上结果")
        if any(referral.is_open for referral in referrals.of_case(session, case_id)):
            raise Refused("还有分流没有办完，或者没有回访，先不能归档")
        move(session, clock, row, CaseState.ARCHIVED, reader.login)
    return store.to_case(row)


def history_of(db: Database, reader: Reader, case_id: int) -> list[Move]:
    """Who moved a case, when and why, in order. Raises NotFound."""
    get_case(db, reader, case_id)
    return moves_of(db, CaseRow.__tablename__, str(case_id))


def month_span(day: date) -> tuple[datetime, datetime]:
    """The first moment of the month of ``day``, and the first one behind it, in Shanghai."""
    first = datetime(day.year, day.month, 1, tzinfo=SHANGHAI)
    behind = (first + timedelta(days=32)).replace(day=1)
    return first, behind


def changeable(session: Session, reader: Reader, case_id: int) -> CaseRow:
    """The case, locked, for who may read it; raises NotFound, or IllegalMove when it is archived."""
    row = _readable(store.locked(session, case_id), reader)
    if row.state == CaseState.ARCHIVED.value:
        raise IllegalMove(_READ_ONLY)
    return row


def readable(reader: Reader) -> Scope:
    """Which cases ``reader`` may read."""
    return Scope(reader.login, None if reader.is_admin else tuple(map(below, reader.places)))


def _readable(row: CaseRow | None, reader: Reader) -> CaseRow:
    if row is None or not readable(reader).includes(row.adviser, row.place_code):
        raise NotFound(_NOT_FOUND)
    return row


def _checked(details: CaseDetails) -> CaseDetails:
    phone = parse_phone(details.phone) if details.phone.strip() else ""
    if not 0 < len(details.topic) <= 40:
        raise Refused("请选是哪一类的事")
    return CaseDetails(
        place_code=details.place_code,
        topic=details.topic,
        matter=_text("matter", details.matter, "请写是什么事"),
        party=_text("party", details.party),
        phone=phone,
        other_party=_text("other_party", details.other_party),
        answer=_text("answer", details.answer),
        result=details.result,
        minutes=_minutes(details.minutes),
    )


def _write(row: CaseRow, details: CaseDetails) -> None:
    row.topic, row.matter, row.answer = details.topic, details.matter, details.answer
    row.result = details.result.value if details.result else None
    row.minutes = details.minutes
    store.set_people(row, details.party or None, details.phone or None, details.other_party or None)


def _text(field: str, written: str, missing: str = "") -> str:
    """Lines trimmed and without control characters; raises Refused when it is empty and must not be, or too long."""
    kept = "\n".join("".join(c for c in line if c.isprintable()).strip() for line in written.splitlines()).strip()
    if missing and not kept:
        raise Refused(missing)
    if len(kept) > LONGEST[field]:
        raise Refused(f"“{kept[:8]}……”太长了，请写在 {LONGEST[field]} 个字以内")
    return kept


def _minutes(minutes: int) -> int:
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused("用时请写 0 到 1440 分钟")
    return minutes


def _as_phone(words: str) -> str | None:
    try:
        return parse_phone(words)
    except InvalidPhone:
        return None
