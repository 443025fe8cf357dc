"""Two advisers at the console: a chat is handed on with a note, answered with what the corpus has, and rated by the citizen."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from helpdesk.advisers import add_adviser
from helpdesk.clock import SystemClock
from helpdesk.directory import Directory
from helpdesk.models import Role
from helpdesk.register import CaseDetails, register_case
from helpdesk.register_models import CaseChannel
from helpdesk.store.database import open_database
from tests.browser.test_console import PASSWORD, OpenConsole, open_console, waiting
from tests.support.citizen import Citizen
from tests.support.keys import KEYS
from tests.support.service import Service

__all__ = ["open_console"]
_HAS_SOURCES = re.compile("依据：")


@pytest.fixture
def colleague(service: Service) -> tuple[str, str]:
    """Login and password of a second adviser."""
    login = f"b{uuid4().hex[:10]}"
    db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}", KEYS)
    add_adviser(db, login, "周顾问", Role.ADVISER, PASSWORD)
    db.close()
    return login, PASSWORD


def test_a_chat_goes_from_one_adviser_to_the_next(
    open_console: OpenConsole, admin: tuple[str, str], colleague: tuple[str, str], service_url: str
) -> None:
    """The note is read by the second alone, a vetted answer and a canned reply reach the citizen, who ends it and gives a mark."""
    citizen = Citizen(service_url)
    words = f"老板拖欠工资不给怎么办{uuid4().hex[:5]}"
    citizen.say(words)
    citizen.say("转人工")
    first = open_console(admin)
    _add_canned(first)
    first.goto("/console/")
    waiting(first, words).get_by_role("button", name="接待").click()
    first.get_by_role("button", name="转给别人").click()
    first.get_by_label("转给", exact=True).click()
    first.get_by_role("option", name=colleague[0]).click()
    first.get_by_label("给接手的人的话").fill("欠薪，请您接")
    first.get_by_role("button", name="转过去").click()
    expect(first.get_by_text("从左边接待一位群众")).to_be_visible()

    second = open_console(colleague)
    second.locator(".card.mine", has_text=words).click()
    second.get_by_role("button", name="内部便签").click()
    expect(second.get_by_text("欠薪，请您接")).to_be_visible()
    second.get_by_role("button", name="先不").click()
    second.get_by_role("button", name="找答复").click()
    second.locator(".pick").first.click()
    expect(second.get_by_label("写给群众的话")).to_have_value(_HAS_SOURCES)
    second.get_by_role("button", name="发送").click()
    second.get_by_role("button", name="常用语").click()
    second.locator(".pick", has_text="打招呼").click()
    second.get_by_role("button", name="发送").click()
    expect(second.get_by_role("log")).to_contain_text("我是周顾问")

    said = [m["text"] for m in citizen.history()]
    assert "欠薪，请您接" not in "".join(said)
    assert "您好，我是周顾问，请讲。" in said
    reply = citizen.say("结束咨询")
    assert reply["state"] == "BOT"
    mark = citizen.press(reply["messages"][0]["buttons"][0]["payload"])["messages"][0]
    assert "打个分" in mark["text"]
    citizen.press(mark["buttons"][0]["payload"])
    first.goto("/console/statistics")
    expect(first.locator(".ratings")).to_contain_text("平均 5.0 分")


def test_a_conflict_of_interest_is_asked_about_before_the_claim(
    open_console: OpenConsole, admin: tuple[str, str], service: Service, service_url: str
) -> None:
    """Whose client is on the other side hears so; the chat stays in the queue unless they claim it all the same."""
    rival = f"张{uuid4().hex[:2].translate(str.maketrans('0123456789abcdef', '建国大明华强志勇伟平军文斌刚辉波'))}"
    _register(service, admin[0], rival)
    citizen = Citizen(service_url)
    words = f"老板{rival}欠我三个月工资不给"
    citizen.say(words)
    citizen.say("转人工")
    citizen.say(words)
    desk = open_console(admin)
    card = waiting(desk, words)

    card.get_by_role("button", name="接待").click()
    expect(desk.get_by_text("可能有利益冲突")).to_be_visible()
    expect(desk.get_by_text(f"“{rival}”是您没有归档的")).to_be_visible()
    desk.get_by_role("button", name="不接，让别人来").click()
    expect(card).to_be_visible()
    card.get_by_role("button", name="接待").click()
    desk.get_by_role("button", name="没有冲突，我接").click()

    expect(desk.get_by_role("log")).to_contain_text(words)


def _register(service: Service, login: str, party: str) -> None:
    db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}", KEYS)
    details = CaseDetails("510704102001", "wages", "工程款", party=party)
    register_case(db, SystemClock(None), Directory(db), login, CaseChannel.WALK_IN, details)
    db.close()


def _add_canned(desk: Page) -> None:
    desk.goto("/console/canned")
    if not desk.locator(".account", has_text="打招呼").count():
        desk.get_by_label("标题").fill("打招呼")
        desk.get_by_label("内容").fill("您好，我是{顾问}，请讲。")
        desk.get_by_role("button", name="保存").click()
    expect(desk.locator(".account", has_text="打招呼")).to_be_visible()
