"""审核与复核: what waits for a reviewer, what should be looked over again, and the decision on one entry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.console.dialogs import ask_reason, busy
from bot.console.faq_history import draw_differences, told_of
from bot.console.faq_list import corpus_tabs, title_of
from bot.console.faq_trial import draw_trial, try_out
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import CAUSES
from helpdesk.advisers import is_only_admin
from helpdesk.models import Role
from knowledge_base import publishing
from knowledge_base.review_list import Cause, ToReview, review_list
from knowledge_base.states import State
from knowledge_base.store.entries import Note, StoredEntry, Version


def add_faq_review(console: Console) -> None:
    """Serve the page at /console/faq-review."""
    add_page(console, "/faq-review", "审核与复核", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/faq")
    desk = visit.desk
    entries = await visit.run(publishing.list_entries, desk.db)
    _, corpus = await visit.run(publishing.published_corpus, desk.db)
    again = await visit.run(review_list, corpus, desk.knowledge.book)
    waiting = [entry for entry in entries if entry.state is State.IN_REVIEW]
    with ui.element("main").classes("sheet"):
        corpus_tabs("/faq-review")
        with ui.element("h2"):
            ui.label(f"等待审核（{len(waiting)}）")
        with ui.element("div").classes("results"):
            if not waiting:
                ui.label("没有等待审核的条目。").classes("soft")
            for entry in waiting:
                _result(entry.id, title_of(entry), f"{entry.written_by} 写的", "待审核", "tag ochre")
        with ui.element("h2"):
            ui.label(f"请再核对（{len(again)}）")
        ui.label("这些条目照常回答群众，请抽空和现行法律再核对一遍。").classes("soft")
        with ui.element("div").classes("results"):
            for item in again:
                _result(item.entry.id, item.entry.wordings[0], item.why, CAUSES[item.cause], _colour(item))


def _colour(item: ToReview) -> str:
    return "tag" if item.cause is Cause.AMOUNT_WITHOUT_LAW else "tag ochre"


def _result(entry_id: str, title: str, more: str, tag: str, classes: str) -> None:
    with ui.link(target=f"/faq/{entry_id}").classes("result"):
        with ui.element("div"):
            ui.label(title).classes("result-name")
            ui.label(more).classes("soft")
        ui.label(tag).classes(classes)


class ReviewPanel:
    """What a reviewer decides on: what is different, which answers would change; and the two decisions."""

    def __init__(
        self,
        visit: Visit,
        entry: StoredEntry,
        versions: list[Version],
        after: Callable[[StoredEntry, str], Awaitable[None]],
    ) -> None:
        self._visit = visit
        self._entry = entry
        self._versions = versions
        self._after = after

    async def build(self) -> None:
        entry, visit = self._entry, self._visit
        serving = next((v.body for v in self._versions if v.number == entry.serving_version), {})
        own = entry.written_by == visit.me.login
        self._alone = own and await visit.run(is_only_admin, visit.desk.db, visit.me.login)
        with ui.element("div").classes("in-review"):
            ui.label(told_of(self._versions[0])).classes("words")
            with ui.element("h2"):
                ui.label("和现在用的一版比" if serving else "新条目的内容")
            draw_differences(publishing.compare(entry.type, serving, entry.body))
            with ui.element("h2"):
                ui.label("发布以后哪些答复会变")
            self._trial = ui.element("div").props("aria-live=polite")
            with self._trial:
                ui.label("正在用检验问题试答……").classes("soft")
        if own and not self._alone:
            ui.label("这是您写的，要请另一位管理员审核发布；想再改，先退回。").classes("soft")
        with ui.element("div").classes("buttons sticky"):
            self._back = ui.button("退回", on_click=self._send_back).props("outline")
            self._approve = ui.button("发布", on_click=self._publish).props("unelevated")
            self._approve.set_enabled(not own or self._alone)
        ui.timer(0.1, self._try_out, once=True)

    async def _try_out(self) -> None:
        with told():
            changes = await try_out(self._visit, self._entry)
            self._trial.clear()
            with self._trial:
                draw_trial(changes)

    async def _publish(self) -> None:
        reason: str | None = ""
        if self._alone:
            explanation = "现在只有您一位管理员，没有人能替您审核。写明为什么可以直接发布。"
            reason = await ask_reason("自己写的，自己发布？", explanation, "发布")
        if reason is None:
            return
        with told(), busy(self._approve):
            desk, entry = self._visit.desk, self._entry

            def publish() -> StoredEntry:
                note = Note(self._visit.me.login, desk.clock.now(), reason)
                alone = is_only_admin(desk.db, note.by)
                return publishing.approve(desk.db, desk.knowledge.book, entry.id, entry.version, note, only_admin=alone)

            await self._after(await self._visit.run(publish), "已发布，现在起就这样回答。")

    async def _send_back(self) -> None:
        reason = await ask_reason("退回去再改？", "退回以后又是草稿，写的人能看到理由。", "退回")
        if reason is None:
            return
        with told(), busy(self._back):
            note = Note(self._visit.me.login, self._visit.desk.clock.now(), reason)
            arguments = (self._entry.id, self._entry.version, note)
            sent = await self._visit.run(publishing.send_back, self._visit.desk.db, *arguments)
            await self._after(sent, "已退回，现在又是草稿。")
