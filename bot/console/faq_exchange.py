"""导入导出: entries as files. An import shows first what it would do, and becomes drafts, never answers."""

from __future__ import annotations

from nicegui import ui

from bot.console.dialogs import busy
from bot.console.faq_list import corpus_tabs, title_of
from bot.console.file_upload import FileUpload
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.models import Role
from knowledge_base.exchange import FORMATS, MAX_BYTES, Plan, make_drafts, plan_import, read_file, write_file
from knowledge_base.exchange.records import Record
from knowledge_base.publishing import list_serving
from knowledge_base.store.entries import Note, StoredEntry

_FORMAT_NAMES = {"csv": "CSV 表格", "xlsx": "Excel 表格", "yml": "YAML（连办事指南）"}


def add_faq_exchange(console: Console) -> None:
    """Serve the page at /console/faq-exchange."""
    add_page(console, "/faq-exchange", "导入导出", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/faq")
    with ui.element("main").classes("sheet"):
        corpus_tabs("/faq-exchange")
        with ui.element("h2"):
            ui.label("导出")
        ui.label("现在正在回答群众的全部条目。改好以后可以从下面导回来。").classes("soft")
        with ui.element("div").classes("tools"):
            for file_format in FORMATS:
                name = _FORMAT_NAMES[file_format]
                ui.button(name, on_click=lambda f=file_format: _download(visit, f)).props("outline")
        with ui.element("h2"):
            ui.label("导入")
        explanation = "选好文件先看会改什么；有一行不对，整个文件都不收。导入的都是草稿，审核发布以后才回答群众。"
        ui.label(explanation).classes("soft")
        _Import(visit).build()


async def _download(visit: Visit, file_format: str) -> None:
    with told():
        entries = await visit.run(list_serving, visit.desk.db)
        day = visit.desk.clock.now().date()
        ui.download(await visit.run(write_file, file_format, entries), f"cunfatong-{day}.{file_format}")


class _Import:
    """Choose a file, see what it would do, make drafts of it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._records: list[Record] = []

    def build(self) -> None:
        self._upload = FileUpload(
            "选择 CSV、XLSX 或 YAML 文件", ".csv,.xlsx,.yml,.yaml", MAX_BYTES, "一条也没有动", self._look
        )

    async def _look(self, name: str, content: bytes) -> None:
        desk = self._visit.desk
        self._records = await self._visit.run(read_file, name, content)
        self._show(name, await self._visit.run(plan_import, desk.db, desk.knowledge.book, self._records))

    def _show(self, name: str, plan: Plan) -> None:
        with self._upload.result:
            counts = f"新增 {len(plan.added)} 条，修改 {len(plan.changed)} 条，没有变的 {len(plan.unchanged)} 条"
            ui.label(f"“{name}”：{counts}。").classes("article-name")
            _list("新增", plan.added)
            _list("修改", plan.changed)
            if plan.added or plan.changed:
                self._reason = ui.input("改动说明").props('outlined hint="改了什么、为什么改"').classes("why")
                with ui.element("div").classes("buttons"):
                    self._button = ui.button("存为草稿", on_click=lambda: self._make(plan, submit=False))
                    self._button.props("outline")
                    ui.button("送审", on_click=lambda: self._make(plan, submit=True)).props("unelevated")

    async def _make(self, plan: Plan, *, submit: bool) -> None:
        with told(), busy(self._button):
            desk = self._visit.desk
            note = Note(self._visit.me.login, desk.clock.now(), str(self._reason.value or ""))
            arguments = (desk.db, desk.knowledge.book, self._records, plan, note)
            await self._visit.run(make_drafts, *arguments, submit=submit)
            self._upload.result.clear()
            count = len(plan.added) + len(plan.changed)
            words = f"{count} 条已送审。" if submit else f"{count} 条已存为草稿。"
            ui.notify(words, type="positive", position="top")


def _list(name: str, entries: tuple[StoredEntry, ...]) -> None:
    for entry in entries:
        ui.label(f"{name}：{title_of(entry)}（{entry.id}）").classes("words")
