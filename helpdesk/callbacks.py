"""Call-backs: whom to ring, from when on, and what came of it."""

from __future__ import annotations

from datetime import timedelta

from helpdesk.advisers import next_duty
from helpdesk.clock import Clock, utc
from helpdesk.errors import IllegalMove
from helpdesk.models import Draft, HandoffState, Kind, Message, Sender
from helpdesk.moves import move
from helpdesk.ratings import ask_rating
from helpdesk.store import conversations as rows
from helpdesk.store import handoffs as store
from helpdesk.store.chat_tables import NoteRow
from helpdesk.store.database import Database
from helpdesk.store.tables import ConversationRow

MOST_CALLS = 3
_AGAIN_AFTER = timedelta(hours=2)
_NOT_REACHED = "顾问打了您留的电话，没有打通，{when}再打。要换号码或者改成排队，说一声“转人工”。"
_GIVEN_UP = "顾问打了 {times} 次您留的电话都没打通，先不打了。还要找顾问的话，再说“转人工”，或者打12348。"


def note_call(db: Database, clock: Clock, handoff_id: int, login: str, *, reached: bool, note: str) -> Message:
    """What came of ringing: reached ends the ticket, not reached puts it off, and after three times ends it.

    ``note`` may be empty. Returns what the citizen is told in the chat.
    Raises NotFound, or IllegalMove when there is nobody to ring any more.
    """
    now = clock.now()
    with db.write() as session:
        row = store.locked(session, handoff_id)
        if row.state != HandoffState.CALLBACK.value:
            raise IllegalMove("这个回电已经有人处理了")
        if note.strip():
            session.add(NoteRow(handoff_id=row.id, by=login, text=note.strip(), at=utc(now)))
        row.calls += 1
        if reached or row.calls >= MOST_CALLS:
            row.claimed_by, row.closed_at = login, utc(now)
            move(session, clock, row, HandoffState.CLOSED, login, "电话打通了" if reached else "电话打不通")
        else:
            row.due_at = utc(next_duty(now + _AGAIN_AFTER))
            move(session, clock, row, HandoffState.CALLBACK, login, "没打通，再打")
        if reached:
            words, buttons = "电话里的事说完了的话，请给这次咨询打个分。", ask_rating(row.id)
        elif row.calls < MOST_CALLS:
            again = next_duty(now + _AGAIN_AFTER)
            words, buttons = _NOT_REACHED.format(when=f"{again.month}月{again.day}日 {again:%H:%M} 以后"), []
        else:
            words, buttons = _GIVEN_UP.format(times=row.calls), []
        conversation = session.get_one(ConversationRow, row.conversation_id)
        draft = Draft(Kind.HANDOFF, words, {"buttons": buttons})
        said = rows.add_message(session, conversation, Sender.SYSTEM, draft, now)
        session.flush()
    return rows.to_message(said)
