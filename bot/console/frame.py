"""What surrounds every page: the bar with its links, the duty switch, signing out, and the alarm for urgent chats."""

from __future__ import annotations

import json

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from bot.console.chats import Queue
from bot.console.visit import Visit, told
from bot.console.watch import QueueWatch
from bot.console.words import ROLES
from helpdesk.advisers import is_on_duty, note_presence, set_duty
from helpdesk.models import Role

_HEARTBEAT = 30.0
_LINKS = (
    ("/", "接待", Role.ADVISER),
    ("/appointments", "预约", Role.ADVISER),
    ("/register", "登记", Role.ADVISER),
    ("/visits", "走访", Role.ADVISER),
    ("/statistics", "统计", Role.ADVISER),
    ("/faq", "问答库", Role.ADMIN),
    ("/canned", "常用语", Role.ADMIN),
    ("/places", "服务点", Role.ADMIN),
    ("/accounts", "账号", Role.ADMIN),
)
_HEAD = """
<link rel="stylesheet" href="/console/static/console.css">
<script src="/console/static/alarm.js"></script>
<script src="/console/static/chat.js"></script>
"""


async def frame(visit: Visit, active: str) -> QueueWatch:
    """Begin a page: build the bar, start its watch over the queue and its heartbeat."""
    ui.add_head_html(_HEAD)
    ui.colors(primary="#1d5b4f", secondary="#55625c", negative="#a8201a", warning="#fbf1dc", positive="#1d5b4f")
    watch = QueueWatch(visit)
    links: dict[str, ui.link] = {}
    with ui.header().classes("bar"):
        with ui.link(target="/").classes("brand"):
            ui.element("img").props('src=/console/static/mark.svg alt=""')
            ui.label("村法通工作台")
        with ui.element("nav").props('aria-label="工作台各页"'):
            for target, name, role in _LINKS:
                if role is Role.ADVISER or visit.me.role is Role.ADMIN:
                    links[target] = _link(target, name, target == active)
        await _duty_switch(visit)
        ui.label(f"{visit.me.name}（{ROLES[visit.me.role]}）").classes("who")
        _sign_out(visit)
    ui.timer(_HEARTBEAT, lambda: _heartbeat(visit))
    await watch.look()
    await _badge(watch, links["/"])
    await _alarm(watch)
    watch.start()
    return watch


def _link(target: str, name: str, active: bool) -> ui.link:
    link = ui.link(target=target).classes("here" if active else "").props('aria-current="page"' if active else "")
    with link:
        ui.label(name)
    return link


async def _badge(watch: QueueWatch, link: ui.link) -> None:
    with link:
        badge = ui.label().classes("badge")

    async def count(queue: Queue) -> None:
        badge.set_text(str(len(queue.waiting)))
        badge.set_visibility(bool(queue.waiting))
        badge.classes(add="urgent" if queue.urgent else "", remove="" if queue.urgent else "urgent")

    await watch.tell(count)


async def _duty_switch(visit: Visit) -> None:
    desk, login = visit.desk, visit.me.login

    async def change(event: ValueChangeEventArguments[bool | None]) -> None:
        switch.set_text(_duty_words(bool(event.value)))
        with told():
            await visit.run(set_duty, desk.db, desk.clock, login, bool(event.value))

    on_duty = await visit.run(is_on_duty, desk.db, login)
    switch = ui.switch(_duty_words(on_duty), value=on_duty, on_change=change)
    switch.classes("duty").props("dark color=amber-4")


def _duty_words(on_duty: bool) -> str:
    return "值班中" if on_duty else "休息"


def _sign_out(visit: Visit) -> None:
    token = visit.console.sessions.form_token(visit.session.id)
    with ui.element("form").props('method=post action="/console/logout"').classes("sign-out"):
        ui.element("input").props(f'type=hidden name=token value="{token}"')
        with ui.element("button").props("type=submit"):
            ui.label("退出")


async def _heartbeat(visit: Visit) -> None:
    with told():
        await visit.run(note_presence, visit.desk.db, visit.desk.clock, visit.me.login)


async def _alarm(watch: QueueWatch) -> None:
    """Sound and a flashing title for urgent chats that were not there before; the title counts those that wait."""
    client = ui.context.client
    seen = set(watch.queue.ringing)

    async def ring(queue: Queue) -> None:
        fresh = bool(queue.ringing - seen)
        seen.update(queue.ringing)
        state = {"waiting": len(queue.waiting), "urgent": len(queue.ringing), "fresh": fresh}
        client.run_javascript(f"consoleAlarm({json.dumps(state)})")

    await watch.tell(ring)
