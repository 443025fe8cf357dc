"""The form of a FAQ entry, and beside it the cited articles word for word."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from knowledge_base.corpus_files import MAX_ANSWER
from knowledge_base.errors import KnowledgeBaseError
from knowledge_base.statutes import StatuteBook, parse_citation


class FaqForm:
    """Fields of ``FaqEntry``; fields that take several values have one a line."""

    def __init__(self, book: StatuteBook, guides: dict[str, str], body: dict[str, Any]) -> None:
        self._book = book
        self._texts: dict[str, ui.input | ui.textarea] = {}
        with ui.element("div").classes("form"):
            self._line("question", "问题", body, "书面的、完整的一句问话")
            self._lines("variants", "其他问法", body, "一行一个，照群众平时说的写")
            self._lines("heard", "听到过的问法", body, "一行一个，只用来帮着找到这一条，不给群众看")
            self._answer(body)
            self._lines("citations", "法律依据", body, "一行一条，如：民法典第一千零七十九条")
            self._texts["citations"].on_value_change(self._show_cited)
            self._lines("other_sources", "其他依据", body, "一行一个，法律库里没有的规定，如：《住房租赁条例》")
            choices = {"": "不连办事指南"} | guides
            self._guide = ui.select(choices, label="办事指南", value=body.get("guide") or "").props("outlined")
            self._lines("evidence", "要留的证据", body, "一行一样")
            self._line("deadline", "期限", body, "没有就不填")
            self._line("deadline_article", "期限的条文", body, "如：民法典第一百八十八条；法律库里没有的不填")
            self._line("needs_person", "何时找人", body, "遇到什么情况要请顾问来看；没有就不填")
            self._line("valid_from", "核对日期", body, "最近一次和法律核对的日子，如：2026-11-24")
            self._line("review_by", "下次复核", body, "最迟哪天再核对一次，如：2027-11-24")
        self._preview = ui.element("section").classes("cited").props('aria-label="条文原文" aria-live=polite')
        self._show_cited()

    def body(self) -> dict[str, Any]:
        """What is typed now, as ``FaqEntry`` takes it; optional fields that are empty are left out."""
        body: dict[str, Any] = {"question": self._value("question"), "answer": self._value("answer")}
        body |= {name: self._rows(name) for name in ("variants", "citations")}
        body |= {name: self._rows(name) for name in ("heard", "other_sources", "evidence") if self._rows(name)}
        optional = ("deadline", "deadline_article", "needs_person", "valid_from", "review_by")
        body |= {name: self._value(name) for name in optional if self._value(name)}
        return body | ({"guide": self._guide.value} if self._guide.value else {})

    def _line(self, name: str, label: str, body: dict[str, Any], hint: str) -> None:
        field = ui.input(label, value=body.get(name) or "")
        self._texts[name] = _dressed(field, name, hint)

    def _lines(self, name: str, label: str, body: dict[str, Any], hint: str) -> None:
        field = ui.textarea(label, value="\n".join(body.get(name) or []))
        self._texts[name] = _dressed(field, name, hint).props("autogrow")

    def _answer(self, body: dict[str, Any]) -> None:
        field = ui.textarea("答复", value=body.get("answer") or "").props(f"autogrow counter :maxlength={MAX_ANSWER}")
        self._texts["answer"] = _dressed(field, "answer", f"先说结论，再说怎么办；最多 {MAX_ANSWER} 个字")

    def _value(self, name: str) -> str:
        return str(self._texts[name].value or "").strip()

    def _rows(self, name: str) -> list[str]:
        return [line.strip() for line in self._value(name).splitlines() if line.strip()]

    def _show_cited(self) -> None:
        self._preview.clear()
        with self._preview:
            with ui.element("h2"):
                ui.label("条文原文")
            show_articles(self._book, self._rows("citations"))


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


def _dressed(field: Any, name: str, hint: str) -> Any:
    return field.props(f'outlined hint="{hint}" data-field={name}')
