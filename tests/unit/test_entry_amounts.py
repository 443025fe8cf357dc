"""Amounts, time limits and percentages against the cited articles."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.amounts import Amount, amounts_in, unsupported_amounts
from knowledge_base.models import Citation, Faq
from knowledge_base.numerals import to_number
from knowledge_base.statutes import StatuteBook, default_path


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("30", 30), ("2.5", 2.5), ("三十", 30), ("十五", 15), ("一百零五", 105), ("两千五百", 2500), ("二十万", 200_000),
        ("一亿零三万", 100_030_000), ("半", 0.5), ("狗", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_are_read_in_both_scripts(written: str, value: float | None) -> None:
    """Digits and Chinese numerals, with 万 and 亿; what is no number is none."""
    assert to_number(written) == value


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("收到裁决十五日内起诉", [(15, "日")]),
        ("15 天以内", []),
        ("15天以内", [(15, "日")]),
        ("一年内，也就是12个月", [(12, "月")]),
        ("一个半月", [(1.5, "月")]),
        ("赔百分之三十，不超过30%", [(30, "%")]),
        ("两倍工资", [(2, "倍")]),
        ("十万元、10万元", [(100_000, "元")]),
        ("500块钱", [(500, "元")]),
        ("二十四小时", [(24, "小时")]),
        ("2026年12月7日施行，第三十条", []),
        ("满十八周岁，上三年级，百年之后", []),
        ("谁给多少钱、哪一天给", []),
    ],
)
def test_amounts_are_found_with_their_units(text: str, amounts: list[Amount]) -> None:
    """The same amount in two ways of writing is one; dates, ages and article numbers are none."""
    assert list(amounts_in(text)) == amounts


@pytest.mark.parametrize(
    ("answer", "sources", "missing"),
    [
        ("诉讼时效一般是3年，超过二十年不再保护。", (), []),
        ("诉讼时效一般是两年。", (), ["两年"]),
        ("要在十五天以内提出，过了三年就难了。", (), ["十五天"]),
        ("要在十五天以内提出。", ("《某某条例》",), []),
    ],
)
def test_an_amount_stands_in_a_cited_article_or_another_source(
    answer: str, sources: tuple[str, ...], missing: list[str]
) -> None:
    """民法典第一百八十八条 says three years and twenty; what an entry takes from elsewhere it names."""
    book = StatuteBook(default_path(), date(2026, 12, 7))
    citations = (Citation("民法典", "第一百八十八条"),)

    entry = Faq("a", "loans", "过了多久不能告？", answer, citations=citations, other_sources=sources)

    assert unsupported_amounts(entry, book) == missing
