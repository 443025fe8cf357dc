"""Where a citizen stands in the queue: told on asking, and by itself when it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from helpdesk.chats import WAIT_BUTTONS
from helpdesk.clock import Clock, shanghai, utc
from helpdesk.errors import IllegalMove
from helpdesk.models import Draft, HandoffState, Kind, Message, Sender
from helpdesk.store import conversations as rows
from helpdesk.store import handoffs as store
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import ConversationRow

TELL_EVERY = timedelta(minutes=2)
_LOOK_BACK = timedelta(days=7)
_LEAST_WAITS, _MOST_WAITS = 5, 50


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """How many wait before this one, and how long the last ones waited at the median; None while too few have."""

    ahead: int
    usual_wait: timedelta | None

    def words(self) -> str:
        """As a sentence."""
        place = f"您前面还有 {self.ahead} 位" if self.ahead else "您排在第一位"
        if self.usual_wait is None:
            return f"{place}，要等多久现在还说不准。"
        minutes = max(1, round(self.usual_wait / timedelta(minutes=1)))
        return f"{place}；最近几天一般等 {minutes} 分钟左右，这次不一定一样。"


def queue_place(db: Database, clock: Clock, conversation_id: str) -> QueuePlace:
    """Where the conversation stands now.

    Raises IllegalMove when it is not waiting.
    """
    with db.read() as session:
        row = store.find_open(session, conversation_id)
        queue = store.in_state(session, HandoffState.WAITING)
        if row is None or row.id not in queue:
            raise IllegalMove("现在没有在排队等顾问")
        return QueuePlace(queue.index(row.id), _usual_wait(session, clock))


def tell_places(db: Database, clock: Clock) -> list[Message]:
    """Tell those who have moved forward, at most every two minutes; nobody is told that others went before them.

    Returns what was said. Every replica may run this: what a citizen was told is looked at under the lock.
    """
    with db.read() as session:
        queue = store.in_state(session, HandoffState.WAITING)
    return [said for ahead, handoff_id in enumerate(queue) if (said := _tell_one(db, clock, handoff_id, ahead))]


def _tell_one(db: Database, clock: Clock, handoff_id: int, ahead: int) -> Message | None:
    with db.write(durable=False) as session:
        row, now = store.locked(session, handoff_id), clock.now()
        last = shanghai(row.told_at or row.requested_at)
        if row.state != HandoffState.WAITING.value or now - last < TELL_EVERY:
            return None
        before, row.told_ahead = row.told_ahead, ahead
        if before is None or ahead >= before:
            return None
        row.told_at = utc(now)
        conversation = session.get_one(ConversationRow, row.conversation_id)
        draft = Draft(Kind.HANDOFF, QueuePlace(ahead, _usual_wait(session, clock)).words(), {"buttons": WAIT_BUTTONS})
        said = rows.add_message(session, conversation, Sender.SYSTEM, draft, now)
        session.flush()
    return rows.to_message(said)


def _usual_wait(session: Session, clock: Clock) -> timedelta | None:
    waits = store.waits(session, clock.now() - _LOOK_BACK, _MOST_WAITS)
    if len(waits) < _LEAST_WAITS:
        return None
    return timedelta(seconds=median(wait.total_seconds() for wait in waits))
