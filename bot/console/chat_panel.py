"""The right side of the reception: one chat of mine, live in both directions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.console import chats
from bot.console.chat_tools import ChatTools
from bot.console.dialogs import confirm
from bot.console.transcript import show_message
from bot.console.visit import Visit, told
from bot.console.words import CHANNELS
from helpdesk.canned import unfilled
from helpdesk.errors import IllegalMove, NotFound
from helpdesk.handoffs import get_handoff
from helpdesk.models import Handoff, Message

_MAX_LENGTH = 2000
# Enter sends, Shift+Enter begins a line; the Enter that ends the choice of a Chinese word does neither.
_ENTER = """(event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  emit();
}"""


class ChatPanel:
    """Shows a chat that the adviser has claimed; empty until one is opened."""

    def __init__(self, visit: Visit, on_left: Callable[[], Awaitable[None]]) -> None:
        self._visit = visit
        self._on_left = on_left
        self._handoff: Handoff | None = None
        self._last_seq = 0
        self._sending = False
        self._root = ui.element("section").classes("chat").props('aria-label="咨询"')
        self._draw_empty()

    @property
    def selected(self) -> int | None:
        """The hand-off whose chat is open."""
        return self._handoff.id if self._handoff else None

    async def open(self, handoff: Handoff) -> None:
        """Show a chat of mine from its first message. Raises what ``chats.read_chat`` raises."""
        messages = await self._visit.run(chats.read_chat, self._visit.desk, handoff.id, self._visit.me.login)
        self._handoff, self._last_seq = await self._visit.run(get_handoff, self._visit.desk.db, handoff.id), 0
        handoff = self._handoff
        self._tools = ChatTools(self._visit, handoff, self._insert, self._go_back)
        self._root.clear()
        with self._root:
            self._draw_head(handoff)
            self._log = ui.element("div").classes("log").props('role=log aria-live=polite tabindex=0 aria-label="对话"')
            self._draw_composer()
        self._append(messages)

    async def catch_up(self) -> None:
        """Append what was said since; leave the chat when it is no longer mine."""
        handoff = self._handoff
        if handoff is None:
            return
        arguments = (self._visit.desk, handoff.id, self._visit.me.login, self._last_seq)
        try:
            messages = await self._visit.run(chats.read_chat, *arguments)
        except (IllegalMove, NotFound):
            self.leave()
            return
        if self._handoff is handoff:  # another chat may have been opened meanwhile
            self._append(messages)

    def leave(self) -> None:
        """Show no chat."""
        self._handoff = None
        self._draw_empty()

    def _append(self, messages: list[Message]) -> None:
        # Two looks may overlap: what one has shown the other leaves out.
        fresh = [message for message in messages if message.seq > self._last_seq]
        if self._handoff is None or not fresh:
            return
        self._last_seq = fresh[-1].seq
        with self._log:
            for message in fresh:
                show_message(message, self._visit.desk.clock.now(), self._visit.me.name, self._handoff.id)
        self._log.client.run_javascript(f"consoleScroll({self._log.id})")

    def _draw_empty(self) -> None:
        self._root.clear()
        with self._root, ui.element("div").classes("nothing"):
            ui.label("从左边接待一位群众，对话就在这里打开。")
            ui.label("只有接待的人能看到整段对话；结束以后就看不到了。").classes("soft")

    def _draw_head(self, handoff: Handoff) -> None:
        with ui.element("header").classes("chat-head"):
            ui.button("返回", on_click=self._go_back).props("flat dense").classes("back")
            with ui.element("div").classes("chat-title"):
                ui.label(f"#{handoff.id} · {handoff.reason}")
                ui.label(CHANNELS.get(handoff.channel, handoff.channel)).classes("soft")
            if handoff.phone:
                ui.link(f"电话 {handoff.phone}", f"tel:{handoff.phone}").classes("phone")
            self._tools.draw_head()
            if handoff.claimed_by == self._visit.me.login:
                ui.button("结束", on_click=self._close).props("outline")
        lines = chats.known_lines(self._visit.desk, handoff)
        with ui.element("details").props("open").classes("known"):
            with ui.element("summary"):
                ui.label("已知情况")
            for label, value in lines:
                ui.label(f"{label}：{value}")
            if not lines:
                ui.label("还什么都不知道，请直接问。").classes("soft")

    def _insert(self, words: str) -> None:
        written = str(self._text.value or "")
        self._text.set_value(f"{written}\n{words}" if written else words)

    def _draw_composer(self) -> None:
        self._tools.draw_composer()
        with ui.element("div").classes("composer"):
            self._text = ui.textarea(placeholder="写给群众的话；回车发送，Shift+回车换行")
            self._text.props(f'outlined autogrow maxlength={_MAX_LENGTH} aria-label="写给群众的话"')
            self._text.on("keydown", self._send, js_handler=_ENTER)
            ui.button("发送", on_click=self._send).props("unelevated")

    async def _send(self, _: GenericEventArguments | object = None) -> None:
        text = str(self._text.value or "")
        if self._handoff is None or self._sending or not text.strip():
            return
        if missing := unfilled(text):
            ui.notify(f"还有没填的：{missing[0]}，请写上再发", type="warning", position="top")
            return
        self._sending = True
        try:
            with told():
                await chats.write(self._visit, self._handoff, text)
                self._text.set_value("")
                await self.catch_up()
        finally:
            self._sending = False

    async def _go_back(self) -> None:
        self.leave()
        await self._on_left()

    async def _close(self) -> None:
        handoff = self._handoff
        if handoff is None:
            return
        explanation = "群众会看到结束的通知，后面由智能助手接着回答。"
        with told():
            if await confirm("结束这次咨询？", explanation, "结束咨询"):
                await chats.close(self._visit, handoff)
                self.leave()
                await self._on_left()
