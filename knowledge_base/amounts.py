"""Amounts, time limits and percentages in an entry, held against the articles that it cites.

Chinese and Arabic numerals are the same here: 三十日 and 30天, 百分之二十 and 20%, 一年 and 十二个月.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.models import Citation, Faq, Guide
from knowledge_base.numerals import to_number
from knowledge_base.statutes import StatuteBook

Amount = tuple[float, str]
"""A value and its unit: 元, %, 日, 月, 倍, 周, 小时."""

_NUMBER = r"\d+(?:\.\d+)?[万千百]?|[零〇一二两三四五六七八九十百千万]+|半"
_UNITS = {
    "工作日": ("日", 1), "日": ("日", 1), "天": ("日", 1), "周": ("周", 1), "星期": ("周", 1), "小时": ("小时", 1),
    "月": ("月", 1), "年": ("月", 12), "元": ("元", 1), "块钱": ("元", 1), "%": ("%", 1), "％": ("%", 1), "倍": ("倍", 1),
}  # fmt: skip
_AMOUNT = re.compile(
    rf"百分之(?P<percent>{_NUMBER})"
    rf"|(?<![第哪\d.年月零〇一二两三四五六七八九十百千万])(?P<number>{_NUMBER})(?P<half>个半)?"
    r"(?P<unit>个?工作日|日|天|个?星期|周(?!岁)|个?小时|个?月|年(?!级)|元|块钱|[%％]|倍)"
)
_MOST_YEARS = 99  # 2026年 is a date, 百年 a way of speaking


def amounts_in(text: str) -> dict[Amount, str]:
    """Each amount of a text, and how it is written there."""
    found: dict[Amount, str] = {}
    for match in _AMOUNT.finditer(text):
        value = _value(match["percent"] or match["number"])
        written = match["unit"] or "%"
        if value is None or (written == "月" and not match["half"]) or (written == "年" and value > _MOST_YEARS):
            continue  # a date
        unit, factor = _UNITS[written.removeprefix("个")]
        found.setdefault(((value + 0.5 * bool(match["half"])) * factor, unit), match.group())
    return found


def unsupported_amounts(entry: Faq | Guide, book: StatuteBook) -> list[str]:
    """The amounts, as written, that stand in none of the cited articles; none for an entry that names other sources."""
    if entry.other_sources:
        return []
    citations = entry.citations if isinstance(entry, Faq) else entry.legal_basis
    law = "\n".join(_quoted(citations, book))
    supported = amounts_in(law)
    return [written for amount, written in amounts_in("\n".join(_told(entry))).items() if amount not in supported]


def _value(number: str) -> float | None:
    digits = re.fullmatch(r"([\d.]+)([万千百]?)", number)
    if digits is None:
        return to_number(number)
    return float(digits[1]) * {"": 1, "百": 100, "千": 1000, "万": 10_000}[digits[2]]


def _quoted(citations: tuple[Citation, ...], book: StatuteBook) -> Iterator[str]:
    return (book.quote(citation).text for citation in citations if citation in book)


def _told(entry: Faq | Guide) -> tuple[str, ...]:
    """What a citizen reads of the entry as the rule."""
    if isinstance(entry, Faq):
        return (entry.answer, entry.deadline or "")
    return (entry.summary, *entry.conditions, *entry.procedure, entry.time_limit, entry.fee)
