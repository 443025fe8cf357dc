"""When a place is open: opening hours, working days with shifted days, market days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Protocol

from borax.calendars.lunardate import LunarDate

from helpdesk.clock import SHANGHAI
from helpdesk.models import OpeningPeriod
from helpdesk.place_models import Calendar, MarketDays
from helpdesk.working_days import is_public_holiday, is_working_day

Periods = tuple[tuple[time, time], ...]


class HasHours(Protocol):
    """Opening hours by weekday, and market days."""

    @property
    def hours(self) -> tuple[OpeningPeriod, ...]: ...
    @property
    def market(self) -> MarketDays | None: ...


def periods_on(place: HasHours, day: date) -> Periods:
    """When the place is open on ``day``: local times, in order, apart from each other; empty when it is closed.

    A public holiday is off, whatever else it is. A weekend day that is worked in exchange for one has the hours that
    the place keeps on such a day at all, or else a Monday's. Market days are open at the weekend too.
    """
    if is_public_holiday(day):
        return ()
    market = place.market
    if market is None:
        return _ordinary(place, day)
    if not is_market_day(market, day):
        return () if market.only else _ordinary(place, day)
    weekday = day.weekday() if day.weekday() < 5 else 0
    held = market.periods or _of_weekday(place, weekday)
    return _joined(held if market.only else [*held, *_ordinary(place, day)])


def is_open(place: HasHours, moment: datetime) -> bool:
    """Whether the place is open at ``moment``; at the minute that a period ends it is closed."""
    local = moment.astimezone(SHANGHAI)
    return any(start <= local.time() < end for start, end in periods_on(place, local.date()))


def is_market_day(market: MarketDays, day: date) -> bool:
    """Whether a market is held on ``day``. The lunar calendar is known for 1900 to 2100."""
    of_month = day.day if market.calendar is Calendar.SOLAR else LunarDate.from_solar(day).day
    return of_month in market.days


def _ordinary(place: HasHours, day: date) -> Periods:
    own = _of_weekday(place, day.weekday())
    return own or _of_weekday(place, 0) if is_working_day(day) and day.weekday() >= 5 else own


def _of_weekday(place: HasHours, weekday: int) -> Periods:
    return tuple((period.start, period.end) for period in place.hours if period.weekday == weekday)


def _joined(periods: Iterable[tuple[time, time]]) -> Periods:
    """The periods in order, those that touch or overlap as one."""
    found: list[tuple[time, time]] = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
