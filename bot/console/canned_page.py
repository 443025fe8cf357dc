"""常用语: replies that advisers send often."""

from __future__ import annotations

from nicegui import ui

from bot.console.dialogs import confirm
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.canned import PLACEHOLDERS, Canned, delete_canned, list_canned, save_canned
from helpdesk.models import Role

_HINT = "能用的空格：" + "、".join(f"{{{name}}}" for name in PLACEHOLDERS) + "。不知道的由顾问填，不会原样发出去。"


def add_canned_page(console: Console) -> None:
    """Serve the page at /console/canned."""
    add_page(console, "/canned", "常用语", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/canned")
    with ui.element("main").classes("sheet narrow"):
        await _CannedReplies(visit).build()


class _CannedReplies:
    """The list, and a form for a new one or for the one that is being changed."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._changing: Canned | None = None

    async def build(self) -> None:
        with ui.element("h1"):
            ui.label("常用语")
        self._list = ui.element("div").classes("accounts")
        with ui.element("h2"):
            self._heading = ui.label()
        with ui.element("div").classes("form"):
            self._title = ui.input("标题").props("outlined maxlength=40")
            self._text = ui.textarea("内容").props("outlined autogrow maxlength=1000")
            ui.label(_HINT).classes("soft")
            with ui.element("div").classes("buttons"):
                ui.button("清空", on_click=lambda: self._edit(None)).props("flat")
                ui.button("保存", on_click=self._save).props("unelevated")
        self._edit(None)
        await self._show()

    async def _show(self) -> None:
        found = await self._visit.run(list_canned, self._visit.desk.db)
        self._list.clear()
        with self._list:
            if not found:
                ui.label("还没有常用语。").classes("soft")
            for reply in found:
                self._row(reply)

    def _row(self, reply: Canned) -> None:
        with ui.element("article").classes("account"):
            with ui.element("div").classes("account-name"):
                ui.label(reply.title)
                ui.label(reply.text).classes("soft words")
            with ui.element("div").classes("buttons"):
                ui.button("修改", on_click=lambda: self._edit(reply)).props("flat dense")
                ui.button("删掉", on_click=lambda: self._delete(reply)).props("outline dense")

    def _edit(self, reply: Canned | None) -> None:
        self._changing = reply
        self._heading.set_text(f"修改“{reply.title}”" if reply else "新增常用语")
        self._title.set_value(reply.title if reply else "")
        self._text.set_value(reply.text if reply else "")

    async def _save(self) -> None:
        desk, me = self._visit.desk, self._visit.me.login
        title, text = str(self._title.value or ""), str(self._text.value or "")
        with told():
            changing = self._changing.id if self._changing else None
            await self._visit.run(save_canned, desk.db, desk.clock, me, title, text, changing)
            self._edit(None)
            await self._show()

    async def _delete(self, reply: Canned) -> None:
        if await confirm(f"删掉“{reply.title}”？", "顾问就选不到它了，发过的话不变。", "删掉"):
            with told():
                await self._visit.run(delete_canned, self._visit.desk.db, reply.id)
                await self._show()
