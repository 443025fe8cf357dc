"""Conversations and messages: rows in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, defer

from helpdesk.clock import shanghai, utc
from helpdesk.models import Conversation, ConversationState, Draft, Inbound, Kind, Message, Sender
from helpdesk.store.tables import ConversationRow, MessageRow

UniqueConstraintBroken = IntegrityError
PUSHED_CHANNELS = frozenset({"telegram"})


def to_conversation(row: ConversationRow) -> Conversation:
    """The row as the use cases see it."""
    return Conversation(
        row.id, row.channel, row.external_id, ConversationState(row.state), turns=row.turns, misses=row.misses
    )


def to_message(row: MessageRow) -> Message:
    """The row as the use cases see it."""
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        sender=Sender(row.sender),
        kind=Kind(row.kind),
        text=row.text,
        extras=row.extras,
        sent_at=shanghai(row.sent_at),
    )


def to_inbound(row: MessageRow) -> Inbound:
    """What the citizen sent, as it was stored."""
    content = row.inbound or {}
    location = content.get("location")
    return Inbound(
        client_id=row.client_id or "",
        text=row.text,
        payload=content.get("payload"),
        location=(location[0], location[1]) if location else None,
        note=content.get("note", False),
    )


def add_conversation(
    session: Session, channel: str, external_id: str | None, token_hash: str | None, now: datetime
) -> ConversationRow:
    """Begin a conversation with the bot."""
    row = ConversationRow(
        id=str(uuid4()),
        channel=channel,
        external_id=external_id,
        token_hash=token_hash,
        state=ConversationState.BOT.value,
        last_seq=0,
        turns=0,
        misses=0,
        created_at=utc(now),
    )
    session.add(row)
    session.flush()
    return row


def find_by_external_id(session: Session, channel: str, external_id: str) -> ConversationRow | None:
    """The conversation that a channel knows by its own name."""
    return session.scalar(select(ConversationRow).filter_by(channel=channel, external_id=external_id))


def find_by_token_hash(session: Session, token_hash: str) -> ConversationRow | None:
    """The conversation that a token opens."""
    return session.scalar(select(ConversationRow).filter_by(token_hash=token_hash))


def lock_conversation(session: Session, conversation_id: str) -> ConversationRow | None:
    """The row, locked until the transaction ends (PostgreSQL; SQLite has one writer anyway)."""
    return session.get(ConversationRow, conversation_id, with_for_update=True)


def lock_asked(session: Session, message_id: str) -> tuple[ConversationRow, MessageRow]:
    """A citizen's message, as it stands once its conversation is locked, without what was sent."""
    its = select(MessageRow.conversation_id).where(MessageRow.id == message_id).scalar_subquery()
    conversation = session.scalars(select(ConversationRow).where(ConversationRow.id == its).with_for_update()).one()
    unopened = [defer(MessageRow.text), defer(MessageRow.extras), defer(MessageRow.inbound)]
    return conversation, session.get_one(MessageRow, message_id, options=unopened)


def add_message(
    session: Session,
    conversation: ConversationRow,
    sender: Sender,
    draft: Draft,
    now: datetime,
    *,
    reply_to: str | None = None,
    inbound: Inbound | None = None,
) -> MessageRow:
    """Append a message; the caller holds the conversation's row."""
    conversation.last_seq += 1
    row = MessageRow(
        id=str(uuid4()),
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        sender=sender.value,
        kind=draft.kind.value,
        text=draft.text,
        extras=draft.extras,
        sent_at=utc(now),
        client_id=inbound.client_id if inbound else None,
        inbound=_content(inbound) if inbound else None,
        reply_to=reply_to,
        to_deliver=sender is not Sender.CITIZEN and conversation.channel in PUSHED_CHANNELS,
    )
    session.add(row)
    return row


def _content(inbound: Inbound) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if inbound.payload is not None:
        content["payload"] = inbound.payload
    if inbound.location is not None:
        content["location"] = list(inbound.location)
    if inbound.note:
        content["note"] = True
    return content


def find_inbound(session: Session, conversation_id: str, client_id: str) -> MessageRow | None:
    """The message that the channel knows by ``client_id``."""
    return session.scalar(select(MessageRow).filter_by(conversation_id=conversation_id, client_id=client_id))


def messages_after(session: Session, conversation_id: str, seq: int) -> list[MessageRow]:
    """All messages behind ``seq``, in order."""
    rows = select(MessageRow).where(MessageRow.conversation_id == conversation_id, MessageRow.seq > seq)
    return list(session.scalars(rows.order_by(MessageRow.seq)))


def last_messages(session: Session, conversation_id: str, limit: int) -> list[MessageRow]:
    """The newest ``limit`` messages, in order."""
    rows = select(MessageRow).filter_by(conversation_id=conversation_id).order_by(MessageRow.seq.desc()).limit(limit)
    return list(session.scalars(rows))[::-1]


def last_of_bot(session: Session, conversation_id: str, limit: int) -> list[MessageRow]:
    """What the bot said among the newest ``limit`` messages, the newest first."""
    newest = select(ConversationRow.last_seq).filter_by(id=conversation_id).scalar_subquery()
    rows = select(MessageRow).where(
        MessageRow.conversation_id == conversation_id,
        MessageRow.seq > newest - limit,
        MessageRow.sender == Sender.BOT.value,
    )
    return list(session.scalars(rows.order_by(MessageRow.seq.desc())))


def last_said(session: Session, conversation_id: str, senders: tuple[Sender, ...]) -> MessageRow | None:
    """The newest message of any of ``senders``."""
    said = select(MessageRow).where(
        MessageRow.conversation_id == conversation_id, MessageRow.sender.in_([sender.value for sender in senders])
    )
    return session.scalar(said.order_by(MessageRow.seq.desc()).limit(1))


def replies(session: Session, message_id: str) -> list[MessageRow]:
    """What was said in answer to a message, in order."""
    return list(session.scalars(select(MessageRow).filter_by(reply_to=message_id).order_by(MessageRow.seq)))


def unanswered(session: Session, conversation_id: str | None = None) -> list[tuple[MessageRow, ConversationRow]]:
    """Citizens' messages that have no answer yet, the oldest first; of one conversation or of all."""
    rows = (
        select(MessageRow, ConversationRow)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(MessageRow.client_id.is_not(None), MessageRow.answered_at.is_(None))
    )
    if conversation_id is not None:
        rows = rows.where(MessageRow.conversation_id == conversation_id)
    found = session.execute(rows.order_by(MessageRow.sent_at, MessageRow.seq))
    return [(message, conversation) for message, conversation in found]


def undelivered(session: Session, channel: str, limit: int) -> list[tuple[MessageRow, str]]:
    """Messages that wait to be pushed, with the channel's name of their conversation."""
    rows = (
        select(MessageRow, ConversationRow.external_id)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(MessageRow.to_deliver.is_(True), ConversationRow.channel == channel)
        .order_by(MessageRow.sent_at, MessageRow.seq)
        .limit(limit)
    )
    return [(message, external_id or "") for message, external_id in session.execute(rows)]
