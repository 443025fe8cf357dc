"""A place's page and the coverage at the console, in a real browser against the running service."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

ROOM = "510704102001"


@pytest.fixture
def desk(browser: Browser, service_url: str, admin: tuple[str, str]) -> Iterator[Page]:
    """An admin at a wide screen."""
    context = browser.new_context(viewport={"width": 1280, "height": 844}, base_url=service_url, locale="zh-CN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/console/login")
    page.fill("#login", admin[0])
    page.fill("#password", admin[1])
    page.keyboard.press("Enter")
    expect(page.get_by_text("退出").first).to_be_visible()
    yield page
    context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def found(service_url: str, name: str, **wanted: str) -> dict[str, object]:
    """The first place that the public API finds by this name."""
    places = httpx.get(f"{service_url}/api/v1/places", params={"q": name, **wanted}).raise_for_status().json()
    return dict(places[0])


def test_what_is_confirmed_is_found_and_shown(desk: Page, service_url: str) -> None:
    """Services, a point of Baidu's map and another name are kept; the API has them at once, and the page says who confirmed it."""
    code = str(found(service_url, "塔山镇")["code"])
    desk.goto(f"/console/places/{code}")
    desk.get_by_role("checkbox", name="公证").check()
    desk.get_by_label("别的叫法").fill("塔子山场")
    desk.get_by_role("textbox", name="设施").fill("轮椅坡道")
    desk.get_by_label("纬度").fill("31.10")
    desk.get_by_label("经度").fill("105.20")
    desk.get_by_label("哪里抄来的").click()
    desk.get_by_role("option", name="百度地图上的（BD-09）").click()
    press(desk, "确认")

    expect(desk.get_by_text("由 boss 确认")).to_be_visible()
    assert found(service_url, "塔子山场", service="notary")["code"] == code
    point = {"lat": 31.0937, "lng": 105.1914}
    [nearest] = httpx.get(f"{service_url}/api/v1/places", params=point | {"limit": 1}).json()
    assert nearest["code"] == code
    assert nearest["distance_km"] < 1

    desk.get_by_label("纬度").fill("三十一")
    press(desk, "确认")
    expect(desk.get_by_text("经纬度要写成小数")).to_be_visible()


def test_people_and_visits_are_written_down(desk: Page) -> None:
    """Somebody is added with a role and taken out again; a visit stands on top, one to come is refused."""
    desk.goto(f"/console/places/{ROOM}")
    press(desk, "加一个人")
    desk.get_by_label("姓名").fill("王律师")
    desk.get_by_label("会说什么话").fill("四川话，羌语")
    press(desk, "保存")
    expect(desk.get_by_text("王律师 · 村居法律顾问")).to_be_visible()
    expect(desk.get_by_text("会说四川话、会说羌语")).to_be_visible()

    press(desk, "改王律师")
    desk.get_by_role("dialog").get_by_label("电话", exact=True).fill("123")
    press(desk, "保存")
    expect(desk.get_by_text("没有看到电话号码").or_(desk.get_by_text("11 位"))).to_be_visible()

    desk.get_by_label("情况").fill("看了调解室")
    press(desk, "记一次走访")
    expect(desk.get_by_text("看了调解室")).to_be_visible()
    desk.get_by_label("哪天").fill("2027-01-01")
    press(desk, "记一次走访")
    expect(desk.get_by_text("走访的日子还没有到")).to_be_visible()

    press(desk, "去掉王律师")
    desk.get_by_role("dialog").get_by_role("button", name="去掉", exact=True).click()
    expect(desk.get_by_text("王律师 · 村居法律顾问")).to_have_count(0)


def test_the_checklist_moves_the_score(desk: Page) -> None:
    """An answer is saved as it is chosen, and the score and who looked are said."""
    desk.goto(f"/console/places/{ROOM}")
    first = desk.locator(".check-item").first
    score = desk.get_by_text("看过 0 项")
    expect(score).to_be_visible()

    first.get_by_text("有", exact=True).click()

    expect(desk.get_by_text("项里有 1 项，看过 1 项")).to_be_visible()
    expect(first.get_by_text("由 boss 看过")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("项里有 1 项，看过 1 项")).to_be_visible()
    desk.locator(".check-item").first.get_by_text("没看过", exact=True).click()
    expect(desk.get_by_text("看过 0 项")).to_be_visible()


def test_a_number_leads_to_the_villages_behind_it(desk: Page) -> None:
    """By county, what is lacking is counted, listed by township and taken along as a spreadsheet."""
    desk.goto("/console/coverage")
    desk.get_by_role("button", name="三台县没有法律顾问").click()
    expect(desk.get_by_text("三台县没有法律顾问的村（社区）")).to_be_visible()
    before = desk.locator("a.result").count()
    desk.get_by_label("乡镇（街道）").click()
    desk.get_by_role("option", name="芦溪镇", exact=True).click()
    expect(desk.locator("a.result").first).to_contain_text("三台县芦溪镇")
    assert 0 < desk.locator("a.result").count() < before

    with desk.expect_download() as saved:
        press(desk, "下载 Excel 表格")
    book = load_workbook(BytesIO(saved.value.path().read_bytes()))
    assert [sheet.title for sheet in book] == ["各县情况", "缺什么的村"]
    assert book["各县情况"].max_row == 11


def test_a_file_is_looked_at_before_it_is_imported(desk: Page, service_url: str, tmp_path: Path) -> None:
    """What would change is shown and then done; a file with a bad line is refused with the line, and nothing changes."""
    code = str(found(service_url, "石安镇")["code"])
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(f"代码,地址\n{code},石安镇正街 3 号\n", encoding="utf-8")
    bad.write_text(f"代码,地址,电话\n{code},别处,\n{code},,12\n", encoding="utf-8")
    desk.goto("/console/places-exchange")

    desk.locator("input[type=file]").set_input_files(bad)
    expect(desk.get_by_text("没有导入，一处也没有动")).to_be_visible()
    expect(desk.get_by_text("第 3 行")).to_be_visible()
    desk.locator("input[type=file]").set_input_files(good)
    expect(desk.get_by_text("地址：（没有） → 石安镇正街 3 号")).to_be_visible()
    assert found(service_url, "石安镇")["address"] is None
    press(desk, "导入")
    expect(desk.get_by_text("已导入，群众马上就能看到")).to_be_visible()
    assert found(service_url, "石安镇")["address"] == "石安镇正街 3 号"

    with desk.expect_download() as saved:
        press(desk, "CSV（服务点）")
    assert "石安镇正街 3 号" in saved.value.path().read_text(encoding="utf-8-sig")
