"""问答库: every entry, with search, topic and state."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from bot.console.frame import frame
from bot.console.visit import Console, Visit, add_page
from bot.console.words import STATES
from helpdesk.models import Role
from knowledge_base.publishing import list_entries
from knowledge_base.store.entries import FAQ, StoredEntry
from knowledge_base.topics import topic_name

_COLUMNS = [
    {"name": "title", "label": "问题", "field": "title", "align": "left", "sortable": True},
    {"name": "topic", "label": "主题", "field": "topic", "align": "left", "sortable": True},
    {"name": "state", "label": "状态", "field": "state", "align": "left", "sortable": True},
    {"name": "version", "label": "第几版", "field": "version", "align": "right", "sortable": True},
]
for _column in _COLUMNS[1:]:
    _column.update(classes="wide-only" if _column["name"] != "state" else "")
    _column.update(headerClasses=_column["classes"])
_TITLE_CELL = """<q-td :props="props">
  <a class="entry-link" :href="'/console/faq/' + props.row.id">{{ props.row.title }}</a>
</q-td>"""
_TABS = {"/faq": "全部条目", "/faq-review": "审核与复核", "/faq-exchange": "导入导出"}
_EVERYTHING = {"": "全部主题"}
_KINDS = {"": "全部"} | {state.value: name for state, name in STATES.items()} | {"guide": "办事指南"}


def add_faq_list(console: Console) -> None:
    """Serve the page at /console/faq."""
    add_page(console, "/faq", "问答库", Role.ADMIN, _build)


async def _build(visit: Visit) -> None:
    await frame(visit, "/faq")
    entries = await visit.run(list_entries, visit.desk.db)
    topics = {entry.topic: topic_name(entry.topic) for entry in entries if entry.type == FAQ}

    def show() -> None:
        rows = [_row(e) for e in entries if _fits(e, search.value or "", topic.value or "", kind.value or "")]
        table.rows = rows
        count.set_text(f"{len(rows)} 条")

    with ui.element("main").classes("sheet"):
        corpus_tabs("/faq")
        with ui.element("div").classes("tools"):
            search = ui.input("搜索", on_change=show).props("outlined dense clearable debounce=200").classes("grow")
            topic = ui.select(_EVERYTHING | topics, label="主题", value="", on_change=show).props("outlined dense")
            kind = ui.select(_KINDS, label="状态", value="", on_change=show).props("outlined dense")
            ui.button("新增问答", on_click=lambda: ui.navigate.to("/faq-new")).props("unelevated")
            ui.button("新增指南", on_click=lambda: ui.navigate.to("/guide-new")).props("outline")
        count = ui.label().classes("soft")
        table = ui.table(rows=[], columns=_COLUMNS, row_key="id", pagination=20).classes("entries").props("flat")
        table.add_slot("body-cell-title", _TITLE_CELL)
    show()


def corpus_tabs(active: str) -> None:
    """The links between the pages of the corpus."""
    with ui.element("nav").classes("tabs").props('aria-label="问答库各页"'):
        for target, name in _TABS.items():
            ui.link(name, target).classes("here" if target == active else "")


def title_of(entry: StoredEntry) -> str:
    """The question of a FAQ entry, the title of a guide."""
    return str(entry.body.get("question") or entry.body.get("title"))


def state_of(entry: StoredEntry) -> str:
    """The state of the newest text; and whether an older one goes on answering."""
    still = entry.serving_version is not None and entry.serving_version != entry.version
    return STATES[entry.state] + ("（旧版在用）" if still else "")


def _row(entry: StoredEntry) -> dict[str, Any]:
    is_faq = entry.type == FAQ
    return {
        "id": entry.id,
        "title": title_of(entry),
        "topic": topic_name(entry.topic) if is_faq else "办事指南",
        "state": state_of(entry),
        "version": entry.version,
    }


def _fits(entry: StoredEntry, search: str, topic: str, kind: str) -> bool:
    if topic and (entry.type != FAQ or entry.topic != topic):
        return False
    if kind and kind not in (entry.state, entry.type):
        return False
    text = "\n".join([entry.id, *(str(value) for value in entry.body.values())])
    return all(word in text for word in search.split())
