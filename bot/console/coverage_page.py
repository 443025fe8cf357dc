"""覆盖情况: by county, how many villages lack a room, a counsel, hours or a visit, and which ones."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from bot.console.checklist_panel import score_words
from bot.console.frame import frame
from bot.console.place_tabs import place_tabs
from bot.console.places_page import show_result
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.checklist import Score
from helpdesk.coverage import GAP_NAMES, CountyCoverage, Gap, coverage
from helpdesk.coverage_xlsx import write_coverage
from helpdesk.models import Place, Role

_ALL = "全部乡镇"


def add_coverage_page(console: Console) -> None:
    """Serve the page at /console/coverage."""
    add_page(console, "/coverage", "覆盖情况", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/places")
    desk = visit.desk
    counties = await visit.run(coverage, desk.db, desk.clock, desk.directory)

    async def download() -> None:
        with told():
            ui.download(await visit.run(write_coverage, counties), f"覆盖情况{desk.clock.now().date()}.xlsx")

    with ui.element("main").classes("sheet"):
        place_tabs("/coverage")
        with ui.element("h1"):
            ui.label("覆盖情况")
        ui.label("每个村（社区）缺什么，点数字看是哪些。没有人确认过的，算没有。").classes("soft")
        with ui.element("div").classes("tools"):
            ui.button("下载 Excel 表格", on_click=download).props("outline")
        villages = _Villages()
        with ui.element("div").classes("wide"), ui.element("table").classes("coverage").props('aria-label="各县情况"'):
            _line("th", ("县（市、区）", "村", *GAP_NAMES.values(), "建设情况"))
            for one in counties:
                _county(one, villages)
            _total(counties)
        villages.build()


def _county(one: CountyCoverage, villages: _Villages) -> None:
    with ui.element("tr"):
        with ui.element("td"):
            ui.link(one.county.name, f"/places/{one.county.code}")
        _cell(str(len(one.villages)))
        for gap in Gap:
            number = len(one.lacking[gap])
            with ui.element("td"):
                button = ui.button(
                    _counted(number, len(one.villages)), on_click=lambda gap=gap: villages.show(one, gap)
                )
                button.props(f'flat dense no-caps aria-label="{one.county.name}{GAP_NAMES[gap]}"')
        _cell(score_words(one.score))


def _total(counties: Sequence[CountyCoverage]) -> None:
    villages = sum(len(one.villages) for one in counties)
    lacking = (_counted(sum(len(one.lacking[gap]) for one in counties), villages) for gap in Gap)
    score = sum((one.score for one in counties), Score(0, 0, 0))
    _line("th", ("合计", str(villages), *lacking, score_words(score)))


def _counted(number: int, of: int) -> str:
    """The number and its share in whole percents, rounded down, so that only all of them are 100%."""
    return f"{number}（{100 * number // of}%）" if of else str(number)


class _Villages:
    """The villages behind a number, by township."""

    def build(self) -> None:
        """Draw it, empty, where the page stands."""
        self._heading = ui.label().classes("total")
        with ui.element("div").classes("tools"):
            self._township = ui.select([_ALL], value=_ALL, label="乡镇（街道）", on_change=self._list_them)
        self._township.props("outlined dense").set_visibility(False)
        self._results = ui.element("div").classes("results")
        self._places: tuple[Place, ...] = ()

    def show(self, one: CountyCoverage, gap: Gap) -> None:
        """Show those of a county that lack something."""
        self._places = one.lacking[gap]
        self._heading.set_text(f"{one.county.name}{GAP_NAMES[gap]}的村（社区）：{len(self._places)} 个")
        townships = [_ALL, *dict.fromkeys(place.parents[-1] for place in self._places)]
        self._township.set_options(townships, value=_ALL)
        self._township.set_visibility(bool(self._places))
        self._list_them()

    def _list_them(self) -> None:
        self._results.clear()
        chosen = self._township.value
        with self._results:
            for place in self._places:
                if chosen in (_ALL, place.parents[-1]):
                    show_result(place)


def _line(kind: str, values: tuple[str, ...]) -> None:
    with ui.element("tr"):
        for value in values:
            with ui.element(kind):
                ui.label(value)


def _cell(value: str) -> None:
    with ui.element("td"):
        ui.label(value)
