"""What belongs to a place: its market days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Calendar(StrEnum):
    """By which days of the month a market is held."""

    LUNAR = "lunar"
    SOLAR = "solar"


@dataclass(frozen=True, slots=True)
class MarketDays:
    """Market days (赶集日): ``days`` of each month of the calendar, from 1 to 30 or 31.

    On them the place is open in ``periods``, or in the hours of that weekday (a Monday's at the weekend) when there are none.
    With ``only``, it is closed on all other days.
    """

    calendar: Calendar
    days: tuple[int, ...]
    periods: tuple[tuple[time, time], ...] = ()
    only: bool = False
