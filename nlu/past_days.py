"""Days that have passed, as people write them: 去年三月十五, 2024年5月1日, 2024.5.1, 上个月15号, 昨天.

A day without a year is the last one that has passed. jionlp, which ``nlu.times`` uses, takes 三月十五 for the lunar calendar
and 二零二三年 for another year, so days are read here; only 上周五 and the like are left to it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nlu.times import parse_when

_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"〇": 0}
_LUNAR = re.compile(r"农历|阴历|旧历|腊月|冬月|正月|初[一二三四五六七八九十]|大年|端午|中秋|过年|春节|除夕|元宵")
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?P<year>\d{4}|\d{2}|[零〇一二三四五六七八九]{4}|[零〇一二三四五六七八九]{2})年"
_SAID_YEAR = r"(?P<said>大前年|前年|去年|今年|头年)"
_FULL = re.compile(
    rf"(?:(?:{_YEAR}|{_SAID_YEAR})[的农公历]*)?(?:(?P<month>{_NUMBER})月份?|(?P<last>上个?月|这个?月|本月))的?"
    rf"(?:(?P<day>{_NUMBER})(?:[日号]|(?![\d年月天个])))?"
)
_PLAIN = re.compile(r"(?<!\d)(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})(?!\d)|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
_NEAR = {"今天": 0, "今日": 0, "现在": 0, "刚才": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3}
_WEEK = re.compile(r"周|星期|礼拜")
_ROUGH = re.compile(
    rf"{_YEAR}|{_SAID_YEAR}|{_NUMBER}(?:个月|年|天|个?星期)(?:以?前|多)|半年|前几|好几|年底|年初|月底|月初|上半年|下半年"
)
_YEARS_AGO = {"今年": 0, "去年": 1, "头年": 1, "前年": 2, "大前年": 3}


@dataclass(frozen=True, slots=True)
class PastDay:
    """What was read: a day; or None with ``lunar`` (a day of the lunar calendar) or a month, a year or 三年前."""

    day: date | None
    lunar: bool = False


def read_past_day(text: str, now: datetime) -> PastDay | None:
    """The day that ``text`` names, seen from ``now``; None when it names none at all.

    A day in the future is given as it was said when its year was said.
    """
    said = unicodedata.normalize("NFKC", text).replace(" ", "")
    today = now.date()
    if _LUNAR.search(said):
        return PastDay(None, lunar=True)
    if found := _PLAIN.search(said):
        return PastDay(_day(*(int(part) for part in found.groups() if part)))
    if near := next((word for word in sorted(_NEAR, key=len, reverse=True) if word in said), None):
        return PastDay(today - timedelta(days=_NEAR[near]))
    if found := _FULL.search(said):
        return PastDay(_spoken(found, today))
    if _WEEK.search(said) and (when := parse_when(said, now)) and when.end - when.start < timedelta(days=1):
        return PastDay(when.day if when.day <= today else None)
    return PastDay(None) if _ROUGH.search(said) else None


def _spoken(found: re.Match[str], today: date) -> date | None:
    if not found["day"]:
        return None
    number = _number(found["day"])
    if found["last"]:
        first = today.replace(day=1)
        month = first if found["last"][0] != "上" else (first - timedelta(days=1)).replace(day=1)
        return _day(month.year, month.month, number)
    month_number = _number(found["month"])
    if found["year"]:
        year = (
            _number(found["year"])
            if found["year"].isdigit()
            else int("".join(str(_NUMERALS[c]) for c in found["year"]))
        )
        return _day(year if year > 99 else year + (2000 if year <= today.year % 100 else 1900), month_number, number)
    if found["said"]:
        return _day(today.year - _YEARS_AGO[found["said"]], month_number, number)
    this_year = _day(today.year, month_number, number)
    return this_year if this_year is None or this_year <= today else _day(today.year - 1, month_number, number)


def _number(written: str) -> int:
    """1 to 99 in digits or Chinese numerals."""
    if written.isdigit():
        return int(written)
    tens, _, ones = written.rpartition("十")
    if "十" not in written:
        return int("".join(str(_NUMERALS[c]) for c in written))
    return (_number(tens) if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
