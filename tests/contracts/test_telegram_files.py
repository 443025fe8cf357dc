"""What a citizen on Telegram takes along as a file: the sheet of an answer, an appointment for the calendar."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from icalendar import Calendar

from tests.support.service import Service
from tests.support.telegram_server import TOKEN, Sent, TelegramServer


class Chat:
    """A citizen's chat with the bot; each message comes after the last one was answered."""

    def __init__(self, telegram: TelegramServer, chat_id: int) -> None:
        self._telegram = telegram
        self._id = chat_id

    def write(self, text: str, messages: int = 1) -> list[Sent]:
        """Write, and wait for so many messages."""
        before = len(self.heard())
        self._telegram.write(self._id, text)
        return self._wait(before, messages)

    def press(self, sent: Sent, title: str, messages: int = 1) -> list[Sent]:
        """Press the button whose title begins so, and wait for so many messages."""
        before = len(self.heard())
        self._telegram.press(sent, next(known for known in sent.buttons if known.startswith(title)))
        return self._wait(before, messages)

    def heard(self) -> list[Sent]:
        """All that was sent to the citizen."""
        return [sent for sent in self._telegram.sent if sent.chat_id == self._id]

    def _wait(self, before: int, messages: int) -> list[Sent]:
        deadline = time.monotonic() + 30
        while len(self.heard()) < before + messages and time.monotonic() < deadline:
            time.sleep(0.05)
        new = self.heard()[before:]
        assert len(new) == messages, new
        return new


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    """The real service, connected to a stand-in for Telegram."""
    with TelegramServer() as server:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": server.api_base}
        with Service(tmp_path_factory.mktemp("telegram"), settings=settings):
            yield server


def test_the_sheet_of_an_answer_comes_as_a_file(telegram: TelegramServer) -> None:
    """The button under an answer brings the sheet of that answer, also after another one; it needs nothing from elsewhere."""
    chat = Chat(telegram, 701)
    [wages] = chat.write("老板张建国拖欠工资不给，我电话13812345678", 1)
    [answer] = chat.press(wages, next(iter(wages.buttons)))
    chat.write("怎么申请公证")

    words, file = chat.press(answer, "打印咨询意见书", 2)

    page = file.file.decode()
    assert re.fullmatch(r"咨询意见书2026-12-\d\d\.html", file.text)
    assert "咨询意见书" in words.text
    assert "老板张**拖欠工资不给" in page
    assert "13812345678" not in page
    assert "法律依据（原文）" in page and "《" in page and "就近的服务室" in page
    assert not re.search(r"<script|<link|<img|url\(|https?://", page)


def test_the_sheet_is_asked_for_in_words(telegram: TelegramServer) -> None:
    """Said in words, the last answer's sheet comes; before any answer, the citizen hears what it is made of."""
    chat = Chat(telegram, 702)

    [nothing] = chat.write("打印咨询意见书")
    chat.write("公证要带什么材料")
    chat.write("公证需要什么材料")
    words, file = chat.write("打印咨询意见书", 2)

    assert "先说说您想问的事" in nothing.text
    assert file.file.startswith(b"<!doctype html>")
    assert words.text.startswith("咨询意见书在下面这个文件里")


def test_an_appointment_comes_with_its_calendar_file(telegram: TelegramServer) -> None:
    """Booked, the citizen gets the .ics of this appointment, and a newer one when it was moved."""
    chat = Chat(telegram, 703)
    chat.write("我要约花荄镇明天上午十点")
    chat.write("工资的事")
    chat.write("张三")
    [check] = chat.write("138 1234 5678")
    booked, file = chat.press(check, "确认预约", 2)

    [days] = chat.press(booked, "改时间")
    [times] = chat.press(days, "12月9日")
    moved, changed = chat.press(times, "09:00", 2)

    (event,), (newer,) = (Calendar.from_ical(sent.file).walk("VEVENT") for sent in (file, changed))
    assert (booked.text[:3], moved.text[:3]) == ("约好了", "改好了")
    assert file.text == f"yuyue-{event['uid'].split('@')[0]}.ics"
    assert f"{event.decoded('dtstart'):%m-%d %H:%M}" == "12-08 02:00"
    assert f"{newer.decoded('dtstart'):%m-%d %H:%M}" == "12-09 01:00"
    assert newer["uid"] == event["uid"]
