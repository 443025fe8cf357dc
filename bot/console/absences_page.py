"""值班与休息: when places are closed and people are away; whom it concerns is shown before it is saved."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from nicegui import ui

from actions.when import slot_name
from bot.console.dialogs import busy, confirm
from bot.console.frame import frame
from bot.console.place_picker import PlacePicker
from bot.console.visit import Console, Visit, add_page, told
from bot.events import MessageStored
from helpdesk.absences import (
    checked_absence,
    concerned_by,
    lift_absence,
    list_absences,
    list_concerned,
    save_absence,
    tell_concerned,
)
from helpdesk.appointment_models import Absence, AbsenceKind, Concerned, Span
from helpdesk.clock import SHANGHAI
from helpdesk.errors import Refused
from helpdesk.models import Role
from helpdesk.place_people import list_people

_KINDS = {AbsenceKind.CLOSURE.value: "服务点不开门", AbsenceKind.LEAVE.value: "有人休息"}
_FORM = "%Y-%m-%dT%H:%M"


def add_absences_page(console: Console) -> None:
    """Serve the page at /console/absences."""
    add_page(console, "/absences", "值班与休息", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/appointments")
    with ui.element("main").classes("sheet"):
        ui.link("← 回到预约", "/appointments")
        with ui.element("h1"):
            ui.label("值班与休息")
        page = _Page(visit)
    await page.show()


class _Page:
    """The form, what is saved, and whom it concerns."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        morning = visit.desk.clock.now().replace(hour=9, minute=0)
        with ui.element("div").classes("form"):
            with ui.element("div").classes("tools"):
                self._kind = ui.select(_KINDS, value=AbsenceKind.CLOSURE.value, label="哪一种", on_change=self._choose)
                self._kind.props("outlined dense")
                self._place = PlacePicker(visit, self._offer)
            with ui.element("div").classes("tools"):
                self._start = ui.input("从", value=morning.strftime(_FORM)).props("type=datetime-local outlined dense")
                self._end = ui.input("到", value=morning.replace(hour=17).strftime(_FORM))
                self._end.props("type=datetime-local outlined dense")
                self._who = ui.input("谁休息").props("outlined dense maxlength=30")
            self._people = ui.element("div").classes("offered").props('aria-label="这里的人"')
            self._choose()
            self._why = ui.input("原因（群众会看到）", placeholder="如：全镇停电").props("outlined dense maxlength=60")
            with ui.element("div").classes("buttons"):
                self._button = ui.button("看看影响谁，再保存", on_click=self._save).props("unelevated")
        self._results = ui.element("div")

    def _choose(self) -> None:
        leave = self._kind.value == AbsenceKind.LEAVE.value
        self._who.set_visibility(leave)
        self._people.set_visibility(leave)

    async def _offer(self) -> None:
        """The people of the chosen place, to take a name from."""
        with told():
            code = self._place.code
            people = await self._visit.run(list_people, self._visit.desk.db, code) if code else []
            self._people.clear()
            with self._people:
                for name in dict.fromkeys(person.name for person in people):
                    ui.button(name, on_click=partial(self._who.set_value, name)).props("outline dense")

    async def _save(self) -> None:
        visit, desk = self._visit, self._visit.desk
        with told(), busy(self._button):
            if not self._place.code:
                raise Refused("请先选服务点")
            absence = checked_absence(
                desk.clock,
                desk.directory,
                AbsenceKind(str(self._kind.value)),
                self._place.code,
                Span(_moment(self._start.value), _moment(self._end.value), str(self._why.value or "")),
                str(self._who.value or ""),
                visit.me.login,
            )
            concerned = await visit.run(concerned_by, desk.db, desk.clock, desk.directory, absence)
            names = "；".join(f"{slot_name(c.appointment.start)} {c.appointment.name}" for c in concerned)
            words = f"会马上告诉这些人，请他们另选时间：{names}。" if concerned else "这段时间没有人预约。"
            if await confirm(f"影响 {len(concerned)} 个预约，要保存吗？", words, "保存"):
                await visit.run(save_absence, desk.db, desk.clock, absence)
                for said in await visit.run(tell_concerned, desk.db, desk.clock, desk.directory):
                    visit.console.events.publish(MessageStored(said))
                self._why.set_value("")
                await self.show()

    async def show(self) -> None:
        """Draw what is saved."""
        visit, desk = self._visit, self._visit.desk
        with told():
            absences = await visit.run(list_absences, desk.db, desk.clock)
            concerned = await visit.run(list_concerned, desk.db, desk.clock, desk.directory)
            self._results.clear()
            with self._results:
                with ui.element("h2"):
                    ui.label(f"已安排（{len(absences)}）")
                for absence in absences:
                    self._row(absence)
                if concerned:
                    with ui.element("h2"):
                        ui.label(f"还要另选时间的人（{len(concerned)}）")
                for one in concerned:
                    _concerned(one)

    def _row(self, absence: Absence) -> None:
        async def lift() -> None:
            desk = self._visit.desk
            with told():
                await self._visit.run(lift_absence, desk.db, desk.clock, absence.kind, absence.id)
                await self.show()

        place = self._visit.desk.directory.get(absence.place_code)
        what = f"{absence.who}休息" if absence.kind is AbsenceKind.LEAVE else "不开门"
        with ui.element("article").classes("absence"):
            ui.label(f"{place.title} · {what}").classes("time")
            ui.label(f"{slot_name(absence.span.start)} 到 {slot_name(absence.span.end)}")
            ui.label(absence.span.why).classes("soft")
            ui.button("取消这一条", on_click=lift).props("flat dense")


def _concerned(one: Concerned) -> None:
    appointment = one.appointment
    with ui.element("article").classes("absence"):
        ui.label(f"{slot_name(appointment.start)} {appointment.name}").classes("time")
        ui.label(appointment.place.title)
        ui.link(appointment.phone, f"tel:{appointment.phone}")
        told_words = "请打电话告诉" if appointment.at_desk else "已告诉" if one.told else "正在告诉"
        ui.label(told_words).classes("tag ochre")


def _moment(written: str | None) -> datetime:
    try:
        return datetime.fromisoformat(written or "").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Refused("请把开始和结束的日期、时间写完整") from None
