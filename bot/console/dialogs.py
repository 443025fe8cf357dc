"""A question with two answers, and a button that is at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


async def ask_reason(question: str, explanation: str, yes: str, below: Callable[[], None] | None = None) -> str | None:
    """Ask for a written reason; None when the dialog is closed any other way. ``below`` draws what it is decided on."""
    with ui.dialog() as dialog, ui.card().classes("ask"):
        ui.label(question).classes("ask-question")
        ui.label(explanation).classes("soft")
        if below is not None:
            below()
        reason = ui.textarea("理由").props('outlined autogrow hint="会留在改动记录里" :maxlength=250')
        with ui.element("div").classes("buttons"):
            ui.button("先不", on_click=lambda: dialog.submit(None)).props("flat")
            ui.button(yes, on_click=lambda: dialog.submit(str(reason.value or ""))).props("unelevated")
    answer = await dialog
    dialog.delete()
    return None if answer is None else str(answer)


async def ask_call_result() -> tuple[bool, str] | None:
    """Whether somebody was reached by telephone, and a note; None when the dialog is closed any other way."""
    with ui.dialog() as dialog, ui.card().classes("ask"):
        ui.label("电话打得怎么样？").classes("ask-question")
        ui.label("打通了，这张回电单就结束；没打通会改到晚些再打，三次打不通就不打了，群众会看到通知。").classes("soft")
        note = ui.textarea("便签").props('outlined autogrow hint="可以不写，群众看不到" maxlength=2000')
        with ui.element("div").classes("buttons"):
            ui.button("先不", on_click=lambda: dialog.submit(None)).props("flat")
            ui.button("没打通", on_click=lambda: dialog.submit((False, str(note.value or "")))).props("outline")
            ui.button("打通了，说完了", on_click=lambda: dialog.submit((True, str(note.value or "")))).props(
                "unelevated"
            )
    answer: tuple[bool, str] | None = await dialog
    dialog.delete()
    return answer


@contextmanager
def busy(button: ui.button) -> Iterator[None]:
    """Show that the button is at work inside the block; it cannot be pressed again until then."""
    button.props("loading")
    try:
        yield
    finally:
        button.props(remove="loading")
