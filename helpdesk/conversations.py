"""Use cases around a conversation: begin it, take in what a citizen sends, store what is said.

Every inbound message is stored before anything else is done with it, and its replies are stored together with the mark
that it was answered. So a crash in between loses nothing, and a repeat is answered with what was answered before.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from helpdesk.clock import Clock, utc
from helpdesk.errors import NotFound
from helpdesk.models import Conversation, ConversationState, Draft, Inbound, Kind, Message, Sender
from helpdesk.store import conversations as rows
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import ConversationRow, MessageRow

_UNKNOWN = "没有找到这次咨询，请重新开始"


@dataclass(frozen=True, slots=True)
class Pending:
    """A stored message of a citizen that waits for its answer."""

    message: Message
    inbound: Inbound
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said in answer to a citizen's message, and who holds the conversation then."""

    state: ConversationState
    messages: list[Message]


@dataclass(frozen=True, slots=True)
class Said:
    """A message and how it came: ``inbound`` when a citizen sent it, ``reply_to`` names the message that it answers."""

    message: Message
    inbound: Inbound | None
    reply_to: str | None


def open_conversation(db: Database, clock: Clock, channel: str) -> tuple[Conversation, str]:
    """Begin a conversation; the second value is the bearer token, which is stored only as a hash."""
    token = secrets.token_urlsafe(32)
    with db.write() as session:
        row = rows.add_conversation(session, channel, None, _hash(token), clock.now())
    return rows.to_conversation(row), token


def conversation_with(db: Database, clock: Clock, channel: str, external_id: str) -> Conversation:
    """The conversation that ``channel`` calls ``external_id``; it is begun if there is none."""
    try:
        with db.write() as session:
            row = rows.find_by_external_id(session, channel, external_id)
            row = row or rows.add_conversation(session, channel, external_id, None, clock.now())
    except rows.UniqueConstraintBroken:  # two first messages at once: the other one has begun it
        with db.read() as session:
            row = rows.find_by_external_id(session, channel, external_id)
        assert row is not None
    return rows.to_conversation(row)


def get_conversation(db: Database, conversation_id: str) -> Conversation:
    """The conversation as it stands now.

    Raises NotFound.
    """
    with db.read() as session:
        row = session.get(ConversationRow, conversation_id)
    if row is None:
        raise NotFound(_UNKNOWN)
    return rows.to_conversation(row)


def authorise(db: Database, conversation_id: str, token: str) -> Conversation:
    """The conversation that ``token`` opens.

    Raises NotFound, the same for a wrong token as for no such conversation.
    """
    conversation = conversation_of_token(db, token)
    if conversation.id != conversation_id:
        raise NotFound(_UNKNOWN)
    return conversation


def conversation_of_token(db: Database, token: str) -> Conversation:
    """The conversation that ``token`` opens, when its id is not named.

    Raises NotFound.
    """
    with db.read() as session:
        row = rows.find_by_token_hash(session, _hash(token))
    if row is None:
        raise NotFound(_UNKNOWN)
    return rows.to_conversation(row)


def store_inbound(db: Database, clock: Clock, conversation_id: str, inbound: Inbound) -> Message:
    """Store what a citizen sent, once: a repeat of ``client_id`` gives the message stored before.

    Raises NotFound when the conversation does not exist.
    """
    with db.write() as session:
        conversation = _locked(session, conversation_id)
        row = rows.find_inbound(session, conversation_id, inbound.client_id)
        if row is None:
            draft = Draft(Kind.SOCIAL if inbound.note else Kind.NOTICE, inbound.text)
            row = rows.add_message(session, conversation, Sender.CITIZEN, draft, clock.now(), inbound=inbound)
    return rows.to_message(row)


def store_reply(
    db: Database, clock: Clock, message_id: str, drafts: Iterable[Draft], sender: Sender = Sender.BOT
) -> Reply:
    """Store the replies to a citizen's message and mark it answered; if it was answered before, give those replies."""
    with db.write(durable=False) as session:  # lost in a power cut, the message is answered again
        conversation, asked = rows.lock_asked(session, message_id)
        if asked.answered_at is None:
            drafts = list(drafts)
            mark_answered(conversation, asked, clock, drafts)
            said = [rows.add_message(session, conversation, sender, draft, clock.now(), reply_to=message_id)
                    for draft in drafts]  # fmt: skip
        else:
            said = rows.replies(session, message_id)
        return Reply(ConversationState(conversation.state), [rows.to_message(row) for row in said])


def mark_answered(conversation: ConversationRow, asked: MessageRow, clock: Clock, said: list[Draft]) -> None:
    """Note that a message has its answer, and count the misses in a row."""
    asked.answered_at = utc(clock.now())
    conversation.turns += 1
    kinds = {draft.kind for draft in said}
    if Kind.FALLBACK in kinds:
        conversation.misses += 1
    elif kinds - {Kind.SOCIAL, Kind.NOTICE}:
        conversation.misses = 0


def say(db: Database, clock: Clock, conversation_id: str, sender: Sender, draft: Draft) -> Message:
    """Say something that answers no message in particular: an adviser's words, a notice.

    Raises NotFound.
    """
    with db.write() as session:
        conversation = _locked(session, conversation_id)
        row = rows.add_message(session, conversation, sender, draft, clock.now())
    return rows.to_message(row)


def add_notice(session: Session, clock: Clock, conversation_id: str, draft: Draft) -> Message:
    """Say something of the desk's own accord, inside the transaction that makes it so.

    Raises NotFound.
    """
    row = rows.add_message(session, _locked(session, conversation_id), Sender.BOT, draft, clock.now())
    session.flush()
    return rows.to_message(row)


def replies_to(db: Database, message_id: str) -> list[Message] | None:
    """The replies to a message in order, or None while it is not answered."""
    with db.read() as session:
        asked = session.get_one(MessageRow, message_id)
        if asked.answered_at is None:
            return None
        return [rows.to_message(row) for row in rows.replies(session, message_id)]


def history(db: Database, conversation_id: str, after: int = 0) -> list[Message]:
    """All messages behind seq ``after``, in order."""
    with db.read() as session:
        return [rows.to_message(row) for row in rows.messages_after(session, conversation_id, after)]


def transcript(db: Database, conversation_id: str) -> list[Said]:
    """The whole conversation in order, with what answers what."""
    with db.read() as session:
        return [_said(row) for row in rows.messages_after(session, conversation_id, 0)]


def recently_said(db: Database, conversation_id: str) -> list[Message]:
    """What the bot said among the last thirty messages, the newest first."""
    with db.read() as session:
        return [rows.to_message(row) for row in rows.last_of_bot(session, conversation_id, 30)]


def button_title(db: Database, conversation_id: str, payload: str) -> str | None:
    """What the newest button with this payload said; None when none of the last thirty messages had one."""
    with db.read() as session:
        for row in reversed(rows.last_messages(session, conversation_id, 30)):
            for button in row.extras.get("buttons", []):
                if button["payload"] == payload:
                    return str(button["title"])
    return None


def pending(db: Database, conversation_id: str | None = None) -> list[Pending]:
    """Messages that have no answer yet, the oldest first; of one conversation or of all."""
    with db.read() as session:
        found = rows.unanswered(session, conversation_id)
    return [
        Pending(rows.to_message(row), rows.to_inbound(row), rows.to_conversation(conversation))
        for row, conversation in found
    ]


def undelivered(db: Database, channel: str, limit: int = 50) -> list[tuple[Message, str]]:
    """What waits to be pushed on ``channel``, with the channel's name of each conversation, in order."""
    with db.read() as session:
        return [(rows.to_message(row), name) for row, name in rows.undelivered(session, channel, limit)]


def mark_delivered(db: Database, clock: Clock, message_id: str) -> None:
    """The channel has taken the message (or has refused it for good)."""
    with db.write() as session:
        row = session.get_one(MessageRow, message_id)
        row.to_deliver, row.delivered_at = False, utc(clock.now())


def _said(row: MessageRow) -> Said:
    message = rows.to_message(row)
    return Said(message, rows.to_inbound(row) if message.sender is Sender.CITIZEN else None, row.reply_to)


def _locked(session: Session, conversation_id: str) -> ConversationRow:
    row = rows.lock_conversation(session, conversation_id)
    if row is None:
        raise NotFound(_UNKNOWN)
    return row


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
