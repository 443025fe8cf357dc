"""Use cases around what a citizen thought of a chat with a person: asked after it, answered in three steps or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk.clock import Clock, utc
from helpdesk.errors import NotFound, Refused
from helpdesk.models import HandoffState
from helpdesk.store import ratings as store
from helpdesk.store.chat_tables import RatingRow
from helpdesk.store.database import Database, Session
from helpdesk.store.tables import HandoffRow

LONGEST_WORD = 200


@dataclass(frozen=True, slots=True)
class Rating:
    """Whether the matter was solved, a mark from 1 to 5, and a word; None for what was not said."""

    solved: bool | None
    score: int | None
    word: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """All ratings together: ``mean`` of the marks and ``solved`` as a share, None while there are none."""

    count: int
    mean: float | None
    solved: float | None


def ask_rating(handoff_id: int) -> list[dict[str, str]]:
    """The buttons under the notice that a chat has ended."""
    return [
        {"title": "问题解决了", "payload": f"solved:{handoff_id}:yes"},
        {"title": "还没解决", "payload": f"solved:{handoff_id}:no"},
    ]


def rate(
    db: Database,
    clock: Clock,
    conversation_id: str,
    handoff_id: int,
    *,
    solved: bool | None = None,
    score: int | None = None,
    word: str | None = None,
) -> Rating:
    """Store what is given, beside what was given before. The same again changes nothing.

    Raises NotFound for a hand-off of somebody else or one that is not over, Refused for a word over 200 characters.
    """
    if word is not None and not 0 < len(word.strip()) <= LONGEST_WORD:
        raise Refused(f"请写在 {LONGEST_WORD} 个字以内")
    with db.write() as session:
        row = _row(session, clock, conversation_id, handoff_id)
        row.solved = row.solved if solved is None else solved
        row.score = row.score if score is None else score
        row.word = row.word if word is None else word.strip()
    return Rating(row.solved, row.score, row.word)


def rating_of(db: Database, handoff_id: int) -> Rating | None:
    """What was said of one chat."""
    with db.read() as session:
        row = session.get(RatingRow, handoff_id)
        return Rating(row.solved, row.score, row.word) if row else None


def summary(db: Database) -> Summary:
    """All ratings together, for admins."""
    with db.read() as session:
        return Summary(*store.totals(session))


def _row(session: Session, clock: Clock, conversation_id: str, handoff_id: int) -> RatingRow:
    handoff = session.get(HandoffRow, handoff_id, with_for_update=True)
    if handoff is None or handoff.conversation_id != conversation_id or handoff.state != HandoffState.CLOSED.value:
        raise NotFound("没有找到这次咨询")
    row = session.get(RatingRow, handoff_id)
    if row is None:
        row = RatingRow(handoff_id=handoff_id, at=utc(clock.now()))
        session.add(row)
    return row
