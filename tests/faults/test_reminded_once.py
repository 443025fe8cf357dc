"""Reminders over crashes: the app is killed between storing one and delivering it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from helpdesk.appointments import BookAppointment, book_appointment
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import conversation_with, history
from helpdesk.directory import Directory
from helpdesk.models import Service as Item
from helpdesk.store.database import Database, open_database
from tests.support.keys import KEYS
from tests.support.service import Service, free_port
from tests.support.telegram_server import TOKEN, TelegramServer

CHAT = 501
MONDAY = FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))


def test_a_reminder_stored_before_a_crash_is_delivered_once_after_it(tmp_path: Path) -> None:
    """Stored while Telegram is away, killed, started again twice: the citizen gets it, and gets it once."""
    away = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": f"http://127.0.0.1:{free_port()}",
        "CUNFATONG_NOW": "2026-12-08T15:00+08:00",
    }
    service = Service(tmp_path, away)
    service.link_built()
    try:
        service.start_app()
        service.wait_until_ready(rasa=False)
        db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}", KEYS)
        conversation = _book(db)
        assert _eventually(lambda: _reminders(db, conversation) == 1)
        service.kill_app()

        with TelegramServer() as telegram:
            telegram.make(CHAT, text="您好")  # Telegram knows the chat
            service.settings["TELEGRAM_API_BASE"] = telegram.api_base
            service.start_app()
            assert _eventually(lambda: len(_heard(telegram)) == 1)
            service.kill_app()
            service.start_app()
            service.wait_until_ready(rasa=False)
            time.sleep(25)  # longer than the reminders' own pause

            assert len(_heard(telegram)) == 1
            assert _reminders(db, conversation) == 1
            service.kill_app()
        db.close()
    finally:
        service.__exit__(None, None, None)


def _book(db: Database) -> str:
    """An appointment on Wednesday at three, made on Monday over Telegram; the conversation's id."""
    directory = Directory(db)
    conversation = conversation_with(db, MONDAY, "telegram", str(CHAT)).id
    code = directory.search("三元镇")[0].code
    command = BookAppointment(f"{code}-202612091500", Item.CONSULTATION, "工资", "张三", "13812345678")
    book_appointment(db, MONDAY, directory, conversation, "key", command)
    return conversation


def _reminders(db: Database, conversation: str) -> int:
    return sum("提醒一下" in message.text for message in history(db, conversation))


def _heard(telegram: TelegramServer) -> list[str]:
    return [text for text in telegram.texts(CHAT) if "提醒一下" in text]


def _eventually(check: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if check():
            return True
        time.sleep(0.2)
    return False
