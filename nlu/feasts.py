"""Feasts and days of the lunar calendar: 元旦, 国庆, 腊月初八, 初八, 除夕. jionlp has the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import jionlp

from nlu.numerals import number

_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_SOLAR = {
    "元旦": (1, 1), "妇女节": (3, 8), "三八节": (3, 8), "五一": (5, 1), "劳动节": (5, 1), "儿童节": (6, 1), "六一": (6, 1),
    "教师节": (9, 10), "国庆": (10, 1), "十一国庆": (10, 1), "圣诞": (12, 25),
}  # fmt: skip
_LUNAR = {
    "春节": (1, 1), "大年初一": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9),
    "腊八": (12, 8),
}  # fmt: skip
_EVE = ("除夕", "大年三十", "年三十")
_NAMES = "|".join(sorted((*_SOLAR, *_LUNAR, *_EVE, "清明"), key=len, reverse=True))
# 国庆, 端午 and 中秋 are given names too.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔"
    "白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文建"
)
FEAST = rf"(?<!去年)(?<!前年)(?<![{_SURNAMES}])(?:{_NAMES})(?![镇街乡村路社])节?"
"""A regular expression for the name of a feast."""

_MONTH = r"(?:正月|腊月|冬月|(?:农历|阴历|旧历)(?:闰?[一二三四五六七八九十]{1,2}月)?|[二三四五六七八九十]{1,2}月(?=初))"
LUNAR_DAY = (
    rf"(?:(?<!去年)(?<!前年)(?P<lunar_month>{_MONTH})(?P<lunar_day>初[一二三四五六七八九十]|[一二三四五六七八九十廿]{{1,3}}|\d{{1,2}})[日号]?"
    r"|(?:大年)?(?<![读上从当])(?P<bare_lunar_day>初[一二三四五六七八九十])(?!学|年级|班|的学|毕业))"
)
"""A regular expression for a day of the lunar calendar, with a month or, from 初一 to 初十, without."""


def feast_after(name: str, first: date) -> date:
    """The day of the feast ``name`` that comes next, ``first`` included."""
    name = name if name in _SOLAR or name in _LUNAR else name.removesuffix("节")
    return next(day for year in (first.year - 1, first.year, first.year + 1) for day in _in(name, year) if day >= first)


def lunar_day_after(month: str | None, written: str, first: date) -> date | None:
    """The next day, ``first`` included, that is ``written`` (初八, 十六) of the lunar ``month`` (腊月), or of any month
    for None; None when no month of the coming year has it.
    """
    wanted = _LUNAR_MONTHS.get((month or "")[:1])
    if wanted is None and month and (numeral := re.sub(r"农历|阴历|旧历|闰|月", "", month)):
        wanted = number(numeral)
    day = number(written.removeprefix("初"))
    for offset in range(385):
        tried = first + timedelta(days=offset)
        _, lunar_month, lunar_day, leap = jionlp.solar2lunar(datetime.combine(tried, datetime.min.time()))
        if lunar_day == day and not leap and wanted in (None, lunar_month):
            return tried
    return None


def _in(name: str, year: int) -> Iterator[date]:
    """The feast's day in the solar, or of the lunar, ``year``."""
    if name in _SOLAR:
        yield date(year, *_SOLAR[name])
    elif name in _LUNAR:
        yield _solar(year, *_LUNAR[name])
    elif name in _EVE:
        yield _solar(year + 1, 1, 1) - timedelta(days=1)
    else:
        read = jionlp.parse_time(f"{year}年清明节", time_base=0.0)
        yield datetime.fromisoformat(read["time"][0]).date()


def _solar(year: int, month: int, day: int) -> date:
    converted: datetime = jionlp.lunar2solar(year, month, day, False)
    return converted.date()
