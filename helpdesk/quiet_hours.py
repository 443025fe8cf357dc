"""When the desk writes to people of its own accord, and when it lets them sleep; and how it names a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from helpdesk.clock import SHANGHAI

NIGHT_FROM, NIGHT_TO = time(21), time(8)
EVENING = time(20)
WEEKDAYS = "一二三四五六日"


def is_quiet(moment: datetime) -> bool:
    """Whether it is night: from nine in the evening to eight in the morning."""
    local = moment.astimezone(SHANGHAI).time()
    return local >= NIGHT_FROM or local < NIGHT_TO


def before_night(moment: datetime) -> datetime:
    """``moment``, or the evening before when it falls into the night."""
    local = moment.astimezone(SHANGHAI)
    if not is_quiet(local):
        return local
    evening = local.date() if local.time() >= NIGHT_FROM else local.date() - timedelta(days=1)
    return datetime.combine(evening, EVENING, SHANGHAI)


def day_name(day: date) -> str:
    """12月8日（周二）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
