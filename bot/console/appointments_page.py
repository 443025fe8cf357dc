"""预约: who comes to which place on a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from nicegui import ui

from actions.views import WEEKDAYS
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.appointments import appointments_on
from helpdesk.models import SERVICE_NAMES, Appointment, Role


def add_appointments_page(console: Console) -> None:
    """Serve the page at /console/appointments."""
    add_page(console, "/appointments", "预约", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/appointments")
    today = visit.desk.clock.now().date()

    async def show() -> None:
        try:
            day = date.fromisoformat(picker.value or "")
        except ValueError:
            return
        with told():
            found = await visit.run(appointments_on, visit.desk.db, visit.desk.directory, day)
            results.clear()
            with results:
                _draw(day, today, found)

    def move(days: int) -> None:
        picker.set_value((date.fromisoformat(picker.value or today.isoformat()) + timedelta(days=days)).isoformat())

    with ui.element("main").classes("sheet"):
        with ui.element("div").classes("tools"):
            ui.button("前一天", on_click=lambda: move(-1)).props("outline")
            picker = (
                ui.date_input("日期", value=today.isoformat(), on_change=show).props("outlined dense").classes("day")
            )
            ui.button("后一天", on_click=lambda: move(1)).props("outline")
            ui.button("今天", on_click=lambda: picker.set_value(today.isoformat())).props("flat")
        results = ui.element("div")
    await show()


def _draw(day: date, today: date, found: list[Appointment]) -> None:
    when = "今天" if day == today else f"{day.month}月{day.day}日"
    with ui.element("h1"):
        ui.label(f"{when}（周{WEEKDAYS[day.weekday()]}）的预约：{len(found)} 个")
    if not found:
        ui.label("这一天还没有人预约。").classes("soft")
    by_place = sorted(found, key=lambda appointment: (appointment.place.code, appointment.start))
    for place, appointments in groupby(by_place, key=lambda appointment: appointment.place):
        with ui.element("h2").classes("place"):
            ui.label(place.title)
            ui.label(place.full_name).classes("soft")
        for appointment in appointments:
            _row(appointment)


def _row(appointment: Appointment) -> None:
    with ui.element("article").classes("appointment"):
        ui.label(f"{appointment.start:%H:%M}–{appointment.end:%H:%M}").classes("time")
        ui.label(appointment.code).classes("code")
        with ui.element("div").classes("person"):
            ui.label(appointment.name)
            ui.link(appointment.phone, f"tel:{appointment.phone}")
        with ui.element("div").classes("matter"):
            ui.label(SERVICE_NAMES[appointment.service]).classes("tag")
            ui.label(appointment.matter)
