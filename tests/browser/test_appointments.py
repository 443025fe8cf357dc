"""Appointments in a real browser: the desk's pages, and what a citizen's card offers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support.citizen import Citizen, Json
from tests.support.service import ADMIN, Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own: closures would stand in the way of others."""
    with Service(tmp_path_factory.mktemp("appointments")) as running:
        yield running


@pytest.fixture(scope="module")
def service_url(service: Service) -> str:
    """Where it answers."""
    return service.url


@pytest.fixture
def desk(page: Page, service_url: str) -> Page:
    """The console, signed in, on a phone."""
    page.goto(f"{service_url}/console")
    page.get_by_label("登录名").fill(ADMIN[0])
    page.get_by_label("密码").fill(ADMIN[1])
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="等待接待")).to_be_visible()
    return page


def book(citizen: Citizen, place: str, day: str, number: int = 0) -> Json:
    """An appointment on a day."""
    code = citizen.http.get("/places", params={"q": place}).json()[0]["code"]
    slots = citizen.http.get(f"/places/{code}/slots", params={"from": day, "days": 1}).json()
    body = {"slot_id": slots[number]["id"], "matter": "邻居占地", "name": "王小芳", "phone": "13800138000"}
    answer = citizen.http.post("/appointments", json=body, headers={"Idempotency-Key": str(uuid4())})
    return dict(answer.raise_for_status().json())


def pick_place(page: Page, name: str) -> None:
    """Write a place's name; the only one of that name is chosen by itself."""
    page.get_by_label("服务点（写地名）").fill(name)
    expect(page.locator(".q-field", has_text="选一个").get_by_text(name).first).to_be_visible()


def test_checked_in_by_code_and_done(desk: Page, service_url: str, citizen: Citizen, tmp_path: Path) -> None:
    """The code is typed, the visitor stands as arrived, then as done; the citizen's own view says so too."""
    booked = book(citizen, "三元镇", "2026-12-07", 2)
    desk.goto(f"{service_url}/console/appointments")
    row = desk.locator(".appointment", has_text=booked["code"])
    expect(row.get_by_text("已约")).to_be_visible()

    desk.get_by_label("预约码签到").fill(booked["code"].lower())
    desk.get_by_role("button", name="签到").click()
    expect(row.get_by_text("已到", exact=True)).to_be_visible()
    desk.screenshot(path=tmp_path / "day.png", full_page=True)
    row.get_by_role("button", name="办完了").click()

    expect(row.get_by_text("已办完", exact=True)).to_be_visible()
    assert citizen.http.get(f"/appointments/{booked['code']}").json()["status"] == "done"


def test_a_scanned_code_opens_one_visitor_and_changes_nothing_by_itself(
    desk: Page, service_url: str, citizen: Citizen
) -> None:
    """Opening the page is no checking in; its button is."""
    booked = book(citizen, "三元镇", "2026-12-07", 3)

    desk.goto(f"{service_url}/console/appointments/check-in/{booked['code']}")
    expect(desk.get_by_text("王小芳")).to_be_visible()
    assert citizen.http.get(f"/appointments/{booked['code']}").json()["status"] == "booked"
    desk.get_by_role("button", name="到了").click()

    expect(desk.get_by_text("已到", exact=True)).to_be_visible()


def test_booked_at_the_desk(desk: Page, service_url: str, tmp_path: Path) -> None:
    """Place, time, name, number: the code is shown, and the day's list has the visitor."""
    desk.goto(f"{service_url}/console/appointments")
    desk.get_by_text("现场或电话预约").click()
    pick_place(desk, "秋林镇")
    expect(desk.locator(".q-field", has_text="时间").get_by_text("12月7日").first).to_be_visible()
    desk.get_by_label("来的人").fill("赵大爷")
    desk.get_by_label("联系电话").fill("13800138111")
    desk.get_by_label("什么事").fill("宅基地的事")
    desk.screenshot(path=tmp_path / "desk.png", full_page=True)
    desk.get_by_role("button", name="约上").click()

    expect(desk.get_by_text("约好了，预约码")).to_be_visible()
    expect(desk.locator(".appointment", has_text="赵大爷")).to_be_visible()


def test_a_closure_says_whom_it_concerns_and_tells_them(
    desk: Page, service_url: str, citizen: Citizen, tmp_path: Path
) -> None:
    """Before it is saved the page names who is booked; saved, the citizen has a message with times to press."""
    book(citizen, "塔山镇", "2026-12-08", 0)
    desk.goto(f"{service_url}/console/absences")
    pick_place(desk, "塔山镇")
    desk.get_by_label("从", exact=True).fill("2026-12-08T08:00")
    desk.get_by_label("到", exact=True).fill("2026-12-08T18:00")
    desk.get_by_label("原因（群众会看到）").fill("全镇停电")
    desk.get_by_role("button", name="看看影响谁，再保存").click()
    expect(desk.get_by_text("影响 1 个预约，要保存吗？")).to_be_visible()
    expect(desk.get_by_text("12月8日（周二）09:00 王小芳", exact=False).first).to_be_visible()
    desk.screenshot(path=tmp_path / "closure.png", full_page=True)
    assert citizen.history() == []

    desk.get_by_role("button", name="保存", exact=True).click()
    expect(desk.get_by_text("还要另选时间的人（1）")).to_be_visible()

    (message,) = citizen.history()
    assert "全镇停电" in message["text"]
    moved = citizen.press(message["buttons"][0]["payload"])["messages"][0]
    assert "改好了" in moved["text"]
    desk.reload()
    expect(desk.get_by_text("已安排（1）")).to_be_visible()
    expect(desk.get_by_text("还要另选时间的人")).to_have_count(0)


def test_rules_of_a_place_are_set(desk: Page, service_url: str, citizen: Citizen, tmp_path: Path) -> None:
    """More seats are free at once; what cannot be is refused with a sentence."""
    desk.goto(f"{service_url}/console/booking-rules")
    pick_place(desk, "永明镇")
    desk.get_by_label("同时接待几个人").fill("3")
    desk.get_by_label("最多提前多少天").fill("500")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("能预约的天数要在 1 到 90 之间")).to_be_visible()
    desk.get_by_label("最多提前多少天").fill("10")
    desk.get_by_label("同时几个人").first.fill("2")
    desk.screenshot(path=tmp_path / "rules.png", full_page=True)
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("已保存，马上生效")).to_be_visible()

    code = citizen.http.get("/places", params={"q": "永明镇"}).json()[0]["code"]
    slots = citizen.http.get(f"/places/{code}/slots", params={"days": 31}).json()
    assert {slot["free"] for slot in slots} == {2}
    assert max(slot["start"] for slot in slots)[:10] == "2026-12-17"


def test_the_card_gives_the_code_to_scan_and_the_calendar_file(page: Page, service_url: str, tmp_path: Path) -> None:
    """On the citizen's phone: the QR code opens under the card, the calendar file is downloaded."""
    page.goto(service_url)
    box = page.get_by_role("textbox")
    for words, answer in (
        ("我要约三元镇明天上午九点", "想咨询什么事"),
        ("工资", "叫什么名字"),
        ("张三", "留一个电话"),
        ("13812345678", "请核对"),
    ):
        box.fill(words)
        box.press("Enter")
        expect(page.get_by_text(answer).last).to_be_visible()
    page.get_by_role("button", name="确认预约").click()
    expect(page.get_by_text("约好了").last).to_be_visible()

    page.get_by_role("button", name="签到二维码").click()
    picture = page.get_by_alt_text("签到用的二维码", exact=False)
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.ticket-qr img').naturalWidth > 0")
    page.screenshot(path=tmp_path / "card.png")
    with page.expect_download() as download:
        page.get_by_role("button", name="加到日历").click()

    assert download.value.suggested_filename.endswith(".ics")
    assert "BEGIN:VEVENT" in Path(download.value.path()).read_text()
