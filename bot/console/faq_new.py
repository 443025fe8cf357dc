"""A new entry of the corpus: it begins as a draft."""

from __future__ import annotations

from nicegui import ui

from bot.console.dialogs import busy
from bot.console.entry_form import EntryForm
from bot.console.faq_list import title_of
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import SERVICES
from helpdesk.models import Role
from knowledge_base import publishing
from knowledge_base.store.entries import FAQ, GUIDE, Note
from knowledge_base.topics import TOPICS

_ID_HINT = "主题和事情，小写字母和横线，如 wage-arrears；定了不能改"
_NAMES = {FAQ: "新增问答", GUIDE: "新增办事指南"}


def add_faq_new(console: Console) -> None:
    """Serve the pages at /console/faq-new and /console/guide-new."""
    add_page(console, "/faq-new", _NAMES[FAQ], Role.ADMIN, lambda visit: _build(visit, FAQ))
    add_page(console, "/guide-new", _NAMES[GUIDE], Role.ADMIN, lambda visit: _build(visit, GUIDE))


async def choices_of(visit: Visit, entry_type: str) -> dict[str, dict[str, str]]:
    """The fields of a form that are chosen, each with its values."""
    if entry_type == GUIDE:
        return {"service": SERVICES}
    serving = await visit.run(publishing.list_serving, visit.desk.db)
    guides = {entry.id: title_of(entry) for entry in serving if entry.type == GUIDE}
    return {"guide": {"": "不连办事指南"} | guides}


async def _build(visit: Visit, entry_type: str) -> None:
    await frame(visit, "/faq")
    desk = visit.desk

    async def save() -> None:
        with told(), busy(button):
            body = form.body() | {"id": str(id_.value or "").strip()}
            filed = str(topic.value) if topic is not None else body["service"]
            note = Note(visit.me.login, desk.clock.now())
            entry = await visit.run(publishing.add_draft, desk.db, desk.knowledge.book, entry_type, filed, body, note)
            ui.navigate.to(f"/faq/{entry.id}")

    with ui.element("main").classes("sheet"):
        ui.link("← 回到问答库", "/faq")
        with ui.element("h1"):
            ui.label(_NAMES[entry_type])
        with ui.element("div").classes("tools"):
            topic = None
            if entry_type == FAQ:
                topic = ui.select(TOPICS, label="主题", value=next(iter(TOPICS))).props("outlined")
            id_ = ui.input("编号").props(f'outlined hint="{_ID_HINT}"').classes("grow")
        with ui.element("div").classes("editor"):
            form = EntryForm(desk.knowledge.book, entry_type, await choices_of(visit, entry_type), {})
        with ui.element("div").classes("buttons sticky"):
            button = ui.button("存草稿", on_click=save).props("unelevated")
