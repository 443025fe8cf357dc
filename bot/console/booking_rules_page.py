"""预约规则: seats, length of a visit, walk-ins, lead time and horizon of a place."""

from __future__ import annotations

from nicegui import ui

from bot.console.frame import frame
from bot.console.place_picker import PlacePicker
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.appointment_models import PlaceRules, ServiceRules
from helpdesk.booking_rules import get_rules, set_rules
from helpdesk.models import SERVICE_NAMES, Role

_PLACE_FIELDS = {
    "seats": "同时接待几个人",
    "walk_in_share": "留给现场来的人（百分比）",
    "lead_minutes": "至少提前多少分钟",
    "horizon_days": "最多提前多少天",
    "hold_minutes": "等位的空位保留几分钟",
}


def add_booking_rules_page(console: Console) -> None:
    """Serve the page at /console/booking-rules."""
    add_page(console, "/booking-rules", "预约规则", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/appointments")

    async def show() -> None:
        form.clear()
        if picker.code:
            with told():
                rules, services = await visit.run(get_rules, visit.desk.db, visit.desk.directory, picker.code)
                with form:
                    _Form(visit, picker.code, rules, services)

    with ui.element("main").classes("sheet narrow"):
        ui.link("← 回到预约", "/appointments")
        with ui.element("h1"):
            ui.label("预约规则")
        with ui.element("div").classes("tools"):
            picker = PlacePicker(visit, show)
        form = ui.element("div")


class _Form:
    """The numbers of one place."""

    def __init__(self, visit: Visit, code: str, rules: PlaceRules, services: list[ServiceRules]) -> None:
        self._visit, self._code = visit, code
        with ui.element("div").classes("form"):
            self._place = {name: _number(words, getattr(rules, name)) for name, words in _PLACE_FIELDS.items()}
            self._services = []
            for one in services:
                with ui.element("div").classes("tools"):
                    ui.label(SERVICE_NAMES[one.service]).classes("day")
                    minutes = _number("每次几分钟", one.minutes)
                    self._services.append((one.service, minutes, _number("同时几个人", one.seats)))
            with ui.element("div").classes("buttons"):
                ui.button("保存", on_click=self._save).props("unelevated")

    async def _save(self) -> None:
        with told():
            rules = PlaceRules(**{name: _read(field) for name, field in self._place.items()})
            services = [
                ServiceRules(service, _read(minutes), _read(seats)) for service, minutes, seats in self._services
            ]
            await self._visit.run(
                set_rules, self._visit.desk.db, self._visit.desk.directory, self._code, rules, services
            )
            ui.notify("已保存，马上生效；已经约好的不变。", type="positive", position="top")


def _number(label: str, value: int) -> ui.number:
    field = ui.number(label, value=value, precision=0)
    field.props("outlined dense")
    return field


def _read(field: ui.number) -> int:
    return int(field.value) if field.value is not None else -1
