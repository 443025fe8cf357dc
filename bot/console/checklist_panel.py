"""The checklist of a place: each item met, not met or not looked at, and the score."""

from __future__ import annotations

from nicegui import ui

from bot.console.visit import Visit, account_names, told
from helpdesk.checklist import (
    GROUP_NAMES,
    HOURS,
    Check,
    Group,
    Item,
    Score,
    items_for,
    list_checks,
    mark_check,
    score_of,
)
from helpdesk.coverage import has_own_hours
from helpdesk.models import Place
from helpdesk.place_models import ROLE_NAMES, Person, PersonRole
from helpdesk.place_people import list_people
from knowledge_base.models import Citation

_CHOICES = {None: "没看过", True: "有", False: "没有"}


class ChecklistPanel:
    """Groups of items; choosing an answer saves it."""

    def __init__(self, visit: Visit, place: Place) -> None:
        self._visit = visit
        self._place = place

    async def build(self) -> None:
        """Draw it where the page stands."""
        with ui.element("h2"):
            ui.label("建设情况")
        self._score = ui.label().classes("total")
        self._notes: dict[str, ui.label] = {}
        self._names = await account_names(self._visit)
        self._hints: dict[str, ui.label] = {}
        checks = await self._checks()
        for group in Group:
            items = [item for item in items_for(self._place.tier) if item.group is group]
            if items:
                with ui.expansion(GROUP_NAMES[group], value=True).classes("checklist"):
                    for item in items:
                        self._row(item, checks.get(item.key))
        self._show(checks)
        await self.show_hints()

    async def show_hints(self) -> None:
        """Say beside the items what the directory tells of them already; the marks are left to whoever looks."""
        desk, code = self._visit.desk, self._place.code
        people = await self._visit.run(list_people, desk.db, code)
        for hint, label in self._hints.items():
            label.set_text(_hint(hint, desk.directory.get(code), people))

    def _source(self, item: Item) -> None:
        """Where it is said; an article word for word."""
        named = [Citation(item.law, item.article)] if item.law and item.article else []
        if article := next(iter(self._visit.desk.knowledge.quote(named)), None):
            with ui.element("details"):
                with ui.element("summary").classes("soft"):
                    ui.label(item.source)
                ui.label(article.text).classes("words soft")
        else:
            ui.label(item.source).classes("soft")

    def _row(self, item: Item, check: Check | None) -> None:
        async def mark() -> None:
            desk = self._visit.desk
            with told():
                arguments = (self._place.code, item.key, choice.value, self._visit.me.login)
                await self._visit.run(mark_check, desk.db, desk.clock, desk.directory, *arguments)
                self._show(await self._checks())

        with ui.element("div").classes("check-item"):
            with ui.element("div"):
                ui.label(item.text).classes("result-name")
                self._source(item)
                if item.hint:
                    self._hints[item.hint] = ui.label().classes("soft")
                self._notes[item.key] = ui.label().classes("soft")
            choice = ui.toggle(_CHOICES, value=check.met if check else None, on_change=mark)
            choice.props(f'no-caps dense unelevated toggle-color=primary aria-label="{item.text}"')

    async def _checks(self) -> dict[str, Check]:
        return await self._visit.run(list_checks, self._visit.desk.db, self._place.code)

    def _show(self, checks: dict[str, Check]) -> None:
        score = score_of(self._place.tier, {key: check.met for key, check in checks.items()})
        self._score.set_text(score_words(score))
        for key, note in self._notes.items():
            check = checks.get(key)
            words = f"{check.at:%Y年%-m月%-d日} 由 {self._names.get(check.login, check.login)} 看过" if check else ""
            note.set_text(words)


def score_words(score: Score) -> str:
    """As people say it."""
    return f"{score.items} 项里有 {score.met} 项，看过 {score.looked} 项"


def _hint(hint: str, place: Place, people: list[Person]) -> str:
    if hint == HOURS:
        return "名录里有它自己的开放时间" if has_own_hours(place) else "名录里还没有它自己的开放时间"
    role = PersonRole(hint)
    names = "、".join(person.name for person in people if person.role is role)
    return f"名录里的{ROLE_NAMES[role]}：{names}" if names else f"名录里还没有{ROLE_NAMES[role]}"
