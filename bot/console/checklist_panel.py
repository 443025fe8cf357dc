"""The checklist of a place: each item met, not met or not looked at, and the score."""

from __future__ import annotations

from nicegui import ui

from bot.console.visit import Visit, told
from helpdesk.checklist import GROUP_NAMES, Check, Group, Item, Score, items_for, list_checks, mark_check, score_of
from helpdesk.models import Place

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
        checks = await self._checks()
        for group in Group:
            items = [item for item in items_for(self._place.tier) if item.group is group]
            if items:
                with ui.expansion(GROUP_NAMES[group], value=True).classes("checklist"):
                    for item in items:
                        self._row(item, checks.get(item.key))
        self._show(checks)

    def _row(self, item: Item, check: Check | None) -> None:
        async def mark() -> None:
            desk = self._visit.desk
            with told():
                arguments = (self._place.code, item.key, choice.value, self._visit.me.login)
                await self._visit.run(mark_check, desk.db, desk.clock, desk.directory, *arguments)
                checks = await self._checks()
                self._show(checks)
                note.set_text(_found(checks.get(item.key)))

        with ui.element("div").classes("check-item"):
            with ui.element("div"):
                ui.label(item.text).classes("result-name")
                ui.label(item.source).classes("soft")
                note = ui.label(_found(check)).classes("soft")
            choice = ui.toggle(_CHOICES, value=check.met if check else None, on_change=mark)
            choice.props(f'no-caps dense unelevated toggle-color=primary aria-label="{item.text}"')

    async def _checks(self) -> dict[str, Check]:
        return await self._visit.run(list_checks, self._visit.desk.db, self._place.code)

    def _show(self, checks: dict[str, Check]) -> None:
        score = score_of(self._place.tier, {key: check.met for key, check in checks.items()})
        self._score.set_text(score_words(score))


def score_words(score: Score) -> str:
    """As people say it."""
    return f"{score.items} 项里有 {score.met} 项，看过 {score.looked} 项"


def _found(check: Check | None) -> str:
    return f"{check.at:%Y年%-m月%-d日} 由 {check.login} 看过" if check else ""
