"""Working days in China: weekends, public holidays, and the weekend days that are worked in exchange.

From the ``holidays`` library, which follows the State Council's yearly notice; for a year whose notice is not out
yet it knows the holidays' dates but not the shifted days.
"""

from __future__ import annotations

from datetime import date
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
