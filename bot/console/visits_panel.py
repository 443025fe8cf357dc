"""Visits to a place (驻点, 走访): the latest ones, and a form for another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from bot.console.register_words import day_of, place_name
from bot.console.visit import Visit, account_names, told
from helpdesk.errors import Refused
from helpdesk.models import Place
from helpdesk.place_models import Visit as PlaceVisit
from helpdesk.place_people import add_visit, list_visits


class VisitForm:
    """Writes down a visit to the place that ``code`` gives; ``saved`` is called then."""

    def __init__(self, visit: Visit, code: Callable[[], str], saved: Callable[[], Awaitable[None]]) -> None:
        self._visit = visit
        self._code = code
        self._saved = saved
        with ui.element("div").classes("tools"):
            today = visit.desk.clock.now().date()
            self._day = ui.date_input("哪天", value=today.isoformat()).props("outlined dense").classes("day")
            self._who = ui.input("谁去的", value=visit.me.name).props("outlined dense maxlength=30")
            self._note = ui.input("情况").props("outlined dense maxlength=300").classes("grow")
            ui.button("记一次走访", on_click=self._add).props("outline")

    async def _add(self) -> None:
        visit, desk = self._visit, self._visit.desk
        with told():
            code, day = self._code(), day_of(self._day, "请选走访的日子")
            if not code:
                raise Refused("请先选服务点")
            said = (code, day, str(self._who.value or ""), str(self._note.value or ""))
            await visit.run(add_visit, desk.db, desk.clock, desk.directory, *said, visit.me.login)
            self._note.set_value("")
            await self._saved()


class VisitsPanel:
    """The form, and below it the list, the newest first."""

    def __init__(self, visit: Visit, place: Place) -> None:
        self._visit = visit
        self._place = place

    async def build(self) -> None:
        """Draw it where the page stands."""
        with ui.element("h2"):
            ui.label("走访和驻点")
        VisitForm(self._visit, lambda: self._place.code, self._show)
        self._list = ui.element("div").classes("results")
        await self._show()

    async def _show(self) -> None:
        visits = await self._visit.run(list_visits, self._visit.desk.db, self._place.code)
        self._list.clear()
        with self._list:
            await show_visits(self._visit, visits)


async def show_visits(visit: Visit, visits: Sequence[PlaceVisit], *, with_place: bool = False) -> None:
    """The visits, and who wrote each down; ``with_place`` says where it was too."""
    names = await account_names(visit)
    if not visits:
        ui.label("还没有记过走访。").classes("soft")
    for one in visits:
        day = f"{one.day.year}年{one.day.month}月{one.day.day}日"
        where = [place_name(visit.desk, one.place_code)] if with_place else []
        with ui.element("article").classes("result"), ui.element("div"):
            ui.label(" · ".join((day, *where, one.who))).classes("result-name")
            ui.label(f"{one.note or '没有写情况'}（{names.get(one.login, one.login)}记）").classes("soft")
