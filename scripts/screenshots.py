"""The pictures of README, taken from the running demo service (``DEMO=1 make run``): ``make screenshots``."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bot.settings import Settings

FOLDER = Path("docs/screenshots")
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def say(page: Page, text: str, then: str) -> None:
    """Write into the chat and wait for ``then``."""
    page.locator("textarea").fill(text)
    page.keyboard.press("Enter")
    page.get_by_text(then).last.wait_for()
    page.wait_for_timeout(400)


def citizen(browser: Browser, base: str) -> Page:
    """The chat page: an answer, an appointment, a wish for a person."""
    page = browser.new_page(viewport=PHONE, device_scale_factor=2)
    page.goto(base)
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / "welcome.png")
    say(page, "老板拖欠工资不给，怎么办？", "工资应当按时足额发")
    page.screenshot(path=FOLDER / "chat.png")
    say(page, "我想到魏城镇铁炉村预约", "哪天方便")
    page.get_by_role("button", name="12月").or_(page.get_by_role("button", name="11月")).last.click()
    page.get_by_role("button", name=re.compile(r"^\d\d:\d\d$")).last.click()
    page.get_by_text("想咨询什么事").last.wait_for()
    say(page, "老板欠了三个月工资", "什么名字")
    say(page, "王大明", "电话")
    say(page, "13800001234", "核对")
    page.get_by_role("button", name="确认预约").last.click()
    page.get_by_text("约好了").last.wait_for()
    page.wait_for_timeout(600)
    page.screenshot(path=FOLDER / "appointment.png")
    say(page, "转人工", "顾问")
    return page


def staff(browser: Browser, base: str, login: str, password: str) -> Page:
    """Signed in at the console."""
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{base}/console/login")
    page.fill("#login", login)
    page.fill("#password", password)
    page.keyboard.press("Enter")
    page.get_by_text("退出").first.wait_for()
    return page


def main() -> int:
    """Take them all."""
    settings = Settings()
    base = f"http://127.0.0.1:{settings.app_port}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    passwords = {name: (settings.data_dir / f"demo-{name}.password").read_text() for name in ("admin", "adviser")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        chat = citizen(browser, base)
        adviser = staff(browser, base, "adviser", passwords["adviser"])
        adviser.get_by_role("button", name="接待", exact=True).last.click()
        adviser.wait_for_timeout(1500)
        adviser.screenshot(path=FOLDER / "reception.png")
        chat.get_by_text("已经接入").last.wait_for()
        chat.screenshot(path=FOLDER / "with-adviser.png")
        admin = staff(browser, base, "admin", passwords["admin"])
        for name, path in (
            ("faq", "faq"),
            ("places", "places"),
            ("accounts", "accounts"),
            ("appointments", "appointments"),
        ):
            admin.goto(f"{base}/console/{path}")
            admin.wait_for_timeout(1500)
            admin.screenshot(path=FOLDER / f"{name}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
