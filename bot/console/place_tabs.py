"""The links between the pages about service places."""

from __future__ import annotations

from nicegui import ui

_TABS = {"/places": "服务点", "/places-exchange": "导入导出", "/coverage": "覆盖情况"}


def place_tabs(active: str) -> None:
    """Draw them."""
    with ui.element("nav").classes("tabs").props('aria-label="服务点各页"'):
        for target, name in _TABS.items():
            ui.link(name, target).classes("here" if target == active else "")
