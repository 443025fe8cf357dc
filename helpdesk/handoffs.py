"""Use cases around a person taking over: ask, withdraw, claim, write, close.

The conversation's state moves BOT → WAITING → WITH_ADVISER → BOT, always in the same transaction as the hand-off and as
the words that tell the citizen about it.
"""

from __future__ import annotations

from helpdesk.clock import Clock, utc
from helpdesk.conversations import mark_answered
from helpdesk.errors import AlreadyClaimed, IllegalMove, NotFound
from helpdesk.models import ConversationState, Draft, Handoff, HandoffState, Kind, Message, Sender
from helpdesk.moves import CITIZEN, begin, move
from helpdesk.phones import parse_phone
from helpdesk.store import conversations as rows
from helpdesk.store import handoffs as store
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import ConversationRow, HandoffRow, MessageRow

_TAKEN_OVER = "{name}已经接入，现在由{name}和您说话。"
_CLOSED = "这次人工咨询结束了，后面由智能助手继续为您服务。事情没说完，随时再说“转人工”。"


def request_handoff(
    db: Database, clock: Clock, message_id: str, reason: str, drafts: list[Draft], *, urgent: bool = False
) -> list[Message]:
    """Put the conversation of a citizen's message in the queue, with ``drafts`` as the reply.

    A conversation that is in the queue already stays there; asked again as urgent it becomes urgent, for that ``reason``.
    """
    with db.write() as session:
        asked = session.get_one(MessageRow, message_id)
        conversation = session.get_one(ConversationRow, asked.conversation_id, with_for_update=True)
        session.refresh(asked)  # it may have been answered while this waited for the lock
        if asked.answered_at is None:
            open_one = store.find_open(session, conversation.id)
            if open_one is None:
                known = store.what_is_known(session, conversation)
                row = store.add(session, conversation.id, reason, urgent, known, clock.now())
                begin(session, clock, row, CITIZEN, reason)
            else:
                _ask_again(session, clock, open_one, reason, urgent)
            if conversation.state == ConversationState.BOT.value:
                move(session, clock, conversation, ConversationState.WAITING, CITIZEN, reason)
            mark_answered(conversation, asked, clock, drafts)
            for draft in drafts:
                rows.add_message(session, conversation, Sender.SYSTEM, draft, clock.now(), reply_to=message_id)
            session.flush()
        return [rows.to_message(row) for row in rows.replies(session, message_id)]


def withdraw_handoff(db: Database, clock: Clock, conversation_id: str) -> None:
    """The citizen leaves the queue; the bot goes on.

    Raises IllegalMove when the conversation is not waiting.
    """
    with db.write() as session:
        conversation = session.get_one(ConversationRow, conversation_id, with_for_update=True)
        handoff = store.find_open(session, conversation_id)
        if handoff is None or handoff.state != HandoffState.WAITING.value:
            raise IllegalMove("现在没有在排队等顾问")
        handoff.closed_at = utc(clock.now())
        move(session, clock, handoff, HandoffState.WITHDRAWN, CITIZEN)
        move(session, clock, conversation, ConversationState.BOT, CITIZEN)


def leave_number(db: Database, clock: Clock, conversation_id: str, written: str) -> str:
    """Turn a waiting hand-off into a wish to be called back; the bot goes on. Returns the number as stored.

    Raises InvalidPhone, or IllegalMove when the conversation is not waiting.
    """
    phone = parse_phone(written)
    with db.write() as session:
        conversation = session.get_one(ConversationRow, conversation_id, with_for_update=True)
        handoff = store.find_open(session, conversation_id)
        if handoff is None or handoff.state != HandoffState.WAITING.value:
            raise IllegalMove("现在没有在排队等顾问")
        handoff.phone, handoff.phone_digest = phone, phone
        move(session, clock, handoff, HandoffState.CALLBACK, CITIZEN)
        move(session, clock, conversation, ConversationState.BOT, CITIZEN)
    return phone


def list_open_handoffs(db: Database) -> list[Handoff]:
    """The queue and the chats under way: urgent ones first, then the longest waiting."""
    with db.read() as session:
        return store.list_open(session)


def get_handoff(db: Database, handoff_id: int) -> Handoff:
    """One hand-off.

    Raises NotFound.
    """
    with db.read() as session:
        row = session.get(HandoffRow, handoff_id)
        if row is None:
            raise NotFound("没有这条转接记录")
        return store.to_handoff(session, row)


def claim_handoff(db: Database, clock: Clock, handoff_id: int, login: str, name: str) -> Message:
    """The adviser ``login`` takes the chat; of several who try at once, one wins.

    Raises AlreadyClaimed, or NotFound. Returns the notice that the citizen reads.
    """
    with db.write() as session:
        row = _locked(session, handoff_id)
        if row.state not in (HandoffState.WAITING.value, HandoffState.CALLBACK.value):
            raise AlreadyClaimed("这位群众已经有人接待，或者已经离开了")
        row.claimed_by, row.claimed_at = login, utc(clock.now())
        move(session, clock, row, HandoffState.CLAIMED, login)
        conversation = session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
        move(session, clock, conversation, ConversationState.WITH_ADVISER, login)
        notice = Draft(Kind.HANDOFF, _TAKEN_OVER.format(name=name))
        said = rows.add_message(session, conversation, Sender.SYSTEM, notice, clock.now())
    return rows.to_message(said)


def write_as_adviser(db: Database, clock: Clock, handoff_id: int, login: str, text: str) -> Message:
    """The adviser who holds the chat says something.

    Raises IllegalMove when the chat is not theirs, or the text is empty or over 2,000 characters.
    """
    if not 0 < len(text.strip()) <= 2000:
        raise IllegalMove("请写 1 到 2000 个字")
    with db.write() as session:
        row = _held(_locked(session, handoff_id), login)
        conversation = session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
        said = rows.add_message(session, conversation, Sender.ADVISER, Draft(Kind.HANDOFF, text.strip()), clock.now())
    return rows.to_message(said)


def close_handoff(db: Database, clock: Clock, handoff_id: int, login: str) -> Message:
    """The adviser ends the chat; the bot goes on. Returns the notice that the citizen reads.

    Raises IllegalMove when the chat is not theirs.
    """
    with db.write() as session:
        row = _held(_locked(session, handoff_id), login)
        row.closed_at = utc(clock.now())
        move(session, clock, row, HandoffState.CLOSED, login)
        conversation = session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
        move(session, clock, conversation, ConversationState.BOT, login)
        conversation.misses = 0
        said = rows.add_message(session, conversation, Sender.SYSTEM, Draft(Kind.HANDOFF, _CLOSED), clock.now())
    return rows.to_message(said)


def _ask_again(session: Session, clock: Clock, handoff: HandoffRow, reason: str, urgent: bool) -> None:
    if urgent:
        handoff.urgent, handoff.reason = True, reason
    if handoff.state == HandoffState.CALLBACK.value:
        move(session, clock, handoff, HandoffState.WAITING, CITIZEN, reason)


def _locked(session: Session, handoff_id: int) -> HandoffRow:
    row = session.get(HandoffRow, handoff_id)
    if row is None:
        raise NotFound("没有这条转接记录")
    # The conversation first, as everywhere: two who lock in different orders would wait for each other.
    session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
    session.refresh(row, with_for_update=True)
    return row


def _held(row: HandoffRow, login: str) -> HandoffRow:
    if row.state != HandoffState.CLAIMED.value or row.claimed_by != login:
        raise IllegalMove("这次咨询不在您手上")
    return row
