"""登记: the cases of the register, and the referrals that something is to be done about."""

from __future__ import annotations

from datetime import date, timedelta

from nicegui import ui

from actions.cases import name_of_topic
from bot.console.frame import frame
from bot.console.register_words import TOPIC_OPTIONS, PlaceField, masked_party, place_name, reader_of
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.models import Role
from helpdesk.referrals import overdue_referrals
from helpdesk.register import PAGE, find_cases
from helpdesk.register_models import CASE_CHANNELS, CASE_STATES, Case, CaseFilter, CaseState, Referral

_MONTHS = 24
_ALL = ""


def add_register_page(console: Console) -> None:
    """Serve the page at /console/register."""
    add_page(console, "/register", "登记", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/register")
    with ui.element("main").classes("sheet"):
        await _Register(visit).build()


class _Register:
    """Filters above, what is overdue, and the cases."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    async def build(self) -> None:
        with ui.element("h1"):
            ui.label("登记")
        with ui.element("div").classes("tools"):
            self._words = ui.input("编号、电话或全名", on_change=self._show).props(
                "outlined dense debounce=400 clearable"
            )
            self._words.classes("grow")
            states = {_ALL: "全部状态", **{state.value: name for state, name in CASE_STATES.items()}}
            self._state = ui.select(states, value=_ALL, label="状态", on_change=self._show).props("outlined dense")
            topics = {_ALL: "全部事项", **TOPIC_OPTIONS}
            self._topic = ui.select(topics, value=_ALL, label="事项", on_change=self._show).props("outlined dense")
            self._month = ui.select(_months(self._visit), value=_ALL, label="月份", on_change=self._show)
            self._month.props("outlined dense")
        with ui.element("div").classes("tools"):
            self._place = PlaceField(self._visit.desk, "服务点")
            self._mine = ui.checkbox("只看我的", on_change=self._show)
            ui.button("查找", on_click=self._show).props("outline")
            ui.button("新登记", on_click=lambda: ui.navigate.to("/register/new")).props("unelevated")
        self._overdue = ui.element("section").props('aria-label="到期的分流和回访"')
        self._list = ui.element("section").classes("results").props('aria-label="登记的咨询"')
        await self._show_overdue()
        await self._show()

    async def _show_overdue(self) -> None:
        desk = self._visit.desk
        found = await self._visit.run(overdue_referrals, desk.db, desk.clock, reader_of(self._visit))
        if found:
            with self._overdue:
                with ui.element("h2"):
                    ui.label(f"到期的分流和回访：{len(found)} 件")
                for referral in found:
                    _overdue_row(referral, desk.clock.now().date())

    async def _show(self) -> None:
        with told():
            found = await self._find(self._wanted(), 0)
            self._list.clear()
            with self._list:
                with ui.element("h2"):
                    ui.label(f"找到 {len(found)} 件" if len(found) < PAGE else f"最近的 {PAGE} 件")
                if not found:
                    ui.label("没有这样的登记，换个条件试试。").classes("soft")
                self._rows(found, self._wanted(), 0)

    async def _find(self, wanted: CaseFilter, skip: int) -> list[Case]:
        return await self._visit.run(find_cases, self._visit.desk.db, reader_of(self._visit), wanted, skip)

    def _rows(self, found: list[Case], wanted: CaseFilter, skip: int) -> None:
        async def more() -> None:
            with told():
                older = await self._find(wanted, skip + PAGE)
                button.delete()
                with self._list:
                    self._rows(older, wanted, skip + PAGE)

        for case in found:
            self._row(case)
        if len(found) == PAGE:
            button = ui.button("更早的", on_click=more).props("outline")

    def _wanted(self) -> CaseFilter:
        return CaseFilter(
            words=str(self._words.value or ""),
            topic=self._topic.value or None,
            state=CaseState(self._state.value) if self._state.value else None,
            place_code=self._place.code,
            month=date.fromisoformat(self._month.value) if self._month.value else None,
            mine=bool(self._mine.value),
        )

    def _row(self, case: Case) -> None:
        with ui.link(target=f"/register/{case.id}").classes("result case"):
            with ui.element("div"):
                ui.label(case.number).classes("result-name")
                where = place_name(self._visit.desk, case.place_code)
                ui.label(f"{case.accepted_at:%Y-%m-%d %H:%M} · {where} · {CASE_CHANNELS[case.channel]}").classes("soft")
                ui.label(f"{name_of_topic(case.topic)} · {masked_party(case)}")
            ui.label(CASE_STATES[case.state]).classes("tag" + (" ochre" if case.state is CaseState.ACCEPTED else ""))


def _overdue_row(referral: Referral, today: date) -> None:
    late = referral.is_overdue(today)
    with ui.link(target=f"/register/{referral.case_id}").classes("result case"):
        with ui.element("div"):
            ui.label(f"{referral.number} → {referral.office}").classes("result-name")
            day = referral.due_on if late else referral.follow_up_on
            ui.label(f"{day:%Y-%m-%d} " + ("该有答复，还没有" if late else "该回访群众了")).classes("soft")
        ui.label("超期" if late else "回访").classes("tag red" if late else "tag ochre")


def _months(visit: Visit) -> dict[str, str]:
    months, day = {_ALL: "全部月份"}, visit.desk.clock.now().date().replace(day=1)
    for _ in range(_MONTHS):
        months[day.isoformat()] = f"{day.year}年{day.month}月"
        day = (day - timedelta(days=1)).replace(day=1)
    return months
