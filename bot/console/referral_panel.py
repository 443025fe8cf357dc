"""The referrals of a case: hand it on, note what the other office says, print the sheet, ask the citizen afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from bot.console.guard import PREFIX
from bot.console.register_words import day_of, move_words, reader_of
from bot.console.visit import Visit, told
from helpdesk import referrals
from helpdesk.moves import Move
from helpdesk.referrals import USUAL_FOLLOW_UP, USUAL_WAIT, ReferCase
from helpdesk.register_models import (
    REFERRAL_STATES,
    REFERRAL_TARGETS,
    Case,
    CaseState,
    Referral,
    ReferralState,
    ReferralTarget,
)

_TARGETS = {target.value: name for target, name in REFERRAL_TARGETS.items()}
Show = Callable[[], Awaitable[None]]


class ReferralPanel:
    """Draws the referrals; after a change the page is drawn anew by ``show``."""

    def __init__(self, visit: Visit, case: Case, show: Show) -> None:
        self._visit = visit
        self._case = case
        self._show = show

    async def build(self) -> None:
        """Draw."""
        desk = self._visit.desk
        found = await self._visit.run(referrals.referrals_of, desk.db, reader_of(self._visit), self._case.id)
        with ui.element("h2"):
            ui.label("分流衔接")
        for referral in found:
            moves = await self._visit.run(referrals.moves_of_referral, desk.db, reader_of(self._visit), referral.id)
            self._row(referral, moves)
        if self._case.state is not CaseState.ARCHIVED:
            ui.button("转给别的单位", on_click=self._refer).props("outline")

    def _row(self, referral: Referral, moves: list[Move]) -> None:
        today = self._visit.desk.clock.now().date()
        with ui.element("article").classes("changed referral"):
            with ui.element("div").classes("card-head"):
                ui.label(REFERRAL_STATES[referral.state]).classes("tag")
                if referral.is_overdue(today):
                    ui.label("超期").classes("tag red")
                if referral.wants_follow_up(today):
                    ui.label("该回访了").classes("tag ochre")
                ui.label(referral.office).classes("result-name")
            ui.label(referral.request).classes("words")
            ui.label(f"{referral.sent_at:%Y-%m-%d} 送出，请在 {referral.due_on:%Y-%m-%d} 前答复").classes("soft")
            for name, words in (("对方说", referral.outcome), ("回访", referral.follow_up)):
                if words:
                    ui.label(f"{name}：{words}").classes("words")
            if referral.follow_up_on and not referral.followed_up_at:
                ui.label(f"{referral.follow_up_on:%Y-%m-%d} 回访").classes("soft")
            for move in moves:
                ui.label(move_words(move, REFERRAL_STATES[ReferralState(move.after)])).classes("version")
            with ui.element("div").classes("buttons"):
                if self._visit.me.login == self._case.adviser or reader_of(self._visit).is_admin:
                    base = f"{PREFIX}/api/referrals/{referral.id}"
                    ui.html(
                        f'<a href="{base}/sheet" target="_blank">打印分流单</a> <a href="{base}/sheet.docx">Word 文件</a>',
                        sanitize=False,
                    )
                if self._case.state is not CaseState.ARCHIVED:
                    self._buttons(referral)

    def _buttons(self, referral: Referral) -> None:
        def button(words: str, act: Callable[[Referral], Awaitable[None]]) -> None:
            ui.button(words, on_click=lambda: act(referral)).props("outline dense")

        if referral.state is ReferralState.SENT:
            button("对方接收了", self._accept)
        if referral.state in (ReferralState.SENT, ReferralState.ACCEPTED):
            button("被退回", self._return)
        if referral.state is ReferralState.ACCEPTED:
            button("办完了", self._finish)
        if referral.state is ReferralState.RETURNED:
            button("再送一次", self._again)
        if referral.follow_up_on and not referral.followed_up_at:
            button("记回访", self._follow_up)

    async def _refer(self) -> None:
        due = (self._visit.desk.clock.now().date() + USUAL_WAIT).isoformat()
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label("转给别的单位").classes("ask-question")
            target = ui.select(_TARGETS, label="哪一类单位", value=ReferralTarget.LEGAL_AID_CENTRE.value).props(
                "outlined"
            )
            office = ui.input("单位全称").props("outlined maxlength=60")
            request = ui.textarea("请对方办什么").props("outlined autogrow maxlength=1000")
            due_on = ui.date_input("请在哪天前答复", value=due).props("outlined")

            async def save() -> None:
                with told():
                    words = str(office.value or ""), str(request.value or "")
                    command = ReferCase(ReferralTarget(target.value), *words, day_of(due_on, "请选答复的日期"))
                    await self._run(referrals.refer_case, self._case.id, command)
                    dialog.submit(True)

            await self._ask(dialog, save)

    async def _accept(self, referral: Referral) -> None:
        with told():
            await self._run(referrals.accept_referral, referral.id)
            await self._show()

    async def _return(self, referral: Referral) -> None:
        await self._words(
            "对方为什么退回？", "原因", lambda words: self._run(referrals.return_referral, referral.id, words)
        )

    async def _follow_up(self, referral: Referral) -> None:
        await self._words(
            "群众怎么说？", "回访记录", lambda said: self._run(referrals.note_follow_up, referral.id, said)
        )

    async def _finish(self, referral: Referral) -> None:
        day = (self._visit.desk.clock.now().date() + USUAL_FOLLOW_UP).isoformat()
        await self._words_and_day(
            "办得怎么样？", "结果", "", "哪天回访群众", day, referrals.finish_referral, referral.id
        )

    async def _again(self, referral: Referral) -> None:
        day = (self._visit.desk.clock.now().date() + USUAL_WAIT).isoformat()
        arguments = ("请对方办什么", referral.request, "请在哪天前答复", day, referrals.send_again, referral.id)
        await self._words_and_day("再送一次", *arguments)

    async def _words(self, question: str, label: str, act: Callable[[str], Awaitable[object]]) -> None:
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label(question).classes("ask-question")
            words = ui.textarea(label).props("outlined autogrow maxlength=1000")

            async def save() -> None:
                with told():
                    await act(str(words.value or ""))
                    dialog.submit(True)

            await self._ask(dialog, save)

    async def _words_and_day(
        self, question: str, label: str, start: str, day_label: str, day: str, use_case: Callable[..., object], id_: int
    ) -> None:
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label(question).classes("ask-question")
            words = ui.textarea(label, value=start).props("outlined autogrow maxlength=1000")
            field = ui.date_input(day_label, value=day).props("outlined")

            async def save() -> None:
                with told():
                    await self._run(use_case, id_, str(words.value or ""), day_of(field, "请选日期"))
                    dialog.submit(True)

            await self._ask(dialog, save)

    async def _ask(self, dialog: ui.dialog, save: Callable[[], Awaitable[None]]) -> None:
        with ui.element("div").classes("buttons"):
            ui.button("先不", on_click=lambda: dialog.submit(False)).props("flat")
            ui.button("保存", on_click=save).props("unelevated")
        if await dialog:
            await self._show()
        dialog.delete()

    async def _run(self, use_case: Callable[..., object], *arguments: object) -> object:
        desk = self._visit.desk
        return await self._visit.run(use_case, desk.db, desk.clock, reader_of(self._visit), *arguments)
