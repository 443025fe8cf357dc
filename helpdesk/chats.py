"""Use cases of the adviser who holds a chat: claim, write, hand on, invite, take notes, close; and of the citizen who ends it.

Of several who act at once the database lets one through. Every change is stored together with the words that tell the
citizen about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helpdesk.clock import Clock, shanghai, utc
from helpdesk.conversations import mark_answered
from helpdesk.errors import AlreadyClaimed, IllegalMove, NotFound, Refused
from helpdesk.models import ConversationState, Draft, HandoffState, Kind, Message, Sender
from helpdesk.moves import CITIZEN, move
from helpdesk.ratings import ask_rating
from helpdesk.store import conversations as rows
from helpdesk.store import handoffs as store
from helpdesk.store.chat_tables import NoteRow
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AdviserRow, ConversationRow, HandoffRow, MessageRow

END_BUTTON = {"title": "结束咨询", "payload": "end"}
WAIT_BUTTONS = [
    {"title": "不等了", "payload": "withdraw"},
    {"title": "留电话，请顾问打给我", "payload": "callback"},
    {"title": "预约当面咨询", "payload": "book"},
]
_TAKEN_OVER = "{name}已经接入，现在由{name}和您说话。"
_CLOSED = "这次人工咨询结束了，后面由智能助手继续为您服务。事情没说完，随时再说“转人工”。"
_ENDED = "好的，这次人工咨询结束了，后面由智能助手继续为您服务。事情没说完，随时再说“转人工”。"
_HANDED_ON = "已经转给{name}，现在由{name}接着和您说。您前面写的话{name}都看得到。"
_BACK_IN_QUEUE = "已经为您请别的顾问，排在前面。您前面写的话顾问都看得到，不用再说一遍。"
_JOINED = "{name}也加入了，和您一起说这件事。"
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Note:
    """What an adviser told the others about a chat."""

    by: str
    text: str
    at: datetime


def claim_handoff(db: Database, clock: Clock, handoff_id: int, login: str, name: str) -> Message:
    """The adviser ``login`` takes the chat; of several who try at once, one wins.

    Raises AlreadyClaimed, or NotFound. Returns the notice that the citizen reads.
    """
    with db.write() as session:
        row = store.locked(session, handoff_id)
        if row.state not in (HandoffState.WAITING.value, HandoffState.CALLBACK.value):
            raise AlreadyClaimed("这位群众已经有人接待，或者已经离开了")
        move(session, clock, row, HandoffState.CLAIMED, login)
        _hold(row, login, clock)
        session.get_one(AdviserRow, login).last_seen_at = utc(clock.now())
        return _tell(session, clock, row, _TAKEN_OVER.format(name=name), ConversationState.WITH_ADVISER, login)


def write_as_adviser(db: Database, clock: Clock, handoff_id: int, login: str, text: str) -> Message:
    """An adviser who holds the chat, or was invited to it, says something.

    Raises IllegalMove when the chat is not theirs, or the text is empty or over 2,000 characters.
    """
    if not 0 < len(text.strip()) <= _LONGEST:
        raise IllegalMove(f"请写 1 到 {_LONGEST} 个字")
    with db.write() as session:
        row = _held(store.locked(session, handoff_id), login, guest=True)
        conversation = session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
        adviser = session.get_one(AdviserRow, login)
        adviser.last_seen_at = utc(clock.now())
        draft = Draft(Kind.HANDOFF, text.strip(), {"by": adviser.name})
        said = rows.add_message(session, conversation, Sender.ADVISER, draft, clock.now())
    return rows.to_message(said)


def transfer_chat(db: Database, clock: Clock, handoff_id: int, login: str, to: str | None, note: str) -> Message:
    """Hand the chat on to the adviser ``to``, or back to the queue for None; ``note`` is for whoever comes next.

    Raises IllegalMove when the chat is not theirs, Refused without a note or for an adviser who may not take it.
    """
    words = _checked(note)
    with db.write() as session:
        row = _held(store.locked(session, handoff_id), login)
        session.add(NoteRow(handoff_id=row.id, by=login, text=words, at=utc(clock.now())))
        if to is None:
            return give_back(session, clock, row, login, "顾问转回队列", _BACK_IN_QUEUE)
        guest = _colleague(session, to, login)
        move(session, clock, row, HandoffState.CLAIMED, login, f"转给 {to}")
        _hold(row, to, clock)
        return _tell(session, clock, row, _HANDED_ON.format(name=guest.name), None, login)


def invite_adviser(db: Database, clock: Clock, handoff_id: int, login: str, guest: str) -> Message:
    """Bring a second adviser into the chat, who reads and writes as well; the first stays in charge.

    Raises IllegalMove when the chat is not theirs, Refused for an adviser who may not take it.
    """
    with db.write() as session:
        row = _held(store.locked(session, handoff_id), login)
        colleague = _colleague(session, guest, login)
        row.invited = guest
        return _tell(session, clock, row, _JOINED.format(name=colleague.name), None, login)


def close_handoff(db: Database, clock: Clock, handoff_id: int, login: str) -> Message:
    """The adviser in charge ends the chat; the bot goes on. Returns the notice that the citizen reads.

    Raises IllegalMove when the chat is not theirs.
    """
    with db.write() as session:
        row = _held(store.locked(session, handoff_id), login)
        _end(session, clock, row, login)
        return _tell(session, clock, row, _CLOSED, None, login, ask_rating(row.id))


def leave_chat(db: Database, clock: Clock, message_id: str) -> list[Message]:
    """The citizen ends the chat with a message; the bot goes on. Returns the replies to it.

    Raises IllegalMove when no adviser holds the conversation.
    """
    with db.write() as session:
        asked = session.get_one(MessageRow, message_id)
        conversation = session.get_one(ConversationRow, asked.conversation_id, with_for_update=True)
        session.refresh(asked)
        row = store.find_open(session, conversation.id)
        if asked.answered_at is None:
            if row is None or row.state != HandoffState.CLAIMED.value:
                raise IllegalMove("现在没有顾问在和您说话")
            _end(session, clock, row, CITIZEN)
            draft = Draft(Kind.HANDOFF, _ENDED, {"buttons": ask_rating(row.id)})
            mark_answered(conversation, asked, clock, [draft])
            rows.add_message(session, conversation, Sender.SYSTEM, draft, clock.now(), reply_to=message_id)
            session.flush()
        return [rows.to_message(reply) for reply in rows.replies(session, message_id)]


def add_note(db: Database, clock: Clock, handoff_id: int, login: str, text: str) -> None:
    """Note something about the chat that only advisers read.

    Raises IllegalMove when the chat is not theirs, Refused for an empty note or one over 2,000 characters.
    """
    words = _checked(text)
    with db.write() as session:
        row = _held(store.locked(session, handoff_id), login, guest=True)
        session.add(NoteRow(handoff_id=row.id, by=login, text=words, at=utc(clock.now())))


def list_notes(db: Database, handoff_id: int, login: str) -> list[Note]:
    """The notes about a chat in order.

    Raises NotFound, or IllegalMove when the chat is not theirs.
    """
    with db.read() as session:
        row = session.get(HandoffRow, handoff_id)
        if row is None:
            raise NotFound("没有这条转接记录")
        _held(row, login, guest=True)
        return [Note(note.by, note.text, shanghai(note.at)) for note in store.notes(session, handoff_id)]


def give_back(session: Session, clock: Clock, row: HandoffRow, by: str, why: str, words: str) -> Message:
    """Put a claimed chat back in the queue, where it keeps its time and its urgency; the caller holds its row."""
    move(session, clock, row, HandoffState.WAITING, by, why)
    row.claimed_by = row.claimed_at = row.invited = row.told_ahead = None
    row.returned += 1
    return _tell(session, clock, row, words, ConversationState.WAITING, by, WAIT_BUTTONS)


def _hold(row: HandoffRow, login: str, clock: Clock) -> None:
    row.claimed_by, row.claimed_at, row.invited = login, utc(clock.now()), None


def _end(session: Session, clock: Clock, row: HandoffRow, by: str) -> None:
    row.closed_at = utc(clock.now())
    move(session, clock, row, HandoffState.CLOSED, by)
    conversation = session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
    move(session, clock, conversation, ConversationState.BOT, by)
    conversation.misses = 0


def _tell(
    session: Session,
    clock: Clock,
    row: HandoffRow,
    words: str,
    state: ConversationState | None,
    by: str,
    buttons: list[dict[str, str]] | None = None,
) -> Message:
    """Say what has changed to the citizen, and hand the conversation on when ``state`` is given."""
    conversation = session.get_one(ConversationRow, row.conversation_id, with_for_update=True)
    if state is not None:
        move(session, clock, conversation, state, by)
    if buttons is None:
        buttons = [END_BUTTON]
    notice = Draft(Kind.HANDOFF, words, {"buttons": buttons})
    said = rows.add_message(session, conversation, Sender.SYSTEM, notice, clock.now())
    session.flush()
    return rows.to_message(said)


def _colleague(session: Session, login: str, me: str) -> AdviserRow:
    row = session.get(AdviserRow, login)
    if row is None or not row.active or login == me:
        raise Refused("请选另一位能登录的顾问")
    return row


def _checked(note: str) -> str:
    words = note.strip()
    if not 0 < len(words) <= _LONGEST:
        raise Refused("请写一两句话，让接手的人知道情况")
    return words


def _held(row: HandoffRow, login: str, *, guest: bool = False) -> HandoffRow:
    holders = (row.claimed_by, row.invited) if guest else (row.claimed_by,)
    if row.state != HandoffState.CLAIMED.value or login not in holders:
        raise IllegalMove("这次咨询不在您手上")
    return row
