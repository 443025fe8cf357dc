"""The Telegram channel against a stand-in that delivers twice, makes it wait, refuses and breaks off."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import cast

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from telegram import Bot

from actions.desk import Desk
from actions.payloads import from_rasa
from actions.respond import respond_to_press
from bot.events import EventBus, MessageStored
from bot.gateway import Gateway
from bot.telegram.channel import (
    COMMANDS,
    SECRET_HEADER,
    WEBHOOK_PATH,
    TelegramChannel,
    TelegramSettings,
    webhook_router,
)
from bot.telegram.outbox import Outbox
from helpdesk import conversations
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.directory import Directory, import_directory
from helpdesk.models import ConversationState, Draft, Kind, Message, Sender
from helpdesk.store.database import Database, open_database
from helpdesk.store.tables import Base
from knowledge_base.narrowing import Narrowings
from knowledge_base.service import KnowledgeBase
from nlu.danger import RuleRecogniser
from tests.support.keys import KEYS
from tests.support.telegram_server import TOKEN, TelegramServer

pytestmark = pytest.mark.asyncio

CLOCK = FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))
LI, WANG, VILLAGE_GROUP = 501, 502, -100777
LUXI = {"latitude": 31.3, "longitude": 105.0}


class ScriptedDialogue:
    """Dialogue port: says what ``answer`` gives; a text in ``held`` waits until ``release`` is set."""

    def __init__(self, answer: Callable[[str], list[Draft]]) -> None:
        self.answer = answer
        self.heard: list[str] = []
        self.held: set[str] = set()
        self.release = asyncio.Event()

    async def reply(self, conversation_id: str, message_id: str, text: str, *, again: bool = False) -> list[Draft]:
        """See Dialogue."""
        self.heard.append(text)
        if text in self.held:
            await self.release.wait()
        return self.answer(text)

    async def ready(self) -> bool:
        """See Dialogue."""
        return True


class FragileDatabase(Database):
    """A database that can be away for writing."""

    away = False

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Session]:
        """See Database."""
        if self.away:
            raise OSError("the database is away")
        with super().write(durable=durable) as session:
            yield session


class Service:
    """The parts around the channel, over one database."""

    def __init__(self, db: Database, answer: Callable[[str], list[Draft]]) -> None:
        self.db = db
        # The gateway itself asks the knowledge base nothing while the dialogue answers.
        self.desk = Desk(db, CLOCK, Directory(db), cast(KnowledgeBase, None), Narrowings(()))
        self.events = EventBus()
        self.dialogue = ScriptedDialogue(answer)
        self.gateway = Gateway(self.desk, self.dialogue, self.events, RuleRecogniser())

    def channel(self, api_base: str, token: str = TOKEN, webhook_url: str | None = None) -> TelegramChannel:
        """A new channel over these parts."""
        return TelegramChannel(TelegramSettings(token, api_base, webhook_url), self.desk, self.gateway, self.events)

    def conversation_id(self, chat_id: int) -> str:
        """The conversation of a chat."""
        return conversations.conversation_with(self.db, CLOCK, "telegram", str(chat_id)).id

    def said(self, chat_id: int) -> list[Message]:
        """What the citizen has said in a chat."""
        history = conversations.history(self.db, self.conversation_id(chat_id))
        return [message for message in history if message.sender is Sender.CITIZEN]

    def undelivered(self) -> int:
        """How many messages wait to be delivered."""
        return len(conversations.undelivered(self.db, "telegram"))


def echo(text: str) -> list[Draft]:
    return [Draft(Kind.FAQ, f"答：{text}")]


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def db(tmp_path: Path) -> Iterator[FragileDatabase]:
    db = FragileDatabase(open_database(f"sqlite:///{tmp_path / 'desk.db'}", KEYS).engine)
    Base.metadata.create_all(db.engine)
    yield db
    db.close()


@asynccontextmanager
async def running(channel: TelegramChannel) -> AsyncIterator[TelegramChannel]:
    await channel.start()
    try:
        yield channel
    finally:
        await channel.stop()


async def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until ``condition`` holds; fail when it does not come to hold."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_a_question_is_answered_in_its_chat(server: TelegramServer, db: FragileDatabase) -> None:
    """Words are answered in their chat, with a sign of writing before, and the menu of commands is set in Chinese."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)) as channel:
        server.write(LI, "老板拖欠工资怎么办")
        await eventually(lambda: server.texts(LI) == ["答：老板拖欠工资怎么办"])
        await eventually(lambda: "sendchataction" in [method for method, _ in server.calls])

        assert channel.connected
    assert [command["command"] for command in server.commands] == [command.command for command in COMMANDS]
    assert all(any("一" <= c <= "龥" for c in command["description"]) for command in server.commands)


async def test_an_update_that_comes_twice_is_answered_once(server: TelegramServer, db: FragileDatabase) -> None:
    """A repeated update_id is stored once and answered once."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        update = server.write(LI, "离婚怎么办手续")
        await eventually(lambda: len(server.texts(LI)) == 1)
        server.push_again(update)
        server.write(LI, "好的")
        await eventually(lambda: "答：好的" in server.texts(LI))

    assert server.texts(LI) == ["答：离婚怎么办手续", "答：好的"]
    assert [message.text for message in service.said(LI)] == ["离婚怎么办手续", "好的"]
    assert service.dialogue.heard == ["离婚怎么办手续", "好的"]


async def test_what_was_written_while_offline_is_answered(server: TelegramServer, db: FragileDatabase) -> None:
    """Updates that waited at Telegram before the start are taken, not dropped."""
    server.write(LI, "昨晚写的")
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        await eventually(lambda: server.texts(LI) == ["答：昨晚写的"])


async def test_an_update_is_confirmed_only_when_it_is_stored(server: TelegramServer, db: FragileDatabase) -> None:
    """While the database is away Telegram keeps the update; when it is back, the update is answered once."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        db.away = True
        update = server.write(LI, "宅基地的事")
        await asyncio.sleep(1.0)
        kept, sent = server.unconfirmed(), server.texts(LI)
        db.away = False
        await eventually(lambda: server.texts(LI) == ["答：宅基地的事"])
        await eventually(lambda: server.unconfirmed() == [])

    assert kept == [update["update_id"]]
    assert sent == []


async def test_an_update_of_unknown_shape_stops_nothing(server: TelegramServer, db: FragileDatabase) -> None:
    """An update that cannot be read is passed over, and the next one is answered."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        server.push({"message": {"message_id": "?", "chat": 5}})
        server.write(LI, "在吗")
        await eventually(lambda: server.texts(LI) == ["答：在吗"])


async def test_too_many_requests_are_waited_out(server: TelegramServer, db: FragileDatabase) -> None:
    """After 429 the chat waits as long as it is told to; then each message comes once, in order."""
    service = Service(db, lambda text: [Draft(Kind.FAQ, f"{text}{number}") for number in (1, 2, 3)])
    server.write(LI, "问")
    server.limit_next(retry_after=1)
    began = time.monotonic()

    async with running(service.channel(server.api_base)):
        await eventually(lambda: len(server.texts(LI)) == 3)
        await eventually(lambda: service.undelivered() == 0)

    assert server.texts(LI) == ["问1", "问2", "问3"]
    assert time.monotonic() - began >= 1.0


async def test_a_part_that_was_taken_is_not_repeated(server: TelegramServer, db: FragileDatabase) -> None:
    """When a long message has to wait in its middle, it goes on from there."""
    service = Service(db, lambda _: [Draft(Kind.FAQ, "甲" * 4096 + "乙" * 4096 + "丙")])
    server.limit_next(retry_after=1, words="乙")

    async with running(service.channel(server.api_base)):
        server.write(LI, "问")
        await eventually(lambda: len(server.texts(LI)) == 3)
        await eventually(lambda: service.undelivered() == 0)

    assert [text[0] for text in server.texts(LI)] == ["甲", "乙", "丙"]


async def test_a_chat_that_waits_holds_up_no_other(server: TelegramServer, db: FragileDatabase) -> None:
    """While one chat is under 429, another gets its answer."""
    service = Service(db, echo)
    server.limit_next(retry_after=2, chat_id=LI)

    async with running(service.channel(server.api_base)):
        server.write(LI, "先")
        await eventually(lambda: server.attempts(LI) == 1)
        server.write(WANG, "后")
        await eventually(lambda: server.texts(WANG) == ["答：后"])
        before = server.texts(LI)
        await eventually(lambda: server.texts(LI) == ["答：先"])

    assert before == []


async def test_a_broken_connection_is_tried_again(server: TelegramServer, db: FragileDatabase) -> None:
    """A message whose sending broke off comes again, and the next one follows it."""
    service = Service(db, lambda text: [Draft(Kind.FAQ, f"{text}1"), Draft(Kind.FAQ, f"{text}2")])
    server.drop_next(taken=False)

    async with running(service.channel(server.api_base)):
        server.write(LI, "问")
        await eventually(lambda: len(server.texts(LI)) == 2)
        await eventually(lambda: service.undelivered() == 0)

    assert server.texts(LI) == ["问1", "问2"]


async def test_a_message_is_rather_said_twice_than_lost(server: TelegramServer, db: FragileDatabase) -> None:
    """When Telegram took the message but the reply broke off, it is sent again: Telegram knows no repeats."""
    service = Service(db, echo)
    server.drop_next(taken=True)

    async with running(service.channel(server.api_base)):
        server.write(LI, "问")
        await eventually(lambda: server.texts(LI) == ["答：问", "答：问"])
        await eventually(lambda: service.undelivered() == 0)


async def test_an_outage_of_telegram_is_outlasted(server: TelegramServer, db: FragileDatabase) -> None:
    """Errors of Telegram's servers lead to another try."""
    service = Service(db, echo)
    server.fail_next(502, "Bad Gateway")
    server.fail_next(500, "Internal Server Error")

    async with running(service.channel(server.api_base)):
        server.write(LI, "问")
        await eventually(lambda: server.texts(LI) == ["答：问"])


async def test_the_outbox_outlives_the_process(server: TelegramServer, db: FragileDatabase) -> None:
    """What was stored but not delivered when the process ended is delivered, once, by the next one."""
    first = Service(db, echo)
    server.limit_next(retry_after=60)
    async with running(first.channel(server.api_base)):
        server.write(LI, "问")
        await eventually(lambda: first.undelivered() == 1)
    ended_with = server.texts(LI)

    second = Service(db, echo)
    async with running(second.channel(server.api_base)):
        await eventually(lambda: second.undelivered() == 0)

    assert ended_with == []
    assert server.texts(LI) == ["答：问"]
    assert second.dialogue.heard == []


@pytest.mark.parametrize("steps", range(6))
async def test_news_at_the_last_moment_keeps_nothing_going(db: FragileDatabase, steps: int) -> None:
    """The outbox ends when it is told to, also when news is on its way to it in the very same moment."""
    events = EventBus()
    outbox = Outbox(Bot(TOKEN), Service(db, echo).desk, events)
    news = Message("m1", "c1", 1, Sender.ADVISER, Kind.NOTICE, "在", {}, CLOCK.now())
    outbox.start()
    await asyncio.sleep(0.2)

    events.publish(MessageStored(news))
    for _ in range(steps):
        await asyncio.sleep(0)
    stopping = asyncio.create_task(outbox.stop())
    await asyncio.wait({stopping}, timeout=5)

    assert stopping.done()


async def test_what_is_stored_without_news_is_found(server: TelegramServer, db: FragileDatabase) -> None:
    """An adviser's words that no event announced are sent all the same, and marked as the adviser's."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        server.write(LI, "问")
        await eventually(lambda: len(server.texts(LI)) == 1)
        conversations.say(db, CLOCK, service.conversation_id(LI), Sender.ADVISER, Draft(Kind.NOTICE, "我是李顾问"))
        await eventually(lambda: server.texts(LI)[1:] == ["顾问：我是李顾问"])


@pytest.mark.parametrize("refusal", [(403, "Forbidden: user is deactivated"), (400, "Bad Request: chat not found")])
async def test_a_refused_message_is_given_up(
    server: TelegramServer, db: FragileDatabase, refusal: tuple[int, str]
) -> None:
    """What Telegram refuses for good is not tried again, and the chat goes on."""
    service = Service(db, echo)
    server.fail_next(*refusal)

    async with running(service.channel(server.api_base)):
        server.write(LI, "一")
        await eventually(lambda: server.attempts(LI) == 1 and service.undelivered() == 0)
        server.write(LI, "二")
        await eventually(lambda: server.texts(LI) == ["答：二"])


async def test_a_chat_that_blocked_the_bot_stops_no_other(server: TelegramServer, db: FragileDatabase) -> None:
    """What cannot reach a citizen who blocked the bot is put away, and others are answered."""
    service = Service(db, echo)
    server.blocked.add(LI)

    async with running(service.channel(server.api_base)):
        server.write(LI, "一")
        server.write(WANG, "二")
        await eventually(lambda: server.texts(WANG) == ["答：二"])
        await eventually(lambda: server.attempts(LI) == 1 and service.undelivered() == 0)

    assert server.texts(LI) == []


async def test_a_slow_answer_holds_up_no_other_chat(server: TelegramServer, db: FragileDatabase) -> None:
    """Chats are answered side by side; in one chat the order of the questions is kept."""
    service = Service(db, echo)
    service.dialogue.held.add("慢")

    async with running(service.channel(server.api_base)):
        server.write(LI, "慢")
        server.write(LI, "快")
        server.write(WANG, "在吗")
        await eventually(lambda: server.texts(WANG) == ["答：在吗"])
        before = server.texts(LI)
        service.dialogue.release.set()
        await eventually(lambda: len(server.texts(LI)) == 2)

    assert before == []
    assert server.texts(LI) == ["答：慢", "答：快"]


async def test_a_pressed_button_is_its_payload(server: TelegramServer, db: FragileDatabase) -> None:
    """The payload goes to the dialogue, the title to the transcript, and Telegram is told that the press arrived."""
    buttons = [{"title": "怎么申请法律援助", "payload": "guide:legal-aid"}]
    service = Service(db, lambda _: [Draft(Kind.CLARIFY, "您想问的是？", {"buttons": buttons})])

    async with running(service.channel(server.api_base)):
        server.write(LI, "法援")
        await eventually(lambda: len(server.sent) == 1)
        update = server.press(server.sent[0], "怎么申请法律援助")
        await eventually(lambda: len(server.sent) == 2)
        await eventually(lambda: server.answered_queries == {update["callback_query"]["id"]})

    assert service.dialogue.heard == ["法援", '/press{"value": "guide:legal-aid"}']
    assert service.said(LI)[1].text == "怎么申请法律援助"


@pytest.mark.parametrize(
    "content",
    [
        {"location": LUXI},
        {"location": LUXI, "venue": {"location": LUXI, "title": "芦溪镇政府", "address": "芦溪镇"}},
    ],
)
async def test_a_shared_point_finds_the_nearest_places(
    server: TelegramServer, db: FragileDatabase, content: dict[str, object]
) -> None:
    """A location or a venue is answered with the nearest places as buttons."""
    import_directory(db)
    service = Service(
        db, lambda text: respond_to_press(service.desk, pressed, "") if (pressed := from_rasa(text)) else []
    )

    async with running(service.channel(server.api_base)):
        server.send(LI, **content)
        await eventually(lambda: len(server.sent) == 1)

    nearest = service.desk.directory.nearest(LUXI["latitude"], LUXI["longitude"], limit=4)
    assert list(server.sent[0].buttons.values()) == [f"place:{place.code}" for place in nearest]
    assert service.said(LI)[0].text == "我的位置"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (
            {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 9, "height": 9}], "caption": "欠条"},
            "【图片】欠条",
        ),
        ({"voice": {"file_id": "1", "file_unique_id": "1", "duration": 3}}, "【语音】"),
        ({"document": {"file_id": "1", "file_unique_id": "1", "file_name": "合同.pdf"}}, "【文件：合同.pdf】"),
    ],
)
async def test_what_the_bot_cannot_read_is_noted(
    server: TelegramServer, db: FragileDatabase, content: dict[str, object], note: str
) -> None:
    """A photo, a voice or a file stands in the transcript as a note; the citizen is told that words are needed."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        server.send(LI, **content)
        await eventually(lambda: len(server.sent) == 1)

    assert [message.text for message in service.said(LI)] == [note]
    assert "文字" in server.texts(LI)[0]
    assert service.dialogue.heard == []


async def test_a_contact_is_its_number(server: TelegramServer, db: FragileDatabase) -> None:
    """A shared contact counts as its telephone number."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        server.send(LI, contact={"phone_number": "+8613981112222", "first_name": "李四"})
        await eventually(lambda: server.texts(LI) == ["答：+8613981112222"])


@pytest.mark.parametrize(
    ("written", "heard"),
    [("/my", "/my_appointments"), ("/BOOK@cunfatong_bot", "/book"), ("/start from_poster", "/help"), ("/xyz", "xyz")],
)
async def test_commands_are_buttons(server: TelegramServer, db: FragileDatabase, written: str, heard: str) -> None:
    """A command does what its button does, with the bot's name behind it or a link's parameter too."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        server.write(LI, written)
        await eventually(lambda: service.dialogue.heard == [heard])


async def test_the_human_command_asks_for_a_person(server: TelegramServer, db: FragileDatabase) -> None:
    """/human puts the citizen in the queue, with the buttons of those who wait."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)):
        server.write(LI, "/human")
        await eventually(lambda: len(server.sent) == 1)

    state = conversations.get_conversation(db, service.conversation_id(LI)).state
    assert state is ConversationState.WAITING
    assert server.sent[0].buttons["不等了"] == "withdraw"


async def test_groups_are_sent_to_a_private_chat(server: TelegramServer, db: FragileDatabase) -> None:
    """In a group a command gets one line and nothing is stored; other words, and commands to others, get nothing."""
    service = Service(db, echo)

    async with running(service.channel(server.api_base)) as channel:
        await eventually(lambda: channel.connected)
        server.write(VILLAGE_GROUP, "大家好")
        server.write(VILLAGE_GROUP, "/help@other_bot")
        server.write(VILLAGE_GROUP, "/help@cunfatong_bot")
        server.push({"edited_message": server.make(LI, text="改过的")["message"]})
        server.push({"channel_post": server.make(VILLAGE_GROUP, text="/help")["message"]})
        server.write(WANG, "完")
        await eventually(lambda: server.texts(WANG) == ["答：完"])
        await eventually(lambda: len(server.texts(VILLAGE_GROUP)) == 1)

    assert service.dialogue.heard == ["完"]
    assert service.said(VILLAGE_GROUP) == []


async def test_a_wrong_token_stops_nothing_else(
    server: TelegramServer, db: FragileDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    """With a token that Telegram does not know the service runs on; the log says so, without the token."""
    service = Service(db, echo)
    wrong = "700000002:wrong"

    async with running(service.channel(server.api_base, token=wrong)) as channel:
        await eventually(lambda: "TELEGRAM_BOT_TOKEN" in caplog.text)
        web = conversations.open_conversation(db, CLOCK, "telegram")[0]

        assert not channel.connected
        assert conversations.get_conversation(db, web.id).state is ConversationState.BOT
    assert wrong not in caplog.text


async def test_the_log_holds_neither_words_nor_token(
    server: TelegramServer, db: FragileDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    """Even at its most talkative the log has no message text, no telephone number and no token."""
    service = Service(db, echo)
    caplog.set_level(logging.DEBUG)
    server.drop_next(taken=False)
    server.fail_next(403, "Forbidden: bot was blocked by the user")

    async with running(service.channel(server.api_base)):
        server.write(LI, "我的电话13981112222")
        await eventually(lambda: server.attempts(LI) == 2 and service.undelivered() == 0)

    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith(("bot", "telegram", "http")))
    assert "given up" in ours
    assert "13981112222" not in ours
    assert TOKEN not in ours


def client_of(channel: TelegramChannel) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(webhook_router(channel))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://service")


async def test_a_webhook_takes_updates_with_its_secret(server: TelegramServer, db: FragileDatabase) -> None:
    """With a webhook, Telegram is told a secret; an update that shows it is answered, and nothing is polled for."""
    service = Service(db, echo)
    channel = service.channel(server.api_base, webhook_url="https://desk.example" + WEBHOOK_PATH)

    async with running(channel), client_of(channel) as telegram:
        await eventually(lambda: channel.connected)
        shown = {SECRET_HEADER: server.webhook["secret_token"]}
        update = server.make(LI, text="问")
        codes = [(await telegram.post(WEBHOOK_PATH, json=update, headers=shown)).status_code for _ in range(2)]
        await eventually(lambda: server.texts(LI) == ["答：问"])
        await eventually(lambda: service.undelivered() == 0)

    assert codes == [200, 200]
    assert server.texts(LI) == ["答：问"]
    assert server.webhook["url"] == "https://desk.example" + WEBHOOK_PATH
    assert TOKEN not in server.webhook["secret_token"]
    assert "getupdates" not in [method for method, _ in server.calls]


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "é"}])
async def test_a_webhook_without_the_secret_stores_nothing(
    server: TelegramServer, db: FragileDatabase, headers: dict[str, str]
) -> None:
    """A wrong or missing secret gets 403, and nothing is stored."""
    service = Service(db, echo)
    channel = service.channel(server.api_base, webhook_url="https://desk.example" + WEBHOOK_PATH)

    async with client_of(channel) as stranger:
        written = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        answer = await stranger.post(WEBHOOK_PATH, json=server.make(LI, text="问"), headers=written)

    assert answer.status_code == 403
    assert service.said(LI) == []


async def test_a_webhook_is_confirmed_only_when_the_update_is_stored(
    server: TelegramServer, db: FragileDatabase
) -> None:
    """While the database is away Telegram gets an error, and so brings the update again."""
    service = Service(db, echo)
    channel = service.channel(server.api_base, webhook_url="https://desk.example" + WEBHOOK_PATH)
    shown = {SECRET_HEADER: channel.settings.secret}

    async with client_of(channel) as telegram:
        db.away = True
        answer = await telegram.post(WEBHOOK_PATH, json=server.make(LI, text="问"), headers=shown)
        db.away = False

    assert answer.status_code == 500
    assert service.said(LI) == []
