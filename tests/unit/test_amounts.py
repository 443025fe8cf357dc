"""Amounts and days as people write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from nlu.amounts import read_amount
from nlu.past_days import read_past_day

NOW = datetime(2026, 12, 7, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("三千五", "3500"), ("3500块", "3500"), ("1.2万", "12000"), ("两万五", "25000"), ("3万5", "35000"), ("1万2", "12000"),
        ("三万五千", "35000"), ("一百二十万", "1200000"), ("3,500元", "3500"), ("3，500元", "3500"), ("3k", "3000"), ("2w", "20000"),
        ("三千五百六", "3560"), ("一千零五", "1005"), ("一万零五百", "10500"), ("十二", "12"), ("一百一", "110"), ("12.5", "12.5"),
        ("一个月三千五", "3500"), ("一共两万", "20000"), ("大概三千五吧", "3500"), ("2万左右", "20000"), ("四千三百五嘛", "4350"),
        ("没得", "0"), ("没有", "0"), ("0", "0"), ("-500", "-500"), ("３５００", "3500"), ("三天半", "3.5"), ("两个半小时", "2.5"),
        ("百分之七十", "70"), ("七成", "70"), ("70%", "70"), ("一分五", "1.5"), ("2分", "2"), ("5厘", "0.5"),
        ("伍仟元", "5000"), ("叁万伍仟元整", "35000"), ("贰佰", "200"), ("壹拾万元", "100000"), ("一点五万", "15000"),
        ("三点二万", "32000"),
        ("二十五块五", "25.5"), ("5块5", "5.5"), ("五毛", "0.5"), ("两块五毛", "2.5"), ("人民币5000元", "5000"), ("¥5000", "5000"),
        ("八万五千六", "85600"), ("每月三千", "3000"), ("月工资4500", "4500"), ("两百一天", "200"), ("5000.50元", "5000.50"),
        ("1百万", "1000000"),
    ],
)  # fmt: skip
def test_an_exact_number_is_read(said: str, value: str) -> None:
    """Digits, numerals and both together give one number, and nothing else was said."""
    amount = read_amount(said)

    assert amount is not None
    assert (amount.value, amount.vague, amount.bare) == (Decimal(value), False, True)


@pytest.mark.parametrize(
    "said", ["两万多", "十几万", "8000多", "几千块", "万把块", "二三十", "三千到四千", "工资3500奖金500", "不到五万", "五万以上",
    "将近五万", "一千出头", "上万", "3到5万", "七八百"]
)  # fmt: skip
def test_a_rough_number_is_known_to_be_rough(said: str) -> None:
    """两万多 is no figure to calculate with."""
    amount = read_amount(said)

    assert amount is not None
    assert amount.vague


@pytest.mark.parametrize("said", ["", "工资表上写的", "老板说下个月", "不晓得", "一半"])
def test_words_without_a_number_hold_none(said: str) -> None:
    """No number is made up."""
    assert read_amount(said) is None


@pytest.mark.parametrize("said", ["工伤赔偿要等3个月才拿得到吗", "老板欠我5万不给咋办"])
def test_a_sentence_about_something_else_is_not_bare(said: str) -> None:
    """A number inside a question is told from an answer."""
    amount = read_amount(said)

    assert amount is not None
    assert not amount.bare


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("去年三月十五", date(2025, 3, 15)), ("2024年5月1日", date(2024, 5, 1)), ("二零二三年六月八号", date(2023, 6, 8)),
        ("二〇二三年六月八号", date(2023, 6, 8)), ("23年6月8号", date(2023, 6, 8)), ("98年9月1号", date(1998, 9, 1)),
        ("2023-06-08", date(2023, 6, 8)), ("2023.6.8", date(2023, 6, 8)), ("2023/6/8", date(2023, 6, 8)), ("20230608", date(2023, 6, 8)),
        ("3月15日", date(2026, 3, 15)), ("12月9号", date(2025, 12, 9)), ("十二月二十五", date(2025, 12, 25)),
        ("前年的三月十五", date(2024, 3, 15)), ("大前年5月1号", date(2023, 5, 1)), ("上个月15号", date(2026, 11, 15)),
        ("这个月3号", date(2026, 12, 3)), ("昨天", date(2026, 12, 6)), ("大前天", date(2026, 12, 4)), ("今天", date(2026, 12, 7)),
        ("上周五", date(2026, 12, 4)), ("去年三月二十号离职的", date(2025, 3, 20)), ("2028年5月1日", date(2028, 5, 1)),
    ],
)  # fmt: skip
def test_a_past_day_is_read(said: str, day: date) -> None:
    """By the solar calendar, and without a year the last one that has passed; seen from 7 December 2026."""
    found = read_past_day(said, NOW)

    assert found is not None
    assert (found.day, found.lunar) == (day, False)


@pytest.mark.parametrize(
    "said", ["2024年5月", "去年3月", "三年前", "2024年", "去年国庆", "2月30号", "半年前", "2023-02-30"]
)
def test_less_than_a_day_is_no_day(said: str) -> None:
    """A month, a year, or a day that does not exist is asked for again."""
    found = read_past_day(said, NOW)

    assert found is not None
    assert (found.day, found.lunar) == (None, False)


@pytest.mark.parametrize("said", ["前年腊月二十", "今年正月初五", "农历三月十五", "中秋那天"])
def test_lunar_days_are_noticed(said: str) -> None:
    """They are not taken for solar ones."""
    found = read_past_day(said, NOW)

    assert found is not None
    assert found.lunar


@pytest.mark.parametrize("said", ["没签", "老板不认账", "不晓得", "3500"])
def test_words_without_a_day_hold_none(said: str) -> None:
    """No day is made up."""
    assert read_past_day(said, NOW) is None
