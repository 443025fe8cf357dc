"""服务点: find a place."""

from __future__ import annotations

from nicegui import ui

from bot.console.frame import frame
from bot.console.place_tabs import place_tabs
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import TIERS
from helpdesk.models import Place, Role

_MOST = 30


def add_places_page(console: Console) -> None:
    """Serve the page at /console/places."""
    add_page(console, "/places", "服务点", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/places")
    directory = visit.desk.directory

    async def show() -> None:
        written = str(search.value or "").strip()
        with told():
            found = await visit.run(directory.search, written, _MOST) if written else directory.children(None)
            results.clear()
            with results:
                if not found:
                    ui.label("没有找到，请写县、乡镇或村的名字。").classes("soft")
                for place in found:
                    show_result(place)

    with ui.element("main").classes("sheet"):
        place_tabs("/places")
        with ui.element("div").classes("tools"):
            search = ui.input("地名", placeholder="如：芦溪镇", on_change=show)
            search.props("outlined dense clearable debounce=300").classes("grow")
        results = ui.element("div").classes("results")
    await show()


def show_result(place: Place) -> None:
    """A place in a list, with the way to its page."""
    with ui.link(target=f"/places/{place.code}").classes("result"):
        with ui.element("div"):
            ui.label(place.title).classes("result-name")
            ui.label(f"{place.full_name} · {TIERS[place.tier]}").classes("soft")
        ui.label("已确认" if place.confirmed else "未确认").classes("tag" if place.confirmed else "tag ochre")
