"""What a citizen can say and press around a chat with a person; the database is real, the dialogue answers nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from actions.desk import Desk
from bot.events import EventBus
from bot.gateway import Gateway
from helpdesk.advisers import add_adviser
from helpdesk.chats import claim_handoff, close_handoff
from helpdesk.conversations import history, open_conversation
from helpdesk.directory import Directory
from helpdesk.handoffs import list_open_handoffs
from helpdesk.models import ConversationState, Inbound, Kind, Message, Role
from helpdesk.ratings import Rating, rating_of
from helpdesk.store.all_tables import Base
from helpdesk.store.database import Database, open_database
from knowledge_base.narrowing import Narrowings
from knowledge_base.service import KnowledgeBase
from nlu.danger import RuleRecogniser
from tests.support.keys import KEYS
from tests.unit.test_danger_gateway import CLOCK, QuietDialogue


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty database with an adviser."""
    db = open_database(f"sqlite:///{tmp_path / 'desk.db'}", KEYS)
    Base.metadata.create_all(db.engine)
    add_adviser(db, "wang", "王律师", Role.ADVISER, "never signed in with")
    yield db
    db.close()


class Person:
    """A citizen, and the adviser who talks with them."""

    def __init__(self, db: Database) -> None:
        desk = Desk(db, CLOCK, Directory(db), cast(KnowledgeBase, None), Narrowings(()))
        self.db = db
        self._gateway = Gateway(desk, QuietDialogue(), EventBus(), RuleRecogniser())
        self.conversation = open_conversation(db, CLOCK, "api")[0].id
        self._count = 0

    async def say(self, text: str, payload: str | None = None) -> list[Message]:
        """The replies to words or a pressed button."""
        self._count += 1
        turn = await self._gateway.receive(self.conversation, Inbound(str(self._count), text, payload))
        self.state = turn.state
        return turn.messages

    async def talk_with_adviser(self) -> int:
        """Ask for a person and be claimed; the hand-off's id."""
        await self.say("转人工")
        handoff = list_open_handoffs(self.db)[0].id
        claim_handoff(self.db, CLOCK, handoff, "wang", "王律师")
        return handoff


@pytest.fixture
def person(db: Database) -> Person:
    """Somebody in a conversation of their own."""
    return Person(db)


@pytest.mark.parametrize("words", ["结束", "说完了，谢谢", "没别的事了。"])
async def test_the_citizen_ends_the_chat_in_words(person: Person, words: str) -> None:
    """The bot goes on and asks whether it was solved."""
    handoff = await person.talk_with_adviser()

    (reply,) = await person.say(words)

    assert person.state is ConversationState.BOT
    assert [b["payload"] for b in reply.extras["buttons"]] == [f"solved:{handoff}:yes", f"solved:{handoff}:no"]


async def test_words_that_only_sound_like_an_end_do_not_end_it(person: Person) -> None:
    """结束劳动关系 is what somebody asks about."""
    await person.talk_with_adviser()

    await person.say("公司要跟我结束劳动关系")

    assert person.state is ConversationState.WITH_ADVISER


async def test_a_rating_in_three_steps(person: Person) -> None:
    """Solved, a mark, and a word that is not answered as a question."""
    handoff = await person.talk_with_adviser()
    close_handoff(person.db, CLOCK, handoff, "wang")

    (solved,) = await person.say("", f"solved:{handoff}:yes")
    (mark,) = await person.say("", solved.extras["buttons"][0]["payload"])
    (word,) = await person.say("", mark.extras["buttons"][0]["payload"])
    (thanks,) = await person.say("王律师讲得很清楚")

    assert "200" in word.text
    assert thanks.kind is Kind.NOTICE
    assert rating_of(person.db, handoff) == Rating(True, 5, "王律师讲得很清楚")
    assert [m.kind for m in await person.say("老板拖欠工资")] == [Kind.FAQ]


async def test_who_would_rather_not_write_a_word_asks_on(person: Person) -> None:
    """不写了 ends it, and the next words are a question again."""
    handoff = await person.talk_with_adviser()
    close_handoff(person.db, CLOCK, handoff, "wang")
    (asked,) = await person.say("", f"word:{handoff}")

    await person.say("", asked.extras["buttons"][0]["payload"])

    assert [m.kind for m in await person.say("老板拖欠工资")] == [Kind.FAQ]
    assert rating_of(person.db, handoff) is None


async def test_danger_goes_before_a_rating(person: Person) -> None:
    """Who writes that they are being beaten where a word was asked for gets help, not thanks."""
    handoff = await person.talk_with_adviser()
    close_handoff(person.db, CLOCK, handoff, "wang")
    await person.say("", f"word:{handoff}")

    (reply, *_) = await person.say("他正在打我，快来人")

    assert reply.kind is Kind.URGENT
    assert rating_of(person.db, handoff) is None


async def test_a_rating_button_while_waiting_leaves_the_queue_alone(person: Person) -> None:
    """Asked again after an unsolved chat: the mark counts and the citizen still waits."""
    handoff = await person.talk_with_adviser()
    close_handoff(person.db, CLOCK, handoff, "wang")
    await person.say("转人工")

    await person.say("", f"rate:{handoff}:2")

    assert person.state is ConversationState.WAITING
    assert rating_of(person.db, handoff) == Rating(None, 2, None)


async def test_somebody_elses_chat_cannot_be_rated(person: Person, db: Database) -> None:
    """A button with another number is answered with a sentence."""
    handoff = await person.talk_with_adviser()
    close_handoff(db, CLOCK, handoff, "wang")
    stranger = Person(db)

    (reply,) = await stranger.say("", f"rate:{handoff}:1")

    assert "没有找到" in reply.text
    assert rating_of(db, handoff) is None


async def test_asking_how_long_is_answered_while_waiting(person: Person) -> None:
    """With the place in the queue, and without a guess while nothing has been measured."""
    await person.say("转人工")

    (reply,) = await person.say("还要等好久嘛")

    assert "排在第一位" in reply.text
    assert "说不准" in reply.text
    assert person.state is ConversationState.WAITING


async def test_a_button_of_the_bot_takes_who_waits_out_of_the_queue(person: Person) -> None:
    """Who presses 预约 instead of waiting is answered by the bot, and no adviser finds them in the queue."""
    await person.say("转人工")

    (reply,) = await person.say("", "book")

    assert reply.kind is Kind.FAQ
    assert person.state is ConversationState.BOT
    assert list_open_handoffs(person.db) == []


async def test_an_end_button_without_an_adviser_is_explained(person: Person) -> None:
    """An old button in the transcript changes nothing."""
    (reply,) = await person.say("", "end")

    assert "没有顾问" in reply.text
    assert [m.text for m in history(person.db, person.conversation)][-1] == reply.text
