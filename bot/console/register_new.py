"""新登记: somebody who came or telephoned."""

from __future__ import annotations

from nicegui import ui

from bot.console.case_form import CaseForm
from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.models import Role
from helpdesk.register import register_case
from helpdesk.register_models import BY_HAND, CASE_CHANNELS, CaseChannel


def add_register_new(console: Console) -> None:
    """Serve the page at /console/register/new."""
    add_page(console, "/register/new", "新登记", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/register")
    desk = visit.desk

    async def save() -> None:
        with told():
            case = await visit.run(
                register_case,
                desk.db,
                desk.clock,
                desk.directory,
                visit.me.login,
                CaseChannel(channel.value),
                form.details(),
                prefix=desk.case_prefix,
            )
            ui.navigate.to(f"/register/{case.id}")

    with ui.element("main").classes("sheet narrow"):
        with ui.element("h1"):
            ui.label("新登记")
        ui.label("编号在保存的时候给，一件一个号。").classes("soft")
        channels = {channel.value: CASE_CHANNELS[channel] for channel in BY_HAND}
        channel = ui.radio(channels, value=CaseChannel.WALK_IN.value).props('inline aria-label="怎么来的"')
        form = CaseForm(desk)
        with ui.element("div").classes("buttons"):
            ui.button("返回", on_click=lambda: ui.navigate.to("/register")).props("flat")
            ui.button("保存登记", on_click=save).props("unelevated")
