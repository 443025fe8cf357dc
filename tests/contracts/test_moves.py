"""Every change of state is allowed by one table and leaves a trace."""

from __future__ import annotations

import pytest

from helpdesk.chats import claim_handoff, close_handoff
from helpdesk.clock import FixedClock
from helpdesk.conversations import store_inbound
from helpdesk.errors import IllegalMove
from helpdesk.handoffs import list_open_handoffs, request_handoff
from helpdesk.models import ConversationState, HandoffState, Inbound
from helpdesk.moves import ALLOWED, SYSTEM, move, moves_of
from helpdesk.store.database import Database
from helpdesk.store.tables import ConversationRow


def test_who_moved_a_hand_off_and_the_conversation_is_kept(
    db: Database, clock: FixedClock, conversation: str, advisers: list[str]
) -> None:
    """Asked for, claimed and closed: each step with who, when and why, for the hand-off and for the conversation."""
    message = store_inbound(db, clock, conversation, Inbound("1", "转人工"))
    request_handoff(db, clock, message.id, "群众要求转人工", [])
    (handoff,) = list_open_handoffs(db)
    claim_handoff(db, clock, handoff.id, advisers[0], "王律师")
    close_handoff(db, clock, handoff.id, advisers[0])

    of_handoff = moves_of(db, "handoffs", str(handoff.id))
    of_conversation = moves_of(db, "conversations", conversation)

    assert [(m.before, m.after, m.by) for m in of_handoff] == [
        (None, "waiting", "citizen"),
        ("waiting", "claimed", advisers[0]),
        ("claimed", "closed", advisers[0]),
    ]
    assert [m.after for m in of_conversation] == ["WAITING", "WITH_ADVISER", "BOT"]
    assert {m.at for m in of_handoff} == {clock.now()}
    assert of_handoff[0].why == "群众要求转人工"


def test_a_move_that_is_not_allowed_changes_nothing(db: Database, clock: FixedClock, conversation: str) -> None:
    """What is closed stays closed, and the attempt leaves no trace."""
    with db.write() as session:
        move(session, clock, session.get_one(ConversationRow, conversation), ConversationState.CLOSED, SYSTEM)

    with pytest.raises(IllegalMove), db.write() as session:
        move(session, clock, session.get_one(ConversationRow, conversation), ConversationState.BOT, SYSTEM)

    with db.read() as session:
        assert session.get_one(ConversationRow, conversation).state == "CLOSED"
    assert [m.after for m in moves_of(db, "conversations", conversation)] == ["CLOSED"]


@pytest.mark.parametrize("states", ALLOWED)
def test_every_state_says_where_it_may_lead(states: type[HandoffState]) -> None:
    """A state that was forgotten would raise a bare KeyError."""
    assert set(ALLOWED[states]) == set(states)
