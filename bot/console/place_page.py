"""One service place: what is confirmed of it, its people, visits, the checklist, and the places below it."""

from __future__ import annotations

from nicegui import ui

from bot.console.checklist_panel import ChecklistPanel
from bot.console.frame import frame
from bot.console.people_panel import PeoplePanel
from bot.console.place_form import PlaceForm
from bot.console.place_tabs import place_tabs
from bot.console.places_page import show_result
from bot.console.visit import Console, Visit, add_page
from bot.console.visits_panel import VisitsPanel
from helpdesk.errors import NotFound
from helpdesk.models import Role
from helpdesk.place_confirming import facts_of


def add_place_page(console: Console) -> None:
    """Serve the page at /console/places/{code}."""
    add_page(console, "/places/{code}", "服务点", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/places")
    directory = visit.desk.directory
    with ui.element("main").classes("sheet narrow"):
        place_tabs("/places")
        ui.link("← 回到服务点", "/places")
        try:
            place = directory.get(visit.params["code"])
        except NotFound as error:
            ui.label(str(error)).classes("bad")
            return
        with ui.element("h1"):
            ui.label(place.title)
        state = ui.label().classes("soft")
        form = PlaceForm(visit, place, await visit.run(facts_of, visit.desk.db, place.code), state)
        await form.show(place)
        checklist = ChecklistPanel(visit, place)
        for panel in (PeoplePanel(visit, place, checklist.show_hints), VisitsPanel(visit, place), checklist):
            await panel.build()
        below = directory.children(place.code)
        if below:
            with ui.element("h2"):
                ui.label(f"下面的服务点（{len(below)}）")
            with ui.element("div").classes("results"):
                for child in below:
                    show_result(child)
