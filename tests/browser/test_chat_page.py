"""The citizen's chat page, in a real browser against the running service."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

WAGES = "老板拖欠工资不给，怎么办？"
SEND_PATH = "**/api/v1/conversations/*/messages"


def open_chat(page: Page, service_url: str) -> None:
    page.goto(service_url)
    expect(page.locator(".greeting")).to_be_visible()


def say(page: Page, text: str) -> None:
    field = page.get_by_label("写下您的问题")
    field.fill(text)
    field.press("Enter")


def own(page: Page, text: str) -> Locator:
    """The citizen's bubbles with exactly this text."""
    return page.locator(".entry.citizen .text").get_by_text(text, exact=True)


def answers(page: Page, kind: str) -> Locator:
    return page.locator(f'.entry.bot[data-kind="{kind}"]')


def test_an_answer_shows_the_law_it_rests_on(page: Page, service_url: str) -> None:
    """An answer names its articles, folded; unfolding one shows its words."""
    open_chat(page, service_url)

    say(page, WAGES)

    law = answers(page, "faq").locator("details.law").first
    expect(law.locator("summary")).to_contain_text("依据：《")
    expect(law.locator(".law-text")).to_be_hidden()
    law.locator("summary").click()
    expect(law.locator(".law-text")).to_be_visible()
    assert len(law.locator(".law-text").inner_text()) > 10


def test_an_answer_is_printed_as_a_sheet(page: Page, service_url: str) -> None:
    """The last button opens the sheet, with the question and the law unfolded; another browser does not get to see it."""
    open_chat(page, service_url)
    say(page, WAGES)
    button = answers(page, "faq").locator(".choice").last
    expect(button).to_have_text("打印咨询意见书")

    with page.expect_popup() as opened:
        button.click()

    sheet = opened.value
    expect(sheet.get_by_role("heading", name="咨询意见书")).to_be_visible()
    expect(sheet.get_by_text(f"“{WAGES}”")).to_be_visible()
    expect(sheet.get_by_text("工资应当以货币形式按月支付给劳动者本人")).to_be_visible()
    expect(sheet.get_by_role("button", name="打印")).to_be_visible()
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 390
    sheet.emulate_media(media="print")
    expect(sheet.get_by_role("button", name="打印")).to_be_hidden()
    elsewhere = page.context.browser
    assert elsewhere is not None
    stranger = elsewhere.new_page()
    stranger.goto(sheet.url)
    expect(stranger.get_by_text("只有在咨询时用的那个浏览器里才打得开")).to_be_visible()
    expect(stranger.get_by_text("工资")).to_have_count(0)
    stranger.close()


def test_a_reload_keeps_the_conversation(page: Page, service_url: str) -> None:
    """After a reload the same bubbles stand there, each once, and the greeting does not come back."""
    open_chat(page, service_url)
    say(page, "你好")
    expect(answers(page, "social")).to_have_count(1)
    words = answers(page, "social").locator(".text").inner_text()

    page.reload()

    expect(own(page, "你好")).to_have_count(1)
    expect(answers(page, "social").locator(".text")).to_have_text(words, use_inner_text=True)
    expect(page.locator(".greeting")).to_have_count(0)


def test_large_type_is_remembered_and_fits_a_narrow_phone(page: Page, service_url: str) -> None:
    """Large type is at least 1.35 times the usual size, stays after a reload, and needs no sideways scrolling at 320 px."""
    size = "Number.parseFloat(getComputedStyle(document.querySelector('.greeting .text')).fontSize)"
    open_chat(page, service_url)
    usual = page.evaluate(size)
    page.set_viewport_size({"width": 320, "height": 640})

    page.get_by_role("button", name="大字").click()
    page.reload()

    expect(page.locator(".greeting")).to_be_visible()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) >= 1.35 * usual
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.getElementById('log').scrollWidth <= document.getElementById('log').clientWidth")


def test_the_keyboard_is_enough(page: Page, service_url: str) -> None:
    """The first Tab offers the way to the field, Enter sends, Shift+Enter and an input method's Enter do not."""
    open_chat(page, service_url)
    field = page.get_by_label("写下您的问题")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.type("你好")
    page.keyboard.press("Shift+Enter")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(field).to_have_value("你好\n")
    expect(page.locator(".entry.citizen")).to_have_count(0)
    page.keyboard.press("Enter")

    expect(answers(page, "social")).to_have_count(1)
    expect(field).to_have_value("")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="转人工", exact=True).last).to_be_focused()


def test_a_button_speaks_for_the_citizen(page: Page, service_url: str) -> None:
    """A pressed button appears as the citizen's words and is answered; the answer's own buttons can be pressed in turn."""
    open_chat(page, service_url)

    page.get_by_role("group", name="常用服务").get_by_role("button", name="预约", exact=True).click()

    expect(own(page, "预约")).to_have_count(1)
    asked = page.locator(".entry.bot:not(.greeting)").last
    choices = asked.locator("button.choice")
    expect(choices.first).to_be_visible()
    # The location button asks the browser first; the others are sent as they are.
    chosen = choices.filter(has_not_text="位置").first
    title = chosen.inner_text()
    chosen.click()
    expect(own(page, title)).to_have_count(1)
    expect(page.locator(".entry.citizen + .entry.bot")).to_have_count(2)


def test_what_is_typed_is_never_markup(page: Page, service_url: str) -> None:
    """HTML in a message is shown letter by letter: while it waits to be sent, and from the history."""
    typed = '<img src="/nowhere" onerror="document.title=1"><b>粗</b>'
    markup = page.locator("#entries img, #entries b")
    open_chat(page, service_url)

    page.route(SEND_PATH, lambda route: route.abort())
    say(page, typed)
    expect(page.get_by_role("button", name="重发")).to_be_visible()
    expect(own(page, typed)).to_have_count(1)
    expect(markup).to_have_count(0)
    page.unroute(SEND_PATH)
    page.get_by_role("button", name="重发").click()
    expect(page.locator(".entry.bot:not(.greeting)").first).to_be_visible()
    page.reload()

    expect(own(page, typed)).to_have_count(1)
    expect(markup).to_have_count(0)


def test_nothing_comes_from_another_host(page: Page, service_url: str) -> None:
    """Every request and socket of a visit goes to the service itself, and the browser had to block none."""
    hosts: set[str] = set()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).netloc))

    open_chat(page, service_url)
    with page.expect_event("websocket"):
        say(page, WAGES)
    expect(answers(page, "faq")).to_have_count(1)
    page.get_by_role("link", name="隐私").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert hosts == {urlsplit(service_url).netloc}
    assert complaints == []


def test_an_unsent_message_is_sent_again_as_the_same_message(page: Page, service_url: str) -> None:
    """What the network lost is marked, survives a reload, and is sent again with the same client id."""
    sent: list[str] = []
    failing = True

    def fail_at_first(route: Route, request: Request) -> None:
        if request.method == "POST":
            sent.append(json.loads(request.post_data or "{}")["client_id"])
        if request.method == "POST" and failing:
            route.abort()
        else:
            route.continue_()

    page.route(SEND_PATH, fail_at_first)
    open_chat(page, service_url)

    say(page, "你好")
    expect(page.get_by_role("button", name="重发")).to_be_visible()
    page.reload()
    expect(own(page, "你好")).to_have_count(1)
    expect(page.get_by_role("button", name="重发")).to_be_visible()
    failing = False
    page.get_by_role("button", name="重发").click()

    expect(answers(page, "social")).to_have_count(1)
    expect(own(page, "你好")).to_have_count(1)
    expect(page.get_by_role("button", name="重发")).to_have_count(0)
    assert len(sent) >= 3
    assert len(set(sent)) == 1


def test_asking_for_a_person_shows_the_wait(page: Page, service_url: str) -> None:
    """Asking for a person turns the state line from the assistant to the queue."""
    open_chat(page, service_url)
    state = page.locator("#state")
    expect(state).to_have_text("智能助手")

    page.get_by_role("group", name="常用服务").get_by_role("button", name="转人工").click()

    expect(state).to_have_text("正在排队等顾问")


def test_a_pre_check_is_printed_by_whose_it_is(page: Page, browser: Browser, service_url: str) -> None:
    """The result's page shows verdict and law and prints; its address shows nothing to another browser."""
    open_chat(page, service_url)
    say(page, "我是农民工，老板拖欠我工资，没请律师，能不能申请法律援助")
    page.get_by_role("button", name="不急").click()

    answers(page, "eligibility").get_by_role("link", name="打印、存成文件").click()

    expect(page.locator(".verdict")).to_contain_text("看起来符合")
    expect(page.locator(".articles")).to_contain_text("请求确认劳动关系或者支付劳动报酬")
    expect(page.get_by_role("button", name="打印、存成文件")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    other = browser.new_context().new_page()
    other.goto(page.url)
    expect(other.locator("main")).to_contain_text("在这台设备上看不到")
    expect(other.locator("main")).not_to_contain_text("工资")
    other.context.close()
    page.get_by_role("link", name="返回对话").click()
    expect(answers(page, "eligibility")).to_have_count(1)
