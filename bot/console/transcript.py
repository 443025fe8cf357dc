"""How the messages of a chat look to the adviser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from nicegui import ui

from actions.sheet import has_sheet
from bot.console.words import SENDERS, said_at
from helpdesk.models import Message, Sender


def show_message(message: Message, now: datetime, me: str, handoff_id: int) -> None:
    """One message of a hand-off's chat; what was cited is folded, all text is shown as text."""
    with ui.element("article").classes(f"message {message.sender.value} kind-{message.kind.value}"):
        who = message.extras.get("by", me) if message.sender is Sender.ADVISER else SENDERS[message.sender]
        ui.label(f"{who} · {said_at(message.sent_at, now)}").classes("meta")
        ui.label(message.text).classes("words")
        for citation in message.extras.get("citations") or []:
            _citation(citation)
        if place := message.extras.get("place"):
            ui.label(f"服务点：{place.get('title') or place.get('name')}").classes("extra")
        if appointment := message.extras.get("appointment"):
            ui.label(f"预约码 {appointment['code']} · {_spoken(appointment['start'])}").classes("extra")
        if has_sheet(message):
            ui.link("咨询意见书", f"/sheet/{handoff_id}/{message.id}", new_tab=True).classes("extra sheet-link")
        if buttons := message.extras.get("buttons"):
            ui.label("可选：" + "、".join(button["title"] for button in buttons)).classes("extra")


def _citation(citation: dict[str, Any]) -> None:
    with ui.element("details").classes("citation"):
        with ui.element("summary"):
            ui.label(f"依据：《{citation['law']}》{citation['article']}")
        ui.label(citation["text"]).classes("words")


def _spoken(moment: str) -> str:
    start = datetime.fromisoformat(moment)
    return f"{start.month}月{start.day}日 {start:%H:%M}"
