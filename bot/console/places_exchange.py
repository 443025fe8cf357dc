"""导入导出: service places as files. An import shows first what it would change, and is done whole or not at all."""

from __future__ import annotations

from nicegui import ui

from bot.console.dialogs import busy
from bot.console.file_upload import FileUpload
from bot.console.frame import frame
from bot.console.place_tabs import place_tabs
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.exchange import (
    FORMATS,
    MAX_BYTES,
    Change,
    Plan,
    apply_import,
    list_exported,
    plan_import,
    read_file,
    write_file,
)
from helpdesk.exchange.columns import Sheets
from helpdesk.models import Role
from helpdesk.place_models import ROLE_NAMES
from knowledge_base.topics import TOPICS

_TOPIC_KEYS = {name: key for key, name in TOPICS.items()}
_FORMAT_NAMES = {
    "xlsx": "Excel 表格（连人员）",
    "csv": "CSV（服务点）",
    "people.csv": "CSV（人员）",
    "geojson": "GeoJSON（地图）",
}
_SHOWN = 200
_EXPLANATION = (
    "选好文件先看会改什么；有一行不对，整个文件都不收。文件里没有的列不动；有这一列、格子空着的，就清空这一项。"
    "已有服务点的名称和上级不会改，别的名字记成“别的叫法”。"
)


def add_places_exchange(console: Console) -> None:
    """Serve the page at /console/places-exchange."""
    add_page(console, "/places-exchange", "导入导出", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/places")
    with ui.element("main").classes("sheet"):
        place_tabs("/places-exchange")
        with ui.element("h2"):
            ui.label("导出")
        ui.label("全部服务点和已经确认的情况。改好以后可以从下面导回来。文件里有人员的姓名和电话，请收好。").classes(
            "soft"
        )
        with ui.element("div").classes("tools"):
            for file_format in FORMATS:
                button = ui.button(_FORMAT_NAMES[file_format], on_click=lambda f=file_format: _download(visit, f))
                button.props("outline no-caps")
        with ui.element("h2"):
            ui.label("导入")
        ui.label(_EXPLANATION).classes("soft")
        _Import(visit).build()


async def _download(visit: Visit, file_format: str) -> None:
    with told():
        places = await visit.run(list_exported, visit.desk.db)
        day = visit.desk.clock.now().date()
        ui.download(await visit.run(write_file, file_format, places, _TOPIC_KEYS), f"服务点-{day}.{file_format}")


class _Import:
    """Choose a file, see what it would change, do it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._sheets = Sheets((), ())

    def build(self) -> None:
        """Draw it where the page stands."""
        self._upload = FileUpload(
            "选择 CSV、XLSX 或 GeoJSON 文件", ".csv,.xlsx,.geojson,.json", MAX_BYTES, "一处也没有动", self._look
        )

    async def _look(self, name: str, content: bytes) -> None:
        desk = self._visit.desk
        self._sheets = await self._visit.run(read_file, name, content)
        self._show(name, await self._visit.run(plan_import, desk.db, self._sheets, _TOPIC_KEYS))

    def _show(self, name: str, plan: Plan) -> None:
        people = f"；人员新增 {len(plan.people_added)} 个，修改 {len(plan.people_changed)} 个"
        counts = f"新增 {len(plan.added)} 个，修改 {len(plan.changed)} 个，没有变的 {plan.unchanged} 个"
        with self._upload.result:
            ui.label(f"“{name}”：服务点{counts}{people}。").classes("article-name")
            for change in (*plan.added, *plan.changed)[:_SHOWN]:
                _change("新增" if change in plan.added else "修改", change)
            for person in (*plan.people_added, *plan.people_changed)[:_SHOWN]:
                verb = "修改" if person.id else "新增"
                ui.label(f"{verb}人员：{person.name}，{ROLE_NAMES[person.role]}（{person.place_code}）").classes(
                    "words"
                )
            if not plan.empty:
                with ui.element("div").classes("buttons"):
                    self._button = ui.button("导入", on_click=lambda: self._apply(plan)).props("unelevated")

    async def _apply(self, plan: Plan) -> None:
        desk = self._visit.desk
        with told(), busy(self._button):
            parts = (desk.db, desk.clock, desk.directory, self._sheets, _TOPIC_KEYS, plan, self._visit.me.login)
            await self._visit.run(apply_import, *parts)
            self._upload.result.clear()
            ui.notify("已导入，群众马上就能看到。", type="positive", position="top")


def _change(verb: str, change: Change) -> None:
    unit = change.unit
    with ui.element("div").classes("changed"):
        ui.label(f"{verb}：{unit.name}（{unit.code}）").classes("article-name")
        for difference in change.differences:
            ui.label(f"{difference.name}：{difference.before} → {difference.after}").classes("words")
