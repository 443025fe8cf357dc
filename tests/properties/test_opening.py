"""Opening periods of a day, whatever the hours and the market days are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.models import OpeningPeriod, Place, Tier
from helpdesk.opening import is_market_day, periods_on
from helpdesk.place_models import Calendar, MarketDays
from helpdesk.working_days import is_public_holiday

_times = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(minutes // 60, minutes % 60))
_spans = st.tuples(_times, _times).filter(lambda span: span[0] < span[1])
_hours = st.lists(st.builds(lambda day, span: OpeningPeriod(day, *span), st.integers(0, 6), _spans), max_size=6)
_markets = st.builds(
    MarketDays,
    st.sampled_from(Calendar),
    st.lists(st.integers(1, 31), min_size=1, unique=True).map(lambda days: tuple(sorted(days))),
    st.lists(_spans, max_size=3).map(tuple),
    st.booleans(),
)
_days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def place(hours: list[OpeningPeriod], market: MarketDays | None) -> Place:
    apart = [period for period in hours if not any(_overlap(period, other) for other in hours if other is not period)]
    room = Place(
        "510704102001", "铁炉村", Tier.VILLAGE, (), None, None, None, (), tuple(sorted(apart, key=_order)), (), True
    )
    return replace(room, market=market)


def _order(period: OpeningPeriod) -> tuple[int, time]:
    return period.weekday, period.start


def _overlap(one: OpeningPeriod, other: OpeningPeriod) -> bool:
    return one.weekday == other.weekday and one.start < other.end and other.start < one.end


@given(_hours, _markets, _days)
def test_periods_are_disjoint_and_in_order(hours: list[OpeningPeriod], market: MarketDays, day: date) -> None:
    """Each period ends after it begins, and not after the next one begins."""
    periods = periods_on(place(hours, market), day)

    assert all(start < end for start, end in periods)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(periods))


@given(_hours, _markets, _days)
def test_a_market_day_never_takes_hours_away(hours: list[OpeningPeriod], market: MarketDays, day: date) -> None:
    """What is open without the market is open with it, unless the place keeps market days alone; then only on those."""
    without, with_market = place(hours, None), place(hours, market)
    if market.only:
        assert not periods_on(with_market, day) or is_market_day(market, day)
        return
    for start, end in periods_on(without, day):
        assert any(first <= start and end <= last for first, last in periods_on(with_market, day))


@given(_hours, st.one_of(st.none(), _markets), _days)
def test_a_public_holiday_is_off(hours: list[OpeningPeriod], market: MarketDays | None, day: date) -> None:
    """No hours, no market: the house is shut."""
    assert not is_public_holiday(day) or periods_on(place(hours, market), day) == ()
