"""One entry of the corpus: edit, publish, retire, or read a guide; and a new entry."""

from __future__ import annotations

from nicegui import ui

from bot.console.dialogs import busy, confirm
from bot.console.faq_form import FaqForm, show_articles
from bot.console.faq_list import title_of
from bot.console.frame import frame
from bot.console.versions import Version, versions_of
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import STATES, TOPICS, topic_name
from helpdesk.models import Role
from knowledge_base import publishing
from knowledge_base.errors import EntryNotFound
from knowledge_base.store.entries import FAQ, PUBLISHED, StoredEntry

_ID_HINT = "主题和事情，小写字母和横线，如 wage-arrears；定了不能改"
_GUIDE_FIELDS = {
    "summary": "简介",
    "names": "群众的叫法",
    "conditions": "条件",
    "materials": "材料",
    "procedure": "步骤",
    "time_limit": "多久办好",
    "fee": "费用",
    "where": "在哪里办",
    "other_sources": "其他依据",
}


def add_faq_pages(console: Console) -> None:
    """Serve the pages at /console/faq/{id} and /console/faq-new."""
    add_page(console, "/faq/{entry_id}", "问答", Role.ADMIN, _build_entry)
    add_page(console, "/faq-new", "新增问答", Role.ADMIN, _build_new)


async def _build_entry(visit: Visit) -> None:
    await frame(visit, "/faq")
    with ui.element("main").classes("sheet"):
        ui.link("← 回到问答库", "/faq")
        try:
            entry = await visit.run(publishing.get_entry, visit.desk.db, visit.params["entry_id"])
        except EntryNotFound as error:
            ui.label(str(error)).classes("bad")
            return
        if entry.type == FAQ:
            await _FaqEditor(visit, entry).build()
        else:
            _draw_guide(visit, entry)


async def _build_new(visit: Visit) -> None:
    await frame(visit, "/faq")
    desk = visit.desk

    async def publish() -> None:
        with told(), busy(button):
            body = form.body() | {"id": str(id_.value or "").strip()}
            now = desk.clock.now()
            arguments = (desk.db, desk.knowledge.book, str(topic.value), body, visit.me.login, now)
            entry = await visit.run(publishing.add_faq, *arguments)
            await visit.run(desk.knowledge.refresh)
            ui.navigate.to(f"/faq/{entry.id}")

    with ui.element("main").classes("sheet"):
        ui.link("← 回到问答库", "/faq")
        with ui.element("h1"):
            ui.label("新增问答")
        with ui.element("div").classes("tools"):
            topic = ui.select(TOPICS, label="主题", value=next(iter(TOPICS))).props("outlined")
            id_ = ui.input("编号").props(f'outlined hint="{_ID_HINT}"').classes("grow")
        with ui.element("div").classes("editor"):
            form = FaqForm(desk.knowledge.book, await _guides(visit), {})
        with ui.element("div").classes("buttons sticky"):
            button = ui.button("发布", on_click=publish).props("unelevated")


class _FaqEditor:
    """The form of one entry with its state, its versions and what can be done with it."""

    def __init__(self, visit: Visit, entry: StoredEntry) -> None:
        self._visit = visit
        self._entry = entry

    async def build(self) -> None:
        with ui.element("h1"):
            self._title = ui.label()
        self._state = ui.label().classes("soft")
        with ui.element("div").classes("editor"):
            self._form = FaqForm(self._visit.desk.knowledge.book, await _guides(self._visit), self._entry.body)
        with ui.element("div").classes("buttons sticky"):
            self._retire = ui.button("下架", on_click=self._retire_entry).props("outline color=negative")
            self._button = ui.button("发布", on_click=self._publish).props("unelevated")
        self._versions = ui.element("details").classes("versions")
        await self._show()

    async def _show(self) -> None:
        entry = self._entry
        self._title.set_text(title_of(entry))
        self._state.set_text(f"{topic_name(entry.topic)} · {entry.id} · {STATES[entry.state]} · 第 {entry.version} 版")
        self._retire.set_visibility(entry.state == PUBLISHED)
        versions = await self._visit.run(versions_of, self._visit.desk.db, entry.id)
        self._versions.clear()
        with self._versions:
            _draw_versions(versions)

    async def _publish(self) -> None:
        desk, entry = self._visit.desk, self._entry
        with told(), busy(self._button):
            arguments = (entry.id, entry.version, self._form.body(), self._visit.me.login, desk.clock.now())
            self._entry = await self._visit.run(publishing.edit_faq, desk.db, desk.knowledge.book, *arguments)
            await self._follow_up("已发布，现在起就这样回答。")

    async def _retire_entry(self) -> None:
        explanation = "下架以后不再用它回答群众。内容还留着，再点“发布”就能恢复。"
        if not await confirm("下架这一条？", explanation, "下架"):
            return
        desk, entry = self._visit.desk, self._entry
        with told(), busy(self._retire):
            arguments = (entry.id, entry.version, self._visit.me.login, desk.clock.now())
            self._entry = await self._visit.run(publishing.retire_faq, desk.db, *arguments)
            await self._follow_up("已下架，不再用它回答。")

    async def _follow_up(self, words: str) -> None:
        await self._visit.run(self._visit.desk.knowledge.refresh)
        await self._show()
        ui.notify(words, type="positive", position="top")


async def _guides(visit: Visit) -> dict[str, str]:
    entries = await visit.run(publishing.list_entries, visit.desk.db)
    return {entry.id: title_of(entry) for entry in entries if entry.type != FAQ and entry.state == PUBLISHED}


def _draw_versions(versions: list[Version]) -> None:
    with ui.element("summary"):
        ui.label(f"改动记录（{len(versions)}）")
    for version in versions:
        made = version.made_at
        when = f"{made.year}年{made.month}月{made.day}日 {made:%H:%M}"
        ui.label(f"第 {version.number} 版 · {STATES[version.state]} · {version.author} · {when}")


def _draw_guide(visit: Visit, entry: StoredEntry) -> None:
    with ui.element("h1"):
        ui.label(title_of(entry))
    ui.label("办事指南在这里只能看，不能改。").classes("soft")
    with ui.element("div").classes("editor"):
        with ui.element("dl").classes("guide"):
            for name, label in _GUIDE_FIELDS.items():
                if value := entry.body.get(name):
                    with ui.element("dt"):
                        ui.label(label)
                    with ui.element("dd"):
                        ui.label("\n".join(value) if isinstance(value, list) else str(value)).classes("words")
        with ui.element("section").classes("cited"):
            with ui.element("h2"):
                ui.label("条文原文")
            show_articles(visit.desk.knowledge.book, entry.body["legal_basis"])
