"""The people of a place: who they are, what they know, what they speak."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from nicegui import ui

from actions.when import slot_name
from bot.console.dialogs import confirm
from bot.console.visit import Visit, told
from helpdesk.absences import list_absences
from helpdesk.appointment_models import AbsenceKind, Span
from helpdesk.models import Place
from helpdesk.place_models import ROLE_NAMES, Person, PersonRole
from helpdesk.place_people import list_people, remove_person, save_person
from knowledge_base.topics import TOPICS

_BETWEEN = "、"


class PeoplePanel:
    """The list, and a dialog for one of them; ``changed`` is called after each change."""

    def __init__(self, visit: Visit, place: Place, changed: Callable[[], Awaitable[None]]) -> None:
        self._visit = visit
        self._place = place
        self._changed = changed

    async def build(self) -> None:
        """Draw it where the page stands."""
        with ui.element("h2"):
            ui.label("这里的人")
        ui.label("群众只看得到姓名和身份；电话只有管理员看得到。").classes("soft")
        ui.link("安排谁哪天休息", "/absences")
        self._list = ui.element("div").classes("results")
        with ui.element("div").classes("buttons"):
            nobody = Person(0, self._place.code, "", PersonRole.VILLAGE_COUNSEL)
            ui.button("加一个人", on_click=lambda: self._edit(nobody)).props("outline")
        await self._show()

    async def _show(self) -> None:
        db, clock = self._visit.desk.db, self._visit.desk.clock
        people = await self._visit.run(list_people, db, self._place.code)
        absences = await self._visit.run(list_absences, db, clock)
        away = [one for one in absences if one.kind is AbsenceKind.LEAVE and one.place_code == self._place.code]
        self._list.clear()
        with self._list:
            for person in people:
                self._row(person, [one.span for one in away if one.who == person.name])

    def _row(self, person: Person, away: list[Span]) -> None:
        topics = [TOPICS.get(topic, topic) for topic in person.specialities]
        words = _BETWEEN.join(filter(None, (*topics, *(f"会说{word}" for word in person.dialects))))
        with ui.element("article").classes("result"):
            with ui.element("div"):
                ui.label(f"{person.name} · {ROLE_NAMES[person.role]}").classes("result-name")
                ui.label(" · ".join(filter(None, (person.phone, words)))).classes("soft")
                for span in away:
                    ui.label(f"休息：{slot_name(span.start)} 到 {slot_name(span.end)}（{span.why}）").classes("soft")
            with ui.element("div").classes("buttons"):
                ui.button("改", on_click=lambda: self._edit(person)).props(f'flat dense aria-label="改{person.name}"')
                ui.button("去掉", on_click=lambda: self._remove(person)).props(
                    f'flat dense aria-label="去掉{person.name}"'
                )

    async def _edit(self, person: Person) -> None:
        """The dialog stays open, with what was written, until that can be saved or it is closed."""
        desk = self._visit.desk
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label("这里的人").classes("ask-question")
            fields = _Fields(person)

            async def save() -> None:
                with told():
                    arguments = (desk.db, desk.clock, desk.directory, fields.read(person), self._visit.me.login)
                    await self._visit.run(save_person, *arguments)
                    dialog.submit(True)

            with ui.element("div").classes("buttons"):
                ui.button("先不", on_click=lambda: dialog.submit(False)).props("flat")
                ui.button("保存", on_click=save).props("unelevated")
        saved = await dialog
        dialog.delete()
        if saved:
            with told():
                await self._show()
                await self._changed()

    async def _remove(self, person: Person) -> None:
        explanation = "群众以后看不到这个人。约好的事不受影响。"
        if await confirm(f"把 {person.name} 从这里去掉？", explanation, "去掉"):
            with told():
                await self._visit.run(remove_person, self._visit.desk.db, person.id)
                await self._show()
                await self._changed()


class _Fields:
    """What is asked of somebody."""

    def __init__(self, person: Person) -> None:
        with ui.element("div").classes("form"):
            self._name = ui.input("姓名", value=person.name).props("outlined maxlength=30")
            roles = {role.value: words for role, words in ROLE_NAMES.items()}
            self._role = ui.select(roles, label="身份", value=person.role.value).props("outlined")
            self._phone = ui.input("电话", value=person.phone or "").props('outlined hint="群众看不到；可以不写"')
            known = [topic for topic in person.specialities if topic in TOPICS]
            self._topics = ui.select(dict(TOPICS), multiple=True, label="熟悉哪类事", value=known)
            self._topics.props("outlined use-chips")
            self._spoken = ui.input("会说什么话", value=_BETWEEN.join(person.dialects))
            self._spoken.props('outlined hint="如：四川话、羌语，中间用顿号"')

    def read(self, person: Person) -> Person:
        """The person as written."""
        spoken = str(self._spoken.value or "").replace("，", _BETWEEN).replace(",", _BETWEEN)
        return replace(
            person,
            name=str(self._name.value or ""),
            role=PersonRole(str(self._role.value)),
            phone=str(self._phone.value or ""),
            specialities=tuple(self._topics.value or ()),
            dialects=tuple(spoken.split(_BETWEEN)),
        )
