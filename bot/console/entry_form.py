"""The form of a FAQ entry or a guide, and beside it the cited articles word for word."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from knowledge_base.corpus_entries import MAX_ANSWER
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.publishing.fields import FIELDS, LISTS
from knowledge_base.statutes import StatuteBook, parse_citation

_HINTS = {
    "question": "书面的、完整的一句问话",
    "variants": "一行一个，照群众平时说的写",
    "heard": "一行一个，只用来帮着找到这一条，不给群众看",
    "answer": f"先说结论，再说怎么办；最多 {MAX_ANSWER} 个字",
    "citations": "一行一条，如：民法典第一千零七十九条",
    "other_sources": "一行一个，法律库里没有的规定，如：《住房租赁条例》",
    "evidence": "一行一样",
    "deadline": "没有就不填",
    "deadline_article": "如：民法典第一百八十八条；法律库里没有的不填",
    "needs_person": "遇到什么情况要请顾问来看；没有就不填",
    "valid_from": "最近一次和法律核对的日子，如：2026-11-24",
    "review_by": "最迟哪天再核对一次，如：2027-11-24",
    "title": "办什么事，如：申请法律援助",
    "summary": "一两句话，什么人、什么事",
    "names": "一行一个，至少三个，照群众平时说的写",
    "conditions": "一行一条",
    "materials": "一行一样",
    "procedure": "一行一步",
    "time_limit": "写明从哪天算起",
    "fee": "不收费就写“免费”",
    "where": "不写门牌和私人电话",
    "who_can_help": "一行一个，写身份，不写姓名",
    "legal_basis": "一行一条，如：法律援助法第三十一条",
}
_LONG = frozenset({"answer", "summary"})
_CITED = frozenset({"citations", "legal_basis"})
# Left in the body even when empty, so that the form's rules can speak of them.
_ALWAYS = frozenset({"question", "variants", "answer", "citations", "title", "summary", "names", "legal_basis"})


class EntryForm:
    """Fields of ``FaqEntry`` or ``GuideEntry``; those that take several values have one a line.

    ``choices`` are the values of fields that are chosen and not typed.
    """

    def __init__(
        self, book: StatuteBook, entry_type: str, choices: dict[str, dict[str, str]], body: dict[str, Any]
    ) -> None:
        self._book = book
        with ui.element("div").classes("form"):
            self._fields = {
                name: _choice(name, label, choices[name], body) if name in choices else _text(name, label, body)
                for name, label in FIELDS[entry_type].items()
            }
        self._cited = next(name for name in self._fields if name in _CITED)
        self._fields[self._cited].on_value_change(self._show_cited)
        self._preview = ui.element("section").classes("cited").props('aria-label="条文原文" aria-live=polite')
        self._show_cited()

    def body(self) -> dict[str, Any]:
        """What is typed now, as the corpus files write it; optional fields that are empty are left out."""
        values = {name: self._rows(name) if name in LISTS else self._value(name) for name in self._fields}
        return {name: value for name, value in values.items() if value or name in _ALWAYS}

    def _value(self, name: str) -> str:
        return str(self._fields[name].value or "").strip()

    def _rows(self, name: str) -> list[str]:
        return [line.strip() for line in self._value(name).splitlines() if line.strip()]

    def _show_cited(self) -> None:
        self._preview.clear()
        with self._preview:
            with ui.element("h2"):
                ui.label("条文原文")
            show_articles(self._book, self._rows(self._cited))


def show_articles(book: StatuteBook, citations: list[str]) -> None:
    """The cited articles word for word, or what is wrong with a citation."""
    for written in citations:
        try:
            article = book.quote(parse_citation(written))
        except KnowledgeBaseError as error:
            ui.label(str(error)).classes("bad")
            continue
        with ui.element("article").classes("article"):
            ui.label(f"《{article.law}》{article.article}").classes("article-name")
            ui.label(article.text).classes("words")


def _choice(name: str, label: str, choices: dict[str, str], body: dict[str, Any]) -> Any:
    value = body.get(name) or next(iter(choices))
    return ui.select(choices, label=label, value=value if value in choices else next(iter(choices))).props("outlined")


def _text(name: str, label: str, body: dict[str, Any]) -> Any:
    value = body.get(name)
    if name in LISTS:
        field: Any = ui.textarea(label, value="\n".join(value or [])).props("autogrow")
    elif name in _LONG:
        field = ui.textarea(label, value=value or "").props("autogrow")
    else:
        field = ui.input(label, value=value or "")
    if name == "answer":
        field.props(f"counter :maxlength={MAX_ANSWER}")
    return field.props(f'outlined hint="{_HINTS.get(name, "")}" data-field={name}')
