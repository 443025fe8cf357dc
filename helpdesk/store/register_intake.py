"""What is not registered yet, and which cases it belongs to."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import Session

from helpdesk.clock import shanghai
from helpdesk.models import AppointmentStatus, HandoffState, Kind, Sender
from helpdesk.register_models import CaseState
from helpdesk.store.register_tables import CaseRow
from helpdesk.store.tables import AppointmentRow, ConversationRow, HandoffRow, MessageRow

_LOOK_BACK = 30


def unregistered(session: Session, limit: int) -> list[str]:
    """Conversations in which something is new."""
    # As the partial indexes are written, so that they are used.
    chats = session.scalars(select(ConversationRow.id).where(text("last_seq > registered_seq")).limit(limit))
    booked = session.scalars(select(AppointmentRow.conversation_id).where(text("NOT registered")).limit(limit))
    return list(dict.fromkeys([*chats, *booked]))


class Shown(NamedTuple):
    """What a message that is no citizen's showed, without its words."""

    sender: Sender
    kind: Kind
    extras: dict[str, Any]
    sent_at: datetime


def messages(session: Session, conversation: ConversationRow) -> list[Shown]:
    """What citizens were shown since the conversation was last registered, in order."""
    rows = select(MessageRow.sender, MessageRow.kind, MessageRow.extras, MessageRow.sent_at).where(
        MessageRow.conversation_id == conversation.id,
        MessageRow.seq > conversation.registered_seq,
        MessageRow.sender != Sender.CITIZEN.value,
    )
    return [
        Shown(Sender(sender), Kind(kind), extras, shanghai(sent_at))
        for sender, kind, extras, sent_at in session.execute(rows.order_by(MessageRow.seq))
    ]


def last_place(session: Session, conversation: ConversationRow) -> str | None:
    """The place that the newest registered case of the conversation, or the newest earlier message, is about."""
    earlier = select(MessageRow.extras).where(
        MessageRow.conversation_id == conversation.id,
        MessageRow.seq <= conversation.registered_seq,
        MessageRow.seq > conversation.last_seq - _LOOK_BACK,
        MessageRow.sender != Sender.CITIZEN.value,
    )
    for extras in session.scalars(earlier.order_by(MessageRow.seq.desc())):
        if place := extras.get("place"):
            return str(place["code"])
    case = select(CaseRow.place_code).where(CaseRow.conversation_id == conversation.id)
    code: str | None = session.scalar(case.order_by(CaseRow.accepted_at.desc(), CaseRow.id.desc()).limit(1))
    return code


def handoffs(session: Session, conversation_id: str) -> list[HandoffRow]:
    """The conversation's hand-offs that no case has."""
    rows = select(HandoffRow).outerjoin(CaseRow, CaseRow.handoff_id == HandoffRow.id)
    return list(session.scalars(rows.where(HandoffRow.conversation_id == conversation_id, CaseRow.id.is_(None))))


def appointments(session: Session, conversation_id: str) -> list[AppointmentRow]:
    """The conversation's appointments that are not registered."""
    rows = select(AppointmentRow).where(AppointmentRow.conversation_id == conversation_id)
    return list(session.scalars(rows.where(AppointmentRow.registered.is_(False))))


def bot_case(session: Session, conversation_id: str, topic: str) -> CaseRow | None:
    """The case of what the bot has answered about a topic in a conversation."""
    return session.scalar(select(CaseRow).filter_by(conversation_id=conversation_id, bot_topic=topic))


def joinable(session: Session, conversation_id: str, link: str, since: datetime) -> CaseRow | None:
    """The conversation's newest case since then, if it goes on and has nothing in the column ``link`` yet."""
    rows = select(CaseRow).where(CaseRow.conversation_id == conversation_id, CaseRow.accepted_at >= since)
    newest = session.scalar(rows.order_by(CaseRow.accepted_at.desc(), CaseRow.id.desc()).limit(1).with_for_update())
    goes_on = newest is not None and newest.state in (CaseState.ACCEPTED.value, CaseState.ANSWERED.value)
    return newest if goes_on and getattr(newest, link) is None else None


def cases_to_follow(session: Session) -> list[int]:
    """Accepted cases whose hand-off or appointment has gone on without them."""
    taken = and_(HandoffRow.state == HandoffState.CLAIMED.value, CaseRow.adviser.is_(None))
    over = HandoffRow.state.in_([HandoffState.CLOSED.value, HandoffState.WITHDRAWN.value])
    called = and_(HandoffRow.phone.is_not(None), CaseRow.phone.is_(None))
    ended = [
        status.value for status in (AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW, AppointmentStatus.DONE)
    ]
    kept_or_not = and_(CaseRow.handoff_id.is_(None), AppointmentRow.state.in_(ended))
    rows = (
        select(CaseRow.id)
        .outerjoin(HandoffRow, HandoffRow.id == CaseRow.handoff_id)
        .outerjoin(AppointmentRow, AppointmentRow.code == CaseRow.appointment_code)
        .where(CaseRow.state == CaseState.ACCEPTED.value, or_(taken, over, called, kept_or_not))
    )
    return list(session.scalars(rows.order_by(CaseRow.id)))
