"""预约: who comes to which place on a day; checking in, done, not come; booking at the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from nicegui import ui

from actions.views import WEEKDAYS
from bot.console.desk_booking import DeskBooking
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import APPOINTMENT_STATES
from helpdesk.desk_appointments import appointments_on, check_in, find_appointment, finish, mark_no_show
from helpdesk.models import SERVICE_NAMES, Appointment, AppointmentStatus, ForWhom, Role

Show = Callable[[], Awaitable[None]]
_S = AppointmentStatus


def add_appointments_page(console: Console) -> None:
    """Serve the pages at /console/appointments and /console/appointments/check-in/{code}."""
    add_page(console, "/appointments", "预约", Role.ADVISER, _build)
    add_page(console, "/appointments/check-in/{code}", "签到", Role.ADVISER, _build_check_in)


async def _build(visit: Visit) -> None:
    await frame(visit, "/appointments")
    desk = visit.desk
    today = desk.clock.now().date()

    async def show() -> None:
        try:
            day = date.fromisoformat(picker.value or "")
        except ValueError:
            return
        with told():
            found = await visit.run(appointments_on, desk.db, desk.directory, day)
            results.clear()
            with results:
                _draw(visit, day, found, show)

    async def booked(day: date) -> None:
        picker.set_value(day.isoformat())
        await show()

    def move(days: int) -> None:
        picker.set_value((date.fromisoformat(picker.value or today.isoformat()) + timedelta(days=days)).isoformat())

    with ui.element("main").classes("sheet"):
        _check_in_field(visit, show)
        DeskBooking(visit, booked)
        with ui.element("div").classes("tools"):
            ui.button("前一天", on_click=lambda: move(-1)).props("outline")
            picker = (
                ui.date_input("日期", value=today.isoformat(), on_change=show).props("outlined dense").classes("day")
            )
            ui.button("后一天", on_click=lambda: move(1)).props("outline")
            ui.button("今天", on_click=lambda: picker.set_value(today.isoformat())).props("flat")
            ui.link("值班与休息", "/absences")
            if visit.me.role is Role.ADMIN:
                ui.link("预约规则", "/booking-rules")
        results = ui.element("div")
    await show()


def _check_in_field(visit: Visit, show: Show) -> None:
    async def arrive() -> None:
        with told():
            done = await _press(visit, check_in, str(code.value or ""))
            code.set_value("")
            ui.notify(f"{done.name} 到了（{done.start:%H:%M}）", type="positive", position="top")
            await show()

    with ui.element("div").classes("tools"):
        code = ui.input("预约码签到", placeholder="输入或扫码").props("outlined dense maxlength=12").classes("day")
        code.on("keydown.enter", arrive)
        ui.button("签到", on_click=arrive).props("unelevated")


def _draw(visit: Visit, day: date, found: list[Appointment], show: Show) -> None:
    now = visit.desk.clock.now()
    when = "今天" if day == now.date() else f"{day.month}月{day.day}日"
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
            _row(visit, appointment, now, show)


def _row(visit: Visit, appointment: Appointment, now: datetime, show: Show) -> None:
    with ui.element("article").classes("appointment"):
        ui.label(f"{appointment.start:%H:%M}–{appointment.end:%H:%M}").classes("time")
        ui.label(appointment.code).classes("code")
        with ui.element("div").classes("person"):
            ui.label(appointment.name + ("（家里人代约）" if appointment.for_whom is not ForWhom.SELF else ""))
            ui.link(appointment.phone, f"tel:{appointment.phone}")
        with ui.element("div").classes("matter"):
            ui.label(SERVICE_NAMES[appointment.service]).classes("tag")
            ui.label(appointment.matter)
        with ui.element("div").classes("steps"):
            ui.label(APPOINTMENT_STATES[appointment.status]).classes("tag ochre")
            _buttons(visit, appointment, now, show)


def _buttons(visit: Visit, appointment: Appointment, now: datetime, show: Show) -> None:
    """What may be done with it now."""

    async def do(use_case: Callable[..., Appointment]) -> None:
        with told():
            await _press(visit, use_case, appointment.code)
            await show()

    if appointment.status is _S.BOOKED and appointment.start.date() == now.date():
        ui.button("到了", on_click=partial(do, check_in)).props("unelevated dense")
    if appointment.status is _S.BOOKED and appointment.start <= now:
        ui.button("没有来", on_click=partial(do, mark_no_show)).props("flat dense")
    if appointment.status is _S.ARRIVED:
        ui.button("办完了", on_click=partial(do, finish)).props("unelevated dense")


async def _build_check_in(visit: Visit) -> None:
    """What a scanned code opens: who it is, and one button."""
    await frame(visit, "/appointments")
    desk, code = visit.desk, visit.params["code"]

    async def show() -> None:
        with told():
            found = await visit.run(find_appointment, desk.db, desk.directory, code)
            results.clear()
            with results:
                with ui.element("h1"):
                    ui.label(f"{found.start.month}月{found.start.day}日 {found.place.title}")
                _row(visit, found, desk.clock.now(), show)

    with ui.element("main").classes("sheet"):
        ui.link("← 回到预约", "/appointments")
        results = ui.element("div")
    await show()


async def _press(visit: Visit, use_case: Callable[..., Appointment], code: str) -> Appointment:
    desk = visit.desk
    return await visit.run(use_case, desk.db, desk.clock, desk.directory, code, visit.me.login)
