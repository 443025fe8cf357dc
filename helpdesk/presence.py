"""A chat whose adviser has gone silent goes back to the queue, by itself.

Every replica may run this at any time: a chat is looked at again under its lock before it is given back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from helpdesk.advisers import PRESENCE
from helpdesk.chats import give_back
from helpdesk.clock import Clock, shanghai
from helpdesk.models import HandoffState, Message, Sender
from helpdesk.moves import SYSTEM
from helpdesk.store import conversations as rows
from helpdesk.store import handoffs as store
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import AdviserRow, HandoffRow

SILENCE = timedelta(minutes=5)
_GONE = "对不起，{name}这会儿没法回话。已经为您重新排上队，排在前面，请别的顾问接着来；您前面写的话顾问都看得到，不用再说一遍。"


def return_unanswered(db: Database, clock: Clock, silence: timedelta = SILENCE) -> list[Message]:
    """Give back every chat in which a citizen has waited for ``silence``, or whose adviser's console is closed.

    Returns what the citizens are told.
    """
    with db.read() as session:
        claimed = store.in_state(session, HandoffState.CLAIMED)
    return [said for handoff_id in claimed if (said := _return_one(db, clock, handoff_id, silence))]


def _return_one(db: Database, clock: Clock, handoff_id: int, silence: timedelta) -> Message | None:
    with db.write() as session:
        row = store.locked(session, handoff_id)
        if row.state != HandoffState.CLAIMED.value:
            return None
        waits_since, adviser = _waits_since(session, row), session.get_one(AdviserRow, row.claimed_by)
        if waits_since is None:
            return None
        now = clock.now()
        # Who has just been handed the chat gets as long to open it as anybody who went away for a moment.
        seen = shanghai(adviser.last_seen_at) if adviser.last_seen_at else waits_since
        away = not adviser.active or now - max(seen, waits_since) > PRESENCE
        if not away and now - waits_since < silence:
            return None
        why = "顾问离线" if away else "顾问没有回话"
        return give_back(session, clock, row, SYSTEM, why, _GONE.format(name=adviser.name))


def _waits_since(session: Session, row: HandoffRow) -> datetime | None:
    """Since when the citizen has waited for a word: from their last one, or from the claim when that was later."""
    last = rows.last_said(session, row.conversation_id, (Sender.CITIZEN, Sender.ADVISER))
    if last is None or last.sender != Sender.CITIZEN.value or row.claimed_at is None:
        return None
    return shanghai(max(last.sent_at, row.claimed_at))
