"""One entry of the corpus: edit it, submit it, review it, retire it, go back to an older version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nicegui import ui

from bot.console.dialogs import ask_reason, busy
from bot.console.entry_form import EntryForm
from bot.console.faq_history import draw_versions
from bot.console.faq_list import state_of, title_of
from bot.console.faq_new import choices_of
from bot.console.faq_review import ReviewPanel
from bot.console.faq_trial import draw_trial, try_out
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.models import Role
from knowledge_base import publishing
from knowledge_base.errors import EntryNotFound
from knowledge_base.states import State
from knowledge_base.store.entries import FAQ, Note, StoredEntry, Version
from knowledge_base.topics import topic_name


def add_faq_page(console: Console) -> None:
    """Serve the page at /console/faq/{id}."""
    add_page(console, "/faq/{entry_id}", "问答", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/faq")
    with ui.element("main").classes("sheet"):
        ui.link("← 回到问答库", "/faq")
        try:
            entry = await visit.run(publishing.get_entry, visit.desk.db, visit.params["entry_id"])
        except EntryNotFound as error:
            ui.label(str(error)).classes("bad")
            return
        await _EntryPage(visit, entry).build()


class _EntryPage:
    """An entry with its state and its versions: the form, or what the reviewer decides on while it is in review."""

    def __init__(self, visit: Visit, entry: StoredEntry) -> None:
        self._visit = visit
        self._entry = entry

    async def build(self) -> None:
        with ui.element("h1"):
            self._title = ui.label()
        self._state = ui.label().classes("soft")
        self._work = ui.element("div")
        self._versions = ui.element("details").classes("versions")
        await self._show()

    async def _show(self) -> None:
        entry, visit = self._entry, self._visit
        filed = topic_name(entry.topic) if entry.type == FAQ else "办事指南"
        self._title.set_text(title_of(entry))
        self._state.set_text(f"{filed} · {entry.id} · {state_of(entry)} · 第 {entry.version} 版")
        versions = await visit.run(publishing.entry_versions, visit.desk.db, entry.id)
        self._work.clear()
        self._versions.clear()
        with self._work:
            if entry.state is State.IN_REVIEW:
                await ReviewPanel(visit, entry, versions, self._after).build()
            else:
                await self._editor()
        with self._versions:
            draw_versions(entry, versions, self._roll_back)

    async def _editor(self) -> None:
        entry = self._entry
        with ui.element("div").classes("editor"):
            choices = await choices_of(self._visit, entry.type)
            self._form = EntryForm(self._visit.desk.knowledge.book, entry.type, choices, entry.body)
        self._reason = ui.input("改动说明").props('outlined hint="改了什么、为什么改；送审时要写"').classes("why")
        with ui.element("div").classes("buttons sticky"):
            if entry.state is not State.RETIRED:
                self._retire = ui.button("下架", on_click=self._retire_entry).props("outline color=negative")
            self._save = ui.button("存草稿", on_click=self._save_draft).props("outline")
            self._submit = ui.button("送审", on_click=self._submit_for_review).props("unelevated")

    def _note(self, reason: str) -> Note:
        return Note(self._visit.me.login, self._visit.desk.clock.now(), reason)

    async def _keep(self, note: Note) -> None:
        """Store what is typed as a draft; a draft that holds just this already stays."""
        desk, entry, body = self._visit.desk, self._entry, self._form.body() | {"id": self._entry.id}
        if entry.state is not State.DRAFT or body != entry.body:
            arguments = (desk.db, desk.knowledge.book, entry.id, entry.version, body, note)
            self._entry = await self._visit.run(publishing.save_draft, *arguments)

    async def _save_draft(self) -> None:
        with told(), busy(self._save):
            await self._keep(self._note(str(self._reason.value or "")))
            await self._after(self._entry, "草稿已存；发布以前还按原来的答。")

    async def _submit_for_review(self) -> None:
        with told(), busy(self._submit):
            note = self._note(str(self._reason.value or ""))
            await self._keep(note)
            db, entry = self._visit.desk.db, self._entry
            submitted = await self._visit.run(publishing.submit_for_review, db, entry.id, entry.version, note)
            await self._after(submitted, "已送审，请另一位管理员来看。")

    async def _retire_entry(self) -> None:
        with told(), busy(self._retire):
            changes = await try_out(self._visit, self._entry, retired=True)
        explanation = "下架以后不再用它回答群众。内容还留着，以后可以恢复。"
        reason = await ask_reason("下架这一条？", explanation, "下架", lambda: draw_trial(changes))
        if reason is None:
            return
        with told(), busy(self._retire):
            arguments = (self._entry.id, self._entry.version, self._note(reason))
            retired = await self._visit.run(publishing.retire, self._visit.desk.db, *arguments)
            await self._after(retired, "已下架，不再用它回答。")

    async def _roll_back(self, version: Version) -> None:
        with told():
            changes = await try_out(self._visit, replace(self._entry, body=version.body))
            explanation = "这一版以前审核发布过，恢复以后马上就这样回答。"
            question = f"恢复第 {version.number} 版？"
            reason = await ask_reason(question, explanation, "恢复", lambda: draw_trial(changes))
            if reason is None:
                return
            desk, entry = self._visit.desk, self._entry
            arguments = (entry.id, entry.version, version.number, self._note(reason))
            restored = await self._visit.run(publishing.roll_back, desk.db, desk.knowledge.book, *arguments)
            await self._after(restored, "已恢复，现在起就这样回答。")

    async def _after(self, entry: StoredEntry, words: str) -> Any:
        self._entry = entry
        await self._visit.run(self._visit.desk.knowledge.refresh)
        await self._show()
        ui.notify(words, type="positive", position="top")
