"""The console for advisers and admins, in a real browser against the running service."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from helpdesk.advisers import add_adviser
from helpdesk.models import Role
from helpdesk.store.database import open_database
from tests.support.service import Service

PASSWORD = "a-long-password"
# Presses 接待 on the card with these words at this moment: the queue would take the card away before a second click.
CLICK_AT = """([words, moment]) => {
  const card = () => [...document.querySelectorAll(".card.waiting")].find((card) => card.textContent.includes(words));
  setTimeout(() => card().querySelector("button").click(), moment - Date.now());
}"""
Json = dict[str, Any]
OpenConsole = Callable[[tuple[str, str]], Page]


class Citizen:
    """Somebody who writes over the public API."""

    def __init__(self, service_url: str) -> None:
        self._api = f"{service_url}/api/v1"
        opened = httpx.post(f"{self._api}/conversations", json={"channel": "web"}).json()
        self._messages = f"{self._api}/conversations/{opened['id']}/messages"
        self._token = {"Authorization": f"Bearer {opened['token']}"}

    def say(self, text: str) -> Json:
        """The turn that follows: state and replies."""
        sent = {"client_id": str(uuid4()), "text": text}
        answer = httpx.post(self._messages, json=sent, headers=self._token, timeout=30)
        return dict(answer.raise_for_status().json())

    def heard(self) -> Json:
        """State and the whole history."""
        answer = httpx.get(self._messages, params={"after": 0}, headers=self._token)
        return dict(answer.raise_for_status().json())

    def book(self, place: str, matter: str) -> Json:
        """An appointment in the first free slot of a place."""
        code = httpx.get(f"{self._api}/places", params={"q": place}).json()[0]["code"]
        slots = httpx.get(f"{self._api}/places/{code}/slots", params={"service": "consultation", "days": 14}).json()
        booking = {"slot_id": slots[0]["id"], "service": "consultation", "matter": matter}
        booking |= {"name": "王小芳", "phone": "13800138000"}
        headers = self._token | {"Idempotency-Key": str(uuid4())}
        answer = httpx.post(f"{self._api}/appointments", json=booking, headers=headers)
        return dict(answer.raise_for_status().json())


@pytest.fixture
def citizen(service_url: str) -> Citizen:
    return Citizen(service_url)


@pytest.fixture
def open_console(page: Page, service_url: str) -> Iterator[OpenConsole]:
    """Sign in, each time in a browser context of its own."""
    contexts: list[BrowserContext] = []
    browser = page.context.browser
    assert browser is not None

    def open_(account: tuple[str, str]) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=service_url)
        contexts.append(context)
        desk = context.new_page()
        sign_in(desk, *account)
        expect(desk.get_by_role("heading", name="等待接待")).to_be_visible()
        return desk

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def admin_desk(open_console: OpenConsole, admin: tuple[str, str]) -> Page:
    return open_console(admin)


@pytest.fixture(scope="session")
def second_admin(service: Service) -> tuple[str, str]:
    """Login and password of another admin, who reviews."""
    db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}")
    add_adviser(db, "chief", "陈所长", Role.ADMIN, PASSWORD)
    db.close()
    return "chief", PASSWORD


@pytest.fixture
def reviewer(open_console: OpenConsole, second_admin: tuple[str, str]) -> Page:
    return open_console(second_admin)


@pytest.fixture
def new_adviser(admin_desk: Page) -> Callable[[str], tuple[str, str]]:
    """Makes an account in the console and gives its login name and password."""

    def make(name: str) -> tuple[str, str]:
        login = f"a{uuid4().hex[:10]}"
        admin_desk.goto("/console/accounts")
        admin_desk.get_by_label("登录名").fill(login)
        admin_desk.get_by_label("姓名").fill(name)
        admin_desk.get_by_label("密码", exact=True).fill(PASSWORD)
        admin_desk.get_by_role("button", name="新增").click()
        expect(admin_desk.locator(".account", has_text=login)).to_be_visible()
        return login, PASSWORD

    return make


def sign_in(desk: Page, login: str, password: str) -> None:
    desk.goto("/console")
    desk.get_by_label("登录名").fill(login)
    desk.get_by_label("密码").fill(password)
    desk.get_by_role("button", name="登录").click()


def waiting(desk: Page, words: str) -> Locator:
    """The cards in the queue with these last words."""
    return desk.locator(".card.waiting", has_text=words)


def claim(desk: Page, words: str) -> None:
    waiting(desk, words).get_by_role("button", name="接待").click()
    expect(desk.get_by_label("写给群众的话")).to_be_visible()


def asks_for_person(citizen: Citizen) -> str:
    """Words that nobody else says, and a wish for a person."""
    words = f"我的事情编号是{uuid4().hex[:8]}"
    citizen.say(words)
    assert citizen.say("转人工")["state"] == "WAITING"
    return words


def eventually(check: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if check():
            return True
        time.sleep(0.1)
    return check()


def answers(service_url: str, question: str) -> list[str]:
    """What a new citizen is told when they ask."""
    return [message["text"] for message in Citizen(service_url).say(question)["messages"]]


def draft_new_entry(desk: Page, subject: str, answer: str) -> str:
    """Write an entry about a made-up subject, that no other entry is about; gives its question."""
    subject = f"{subject}{uuid4().hex[:4]}"
    question = f"{subject}要怎么登记？"
    desk.goto("/console/faq-new")
    desk.get_by_label("编号").fill(f"test-{uuid4().hex[:10]}")
    desk.get_by_label("问题").fill(question)
    desk.get_by_label("其他问法").fill(f"{subject}登记\n{subject}咋个登记嘛")
    desk.get_by_label("答复").fill(answer)
    desk.get_by_label("法律依据").fill("民法典第一百八十八条")
    desk.get_by_role("button", name="存草稿").click()
    expect(desk.get_by_role("heading", name=question)).to_be_visible(timeout=15_000)
    expect(desk.get_by_role("button", name="送审")).to_be_visible()
    return question


def submit(desk: Page) -> None:
    """Lay the entry that is open before a reviewer."""
    desk.get_by_label("改动说明").fill("群众常问")
    desk.get_by_role("button", name="送审").click()
    expect(desk.get_by_text("已送审，请另一位管理员来看。")).to_be_visible(timeout=15_000)


def approve(reviewer: Page, desk: Page) -> None:
    """Another admin publishes the entry that is open at the author's desk."""
    reviewer.goto(desk.url)
    expect(reviewer.get_by_text("试答了")).to_be_visible(timeout=60_000)
    reviewer.get_by_role("button", name="发布").click()
    expect(reviewer.get_by_text("已发布，现在起就这样回答。")).to_be_visible(timeout=15_000)
    desk.reload()
    expect(desk.get_by_role("button", name="下架")).to_be_visible()


def publish_new_entry(desk: Page, reviewer: Page, subject: str, answer: str) -> str:
    """Write, submit and approve a new entry; gives its question."""
    question = draft_new_entry(desk, subject, answer)
    submit(desk)
    approve(reviewer, desk)
    return question


def test_a_wrong_password_is_refused(page: Page, service_url: str, admin: tuple[str, str]) -> None:
    """A wrong password leads back to the form with a reason, and to no page of the console."""
    page.goto(f"{service_url}/console/accounts")
    expect(page.get_by_role("heading", name="村法通工作台")).to_be_visible()

    page.get_by_label("登录名").fill(admin[0])
    page.get_by_label("密码").fill("not-the-password")
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    page.goto(f"{service_url}/console/accounts")
    expect(page).to_have_url(f"{service_url}/console/login")


def test_nothing_is_served_without_a_session(service_url: str) -> None:
    """Pages lead to the login, and NiceGUI's web socket is closed to strangers; a forged cookie does not help."""
    forged = {"cunfatong_console": "WyJ4IiwiYWRtaW4iXQ.aAAAAA.forged"}

    for cookies in (None, forged):
        with httpx.Client(base_url=service_url, cookies=cookies) as stranger:
            for path in ("/console", "/console/", "/console/faq", "/console/accounts", "/console/logout"):
                assert stranger.get(path).headers["location"] == "/console/login"
            assert stranger.get("/console/_nicegui_ws/socket.io/?EIO=4&transport=polling").status_code == 401


def test_a_sign_in_without_the_forms_token_is_refused(service_url: str, admin: tuple[str, str]) -> None:
    """Another site cannot sign somebody in: the form's token must match the cookie that came with it."""
    form = {"login": admin[0], "password": admin[1], "token": "made-up"}

    answer = httpx.post(f"{service_url}/console/login", data=form)

    assert answer.status_code == 400
    assert "cunfatong_console" not in answer.cookies


def test_signing_out_ends_the_session(admin_desk: Page, service_url: str) -> None:
    """After signing out the old cookie opens nothing."""
    old = {cookie["name"]: cookie["value"] for cookie in admin_desk.context.cookies()}
    assert httpx.get(f"{service_url}/console/", cookies=old).status_code == 200

    admin_desk.get_by_role("button", name="退出").click()

    expect(admin_desk.get_by_label("密码")).to_be_visible()
    assert httpx.get(f"{service_url}/console/", cookies=old).headers["location"] == "/console/login"


def test_a_chat_runs_live_in_both_directions(
    open_console: OpenConsole, new_adviser: Callable[[str], tuple[str, str]], citizen: Citizen
) -> None:
    """An adviser claims a waiting chat and both sides see what the other writes; closing gives it back to the bot."""
    desk = open_console(new_adviser("李顾问"))
    words = asks_for_person(citizen)

    claim(desk, words)
    desk.get_by_label("写给群众的话").fill("您好，请说说是哪一年的事。")
    desk.get_by_label("写给群众的话").press("Enter")

    log = desk.get_by_role("log")
    expect(log.locator(".message.adviser")).to_contain_text("请说说是哪一年的事")
    expect(desk.get_by_label("写给群众的话")).to_have_value("")
    heard = citizen.heard()
    assert heard["state"] == "WITH_ADVISER"
    assert heard["messages"][-1]["sender"] == "adviser"
    assert heard["messages"][-1]["text"] == "您好，请说说是哪一年的事。"
    assert "李顾问已经接入" in heard["messages"][-2]["text"]

    assert citizen.say("前年的事")["messages"] == []
    expect(log.locator(".message.citizen").last).to_contain_text("前年的事")

    desk.get_by_role("button", name="结束").click()
    desk.get_by_role("button", name="结束咨询").click()
    expect(log).to_have_count(0)
    assert citizen.heard()["state"] == "BOT"


def test_shift_enter_begins_a_line_and_markup_stays_text(admin_desk: Page, citizen: Citizen) -> None:
    """Shift+Enter writes a second line; what looks like HTML is shown as it was written, on both sides."""
    citizen.say("<img src=x onerror=alert(1)>")
    words = asks_for_person(citizen)
    claim(admin_desk, words)
    field = admin_desk.get_by_label("写给群众的话")

    field.press_sequentially("<b>第一行")
    field.press("Shift+Enter")
    field.press_sequentially("第二行")
    field.press("Enter")

    expect(admin_desk.locator(".message.adviser .words")).to_have_text("<b>第一行\n第二行", use_inner_text=True)
    expect(admin_desk.get_by_text("<img src=x onerror=alert(1)>", exact=True)).to_be_visible()
    assert citizen.heard()["messages"][-1]["text"] == "<b>第一行\n第二行"


def test_of_two_advisers_one_gets_the_chat(
    open_console: OpenConsole, new_adviser: Callable[[str], tuple[str, str]], admin_desk: Page, citizen: Citizen
) -> None:
    """When two claim the same chat at once, one has it; the other is told, and sees only that it is taken."""
    desks = [admin_desk, open_console(new_adviser("张顾问"))]
    admin_desk.goto("/console/")
    words = asks_for_person(citizen)
    for desk in desks:
        expect(waiting(desk, words)).to_be_visible()

    same_moment = time.time() * 1000 + 1500
    for desk in desks:
        desk.evaluate(CLICK_AT, [words, same_moment])

    expect(admin_desk.get_by_role("log").or_(admin_desk.get_by_text("已经有人接待"))).to_be_visible()
    winner, loser = desks if admin_desk.get_by_role("log").is_visible() else desks[::-1]
    expect(winner.get_by_role("log")).to_contain_text(words)
    expect(loser.get_by_text("已经有人接待")).to_be_visible()
    expect(waiting(loser, words)).to_have_count(0)
    expect(loser.get_by_role("log")).to_have_count(0)
    expect(loser.get_by_text("其他顾问正在接待")).to_be_visible()


def test_citizens_hear_whether_somebody_is_on_duty(
    open_console: OpenConsole, new_adviser: Callable[[str], tuple[str, str]], service_url: str
) -> None:
    """While an adviser with an open console says that they are on duty, a citizen hears that one is on the way."""
    desk = open_console(new_adviser("周顾问"))
    coming = "正在为您请顾问"
    assert coming not in Citizen(service_url).say("转人工")["messages"][0]["text"]

    desk.get_by_text("休息", exact=True).click()
    expect(desk.get_by_text("值班中", exact=True)).to_be_visible()

    assert eventually(lambda: coming in Citizen(service_url).say("转人工")["messages"][0]["text"])
    desk.get_by_text("值班中", exact=True).click()
    expect(desk.get_by_text("休息", exact=True)).to_be_visible()
    assert eventually(lambda: coming not in Citizen(service_url).say("转人工")["messages"][0]["text"])


def test_an_urgent_chat_stands_out(admin_desk: Page, citizen: Citizen) -> None:
    """Danger comes first in the queue, in red, and the window's title calls for help."""
    words = f"救命，他正在打我，{uuid4().hex[:6]}"

    assert citizen.say(words)["state"] == "WAITING"

    expect(admin_desk).to_have_title(re.compile("紧急"))
    card = waiting(admin_desk, words)
    expect(card).to_have_class(re.compile("urgent"))
    expect(admin_desk.locator(".queue .heading").first).to_contain_text("紧急")
    card.get_by_role("button", name="接待").click()
    expect(admin_desk.get_by_role("log")).to_contain_text(words)


def test_a_wish_to_be_called_shows_the_number(admin_desk: Page, citizen: Citizen) -> None:
    """A citizen who leaves a number stays in the queue, with the number."""
    words = asks_for_person(citizen)

    citizen.say("打给我 13912345678")

    expect(waiting(admin_desk, "请回电话：13912345678").first).to_be_visible()
    assert words not in admin_desk.locator(".queue").inner_text()


def test_advisers_do_not_open_the_admins_pages(
    open_console: OpenConsole, new_adviser: Callable[[str], tuple[str, str]]
) -> None:
    """An adviser sees no links to the admins' pages, and is refused when they type the address."""
    desk = open_console(new_adviser("赵顾问"))

    expect(desk.get_by_role("link", name="预约")).to_be_visible()
    expect(desk.get_by_role("link", name="问答库")).to_have_count(0)
    for path in (
        "faq",
        "faq/wage-arrears",
        "faq-new",
        "faq-review",
        "faq-exchange",
        "places",
        "places/510700000000",
        "accounts",
    ):
        answer = desk.goto(f"/console/{path}")
        assert answer is not None
        assert answer.status == 403


def test_an_account_that_is_switched_off_stops_in_open_pages(
    open_console: OpenConsole, new_adviser: Callable[[str], tuple[str, str]], admin_desk: Page, citizen: Citizen
) -> None:
    """The page that the adviser has open takes no action any more and leads to the login."""
    account = new_adviser("孙顾问")
    desk = open_console(account)
    words = asks_for_person(citizen)
    expect(waiting(desk, words)).to_be_visible()

    admin_desk.locator(".account", has_text=account[0]).get_by_role("button", name="停用").click()
    admin_desk.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(admin_desk.locator(".account.off", has_text=account[0])).to_be_visible()
    waiting(desk, words).get_by_role("button", name="接待").click()

    expect(desk).to_have_url(re.compile("/console/login$"))
    assert citizen.heard()["state"] == "WAITING"


def test_admins_cannot_switch_themselves_off(admin_desk: Page, admin: tuple[str, str]) -> None:
    """There is no button for it beside one's own account."""
    admin_desk.goto("/console/accounts")

    own = admin_desk.locator(".account", has_text=admin[0])

    expect(own.get_by_role("button", name="重设密码")).to_be_visible()
    expect(own.get_by_role("button", name="停用")).to_have_count(0)


def test_an_approved_edit_answers_with_its_new_words(admin_desk: Page, reviewer: Page, service_url: str) -> None:
    """What one admin writes answers nobody until another has approved it; then the next citizen reads it."""
    first, second = (
        "先带身份证到村公共法律服务室登记，当场就能办好。",
        "从今年起改到乡镇公共法律服务站登记，带上身份证。",
    )
    question = publish_new_entry(admin_desk, reviewer, "飞碟停泊证", first)
    assert eventually(lambda: any(first in text for text in answers(service_url, question)))

    admin_desk.get_by_label("答复").fill(second)
    submit(admin_desk)
    assert any(first in text for text in answers(service_url, question))
    expect(admin_desk.get_by_role("button", name="发布")).to_be_disabled()
    approve(reviewer, admin_desk)

    assert eventually(lambda: any(second in text for text in answers(service_url, question)))
    admin_desk.get_by_text("改动记录（6）").click()
    expect(admin_desk.get_by_text(re.compile("第 6 版 · 发布 · chief"))).to_be_visible()
    expect(admin_desk.get_by_text(re.compile("第 5 版 · 送审 · boss .* 群众常问"))).to_be_visible()


def test_the_reviewer_sees_what_changes_and_may_send_it_back(admin_desk: Page, reviewer: Page) -> None:
    """The words that go and come, and the answers that would be different; a refusal reaches the author."""
    admin_desk.goto("/console/faq/elders-visiting")
    admin_desk.get_by_label("听到过的问法").fill("女儿嫁出去五年没回来看过我们两个老的")
    submit(admin_desk)

    reviewer.goto("/console/faq-review")
    reviewer.locator(".result", has_text="子女一年到头不回来看老人").first.click()
    expect(reviewer.locator(".line.added", has_text="加上：女儿嫁出去五年没回来")).to_be_visible()
    trial = reviewer.get_by_role("region", name="试答结果")
    expect(trial).to_contain_text("变好", timeout=60_000)
    expect(trial).to_contain_text("以后：直接答“子女一年到头不回来看老人")
    reviewer.get_by_role("button", name="退回").click()
    reviewer.get_by_label("理由").fill("少了别的问法")
    reviewer.get_by_role("dialog").get_by_role("button", name="退回").click()
    expect(reviewer.get_by_text("已退回，现在又是草稿。")).to_be_visible(timeout=15_000)

    admin_desk.reload()
    admin_desk.get_by_text(re.compile("改动记录")).click()
    expect(admin_desk.get_by_text(re.compile("退回 · chief .* 少了别的问法"))).to_be_visible()


def test_an_older_version_is_compared_and_restored(admin_desk: Page, reviewer: Page, service_url: str) -> None:
    """The comparison shows what is different, and going back answers with the older words at once."""
    first, second = "带身份证到村公共法律服务室登记，当场办好。", "带户口簿到乡镇公共法律服务站登记，三天办好。"
    question = publish_new_entry(admin_desk, reviewer, "龙鳞收藏证", first)
    admin_desk.get_by_label("答复").fill(second)
    submit(admin_desk)
    approve(reviewer, admin_desk)

    admin_desk.get_by_text("改动记录（6）").click()
    admin_desk.locator(".version", has_text="第 4 版").get_by_role("link", name="比较").click()
    expect(admin_desk.locator(".line.removed")).to_contain_text(first)
    expect(admin_desk.locator(".line.added")).to_contain_text(second)
    admin_desk.go_back()
    admin_desk.get_by_text("改动记录（6）").click()
    admin_desk.locator(".version", has_text="第 3 版").get_by_role("button", name="恢复").click()
    admin_desk.get_by_label("理由").fill("新的办法还没有定")
    admin_desk.get_by_role("dialog").get_by_role("button", name="恢复").click()

    expect(admin_desk.get_by_text("已恢复，现在起就这样回答。")).to_be_visible(timeout=15_000)
    assert eventually(lambda: any(first in text for text in answers(service_url, question)))


def test_a_retired_entry_stops_answering(admin_desk: Page, reviewer: Page, service_url: str) -> None:
    """After an entry is retired, with a reason, nobody is answered with it."""
    words = "把恐龙蛋放稳，带上户口簿到村委会登记就可以了。"
    question = publish_new_entry(admin_desk, reviewer, "恐龙蛋孵化场", words)
    assert eventually(lambda: any(words in text for text in answers(service_url, question)))

    admin_desk.get_by_role("button", name="下架").click()
    admin_desk.get_by_label("理由").fill("孵化场关了", timeout=60_000)
    admin_desk.get_by_role("dialog").get_by_role("button", name="下架").click()

    expect(admin_desk.get_by_text("已下架，不再用它回答。")).to_be_visible(timeout=15_000)
    assert eventually(lambda: not any(words in text for text in answers(service_url, question)))


def test_a_citation_that_does_not_exist_is_refused(admin_desk: Page) -> None:
    """The reason is shown in plain words, and everything that was typed is still there."""
    admin_desk.goto("/console/faq/wage-arrears")
    admin_desk.get_by_label("问题").fill("老板拖着工资不给，这样改了一半")

    admin_desk.get_by_label("法律依据").fill("民法典第九千条")
    admin_desk.get_by_role("button", name="存草稿").click()

    expect(admin_desk.get_by_role("alert")).to_contain_text("法律库里没有现行有效的《民法典》第九千条")
    expect(admin_desk.get_by_label("法律依据")).to_have_value("民法典第九千条")
    expect(admin_desk.get_by_label("问题")).to_have_value("老板拖着工资不给，这样改了一半")
    admin_desk.reload()
    expect(admin_desk.get_by_label("问题")).to_have_value("老板拖欠工资不给，怎么办？")
    expect(admin_desk.locator(".article").first).to_be_visible()


def test_of_two_admins_who_edit_one_entry_the_second_is_told(
    open_console: OpenConsole, admin_desk: Page, admin: tuple[str, str]
) -> None:
    """Nobody writes over what somebody else has saved meanwhile."""
    draft_new_entry(admin_desk, "月球通行证", "请带身份证到乡镇公共法律服务站登记，当天办好。")
    late = open_console(admin)
    late.goto(admin_desk.url)
    expect(late.get_by_role("button", name="存草稿")).to_be_visible()
    admin_desk.get_by_label("期限", exact=True).fill("三十天以内")
    admin_desk.get_by_role("button", name="存草稿").click()
    expect(admin_desk.get_by_text("草稿已存")).to_be_visible(timeout=15_000)

    late.get_by_label("期限", exact=True).fill("六十天以内")
    late.get_by_role("button", name="存草稿").click()

    expect(late.get_by_role("alert")).to_contain_text("刚刚被别人改过")
    expect(late.get_by_label("期限", exact=True)).to_have_value("六十天以内")


def test_an_import_shows_what_it_would_do_and_becomes_drafts(admin_desk: Page, tmp_path: Path) -> None:
    """What is exported comes back unchanged; a bad row refuses the file; a good one waits for its reviewer."""
    admin_desk.goto("/console/faq-exchange")
    with admin_desk.expect_download() as download:
        admin_desk.get_by_role("button", name="CSV 表格").click()
    exported = tmp_path / "export.csv"
    download.value.save_as(exported)
    result = admin_desk.get_by_role("region", name="导入结果")

    admin_desk.locator("input[type=file]").set_input_files(exported)
    expect(result).to_contain_text(re.compile("新增 0 条，修改 0 条，没有变的 [45]"), timeout=30_000)
    bad = tmp_path / "bad.csv"
    bad.write_text("编号,主题,问题,其他问法,答复,法律依据\nbad id,wages,问什么好？,,短,民法典第一条", "gbk")
    admin_desk.locator("input[type=file]").set_input_files(bad)

    expect(result).to_contain_text("没有导入，一条也没有动", timeout=30_000)
    expect(result).to_contain_text("第 2 行：编号：只能用小写字母、数字和横线")
    good = tmp_path / "good.csv"
    question = f"火星居住证{uuid4().hex[:4]}怎么办？"
    row = f"test-{uuid4().hex[:10]},public,{question},,带身份证到村公共法律服务室登记，当场就能办好。,民法典第一条"
    good.write_text(f"编号,主题,问题,其他问法,答复,法律依据\n{row}", "gbk")
    admin_desk.locator("input[type=file]").set_input_files(good)
    expect(result).to_contain_text("新增 1 条", timeout=30_000)
    admin_desk.get_by_label("改动说明").fill("所里统一整理")
    result.get_by_role("button", name="送审").click()
    expect(admin_desk.get_by_text("1 条已送审。")).to_be_visible(timeout=15_000)
    admin_desk.goto("/console/faq-review")
    expect(admin_desk.locator(".result", has_text=question)).to_be_visible()


def test_a_confirmed_place_is_what_citizens_see(admin_desk: Page, service_url: str) -> None:
    """Address, telephone number and hours that an admin confirms are in the public directory at once."""
    admin_desk.goto("/console/places")
    admin_desk.get_by_label("地名").fill("三台县芦溪镇")
    admin_desk.locator(".result", has_text="芦溪镇公共法律服务站").click()

    admin_desk.get_by_label("地址").fill("芦溪镇人民街 8 号")
    admin_desk.get_by_role("textbox", name="电话").fill("0816-5501234")
    admin_desk.get_by_label("周六").fill("9：00－11：30")
    admin_desk.get_by_role("button", name="确认").click()

    expect(admin_desk.get_by_text("已确认，群众马上就能看到。")).to_be_visible()
    place = httpx.get(f"{service_url}/api/v1/places", params={"q": "三台县芦溪镇"}).json()[0]
    assert (place["confirmed"], place["address"], place["phones"]) == (True, "芦溪镇人民街 8 号", ["08165501234"])
    assert "周六 09:00–11:30" in place["hours"]


def test_hours_that_cannot_be_read_are_refused(admin_desk: Page) -> None:
    """The note names the day, and nothing is confirmed."""
    admin_desk.goto("/console/places")
    admin_desk.get_by_label("地名").fill("盐亭县")
    admin_desk.locator(".result", has_text="盐亭县公共法律服务中心").click()

    admin_desk.get_by_label("周三").fill("上午")
    admin_desk.get_by_role("button", name="确认").click()

    expect(admin_desk.get_by_role("alert")).to_contain_text("周三的时间看不明白")
    expect(admin_desk.get_by_text("未确认").first).to_be_visible()


def test_the_days_appointments_are_listed_by_place(admin_desk: Page, citizen: Citizen) -> None:
    """The page of a day shows who comes where, with the code that is shown at the door."""
    booked = citizen.book("游仙区魏城镇", "想问问宅基地的事")

    admin_desk.goto("/console/appointments")
    admin_desk.get_by_label("日期").fill(booked["start"][:10])

    row = admin_desk.locator(".appointment", has_text=booked["code"])
    expect(row).to_contain_text(f"{booked['start'][11:16]}–{booked['end'][11:16]}")
    for words in ("王小芳", "13800138000", "想问问宅基地的事"):
        expect(row).to_contain_text(words)


def test_nothing_is_fetched_from_elsewhere(admin_desk: Page, service_url: str) -> None:
    """Every page of the console works without any other host."""
    hosts: set[str] = set()
    admin_desk.on("request", lambda request: hosts.add(httpx.URL(request.url).netloc.decode()))

    corpus = ("faq", "faq/wage-arrears", "faq-review", "faq-exchange")
    for path in ("", "appointments", "visits", *corpus, "places", "places/510700000000", "coverage", "accounts"):
        admin_desk.goto(f"/console/{path}", wait_until="networkidle")

    assert hosts - {""} == {httpx.URL(service_url).netloc.decode()}
