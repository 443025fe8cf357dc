"""What an adviser can do in a chat beside writing: hand it on, invite somebody, take notes, fetch a reply or an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.console import chats
from bot.console.visit import Visit, told
from bot.console.words import said_at
from helpdesk import canned
from helpdesk import chats as use_cases
from helpdesk.advisers import list_advisers
from helpdesk.models import Handoff

_QUEUE = ""
_TO_QUEUE = "放回队列，请别的顾问接"


class ChatTools:
    """The buttons above and below the chat of ``handoff``; ``insert`` puts words into the composer, ``on_left`` leaves the chat."""

    def __init__(
        self, visit: Visit, handoff: Handoff, insert: Callable[[str], None], on_left: Callable[[], Awaitable[None]]
    ) -> None:
        self._visit = visit
        self._handoff = handoff
        self._insert = insert
        self._on_left = on_left

    @property
    def _in_charge(self) -> bool:
        return self._handoff.claimed_by == self._visit.me.login

    def draw_head(self) -> None:
        """Buttons for the chat as a whole."""
        if self._in_charge:
            ui.button("转给别人", on_click=self._hand_on).props("flat dense")
            ui.button("请人一起", on_click=self._invite).props("flat dense")
        ui.button("内部便签", on_click=self._notes).props("flat dense")

    def draw_composer(self) -> None:
        """Buttons that fetch words to send."""
        with ui.element("div").classes("composer-tools"):
            ui.button("常用语", on_click=self._canned).props("flat dense")
            ui.button("找答复", on_click=self._suggest).props("flat dense")

    async def _hand_on(self) -> None:
        others = {_QUEUE: _TO_QUEUE} | await self._others()
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label("把这次咨询转给谁？").classes("ask-question")
            to = ui.select(others, value=_QUEUE, label="转给").props("outlined")
            note = ui.textarea("给接手的人的话").props('outlined autogrow maxlength=2000 hint="群众看不到"')
            _buttons(dialog, "转过去", lambda: (to.value, note.value))
        answer = await dialog
        dialog.delete()
        if answer is not None:
            with told():
                await chats.transfer(self._visit, self._handoff, answer[0] or None, str(answer[1] or ""))
                await self._on_left()

    async def _invite(self) -> None:
        others = await self._others()
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label("请谁一起接待？").classes("ask-question")
            ui.label("两个人都能看、能写；结束和转走还是由您来。").classes("soft")
            guest = ui.select(others, label="顾问").props("outlined")
            _buttons(dialog, "请来", lambda: guest.value)
        answer = await dialog
        dialog.delete()
        if answer:
            with told():
                await chats.invite(self._visit, self._handoff, str(answer))

    async def _notes(self) -> None:
        desk, me = self._visit.desk, self._visit.me.login
        with told():
            found = await self._visit.run(use_cases.list_notes, desk.db, self._handoff.id, me)
            with ui.dialog() as dialog, ui.card().classes("ask"):
                ui.label("内部便签").classes("ask-question")
                ui.label("只有顾问看得到，群众看不到。").classes("soft")
                for note in found:
                    with ui.element("article").classes("note"):
                        ui.label(f"{note.by} · {said_at(note.at, desk.clock.now())}").classes("soft")
                        ui.label(note.text).classes("words")
                written = ui.textarea("写一条").props("outlined autogrow maxlength=2000")
                _buttons(dialog, "记下", lambda: written.value)
            answer = await dialog
            dialog.delete()
            if answer is not None:
                await self._visit.run(use_cases.add_note, desk.db, desk.clock, self._handoff.id, me, str(answer))

    async def _canned(self) -> None:
        desk = self._visit.desk
        with told():
            found = await self._visit.run(canned.list_canned, desk.db)
            values = await self._visit.run(chats.placeholder_values, desk, self._handoff, self._visit.me.name)
            choices = [(reply.title, canned.fill(reply.text, values)) for reply in found]
            await self._pick("常用语", choices, "还没有常用语，管理员可以在“常用语”页里写。")

    async def _suggest(self) -> None:
        with told():
            found = await self._visit.run(chats.suggestions, self._visit.desk, self._handoff)
            choices = [
                (s.title, f"{s.answer}\n（依据：{'、'.join(s.sources)}）" if s.sources else s.answer) for s in found
            ]
            await self._pick("按群众最近的话找到的答复", choices, "没有找到贴切的答复。")

    async def _pick(self, title: str, choices: list[tuple[str, str]], nothing: str) -> None:
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label(title).classes("ask-question")
            ui.label("点一下放进输入框，改好了再发；没有点发送，群众看不到。" if choices else nothing).classes("soft")
            for name, words in choices:
                with ui.element("button").classes("pick").props("type=button") as button:
                    ui.label(name).classes("pick-title")
                    ui.label(words).classes("words")
                button.on("click", lambda _, words=words: dialog.submit(words))
            with ui.element("div").classes("buttons"):
                ui.button("关上", on_click=lambda: dialog.submit(None)).props("flat")
        words = await dialog
        dialog.delete()
        if words:
            self._insert(str(words))

    async def _others(self) -> dict[str, str]:
        found = await self._visit.run(list_advisers, self._visit.desk.db)
        return {a.login: f"{a.name}（{a.login}）" for a in found if a.active and a.login != self._visit.me.login}


def _buttons(dialog: ui.dialog, yes: str, answer: Callable[[], object]) -> None:
    with ui.element("div").classes("buttons"):
        ui.button("先不", on_click=lambda: dialog.submit(None)).props("flat")
        ui.button(yes, on_click=lambda: dialog.submit(answer())).props("unelevated")
