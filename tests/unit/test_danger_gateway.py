"""What the gateway does about danger, whoever holds the conversation; the database is real, the dialogue answers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

import pytest

from actions.desk import Desk
from bot.events import EventBus
from bot.gateway import Gateway
from helpdesk.advisers import add_adviser
from helpdesk.chats import claim_handoff
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import history, open_conversation
from helpdesk.directory import Directory
from helpdesk.handoffs import list_open_handoffs
from helpdesk.models import ConversationState, Draft, Inbound, Kind, Role
from helpdesk.store.database import Database, open_database
from helpdesk.store.tables import Base
from knowledge_base.narrowing import Narrowings
from knowledge_base.service import KnowledgeBase
from nlu.danger import RuleRecogniser, Sort, Verdict
from tests.support.keys import KEYS

CLOCK = FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))
BEATEN = "他正在打我，快来人"


class QuietDialogue:
    """Answers every question in one word."""

    async def reply(self, conversation_id: str, message_id: str, text: str, *, again: bool = False) -> list[Draft]:
        """See Dialogue."""
        return [Draft(Kind.FAQ, "答")]

    async def ready(self) -> bool:
        """See Dialogue."""
        return True


class AlwaysAlarmed:
    """Hears danger in everything."""

    def judge(self, text: str) -> Verdict:
        """See Recogniser."""
        return Verdict(Sort.SELF_HARM, 1.0, False)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    db = open_database(f"sqlite:///{tmp_path / 'desk.db'}", KEYS)
    Base.metadata.create_all(db.engine)
    yield db
    db.close()


@pytest.fixture
def gateway(db: Database) -> Gateway:
    """The gateway over the rules alone; it asks the knowledge base nothing here."""
    desk = Desk(db, CLOCK, Directory(db), cast(KnowledgeBase, None), Narrowings.load())
    return Gateway(desk, QuietDialogue(), EventBus(), RuleRecogniser())


async def test_danger_is_answered_first_and_hands_off_urgently(db: Database, gateway: Gateway) -> None:
    """The number, the person, and the sort as the reason for the adviser."""
    conversation = open_conversation(db, CLOCK, "api")[0].id

    turn = await gateway.receive(conversation, Inbound("1", BEATEN))

    assert [message.kind for message in turn.messages] == [Kind.URGENT]
    assert turn.state is ConversationState.WAITING
    assert [(h.urgent, h.reason) for h in list_open_handoffs(db)] == [(True, "紧急：正在遭受暴力")]


async def test_danger_while_waiting_comes_before_a_number_left(db: Database, gateway: Gateway) -> None:
    """Who writes a number and danger in one breath stays in the queue, urgently."""
    conversation = open_conversation(db, CLOCK, "api")[0].id
    await gateway.receive(conversation, Inbound("1", "转人工"))

    turn = await gateway.receive(conversation, Inbound("2", f"13812345678，{BEATEN}"))

    assert [message.kind for message in turn.messages] == [Kind.URGENT]
    assert turn.state is ConversationState.WAITING
    assert [(h.urgent, h.reason) for h in list_open_handoffs(db)] == [(True, "紧急：正在遭受暴力")]


async def test_danger_with_an_adviser_marks_the_chat_and_says_nothing(db: Database, gateway: Gateway) -> None:
    """The adviser reads it anyway; the card turns urgent."""
    conversation = open_conversation(db, CLOCK, "api")[0].id
    await gateway.receive(conversation, Inbound("1", "转人工"))
    add_adviser(db, "wang", "王律师", Role.ADVISER, "never signed in with")
    claim_handoff(db, CLOCK, list_open_handoffs(db)[0].id, "wang", "王律师")
    before = len(history(db, conversation))

    quiet = await gateway.receive(conversation, Inbound("2", "我想问离婚"))
    turn = await gateway.receive(conversation, Inbound("3", BEATEN))

    assert (quiet.messages, turn.messages) == ([], [])
    assert turn.state is ConversationState.WITH_ADVISER
    assert len(history(db, conversation)) == before + 2
    assert [(h.urgent, h.reason) for h in list_open_handoffs(db)] == [(True, "紧急：正在遭受暴力")]


async def test_words_that_choose_a_button_are_not_judged(db: Database) -> None:
    """最后一个 picks from a list; a recogniser that hears an end in it is not asked."""
    desk = Desk(db, CLOCK, Directory(db), cast(KnowledgeBase, None), Narrowings.load())
    gateway = Gateway(desk, QuietDialogue(), EventBus(), AlwaysAlarmed())
    conversation = open_conversation(db, CLOCK, "api")[0].id

    chosen = await gateway.receive(conversation, Inbound("1", "最后一个"))
    written = await gateway.receive(conversation, Inbound("2", "最后一次跟你们说话了"))

    assert chosen.state is ConversationState.BOT
    assert written.state is ConversationState.WAITING
