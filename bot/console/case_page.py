"""A case of the register: what stands in it, who moved it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from actions.cases import name_of_topic
from bot.console.case_form import RESULT_OPTIONS, CaseForm
from bot.console.dialogs import ask_reason, confirm
from bot.console.frame import frame
from bot.console.referral_panel import ReferralPanel
from bot.console.register_words import masked, masked_party, move_words, place_name, reader_of
from bot.console.visit import Console, Visit, add_page, told
from bot.console.words import day_and_time
from helpdesk.errors import HelpdeskError
from helpdesk.models import Role
from helpdesk.moves import Move
from helpdesk.ratings import rating_of
from helpdesk.register import answer_case, archive_case, edit_case, get_case, history_of, reopen_case
from helpdesk.register_models import CASE_CHANNELS, CASE_RESULTS, CASE_STATES, Case, CaseResult, CaseState


def add_case_page(console: Console) -> None:
    """Serve the page at /console/register/{case_id}."""
    add_page(console, "/register/{case_id:int}", "登记", Role.ADVISER, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/register")
    with ui.element("main").classes("sheet narrow"):
        await _CasePage(visit, int(visit.params["case_id"])).build()


class _CasePage:
    """Draws the case anew after every change."""

    def __init__(self, visit: Visit, case_id: int) -> None:
        self._visit = visit
        self._id = case_id

    async def build(self) -> None:
        self._root = ui.element("section")
        await self._show()

    async def _show(self) -> None:
        desk, reader = self._visit.desk, reader_of(self._visit)
        try:
            case = await self._visit.run(get_case, desk.db, reader, self._id)
            moves = await self._visit.run(history_of, desk.db, reader, self._id)
            rating = await self._rating(case)
        except HelpdeskError as error:
            with self._root:
                ui.label(str(error)).classes("bad")
            return
        self._root.clear()
        with self._root:
            self._draw(case, rating)
            await ReferralPanel(self._visit, case, self._show).build()
            with ui.element("h2"):
                ui.label("经过")
            for move in moves:
                _move(move)

    async def _rating(self, case: Case) -> list[tuple[str, str]]:
        """What the citizen thought of the chat; only admins read it, as the citizen was told."""
        if self._visit.me.role is not Role.ADMIN or case.handoff_id is None:
            return []
        found = await self._visit.run(rating_of, self._visit.desk.db, case.handoff_id)
        if found is None:
            return []
        solved = {True: "问题解决了", False: "还没解决", None: ""}[found.solved]
        parts = (solved, f"{found.score} 分" if found.score else "", found.word or "")
        return [("群众打分", "，".join(filter(None, parts)))]

    def _draw(self, case: Case, rating: list[tuple[str, str]]) -> None:
        with ui.element("h1"):
            ui.label(case.number)
        with ui.element("div").classes("card-head"):
            ui.label(CASE_STATES[case.state]).classes("tag")
        with ui.element("dl").classes("facts"):
            for name, value in (*self._facts(case), *rating):
                with ui.element("dt"):
                    ui.label(name)
                with ui.element("dd"):
                    ui.label(value).classes("words")
        if case.state is CaseState.ARCHIVED:
            ui.label("这个登记已经归档，只能看，不能改。").classes("soft")
            return
        with ui.element("div").classes("buttons"):
            ui.button("改内容", on_click=lambda: self._edit(case)).props("outline")
            if case.state is CaseState.ANSWERED:
                ui.button("重新受理", on_click=self._reopen).props("outline")
            ui.button("写答复和结果", on_click=lambda: self._answer(case)).props("outline")
            ui.button("归档", on_click=self._archive).props("unelevated")

    def _facts(self, case: Case) -> list[tuple[str, str]]:
        return [
            ("受理时间", f"{day_and_time(case.accepted_at)}，{CASE_CHANNELS[case.channel]}"),
            ("服务点", place_name(self._visit.desk, case.place_code)),
            ("事项", name_of_topic(case.topic)),
            ("情况", case.matter or "—"),
            ("群众", masked_party(case)),
            ("对方", masked(case.other_party)),
            ("看过的答复", "、".join(map(self._entry_name, case.entries)) or "—"),
            ("顾问", case.adviser or "智能助手" if case.entries or case.adviser else "还没有"),
            ("答复", case.answer or "—"),
            ("结果", CASE_RESULTS[case.result] if case.result else "还没有"),
            ("用时", f"{case.minutes} 分钟"),
            ("预约码", case.appointment_code or "—"),
        ]

    def _entry_name(self, entry_id: str) -> str:
        entry = self._visit.desk.knowledge.find_entry(entry_id)
        return str(getattr(entry, "question", getattr(entry, "title", entry_id)))

    async def _do(self, change: Callable[[], Awaitable[object]]) -> None:
        with told():
            await change()
            await self._show()

    async def _edit(self, case: Case) -> None:
        desk, reader = self._visit.desk, reader_of(self._visit)
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label("改内容").classes("ask-question")
            form = CaseForm(desk, case)

            async def save() -> None:
                with told():
                    await self._visit.run(edit_case, desk.db, desk.directory, reader, case.id, form.details())
                    dialog.submit(True)

            with ui.element("div").classes("buttons"):
                ui.button("先不", on_click=lambda: dialog.submit(False)).props("flat")
                ui.button("保存", on_click=save).props("unelevated")
        if await dialog:
            await self._show()
        dialog.delete()

    async def _answer(self, case: Case) -> None:
        desk, reader = self._visit.desk, reader_of(self._visit)
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label("写答复和结果").classes("ask-question")
            answer = ui.textarea("怎么答复的", value=case.answer).props("outlined autogrow maxlength=2000")
            start = (case.result or CaseResult.EXPLAINED).value
            result = ui.select(RESULT_OPTIONS, label="结果", value=start).props("outlined")
            minutes = ui.number("这次用了多少分钟", value=0, min=0, max=1440, precision=0).props("outlined")

            async def save() -> None:
                words, taken = str(answer.value or ""), int(minutes.value or 0)
                with told():
                    arguments = (reader, case.id, words, CaseResult(result.value), taken)
                    await self._visit.run(answer_case, desk.db, desk.clock, *arguments)
                    dialog.submit(True)

            with ui.element("div").classes("buttons"):
                ui.button("先不", on_click=lambda: dialog.submit(False)).props("flat")
                ui.button("保存", on_click=save).props("unelevated")
        if await dialog:
            await self._show()
        dialog.delete()

    async def _reopen(self) -> None:
        why = await ask_reason("重新受理这件事？", "不要写姓名、电话。", "重新受理")
        if why is not None:
            desk = self._visit.desk
            await self._do(
                lambda: self._visit.run(reopen_case, desk.db, desk.clock, reader_of(self._visit), self._id, why)
            )

    async def _archive(self) -> None:
        if await confirm("归档这个登记？", "归档以后只能看，不能再改。", "归档"):
            desk = self._visit.desk
            await self._do(lambda: self._visit.run(archive_case, desk.db, desk.clock, reader_of(self._visit), self._id))


def _move(move: Move) -> None:
    ui.label(move_words(move, CASE_STATES[CaseState(move.after)])).classes("version")
