"""Which times a place can be booked for: opening hours, working days, closures, lead time and horizon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from helpdesk.appointment_models import Rota
from helpdesk.clock import SHANGHAI
from helpdesk.errors import SlotUnavailable
from helpdesk.models import Place
from helpdesk.opening import periods_on
from helpdesk.working_days import holiday_name, is_working_day

USUAL = Rota()
"""What holds where a place has set nothing: half an hour each, an hour ahead at least, thirty days at most."""
LENGTH, LEAD_TIME, HORIZON_DAYS = USUAL.length, USUAL.lead, USUAL.horizon_days

_ID = re.compile(r"(\d{12})-(\d{12})")


def slot_id(place_code: str, start: datetime) -> str:
    """``510704102001-202612081500``: the place and the local start, short enough for a Telegram button."""
    return f"{place_code}-{start.astimezone(SHANGHAI):%Y%m%d%H%M}"


def parse_slot_id(written: str) -> tuple[str, datetime]:
    """Place code and start of a slot.

    Raises SlotUnavailable when it is not a slot's id.
    """
    found = _ID.fullmatch(written)
    try:
        if found:
            return found[1], datetime.strptime(found[2], "%Y%m%d%H%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        pass
    raise SlotUnavailable("没有这个时段，请重新选一个")


def starts_on(place: Place, day: date, length: timedelta = LENGTH) -> Iterator[datetime]:
    """The slots' starts on ``day``, whatever the time is now; none on a day off."""
    for opens, closes in periods_on(place, day):
        start, end = _at(day, opens), _at(day, closes)
        while start + length <= end:
            yield start
            start += length


def check_bookable(place: Place, start: datetime, now: datetime, rota: Rota = USUAL) -> None:
    """Whether a slot of this place that starts at ``start`` may be booked at ``now``.

    Raises SlotUnavailable with the reason.
    """
    day = start.astimezone(SHANGHAI).date()
    if start < now:
        raise SlotUnavailable("这个时间已经过去了，请选后面的时间")
    if start < now + rota.lead:
        raise SlotUnavailable(f"时间太紧了，至少要提前{_long(rota.lead)}预约")
    if day > now.astimezone(SHANGHAI).date() + timedelta(days=rota.horizon_days):
        raise SlotUnavailable(f"只能预约 {rota.horizon_days} 天以内的时间")
    check_open(place, start, rota)


def check_open(place: Place, start: datetime, rota: Rota = USUAL) -> None:
    """Whether the place sees people at ``start``, however near or far that is.

    Raises SlotUnavailable with the reason.
    """
    day = start.astimezone(SHANGHAI).date()
    starts = set(starts_on(place, day, rota.length))
    if not starts and not is_working_day(day):
        reason = holiday_name(day) if day.weekday() < 5 or holiday_name(day) else "周末"
        raise SlotUnavailable(f"{day.month}月{day.day}日是{reason or '休息日'}，不上班，请换一天")
    if start not in starts:
        raise SlotUnavailable("这个时间不在开放时间里，请换一个时段")
    if (closure := rota.closure_at(start)) is not None:
        raise SlotUnavailable(f"那个时间{place.title}不开门（{closure.why}），请换一个时间")


def _long(lead: timedelta) -> str:
    minutes = lead // timedelta(minutes=1)
    return "一个小时" if minutes == 60 else f" {minutes // 60} 小时" if minutes % 60 == 0 else f" {minutes} 分钟"


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)
