"""Expressions of time: 明天下午三点, 下周二上午, 12月9号.

jionlp reads them; what it reads is checked here against how people speak to an office: three o'clock is in the afternoon,
and a day without a year that has passed is meant for next year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import jionlp

_FIRST_HOUR = 7
_MORNING = re.compile(r"早|凌晨|上午|半夜|夜")
_HAS_DAY = re.compile(r"天|号|日|周|星期|礼拜|月|节|元旦|今|明|后天|\d[-/.]\d")
_HAS_YEAR = re.compile(r"\d{2,4}年|昨|前天|上周|上个|去年")
_MARKS = re.compile(r"天|号|日|周|礼拜|星期|点|上午|下午|早|晚|中午|月|节|元旦|\d[:：]\d|今|明|后")
_SAID_DIFFERENTLY = (("明早", "明天早上"), ("今早", "今天早上"), ("明晚", "明天晚上"), ("今晚", "今天晚上"), ("下下个", "下下"),
                     ("礼拜", "星期"), ("晌午", "中午"), ("擦黑", "傍晚"), ("外后天", "大后天"), ("万天", "大后天"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A wish for a time: from ``start`` to ``end``; ``exact`` when a clock time was named, not only a day or half a day."""

    start: datetime
    end: datetime
    exact: bool

    @property
    def day(self) -> date:
        """The day it begins on."""
        return self.start.date()


def parse_when(text: str, now: datetime, day: date | None = None) -> When | None:
    """The first time that ``text`` names, seen from ``now``; None when it names none.

    A time without a day (三点半) is meant on ``day``, the day under discussion, when there is one.
    """
    said = text
    for theirs, ours in _SAID_DIFFERENTLY:
        said = said.replace(theirs, ours)
    if not _MARKS.search(said):
        return None
    other_day = day is not None and not _HAS_DAY.search(said)
    span = _read(said, datetime.combine(day, time(), now.tzinfo) if day and other_day else now)
    if span is None:
        return None
    start, end = span
    exact = (end - start) < timedelta(hours=1) + timedelta(seconds=1)
    if exact and start.time() < time(_FIRST_HOUR) and not _MORNING.search(said):
        start, end = start + timedelta(hours=12), end + timedelta(hours=12)
    if end < now and not _HAS_YEAR.search(said) and start.date() != now.date() and re.search("月|节|元旦", said):
        start, end = _a_year_later(start), _a_year_later(end)
    return When(start, end, exact)


def _read(said: str, now: datetime) -> tuple[datetime, datetime] | None:
    try:
        found = jionlp.parse_time(said, time_base=now.replace(tzinfo=None).timestamp())
    except (ValueError, TypeError, IndexError, KeyError, AttributeError):
        return None  # jionlp raises whichever it meets first when a text holds no time
    if found.get("type") not in ("time_point", "time_span"):
        return None
    try:
        start, end = (datetime.strptime(t, "%Y-%m-%d %H:%M:%S").replace(tzinfo=now.tzinfo) for t in found["time"])
    except (ValueError, TypeError):
        return None  # an open end such as 以后
    return start, end


def _a_year_later(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, day=28)  # 29 February
