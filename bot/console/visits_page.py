"""走访: where an adviser writes down a visit to a place, and reads what they wrote down before."""

from __future__ import annotations

from nicegui import ui

from bot.console.frame import frame
from bot.console.place_picker import PlacePicker
from bot.console.visit import Console, Visit, add_page, told
from bot.console.visits_panel import VisitForm, show_visits
from helpdesk.models import Role
from helpdesk.place_people import list_visits_by


def add_visits_page(console: Console) -> None:
    """Serve the page at /console/visits."""
    add_page(console, "/visits", "走访", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/visits")

    async def show() -> None:
        with told():
            found = await visit.run(list_visits_by, visit.desk.db, visit.me.login)
            listed.clear()
            with listed:
                await show_visits(visit, found, with_place=True)

    with ui.element("main").classes("sheet"):
        with ui.element("h1"):
            ui.label("走访和驻点")
        with ui.element("div").classes("tools"):
            picker = PlacePicker(visit)
        VisitForm(visit, lambda: picker.code, show)
        with ui.element("h2"):
            ui.label("我记的（最近 20 次）")
        listed = ui.element("section").classes("results")
    await show()
