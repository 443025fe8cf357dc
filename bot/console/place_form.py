"""What is confirmed of a place: address, point, telephone numbers, hours, services, facilities, other names."""

from __future__ import annotations

from nicegui import ui

from actions.views import WEEKDAYS, hours_lines, market_lines
from bot.console.visit import Visit, account_names, told
from bot.console.words import TIERS
from helpdesk.coordinates import Datum, to_wgs84
from helpdesk.errors import Refused
from helpdesk.market_text import read_market, write_market
from helpdesk.models import SERVICE_NAMES, Place, Service
from helpdesk.opening_text import read_hours, write_hours
from helpdesk.place_confirming import confirm_place, confirmed_by, facts_of
from helpdesk.place_facts import Facts

_HOURS_HINT = "开放时间，如 9:00-12:00 14:00-17:00；不开门的日子空着。七天都空着，就按平常的上班时间算。"
_SERVICES_HINT = "办哪些事；一样都不选，就按这一级平常办的算。"
_DATUMS = {
    Datum.GCJ02.value: "高德、腾讯地图上的（GCJ-02）",
    Datum.BD09.value: "百度地图上的（BD-09）",
    Datum.WGS84.value: "GPS 的（WGS-84）",
}


class PlaceForm:
    """The form, and above it who confirmed the place and what citizens read."""

    def __init__(self, visit: Visit, place: Place, facts: Facts, state: ui.label) -> None:
        self._visit = visit
        self._code = place.code
        self._state = state
        with ui.element("div").classes("form"):
            self._address = ui.input("地址", value=facts.address or "").props("outlined maxlength=200")
            self._phones = _lines("电话", facts.phones, "一行一个；座机要带区号")
            ui.label(_HOURS_HINT).classes("soft")
            with ui.element("div").classes("hours"):
                self._hours = [
                    ui.input(f"周{weekday}", value=line).props("outlined dense")
                    for weekday, line in zip(WEEKDAYS, write_hours(place.hours), strict=True)
                ]
            self._market = ui.input("赶集日", value=write_market(facts.market)).props("outlined maxlength=60")
            self._market.props('hint="如：农历 3 6 9，或者：农历逢三六九；没有就空着"')
            self._only = ui.checkbox("只在赶集日开门", value=bool(facts.market and facts.market.only))
            ui.label(_SERVICES_HINT).classes("soft")
            with ui.element("div").classes("tools services"):
                self._services = {
                    service: ui.checkbox(name, value=service in facts.services)
                    for service, name in SERVICE_NAMES.items()
                }
            self._facilities = _lines("设施", facts.facilities, "一行一样，如：轮椅坡道、自助终端、母婴室")
            self._aliases = _lines("别的叫法", facts.aliases, "一行一个，群众说这个名字也找得到")
            self._build_point(facts)
            with ui.element("div").classes("buttons"):
                ui.button("确认", on_click=self._confirm).props("unelevated")

    def _build_point(self, facts: Facts) -> None:
        lat, lng = (f"{degrees:.6f}" for degrees in facts.point) if facts.point else ("", "")
        ui.label("门口的位置；不填就按乡镇或县的中心算远近。").classes("soft")
        with ui.element("div").classes("tools"):
            self._lat = ui.input("纬度", value=lat, placeholder="如：31.467459").props("outlined dense")
            self._lng = ui.input("经度", value=lng, placeholder="如：104.679004").props("outlined dense")
            datum = Datum.WGS84 if facts.point else Datum.GCJ02
            self._datum = ui.select(_DATUMS, value=datum.value, label="哪里抄来的").props("outlined dense")

    async def show(self, place: Place) -> None:
        """Say what citizens read of the place, and who said so."""
        confirmation = await self._visit.run(confirmed_by, self._visit.desk.db, place.code)
        known = "未确认：群众会看到“去之前请先问一下”"
        if confirmation is not None:
            login, at = confirmation
            name = (await account_names(self._visit)).get(login, login)
            known = f"{at:%Y年%-m月%-d日} 由 {name} 确认"
        hours = "；".join(hours_lines(place.hours) + market_lines(place.market))
        self._state.set_text(f"{place.full_name} · {TIERS[place.tier]} · {known} · {hours}")

    async def _confirm(self) -> None:
        desk = self._visit.desk
        with told():
            before = await self._visit.run(facts_of, desk.db, self._code)
            arguments = (desk.db, desk.clock, desk.directory, self._code, self._visit.me.login, self._facts(before))
            await self.show(await self._visit.run(confirm_place, *arguments))
            ui.notify("已确认，群众马上就能看到。", type="positive", position="top")

    def _facts(self, before: Facts) -> Facts:
        return Facts(
            address=str(self._address.value or ""),
            phones=_read(self._phones),
            hours=tuple(read_hours([str(field.value or "") for field in self._hours])),
            market=read_market(str(self._market.value or ""), only=bool(self._only.value)),
            aliases=_read(self._aliases),
            services=tuple(service for service in Service if self._services[service].value),
            facilities=_read(self._facilities),
            point=self._point(before),
        )

    def _point(self, before: Facts) -> tuple[float, float] | None:
        lat, lng = (str(field.value or "").strip() for field in (self._lat, self._lng))
        if not lat and not lng:
            return None
        try:
            point = to_wgs84(float(lat), float(lng), Datum(str(self._datum.value)))
        except ValueError:
            raise Refused("经纬度要写成小数，如纬度 31.467459、经度 104.679004") from None
        if before.point and (lat, lng) == tuple(f"{degrees:.6f}" for degrees in before.point):
            return before.point  # what was shown is rounded
        return point


def _lines(label: str, lines: tuple[str, ...], hint: str) -> ui.textarea:
    return ui.textarea(label, value="\n".join(lines)).props(f'outlined autogrow hint="{hint}"')


def _read(field: ui.textarea) -> tuple[str, ...]:
    return tuple(line for line in str(field.value or "").splitlines() if line.strip())
