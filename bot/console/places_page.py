"""服务点: find a place, correct its address, telephone numbers and hours, and confirm them."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from actions.views import WEEKDAYS, hours_lines, market_lines
from bot.console.frame import frame
from bot.console.market_days import read_market, write_market
from bot.console.opening_hours import read_hours, write_hours
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import TIERS
from helpdesk.errors import NotFound
from helpdesk.models import Place, Role
from helpdesk.place_confirming import confirm_place, facts_of

_MOST = 30
_HOURS_HINT = "开放时间，如 9:00-12:00 14:00-17:00；不开门的日子空着。七天都空着，就按平常的上班时间算。"


def add_places_pages(console: Console) -> None:
    """Serve the pages at /console/places and /console/places/{code}."""
    add_page(console, "/places", "服务点", Role.ADMIN, _build_search)
    add_page(console, "/places/{code}", "服务点", Role.ADMIN, _build_place)


async def _build_search(visit: Visit) -> None:
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
                    _result(place)

    with ui.element("main").classes("sheet"):
        with ui.element("div").classes("tools"):
            search = ui.input("地名", placeholder="如：芦溪镇", on_change=show)
            search.props("outlined dense clearable debounce=300").classes("grow")
        results = ui.element("div").classes("results")
    await show()


def _result(place: Place) -> None:
    with ui.link(target=f"/places/{place.code}").classes("result"):
        with ui.element("div"):
            ui.label(place.title).classes("result-name")
            ui.label(f"{place.full_name} · {TIERS[place.tier]}").classes("soft")
        ui.label("已确认" if place.confirmed else "未确认").classes("tag" if place.confirmed else "tag ochre")


async def _build_place(visit: Visit) -> None:
    await frame(visit, "/places")
    directory = visit.desk.directory
    with ui.element("main").classes("sheet narrow"):
        ui.link("← 回到服务点", "/places")
        try:
            place = directory.get(visit.params["code"])
        except NotFound as error:
            ui.label(str(error)).classes("bad")
            return
        with ui.element("h1"):
            ui.label(place.title)
        state = ui.label().classes("soft")
        _PlaceForm(visit, place, state)
        below = directory.children(place.code)
        if below:
            with ui.element("h2"):
                ui.label(f"下面的服务点（{len(below)}）")
            with ui.element("div").classes("results"):
                for child in below:
                    _result(child)


class _PlaceForm:
    """Address, telephone numbers and hours of a place."""

    def __init__(self, visit: Visit, place: Place, state: ui.label) -> None:
        self._visit = visit
        self._code = place.code
        self._state = state
        with ui.element("div").classes("form"):
            self._address = ui.input("地址", value=place.address or "").props("outlined maxlength=200")
            self._phones = ui.textarea("电话", value="\n".join(place.phones))
            self._phones.props('outlined autogrow hint="一行一个；座机要带区号"')
            ui.label(_HOURS_HINT).classes("soft")
            with ui.element("div").classes("hours"):
                self._hours = [
                    ui.input(f"周{weekday}", value=line).props("outlined dense")
                    for weekday, line in zip(WEEKDAYS, write_hours(place.hours), strict=True)
                ]
            self._market = ui.input("赶集日", value=write_market(place.market)).props("outlined maxlength=60")
            self._market.props('hint="如：农历 3 6 9，或者：农历逢三六九；没有就空着"')
            self._only = ui.checkbox("只在赶集日开门", value=bool(place.market and place.market.only))
            with ui.element("div").classes("buttons"):
                ui.button("确认", on_click=self._confirm).props("unelevated")
        self._show(place)

    def _show(self, place: Place) -> None:
        confirmed = "已确认" if place.confirmed else "未确认：群众会看到“去之前请先问一下”"
        hours = "；".join(hours_lines(place.hours) + market_lines(place.market))
        self._state.set_text(f"{place.full_name} · {TIERS[place.tier]} · {confirmed} · {hours}")

    async def _confirm(self) -> None:
        desk = self._visit.desk
        with told():
            facts = replace(
                await self._visit.run(facts_of, desk.db, self._code),
                address=str(self._address.value or ""),
                phones=tuple(line for line in str(self._phones.value or "").splitlines() if line.strip()),
                hours=tuple(read_hours([str(field.value or "") for field in self._hours])),
                market=read_market(str(self._market.value or ""), only=bool(self._only.value)),
            )
            me = self._visit.me.login
            place = await self._visit.run(confirm_place, desk.db, desk.clock, desk.directory, self._code, me, facts)
            self._show(place)
            ui.notify("已确认，群众马上就能看到。", type="positive", position="top")
