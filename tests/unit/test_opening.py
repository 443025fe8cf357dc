"""When a place is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from helpdesk.clock import SHANGHAI
from helpdesk.directory import USUAL_HOURS
from helpdesk.models import OpeningPeriod, Place, Tier
from helpdesk.opening import is_market_day, is_open, periods_on
from helpdesk.place_models import Calendar, MarketDays
from helpdesk.working_days import is_public_holiday

ROOM = Place("510704102001", "铁炉村", Tier.VILLAGE, (), None, None, None, (), USUAL_HOURS, (), confirmed=True)
MORNING, MARKET_MORNING = (time(9), time(12)), (time(7, 30), time(11))
USUAL = "09:00-12:00 14:00-17:00"
# 7 December 2026, a Monday, is the 29th of the tenth lunar month; the 9th is the first of the eleventh.
LUNAR_369 = MarketDays(Calendar.LUNAR, (3, 6, 9, 13, 16, 19, 23, 26, 29), (MARKET_MORNING,))
SOLAR_147 = MarketDays(Calendar.SOLAR, (1, 4, 7, 11, 14, 17, 21, 24, 27, 31), (MARKET_MORNING,))


def written(place: Place, day: str) -> str:
    """The periods of a day, as people write them."""
    return " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in periods_on(place, date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("day", "held"),
    [("2026-12-07", True), ("2026-12-08", False), ("2026-12-09", False), ("2026-12-11", True), ("2026-12-14", True)],
)
def test_market_days_follow_the_lunar_month(day: str, held: bool) -> None:
    """逢三六九 is the 29th, then the third and the sixth of the next lunar month."""
    assert is_market_day(LUNAR_369, date.fromisoformat(day)) is held


def test_market_days_follow_a_leap_month() -> None:
    """The lunar year 2025 has its sixth month twice; each has its own 初三."""
    market = MarketDays(Calendar.LUNAR, (3,))

    held = [
        date(2025, month, day) for month, day in ((6, 27), (7, 27)) if is_market_day(market, date(2025, month, day))
    ]

    assert held == [date(2025, 6, 27), date(2025, 7, 27)]


@pytest.mark.parametrize(
    ("market", "day", "hours"),
    [
        (None, "2026-12-07", USUAL),
        (None, "2026-12-12", ""),
        (None, "2026-10-01", ""),
        (None, "2026-10-10", USUAL),
        (LUNAR_369, "2026-12-07", "07:30-12:00 14:00-17:00"),
        (LUNAR_369, "2026-12-08", USUAL),
        (replace(LUNAR_369, only=True), "2026-12-07", "07:30-11:00"),
        (replace(LUNAR_369, only=True), "2026-12-08", ""),
        (SOLAR_147, "2026-11-21", "07:30-11:00"),  # a Saturday
        (replace(SOLAR_147, only=True, periods=()), "2026-11-21", USUAL),
        (SOLAR_147, "2026-10-01", ""),
        (replace(SOLAR_147, periods=()), "2026-12-07", USUAL),
    ],
)  # fmt: skip
def test_a_place_is_open_by_weekday_and_by_market(market: MarketDays | None, day: str, hours: str) -> None:
    """Market days come on top of the ordinary ones or instead of them, at the weekend too; a public holiday is off."""
    assert written(replace(ROOM, market=market), day) == hours


def test_hours_of_a_saturday_hold_on_a_saturday() -> None:
    """Who says they are open on Saturdays is, also on a worked one; on a holiday they are not."""
    room = replace(ROOM, hours=(*USUAL_HOURS, OpeningPeriod(5, *MORNING)))

    assert written(room, "2026-12-12") == written(room, "2026-10-10") == "09:00-12:00"
    assert written(room, "2026-10-03") == ""


@pytest.mark.parametrize(
    ("day", "off"),
    [
        ("2026-10-04", True),  # the Sunday within the week of the national holiday
        ("2026-09-26", True),  # the Saturday after the mid-autumn Friday
        ("2026-12-12", False),
        ("2026-10-10", False),
        ("2026-12-07", False),
    ],
)
def test_the_weekend_of_a_holiday_is_part_of_it(day: str, off: bool) -> None:
    """The State Council counts the days off in a row that hold the feast; another weekend is just a weekend."""
    assert is_public_holiday(date.fromisoformat(day)) is off


@pytest.mark.parametrize(
    ("moment", "there"),
    [("09:00", True), ("11:59", True), ("12:00", False), ("13:30", False), ("14:00", True), ("17:00", False)],
)
def test_a_place_is_open_until_the_minute_it_closes(moment: str, there: bool) -> None:
    """From the minute a period begins to the one it ends in, not over lunch."""
    at = datetime.combine(date(2026, 12, 7), time.fromisoformat(moment), SHANGHAI)

    assert is_open(ROOM, at) is there
