"""The life of chats with a person, as a machine in which citizens, advisers and the chores do what they like in any order."""

from __future__ import annotations

import itertools
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from helpdesk.advisers import note_presence
from helpdesk.callbacks import note_call
from helpdesk.chats import claim_handoff, close_handoff, invite_adviser, leave_chat, transfer_chat, write_as_adviser
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import open_conversation, store_inbound
from helpdesk.errors import HelpdeskError
from helpdesk.handoffs import leave_number, list_open_handoffs, request_handoff, withdraw_handoff
from helpdesk.models import OPEN_HANDOFFS, ConversationState, HandoffState, Inbound
from helpdesk.moves import ALLOWED, moves_of
from helpdesk.presence import return_unanswered
from helpdesk.queue_place import tell_places
from helpdesk.store.all_tables import Base
from helpdesk.store.database import open_database
from helpdesk.store.tables import AdviserRow, ConversationRow, HandoffRow
from tests.support.keys import KEYS

_people, _advisers, _chats = st.integers(0, 1), st.sampled_from(["wang", "zhou"]), st.integers(1, 4)


class Chats(RuleBasedStateMachine):
    """Two citizens, two advisers; whatever is refused changes nothing."""

    @initialize()
    def begin(self) -> None:
        """A desk of its own."""
        self.folder = tempfile.TemporaryDirectory()
        self.db = open_database(f"sqlite:///{Path(self.folder.name) / 'test.db'}", KEYS)
        Base.metadata.create_all(self.db.engine)
        with self.db.write() as session:
            for login in ("wang", "zhou"):
                session.add(AdviserRow(login=login, name=login, role="adviser", password_hash="-", active=True))
        self.clock = FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))
        self.people = [open_conversation(self.db, self.clock, "api")[0].id for _ in range(2)]
        self.number = 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "db"):
            self.db.close()
            self.folder.cleanup()

    def _says(self, person: int) -> str:
        self.number += 1
        return store_inbound(self.db, self.clock, self.people[person], Inbound(str(self.number), "说句话")).id

    @rule(person=_people, urgent=st.booleans())
    def ask(self, person: int, urgent: bool) -> None:
        """A citizen asks for a person."""
        request_handoff(self.db, self.clock, self._says(person), "群众要求转人工", [], urgent=urgent)

    @rule(person=_people, how=st.sampled_from(["withdraw", "number", "end", "write"]))
    def citizen(self, person: int, how: str) -> None:
        """A citizen leaves the queue, leaves a number, ends the chat or writes."""
        try:
            match how:
                case "withdraw":
                    withdraw_handoff(self.db, self.clock, self.people[person])
                case "number":
                    leave_number(self.db, self.clock, self.people[person], "13812345678")
                case "end":
                    leave_chat(self.db, self.clock, self._says(person))
                case "write":
                    self._says(person)
        except HelpdeskError:
            pass

    @rule(
        who=_advisers,
        chat=_chats,
        how=st.sampled_from(["claim", "close", "queue", "hand on", "invite", "call", "reach"]),
    )
    def adviser(self, who: str, chat: int, how: str) -> None:
        """An adviser does something to a chat that may or may not be theirs."""
        other = "zhou" if who == "wang" else "wang"
        try:
            match how:
                case "claim":
                    claim_handoff(self.db, self.clock, chat, who, who)
                case "close":
                    close_handoff(self.db, self.clock, chat, who)
                case "queue":
                    transfer_chat(self.db, self.clock, chat, who, None, "请接")
                case "hand on":
                    transfer_chat(self.db, self.clock, chat, who, other, "请接")
                case "invite":
                    invite_adviser(self.db, self.clock, chat, who, other)
                case "call" | "reach":
                    note_call(self.db, self.clock, chat, who, reached=how == "reach", note="")
        except HelpdeskError:
            pass

    @rule(who=_advisers, chat=_chats)
    def write(self, who: str, chat: int) -> None:
        """Only who holds a chat, or was invited to it, writes in it."""
        holders = {
            h.id: (h.claimed_by, h.invited) for h in list_open_handoffs(self.db) if h.state is HandoffState.CLAIMED
        }
        try:
            write_as_adviser(self.db, self.clock, chat, who, "您好")
        except HelpdeskError:
            assert who not in holders.get(chat, ())
        else:
            assert who in holders[chat]

    @rule(minutes=st.sampled_from([1, 3, 6]), present=st.booleans())
    def pass_time(self, minutes: int, present: bool) -> None:
        """Time passes, and the chores do their work."""
        self.clock.moment += timedelta(minutes=minutes)
        if present:
            for login in ("wang", "zhou"):
                note_presence(self.db, self.clock, login)
        return_unanswered(self.db, self.clock)
        tell_places(self.db, self.clock)

    @invariant()
    def holds(self) -> None:
        """At most one open hand-off a conversation, and the conversation is where its hand-off says."""
        if not hasattr(self, "db"):
            return
        expected = {
            HandoffState.WAITING: ConversationState.WAITING,
            HandoffState.CLAIMED: ConversationState.WITH_ADVISER,
            HandoffState.CALLBACK: ConversationState.BOT,
        }
        with self.db.read() as session:
            for conversation in session.scalars(select(ConversationRow)):
                rows = select(HandoffRow).filter_by(conversation_id=conversation.id)
                open_ones = list(session.scalars(rows.where(HandoffRow.state.in_([s.value for s in OPEN_HANDOFFS]))))
                assert len(open_ones) <= 1
                states = [HandoffState(row.state) for row in open_ones]
                assert conversation.state == (expected[states[0]] if states else ConversationState.BOT)
                for row in open_ones:
                    assert (row.claimed_by is not None) == (row.state == HandoffState.CLAIMED.value)

    @invariant()
    def every_step_was_allowed(self) -> None:
        """The moves of each hand-off follow each other, each of them allowed."""
        if not hasattr(self, "db"):
            return
        with self.db.read() as session:
            count = session.scalar(select(func.count()).select_from(HandoffRow)) or 0
        for number in range(1, count + 1):
            made = moves_of(self.db, "handoffs", str(number))
            assert made[0].before is None
            for earlier, later in itertools.pairwise(made):
                assert later.before == earlier.after
                assert later.after in ALLOWED[HandoffState][later.before or ""]


TestChats = Chats.TestCase
TestChats.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
