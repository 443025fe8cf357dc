"""A place's page and the coverage at the console, in a real browser against the running service."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from helpdesk.advisers import add_adviser
from helpdesk.models import Role
from helpdesk.store.database import open_database
from tests.browser.test_register import choose, signed_in
from tests.support.citizen import Citizen
from tests.support.keys import KEYS
from tests.support.service import Service

ROOM = "510704102001"


@pytest.fixture(scope="module")
def adviser(service: Service) -> tuple[str, str]:
    """Login and password of an adviser."""
    db = open_database(f"sqlite:///{service.data_dir / 'cunfatong.db'}", KEYS)
    add_adviser(db, "places-adviser", "郑律师", Role.ADVISER, "a-long-password")
    db.close()
    return "places-adviser", "a-long-password"


@pytest.fixture
def desk(browser: Browser, service_url: str, admin: tuple[str, str]) -> Iterator[Page]:
    """An admin at a wide screen."""
    page = signed_in(browser, service_url, admin)
    yield page
    page.context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def tick(page: Page, name: str) -> None:
    box = page.get_by_role("checkbox", name=name)
    box.click()
    expect(box).to_be_checked()  # only once the service has said so, which Playwright's own check does not wait for


def found(service_url: str, name: str, **wanted: str) -> dict[str, object]:
    """The first place that the public API finds by this name."""
    places = httpx.get(f"{service_url}/api/v1/places", params={"q": name, **wanted}).raise_for_status().json()
    return dict(places[0])


def test_what_is_confirmed_is_found_and_shown(desk: Page, service_url: str) -> None:
    """Services, a point of Baidu's map and another name are kept; the API has them at once, and the page says who confirmed it."""
    code = str(found(service_url, "塔山镇")["code"])
    desk.goto(f"/console/places/{code}")
    tick(desk, "公证")
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
    expect(desk.get_by_role("dialog").get_by_label("电话", exact=True)).to_have_value("123")
    press(desk, "先不")
    expect(desk.get_by_role("dialog")).to_have_count(0)

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


def add_person(desk: Page, service_url: str, place: str, name: str, role: str, phone: str = "") -> str:
    """Add somebody on a place's page; the place's code."""
    code = str(found(service_url, place)["code"])
    desk.goto(f"/console/places/{code}")
    press(desk, "加一个人")
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("姓名").fill(name)
    choose(desk, "身份", role, dialog)
    dialog.get_by_label("电话", exact=True).fill(phone)
    dialog.get_by_role("button", name="保存").click()
    expect(desk.get_by_text(f"{name} · {role}")).to_be_visible()
    return code


def test_people_are_known_by_name_and_role_and_by_nothing_else(desk: Page, service_url: str, citizen: Citizen) -> None:
    """Who is added is in the API, on the place's card and on the sheet, without the number."""
    add_person(desk, service_url, "三台县秋林镇", "钱律师", "村居法律顾问", "138 0013 8111")
    code = add_person(desk, service_url, "三台县秋林镇", "孙主任", "人民调解员")
    known = [{"name": "钱律师", "role": "village_counsel"}, {"name": "孙主任", "role": "mediator"}]

    assert found(service_url, "三台县秋林镇")["people"] == known
    assert citizen.press(f"place:{code}")["messages"][-1]["place"]["people"] == known
    told = citizen.say("老板拖欠工资怎么办")["messages"][-1]
    sheet = citizen.http.get(f"/conversations/{citizen.id}/messages/{told['id']}/sheet").raise_for_status()
    assert sheet.json()["place"]["people"] == known
    assert "13800138111" not in sheet.text
    assert "13800138111" not in str(citizen.history())


def test_services_and_facilities_are_the_places_own(desk: Page, service_url: str) -> None:
    """What is ticked replaces what the tier usually does; what is there is said beside it."""
    code = str(found(service_url, "三台县鲁班镇")["code"])
    assert len(found(service_url, "三台县鲁班镇")["services"]) == 7
    desk.goto(f"/console/places/{code}")
    for service in ("公证", "法律咨询"):
        tick(desk, service)
    desk.get_by_role("textbox", name="设施").fill("轮椅坡道\n自助终端")
    press(desk, "确认")
    expect(desk.get_by_text("已确认，群众马上就能看到。")).to_be_visible()

    place = found(service_url, "三台县鲁班镇")
    assert place["services"] == ["consultation", "notary"]
    assert place["facilities"] == ["轮椅坡道", "自助终端"]


def test_a_citizen_reads_who_the_counsel_is(desk: Page, page: Page, service_url: str) -> None:
    """On the card that answers the question for a place, on a phone, beside what there is."""
    add_person(desk, service_url, "三台县刘营镇", "冯律师", "村居法律顾问")

    page.goto(service_url)
    page.get_by_role("textbox").fill("三台县刘营镇的法律顾问是哪个")
    page.keyboard.press("Enter")

    card = page.locator(".card.place", has_text="刘营镇")
    expect(card.get_by_text("村居法律顾问")).to_be_visible()
    expect(card.get_by_text("冯律师")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_leave_is_taken_from_the_names_of_the_places_people(desk: Page, service_url: str) -> None:
    """Once a place is chosen its people are offered; the leave is then on the place's page too."""
    code = add_person(desk, service_url, "三台县乐安镇", "陈律师", "律师")

    desk.goto("/console/absences")
    choose(desk, "哪一种", "有人休息")
    desk.get_by_label("服务点（写地名）").fill("三台县乐安镇")
    press(desk, "陈律师")
    expect(desk.get_by_label("谁休息")).to_have_value("陈律师")
    desk.get_by_label("原因（群众会看到）").fill("外出开会")
    press(desk, "看看影响谁，再保存")
    desk.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(desk.locator(".absence", has_text="陈律师休息")).to_be_visible()

    desk.goto(f"/console/places/{code}")
    expect(desk.get_by_text("休息：").filter(has_text="外出开会")).to_be_visible()


def test_an_adviser_writes_a_visit_down(
    browser: Browser, service_url: str, adviser: tuple[str, str], desk: Page
) -> None:
    """On a page of their own, as the place's page is the admins'; the admin reads it there, and who wrote it."""
    page = signed_in(browser, service_url, adviser, width=390)
    page.goto("/console/visits")
    press(page, "记一次走访")
    expect(page.get_by_role("alert")).to_contain_text("请先选服务点")
    page.get_by_label("服务点（写地名）").fill("三台县紫河镇")
    expect(page.get_by_text("紫河镇公共法律服务站")).to_be_visible()
    expect(page.get_by_label("谁去的")).to_have_value("郑律师")
    page.get_by_label("情况").fill("坐班半天，讲了宅基地")
    press(page, "记一次走访")

    expect(page.locator(".result", has_text="坐班半天，讲了宅基地")).to_contain_text("三台县紫河镇")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
    desk.goto(f"/console/places/{found(service_url, '三台县紫河镇')['code']}")
    expect(desk.get_by_text("坐班半天，讲了宅基地（郑律师记）")).to_be_visible()


def test_what_the_directory_knows_stands_beside_the_item(desk: Page, service_url: str) -> None:
    """A hint, which follows at once, and no mark; the article behind an item is quoted word for word."""
    village = str(found(service_url, "三台县芦溪镇五柏村")["code"])
    desk.goto(f"/console/places/{village}")
    item = desk.locator(".check-item", has_text="村（居）法律顾问")
    expect(item).to_contain_text("名录里还没有村居法律顾问")
    expect(desk.locator(".check-item", has_text="开门时间写在门口")).to_contain_text("名录里还没有它自己的开放时间")

    add_person(desk, service_url, "三台县芦溪镇五柏村", "褚律师", "村居法律顾问")

    expect(item).to_contain_text("名录里的村居法律顾问：褚律师")
    expect(desk.get_by_text("看过 0 项")).to_be_visible()
    mediators = desk.locator(".check-item", has_text="人民调解委员会")
    mediators.get_by_text("《人民调解法》第八条").click()
    expect(mediators.get_by_text("村民委员会、居民委员会设立人民调解委员会。")).to_be_visible()


def test_a_visit_takes_a_village_out_of_the_countys_number(desk: Page, service_url: str) -> None:
    """The number falls by one, and so does that of all counties together."""
    desk.goto("/console/coverage")
    number = desk.get_by_role("button", name="平武县90 天没有走访")
    total = desk.locator("tr", has_text="合计").locator("th").nth(5)
    everywhere = int(total.inner_text().split("（")[0])
    before = int(number.inner_text().split("（")[0])
    number.click()
    desk.locator("a.result").first.click()
    press(desk, "记一次走访")
    expect(desk.get_by_text("（boss记）")).to_be_visible()

    desk.goto("/console/coverage")
    expect(number).to_have_text(f"{before - 1}（{100 * (before - 1) // before}%）")
    assert int(total.inner_text().split("（")[0]) == everywhere - 1


@pytest.mark.parametrize("path", ["places", "places/510722137000", "coverage"])
def test_the_pages_fit_a_phone_and_are_the_admins(
    browser: Browser, service_url: str, admin: tuple[str, str], adviser: tuple[str, str], path: str
) -> None:
    """Nothing sticks out at 390 pixels; an adviser is refused."""
    page = signed_in(browser, service_url, admin, width=390)
    page.goto(f"/console/{path}")
    page.wait_for_load_state("networkidle")
    expect(page.locator("main.sheet > *").nth(1)).to_be_visible()
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()

    page = signed_in(browser, service_url, adviser)
    answer = page.goto(f"/console/{path}")
    assert answer is not None
    assert answer.status == 403
    page.context.close()
