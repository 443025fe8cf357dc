"""Working days in China: weekends, public holidays, and the weekend days that are worked in exchange.

From the ``holidays`` library, which follows the State Council's yearly notice; for a year whose notice is not out
yet it knows the holidays' dates but not the shifted days.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", language="zh_CN")


def is_working_day(day: date) -> bool:
    """Whether offices work on ``day``."""
    return bool(_calendar().is_working_day(day))


def holiday_name(day: date) -> str | None:
    """The public holiday on ``day`` (国庆节), or None."""
    return _calendar().get(day)


@cache
def is_public_holiday(day: date) -> bool:
    """Whether ``day`` is off as part of a public holiday, weekends beside it included, and not just a weekend."""
    return not is_working_day(day) and any(holiday_name(other) for other in _days_off_around(day))


def _days_off_around(day: date) -> list[date]:
    found = [day]
    for step in (timedelta(days=1), timedelta(days=-1)):
        beside = day + step
        while not is_working_day(beside):
            found.append(beside)
            beside += step
    return found
