"""Which answers to the regression questions a change would alter, as a reviewer sees it before deciding."""

from __future__ import annotations

from nicegui import ui

from bot.console.visit import Visit
from knowledge_base.publishing import changed_corpus
from knowledge_base.regression import ChangedAnswer, Outcome, changed_answers, questions
from knowledge_base.service import WayOut
from knowledge_base.store.entries import StoredEntry

_WAYS_OUT = {WayOut.STATUTES: "只给法律条文", WayOut.NOT_LEGAL: "说明这不是法律问题"}


async def try_out(visit: Visit, changed: StoredEntry, *, retired: bool = False) -> list[ChangedAnswer]:
    """The answers that would change if this text were published, or the entry retired."""
    desk = visit.desk

    def compare() -> list[ChangedAnswer]:
        return changed_answers(desk.knowledge, changed_corpus(desk.db, changed, retired=retired))

    return await visit.run(compare)


def draw_trial(changes: list[ChangedAnswer]) -> None:
    """How many answers would change, and each of them: from what to what."""
    with ui.element("section").classes("trial").props('aria-label="试答结果"'):
        better, worse = sum(c.gain > 0 for c in changes), sum(c.gain < 0 for c in changes)
        asked = f"试答了 {len(questions())} 个检验问题："
        if not changes:
            ui.label(f"{asked}没有一个答复会变。")
            return
        ui.label(f"{asked}{len(changes)} 个答复会变，{better} 个变好，{worse} 个变差。")
        for change in changes:
            _draw(change)


def _draw(change: ChangedAnswer) -> None:
    verdict, colour = ("变好", "") if change.gain > 0 else ("变差", "red") if change.gain < 0 else ("有变化", "ochre")
    with ui.element("article").classes("changed"):
        with ui.element("div").classes("card-head"):
            ui.label(change.question.text).classes("article-name")
            ui.label(verdict).classes(f"tag {colour}")
        ui.label(f"现在：{_told(change.before)}").classes("soft words")
        ui.label(f"以后：{_told(change.after)}").classes("words")


def _told(outcome: Outcome) -> str:
    titles = "／".join(entry.wordings[0] for entry in outcome.entries)
    if outcome.way_out is WayOut.SURE:
        return f"直接答“{titles}”"
    return f"请群众选：{titles}" if outcome.way_out is WayOut.CLARIFY else _WAYS_OUT[outcome.way_out]
