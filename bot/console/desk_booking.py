"""Booking at the desk, for somebody who has walked in or is on the phone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import uuid4

from nicegui import ui

from actions.when import day_name
from bot.console.dialogs import busy
from bot.console.place_picker import PlacePicker
from bot.console.visit import Visit, told
from helpdesk.appointments import BookAppointment, book_at_desk, free_slots
from helpdesk.errors import Refused
from helpdesk.models import SERVICE_NAMES, ForWhom, Service

_DAYS = 14


class DeskBooking:
    """The form, folded until it is needed; ``booked`` is told the day of what was booked."""

    def __init__(self, visit: Visit, booked: Callable[[date], Awaitable[None]]) -> None:
        self._visit = visit
        self._booked = booked
        self._key = str(uuid4())
        with (
            ui.expansion("现场或电话预约", icon="add").classes("desk-booking") as self._fold,
            ui.element("div").classes("form"),
        ):
            with ui.element("div").classes("tools"):
                self._place = PlacePicker(visit, self._offer)
            with ui.element("div").classes("tools"):
                self._service = ui.select({}, label="事项", on_change=self._offer_times)
                self._service.props("outlined dense").classes("grow")
                self._slot = ui.select({}, label="时间").props("outlined dense").classes("grow")
            self._name = ui.input("来的人").props("outlined dense maxlength=30")
            self._phone = ui.input("联系电话").props("outlined dense maxlength=20")
            self._matter = ui.input("什么事").props("outlined dense maxlength=200")
            with ui.element("div").classes("buttons"):
                self._button = ui.button("约上", on_click=self._book).props("unelevated")

    async def _offer(self) -> None:
        """The services of the chosen place, then its times."""
        if not self._place.code:
            self._service.set_options({}, value=None)
            return
        names = {service.value: SERVICE_NAMES[service] for service in self._place.place.services}
        same = str(self._service.value or "") in names and self._service.value
        self._service.set_options(names, value=same or Service.CONSULTATION.value)
        await self._offer_times()

    async def _offer_times(self) -> None:
        if not (self._place.code and self._service.value):
            self._slot.set_options({}, value=None)
            return
        desk = self._visit.desk
        with told():
            found = await self._visit.run(
                free_slots,
                desk.db,
                desk.clock,
                desk.directory,
                self._place.code,
                desk.clock.now().date(),
                _DAYS,
                service=Service(str(self._service.value)),
                at_desk=True,
            )
            times = {s.id: f"{day_name(s.start.date())}{s.start:%H:%M}（空 {s.free} 个）" for s in found}
            self._slot.set_options(times, value=next(iter(times), None))

    async def _book(self) -> None:
        desk = self._visit.desk
        with told(), busy(self._button):
            if not self._slot.value:
                raise Refused("请先选服务点、事项和时间")
            command = BookAppointment(
                str(self._slot.value),
                Service(str(self._service.value)),
                str(self._matter.value or ""),
                str(self._name.value or ""),
                str(self._phone.value or ""),
                ForWhom.SELF,
            )
            done = await self._visit.run(
                book_at_desk, desk.db, desk.clock, desk.directory, self._visit.me.login, self._key, command
            )
            self._key = str(uuid4())
            for field in (self._name, self._phone, self._matter):
                field.set_value("")
            ui.notify(f"约好了，预约码 {done.code}，请告诉来的人。", type="positive", position="top", timeout=15_000)
            self._fold.close()
            await self._booked(done.start.date())
