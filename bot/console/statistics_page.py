"""统计: the figures of a month, in tables, as charts, and as a spreadsheet."""

from __future__ import annotations

from datetime import date, timedelta

from nicegui import ui

from actions.cases import name_of_topic
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.models import Role
from helpdesk.ratings import summary
from helpdesk.statistics import TABLE_NAMES, By, Line, Monthly, monthly_statistics
from helpdesk.statistics_xlsx import write_xlsx

_MONTHS = 36
_MOST_BARS = 15


def add_statistics_page(console: Console) -> None:
    """Serve the page at /console/statistics."""
    add_page(console, "/statistics", "统计", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/statistics")
    desk, months = visit.desk, _months(visit)

    async def figures() -> Monthly:
        month = date.fromisoformat(str(picker.value))
        return await visit.run(monthly_statistics, desk.db, desk.directory, month, name_of_topic)

    async def show() -> None:
        with told():
            found = await figures()
            result.clear()
            with result:
                _draw(found)

    async def download() -> None:
        with told():
            found = await figures()
            ui.download(await visit.run(write_xlsx, found), f"咨询统计{found.month:%Y-%m}.xlsx")

    with ui.element("main").classes("sheet"):
        with ui.element("h1"):
            ui.label("每月统计")
        with ui.element("div").classes("tools"):
            picker = ui.select(months, value=next(iter(months)), label="月份", on_change=show).props("outlined dense")
            ui.button("下载 Excel 表格", on_click=download).props("outline")
        result = ui.element("section")
        if visit.me.role is Role.ADMIN:
            await _show_ratings(visit)
    await show()


async def _show_ratings(visit: Visit) -> None:
    """What citizens thought of chats with a person, all months together."""
    found = await visit.run(summary, visit.desk.db)
    with ui.element("h2"):
        ui.label("群众打分（到现在为止）")
    parts = [f"{found.count} 次"]
    if found.mean is not None:
        parts.append(f"平均 {found.mean:.1f} 分（满分 5 分）")
    if found.solved is not None:
        parts.append(f"{found.solved:.0%} 说问题解决了")
    ui.label("，".join(parts) if found.count else "还没有人打分。").classes("ratings")


def _draw(figures: Monthly) -> None:
    change = figures.total - figures.before
    words = "和上月一样" if change == 0 else f"比上月{'多' if change > 0 else '少'} {abs(change)} 件"
    ui.label(f"这个月登记了 {figures.total} 件，上月 {figures.before} 件，{words}。").classes("total")
    for by, lines in figures.tables.items():
        with ui.element("h2"):
            ui.label(TABLE_NAMES[by])
        if not lines:
            ui.label("这两个月都没有登记。").classes("soft")
            continue
        with ui.element("div").classes("figures"):
            _table(by, lines, figures)
            ui.echart(_chart(lines[:_MOST_BARS])).classes("figure").style(
                f"height: {5 + 2.2 * len(lines[:_MOST_BARS])}rem"
            )


def _table(by: By, lines: tuple[Line, ...], figures: Monthly) -> None:
    with ui.element("table").props(f'aria-label="{TABLE_NAMES[by]}"'):
        _row("th", (TABLE_NAMES[by].removeprefix("按"), "本月", "上月", "增减"))
        for line in lines:
            _row("td", (line.name, line.count, line.before, f"{line.count - line.before:+d}"))
        _row("th", ("合计", figures.total, figures.before, f"{figures.total - figures.before:+d}"))


def _row(kind: str, values: tuple[str | int, ...]) -> None:
    with ui.element("tr"):
        for value in values:
            with ui.element(kind):
                ui.label(str(value))


def _chart(lines: tuple[Line, ...]) -> dict[str, object]:
    return {
        "animation": False,
        "color": ["#1d5b4f", "#c9b98d"],
        "legend": {"top": 0},
        "grid": {"top": 32, "left": 8, "right": 40, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [line.name for line in lines],
            "axisLabel": {"width": 120, "overflow": "break"},
        },
        "series": [
            {
                "name": "本月",
                "type": "bar",
                "data": [line.count for line in lines],
                "label": {"show": True, "position": "right"},
            },
            {"name": "上月", "type": "bar", "data": [line.before for line in lines]},
        ],
    }


def _months(visit: Visit) -> dict[str, str]:
    months: dict[str, str] = {}
    day = visit.desk.clock.now().date().replace(day=1)
    for _ in range(_MONTHS):
        months[day.isoformat()] = f"{day.year}年{day.month}月"
        day = (day - timedelta(days=1)).replace(day=1)
    return months
