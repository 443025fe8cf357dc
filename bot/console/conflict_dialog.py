"""Ask before a chat is claimed whose other side is somebody the adviser, or their room, advises already."""

from __future__ import annotations

from nicegui import ui

from bot.console.visit import Visit
from helpdesk.conflicts import Conflict, conflicts_of
from helpdesk.masking import other_party_in
from helpdesk.models import Handoff


async def may_claim(visit: Visit, handoff: Handoff, last_words: str) -> bool:
    """True when there is no conflict of interest, or the adviser has seen it and claims all the same.

    The other party is whom the citizen's last words name, else the one in the chat's case. Raises NotFound for a hand-off
    that is no more.
    """
    other_party = other_party_in(last_words)
    found = await visit.run(conflicts_of, visit.desk.db, handoff.id, visit.me.login, other_party)
    return not found or await _ask(found)


async def _ask(found: list[Conflict]) -> bool:
    with ui.dialog() as dialog, ui.card().classes("ask conflict"):
        ui.label("可能有利益冲突").classes("ask-question")
        for conflict in found:
            ui.label(_words(conflict)).classes("words")
        ui.label("同一件事的两边，不能由一个人、一个室来帮。拿不准就请别的顾问接。").classes("soft")
        with ui.element("div").classes("buttons"):
            ui.button("不接，让别人来", on_click=lambda: dialog.submit(False)).props("unelevated")
            ui.button("没有冲突，我接", on_click=lambda: dialog.submit(True)).props("flat")
    answer = await dialog
    dialog.delete()
    return bool(answer)


def _words(conflict: Conflict) -> str:
    whose = "您" if conflict.is_mine else "您这个服务点"
    side = "的咨询人" if conflict.other_side else "的对方"
    return f"“{conflict.name}”是{whose}没有归档的 {conflict.number} 里{side}。"
