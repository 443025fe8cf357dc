"""The register and its figures at the console, in a real browser against the running service."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from helpdesk.advisers import add_adviser
from helpdesk.models import Role
from helpdesk.store.database import open_database
from tests.support.citizen import Citizen
from tests.support.keys import KEYS
from tests.support.service import Service

PASSWORD = "a-long-password"


@pytest.fixture(scope="module")
def adviser(service: Service) -> tuple[str, str]:
    """Login and password of an adviser without places."""
    db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}", KEYS)
    add_adviser(db, "register-adviser", "周律师", Role.ADVISER, PASSWORD)
    add_adviser(db, "register-stranger", "吴律师", Role.ADVISER, PASSWORD)
    db.close()
    return "register-adviser", PASSWORD


def signed_in(browser: Browser, url: str, account: tuple[str, str], width: int = 1280) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=url, locale="zh-CN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/console/login")
    page.fill("#login", account[0])
    page.fill("#password", account[1])
    page.keyboard.press("Enter")
    expect(page.get_by_text("退出").first).to_be_visible()
    return page


@pytest.fixture
def desk(browser: Browser, service_url: str, adviser: tuple[str, str]) -> Iterator[Page]:
    """An adviser at a wide screen."""
    page = signed_in(browser, service_url, adviser)
    yield page
    page.context.close()


def choose(page: Page, label: str, option: str, within: Locator | None = None) -> None:
    (within or page).get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def register(page: Page, party: str, matter: str = "老板欠了三个月工资") -> str:
    """Register a walk-in by hand; its number."""
    page.goto("/console/register/new")
    page.get_by_label("在哪个服务点（写地名）").fill("魏城镇铁炉村")
    expect(page.get_by_text("游仙区魏城镇铁炉村（铁炉村公共法律服务室）")).to_be_visible()
    choose(page, "哪一类的事", "工资与劳动")
    page.get_by_label("是什么事").fill(matter)
    page.get_by_label("群众姓名").fill(party)
    page.get_by_role("textbox", name="电话", exact=True).fill("138 0013 8000")
    page.get_by_label("对方（人或单位）").fill("宏达建筑有限公司")
    page.get_by_role("button", name="保存登记").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("绵法询〔2026〕游仙-")
    return heading.inner_text()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_walk_in_from_registration_to_the_archive(desk: Page, tmp_path: Path) -> None:
    """Registered, handed on with its sheet, done, the citizen asked, archived; then nothing can be changed any more."""
    number = register(desk, "王大明")
    expect(desk.get_by_text("王** 138****8000")).to_be_visible()
    expect(desk.get_by_text("王大明")).to_have_count(0)

    press(desk, "转给别的单位")
    desk.get_by_label("单位全称").fill("游仙区法律援助中心")
    desk.get_by_label("请对方办什么").fill("请审查能不能援助")
    save(desk)
    expect(desk.get_by_text("已分流").first).to_be_visible()
    with desk.expect_download() as saved:
        desk.get_by_role("link", name="Word 文件").click()
    words = [cell.text for row in Document(saved.value.path()).tables[0].rows for cell in row.cells]
    assert {"王大明", "13800138000", "请审查能不能援助"} <= set(words)
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="打印分流单").click()
    expect(opened.value.get_by_role("cell", name="王大明")).to_be_visible()
    opened.value.close()

    press(desk, "对方接收了")
    expect(desk.locator(".referral .version", has_text="register-adviser：对方已接收")).to_be_visible()
    press(desk, "办完了")
    desk.get_by_label("结果", exact=True).last.fill("指派了律师")
    save(desk)
    press(desk, "记回访")
    desk.get_by_label("回访记录").fill("律师联系上了")
    save(desk)
    press(desk, "归档")
    desk.get_by_role("dialog").get_by_role("button", name="归档").click()
    expect(desk.get_by_text("只能看，不能改")).to_be_visible()
    expect(desk.get_by_role("button", name="改内容")).to_have_count(0)

    desk.goto("/console/register")
    desk.get_by_label("编号、电话或全名").fill("13800138000")
    expect(desk.locator(".result.case", has_text=number)).to_contain_text("已归档")


def test_a_stranger_finds_no_case_and_no_sheet(
    browser: Browser, desk: Page, service_url: str, adviser: tuple[str, str]
) -> None:
    """Another adviser who knows the address is told that there is none; nobody without a session gets a sheet."""
    register(desk, "李小芳")
    path = desk.url.removeprefix(service_url)
    press(desk, "转给别的单位")
    desk.get_by_label("单位全称").fill("游仙区法律援助中心")
    desk.get_by_label("请对方办什么").fill("请审查能不能援助")
    save(desk)
    sheet = desk.get_by_role("link", name="打印分流单").get_attribute("href")
    assert sheet

    stranger = signed_in(browser, service_url, ("register-stranger", PASSWORD))
    stranger.goto(path)
    expect(stranger.get_by_text("没有找到这个登记，或者它不归您看")).to_be_visible()
    answer = stranger.request.get(sheet)

    assert (answer.status, "李小芳" in answer.text()) == (404, False)
    stranger.context.close()
    assert httpx.get(service_url + sheet).status_code in (303, 401, 403)


def test_a_chat_is_registered_and_its_citizen_sees_how_it_stands(
    browser: Browser, service_url: str, admin: tuple[str, str], citizen: Citizen
) -> None:
    """The bot's answer has a number; the citizen reads it over the API and in the chat, others do not."""
    citizen.say("老板拖欠工资不给，怎么办？")

    (case,) = citizen.http.get(f"/conversations/{citizen.id}/cases").raise_for_status().json()
    said = citizen.say("我的事办得咋样了")
    other = Citizen(service_url)
    refused = other.http.get(f"/conversations/{citizen.id}/cases")

    assert (case["state"], case["topic"], sorted(case)) == (
        "answered",
        "工资与劳动",
        ["accepted_at", "number", "place", "state", "topic"],
    )
    assert case["number"] in "".join(message["text"] for message in said["messages"])
    assert refused.status_code == 404
    page = signed_in(browser, service_url, admin)
    page.goto("/console/register")
    expect(page.locator(".result.case", has_text=case["number"])).to_contain_text("已解答")
    page.context.close()


def test_a_hand_off_is_registered_by_itself(service_url: str, browser: Browser, admin: tuple[str, str]) -> None:
    """Nobody need ask: a few seconds after a citizen wants a person the register has them."""
    citizen = Citizen(service_url)
    citizen.say("转人工")
    time.sleep(7)
    page = signed_in(browser, service_url, admin)
    page.goto("/console/register")
    expect(page.locator(".result.case").first).to_contain_text("已受理")
    page.context.close()


def test_the_figures_of_the_month(desk: Page) -> None:
    """Tables add up on the page, charts are drawn, and the spreadsheet has the same total."""
    register(desk, "张大力")
    desk.goto("/console/statistics")
    expect(desk.locator(".figure canvas").first).to_be_visible()

    tables = desk.locator(".figures table")
    sums = []
    for index in range(tables.count()):
        cells = tables.nth(index).locator("tr > :nth-child(2)").all_inner_texts()
        counts = [int(count) for count in cells[1:]]
        assert sum(counts[:-1]) == counts[-1]
        sums.append(counts[-1])
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="下载 Excel 表格").click()
    book = load_workbook(BytesIO(Path(saved.value.path()).read_bytes()))

    assert len(sums) == 6
    assert set(sums) == {book["总数"]["B2"].value}


@pytest.mark.parametrize("path", ["/console/register", "/console/register/new", "/console/statistics"])
def test_the_pages_fit_a_phone(browser: Browser, service_url: str, adviser: tuple[str, str], path: str) -> None:
    """Nothing reaches beyond the edge of a screen of 390 points."""
    page = signed_in(browser, service_url, adviser, width=390)
    page.goto(path)
    expect(page.locator("main h1")).to_be_visible()
    page.wait_for_timeout(500)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()
