"""The versions of an entry: who made each, when and why; comparing two of them; going back to one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.console.faq_list import title_of
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page
from bot.console.words import STEPS, day_and_time
from helpdesk.clock import SHANGHAI
from helpdesk.models import Role
from knowledge_base.errors import EntryNotFound
from knowledge_base.publishing import Difference, compare, entry_version, entry_versions, get_entry
from knowledge_base.states import SERVING_STEPS
from knowledge_base.store.entries import StoredEntry, Version

_MARKS = {"-": "removed", "+": "added", " ": "kept"}
_SPOKEN = {"-": "删去：", "+": "加上：", " ": ""}


def add_faq_history(console: Console) -> None:
    """Serve the page at /console/faq/{id}/compare/{older}/{newer}."""
    add_page(console, "/faq/{entry_id}/compare/{older}/{newer}", "比较两版", Role.ADMIN, _build)


def draw_versions(entry: StoredEntry, versions: list[Version], roll_back: Callable[[Version], Awaitable[None]]) -> None:
    """The versions, the newest first, each with what can be done with it."""
    with ui.element("summary"):
        ui.label(f"改动记录（{len(versions)}）")
    for version in versions:
        with ui.element("div").classes("version"):
            ui.label(told_of(version)).classes("words")
            if version.number > 1:
                ui.link("比较", f"/faq/{entry.id}/compare/{version.number - 1}/{version.number}")
            if version.step in SERVING_STEPS and version.number != entry.serving_version:
                ui.button("恢复", on_click=lambda version=version: roll_back(version)).props("flat dense")


def told_of(version: Version) -> str:
    """Who did what, when and why."""
    by = "随程序" if version.note.by == "import" else version.note.by
    when = day_and_time(version.note.at.astimezone(SHANGHAI))
    told = f"第 {version.number} 版 · {STEPS[version.step]} · {by} · {when}"
    return f"{told} · {version.note.reason}" if version.note.reason else told


def draw_differences(differences: list[Difference]) -> None:
    """Field by field; colour never says alone what is added or gone."""
    if not differences:
        ui.label("内容一样。").classes("soft")
    for difference in differences:
        with ui.element("section").classes("difference"):
            ui.label(difference.name).classes("article-name")
            for mark, line in difference.lines:
                with ui.element({"-": "del", "+": "ins"}.get(mark, "div")).classes(f"line {_MARKS[mark]}"):
                    ui.label(_SPOKEN[mark] + line).classes("words")


async def _build(visit: Visit) -> None:
    await frame(visit, "/faq")
    entry_id, db = visit.params["entry_id"], visit.desk.db
    with ui.element("main").classes("sheet"):
        ui.link("← 回到这一条", f"/faq/{entry_id}")
        try:
            entry = await visit.run(get_entry, db, entry_id)
            older, newer = [
                await visit.run(entry_version, db, entry_id, int(number) if number.isdecimal() else 0)
                for number in (visit.params["older"], visit.params["newer"])
            ]
        except EntryNotFound as error:
            ui.label(str(error)).classes("bad")
            return
        with ui.element("h1"):
            ui.label(title_of(entry))
        _choose(entry, await visit.run(entry_versions, db, entry_id), older, newer)
        draw_differences(compare(entry.type, older.body, newer.body))


def _choose(entry: StoredEntry, versions: list[Version], older: Version, newer: Version) -> None:
    choices = {version.number: told_of(version) for version in versions}

    def show() -> None:
        ui.navigate.to(f"/faq/{entry.id}/compare/{first.value}/{second.value}")

    with ui.element("div").classes("form compared"):
        first = ui.select(choices, label="从", value=older.number, on_change=show).props("outlined")
        second = ui.select(choices, label="到", value=newer.number, on_change=show).props("outlined")
