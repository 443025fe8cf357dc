"""Visits to a place (驻点, 走访): the latest ones, and a form for another."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from bot.console.visit import Visit, told
from helpdesk.errors import Refused
from helpdesk.models import Place
from helpdesk.place_people import add_visit, list_visits


class VisitsPanel:
    """The form, and below it the list, the newest first."""

    def __init__(self, visit: Visit, place: Place) -> None:
        self._visit = visit
        self._place = place

    async def build(self) -> None:
        """Draw it where the page stands."""
        with ui.element("h2"):
            ui.label("走访和驻点")
        with ui.element("div").classes("tools"):
            today = self._visit.desk.clock.now().date()
            self._day = ui.input("哪天", value=today.isoformat()).props("type=date outlined dense")
            self._who = ui.input("谁去的", value=self._visit.me.name).props("outlined dense maxlength=30")
            self._note = ui.input("情况").props("outlined dense maxlength=300").classes("grow")
            ui.button("记一次走访", on_click=self._add).props("outline")
        self._list = ui.element("div").classes("results")
        await self._show()

    async def _show(self) -> None:
        visits = await self._visit.run(list_visits, self._visit.desk.db, self._place.code)
        self._list.clear()
        with self._list:
            if not visits:
                ui.label("还没有记过走访。").classes("soft")
            for one in visits:
                with ui.element("article").classes("result"), ui.element("div"):
                    ui.label(f"{one.day.year}年{one.day.month}月{one.day.day}日 · {one.who}").classes("result-name")
                    ui.label(one.note or "没有写情况").classes("soft")

    async def _add(self) -> None:
        desk = self._visit.desk
        with told():
            try:
                day = date.fromisoformat(str(self._day.value or ""))
            except ValueError:
                raise Refused("请选走访的日子") from None
            said = (self._place.code, day, str(self._who.value or ""), str(self._note.value or ""))
            await self._visit.run(add_visit, desk.db, desk.clock, desk.directory, *said, self._visit.me.login)
            self._note.set_value("")
            await self._show()
