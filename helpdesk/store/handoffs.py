"""Hand-offs: rows in and out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.clock import shanghai, utc
from helpdesk.errors import NotFound
from helpdesk.models import OPEN_HANDOFFS, Handoff, HandoffState, Kind, Sender
from helpdesk.store.chat_tables import NoteRow
from helpdesk.store.conversations import last_messages
from helpdesk.store.tables import ConversationRow, HandoffRow

_OPEN = [state.value for state in OPEN_HANDOFFS]
_LOOK_BACK = 30
# 转人工, 找顾问 and the like say nothing about the matter.
_BARE_WISH = 6


def to_handoff(session: Session, row: HandoffRow) -> Handoff:
    """The row as the use cases see it."""
    conversation = session.get_one(ConversationRow, row.conversation_id)
    return Handoff(
        id=row.id,
        conversation_id=row.conversation_id,
        channel=conversation.channel,
        state=HandoffState(row.state),
        reason=row.reason,
        urgent=row.urgent,
        requested_at=shanghai(row.requested_at),
        claimed_by=row.claimed_by,
        known=row.known,
        phone=row.phone,
        invited=row.invited,
        returned=row.returned,
        due_at=shanghai(row.due_at) if row.due_at else None,
        calls=row.calls,
        last_adviser=row.last_adviser,
        place_code=row.place_code,
    )


def add(
    session: Session, conversation_id: str, reason: str, urgent: bool, known: dict[str, str], now: datetime
) -> HandoffRow:
    """A new hand-off in the queue."""
    row = HandoffRow(
        conversation_id=conversation_id,
        state=HandoffState.WAITING.value,
        reason=reason,
        urgent=urgent,
        known=known,
        requested_at=utc(now),
        last_adviser=_last_adviser(session, conversation_id),
        place_code=_place_code(session, conversation_id),
    )
    session.add(row)
    return row


def locked(session: Session, handoff_id: int) -> HandoffRow:
    """A hand-off's row and its conversation's, locked until the transaction ends.

    Raises NotFound.
    """
    row = session.get(HandoffRow, handoff_id)
    if row is None:
        raise NotFound("没有这条转接记录")
    # The conversation first, as everywhere: two who lock in different orders would wait for each other.
    session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
    session.refresh(row, with_for_update=True)
    return row


def notes(session: Session, handoff_id: int) -> list[NoteRow]:
    """The notes about a hand-off, in order."""
    return list(session.scalars(select(NoteRow).filter_by(handoff_id=handoff_id).order_by(NoteRow.id)))


def find_open(session: Session, conversation_id: str) -> HandoffRow | None:
    """The conversation's open hand-off; there is at most one."""
    return session.scalar(
        select(HandoffRow).where(HandoffRow.conversation_id == conversation_id, HandoffRow.state.in_(_OPEN))
    )


def list_open(session: Session) -> list[Handoff]:
    """All open hand-offs: urgent ones first, then the longest waiting."""
    found = select(HandoffRow).where(HandoffRow.state.in_(_OPEN))
    ordered = found.order_by(HandoffRow.urgent.desc(), HandoffRow.requested_at, HandoffRow.id)
    return [to_handoff(session, row) for row in session.scalars(ordered)]


def what_is_known(session: Session, conversation: ConversationRow) -> dict[str, str]:
    """What the desk has learnt so far, for the adviser to read before the first word."""
    known: dict[str, str] = {}
    for row in last_messages(session, conversation.id, _LOOK_BACK):
        in_words = row.sender == Sender.CITIZEN.value and not (row.inbound or {}).get("payload")
        if in_words and len(row.text) > _BARE_WISH:
            known["最近的话"] = row.text[:200]
        if place := row.extras.get("place"):
            known["地点"] = place.get("title", place.get("name", ""))
        if row.kind == Kind.ELIGIBILITY.value:
            known["先查过"] = "；".join(row.text.split("\n")[:2])
        if topic := row.extras.get("faq_id") or row.extras.get("guide_id"):
            known["已经看过的答复"] = topic
    return known


def in_state(session: Session, state: HandoffState) -> list[int]:
    """The ids of all hand-offs in a state: urgent ones first, then the oldest."""
    found = select(HandoffRow.id).where(HandoffRow.state == state.value)
    return list(session.scalars(found.order_by(HandoffRow.urgent.desc(), HandoffRow.requested_at, HandoffRow.id)))


def waits(session: Session, since: datetime, limit: int) -> list[timedelta]:
    """How long those waited who were claimed after ``since``, the newest first."""
    found = select(HandoffRow.requested_at, HandoffRow.claimed_at).where(
        HandoffRow.claimed_at >= utc(since), HandoffRow.returned == 0
    )
    newest = session.execute(found.order_by(HandoffRow.claimed_at.desc()).limit(limit))
    return [claimed - requested for requested, claimed in newest if claimed is not None]


def _last_adviser(session: Session, conversation_id: str) -> str | None:
    """Who held the conversation's last chat that is over."""
    found = select(HandoffRow.claimed_by).where(
        HandoffRow.conversation_id == conversation_id, HandoffRow.state == HandoffState.CLOSED.value
    )
    return session.scalar(found.order_by(HandoffRow.id.desc()).limit(1))


def _place_code(session: Session, conversation_id: str) -> str | None:
    shown = [
        row.extras["place"] for row in last_messages(session, conversation_id, _LOOK_BACK) if row.extras.get("place")
    ]
    return shown[-1].get("code") if shown else None
