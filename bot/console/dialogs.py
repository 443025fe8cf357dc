"""A question with two answers, and a button that is at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui


async def confirm(question: str, explanation: str, yes: str) -> bool:
    """Ask, and say whether ``yes`` was pressed; closing the dialog any other way is a no."""
    with ui.dialog() as dialog, ui.card().classes("ask"):
        ui.label(question).classes("ask-question")
        ui.label(explanation).classes("soft")
        with ui.element("div").classes("buttons"):
            ui.button("先不", on_click=lambda: dialog.submit(False)).props("flat")
            ui.button(yes, on_click=lambda: dialog.submit(True)).props("unelevated")
    answer = await dialog
    dialog.delete()
    return bool(answer)


@contextmanager
def busy(button: ui.button) -> Iterator[None]:
    """Show that the button is at work inside the block; it cannot be pressed again until then."""
    button.props("loading")
    try:
        yield
    finally:
        button.props(remove="loading")
