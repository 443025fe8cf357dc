"""接待: the queue on the left, the chat on the right; on a phone one at a time."""

from __future__ import annotations

from nicegui import ui

from bot.console import chats
from bot.console.chat_panel import ChatPanel
from bot.console.chats import LAST_WORDS, Queue
from bot.console.conflict_dialog import may_claim
from bot.console.dialogs import ask_call_result
from bot.console.frame import frame
from bot.console.queue_panel import QueuePanel
from bot.console.visit import Console, Visit, add_page, told
from helpdesk.models import Handoff, Role


def add_reception(console: Console) -> None:
    """Serve the page at /console/."""
    add_page(console, "/", "接待", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    watch = await frame(visit, "/")
    grid = ui.element("main").classes("reception")

    def mark_open() -> None:
        has_chat = chat.selected is not None
        grid.classes(add="has-chat" if has_chat else "", remove="" if has_chat else "has-chat")

    async def show(queue: Queue) -> None:
        await chat.catch_up()
        panel.show(queue, chat.selected)
        mark_open()

    async def open_chat(handoff: Handoff) -> None:
        with told():
            await chat.open(handoff)
            panel.show(watch.queue, chat.selected)
            mark_open()

    async def claim(handoff: Handoff) -> None:
        with told():
            if not await may_claim(visit, handoff, handoff.known.get(LAST_WORDS, "")):
                return
            try:
                await chats.claim(visit, handoff)
            finally:
                await watch.look()
            await open_chat(handoff)

    async def call(handoff: Handoff) -> None:
        if (result := await ask_call_result()) is not None:
            with told():
                await chats.note_call(visit, handoff, reached=result[0], note=result[1])
                await watch.look()

    with grid:
        panel = QueuePanel(visit, claim, open_chat, call)
        chat = ChatPanel(visit, watch.look)
    await watch.tell(show)
