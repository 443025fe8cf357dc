"""Use cases of a citizen who wants a person: ask, withdraw, leave a number; ``helpdesk.chats`` has what advisers do.

The conversation's state moves BOT → WAITING → WITH_ADVISER → BOT, always in the same transaction as the hand-off and as
the words that tell the citizen about it.
"""

from __future__ import annotations

from helpdesk.advisers import next_duty
from helpdesk.clock import Clock, utc
from helpdesk.conversations import mark_answered
from helpdesk.errors import IllegalMove, NotFound
from helpdesk.models import ConversationState, Draft, Handoff, HandoffState, Message, Sender
from helpdesk.moves import CITIZEN, begin, move
from helpdesk.phones import parse_phone
from helpdesk.store import conversations as rows
from helpdesk.store import handoffs as store
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import ConversationRow, HandoffRow, MessageRow


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
        handoff.phone, handoff.phone_digest, handoff.due_at = phone, phone, utc(next_duty(clock.now()))
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


def _ask_again(session: Session, clock: Clock, handoff: HandoffRow, reason: str, urgent: bool) -> None:
    if urgent:
        handoff.urgent, handoff.reason = True, reason
    if handoff.state == HandoffState.CALLBACK.value:
        move(session, clock, handoff, HandoffState.WAITING, CITIZEN, reason)
