"""Choosing a time: free days and half hours as buttons, and what a spoken time leads to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from actions.desk import Desk
from actions.views import WEEKDAYS, Json, button
from helpdesk import appointments
from helpdesk.appointments import with_free_slot
from helpdesk.clock import SHANGHAI
from helpdesk.errors import SlotUnavailable
from helpdesk.models import Draft, Kind, Place, Slot
from helpdesk.slots import parse_slot_id
from helpdesk.working_days import is_working_day
from nlu.times import When, parse_when

_DAYS_SHOWN = 6
_DAYS_AHEAD = 14
_SLOTS_SHOWN = 12
_MOMENT = "%Y%m%d%H%M"


def ask_day(desk: Desk, place: Place, text: str = "", first: date | None = None, days: int = _DAYS_AHEAD) -> Draft:
    """Ask for day and time, with the next days that have free slots as buttons, of ``days`` days from ``first``, or today, on."""
    first = first or desk.clock.now().date()
    slots = appointments.free_slots(desk.db, desk.clock, desk.directory, place.code, first, days)
    free = list(dict.fromkeys(slot.start.date() for slot in slots))[:_DAYS_SHOWN]
    buttons = [button(day_name(day), f"day:{place.code}:{day:%Y%m%d}") for day in free]
    words = text or f"到{place.title}，您哪天方便？可以直接说，比如“明天下午三点”“下周二上午”。"
    if not free:
        words = f"{place.title}最近两周都约满了。可以等空位，一有人退就告诉您；也可以换一个地方。"
        seats = partial(with_free_slot, desk.db, desk.clock)
        above = next((p for p in desk.directory.serving(place.code, with_seats=seats) if p != place), None)
        nearby = [button(f"改去{above.title}", f"place:{above.code}")] if above else []
        buttons = [*nearby, button("有空位告诉我", f"wait:{place.code}"), button("换个地方", "book")]
    return Draft(Kind.BOOKING, words, {"buttons": [*buttons, button("不约了", "leave")]})


def offer_slots(desk: Desk, place: Place, day: date, text: str = "", beside: str = "") -> Draft:
    """The free slots of a day as buttons, after ``text`` and ``beside``; the next days, after ``text``, when it has none."""
    slots = appointments.free_slots(desk.db, desk.clock, desk.directory, place.code, day, days=1)
    if not slots:
        return ask_day(desk, place, f"{text or day_name(day) + '没有空的时段了。'}可以选下面这些天，或者说别的时间。")
    words = text + beside or f"{day_name(day)}有这些空的时段："
    return Draft(Kind.BOOKING, words, {"buttons": [*_slot_buttons(slots), button("换一天", f"book:{place.code}")]})


def day_offered(draft: Draft) -> str | None:
    """The one day whose slots a draft offers, as YYYYMMDD; None when it offers several days or none."""
    slots = [b["payload"] for b in draft.extras.get("buttons", []) if b["payload"].startswith("slot:")]
    return slots[0][-12:-4] if slots else None


def choose_slot(desk: Desk, place: Place, said: str, day: date | None = None) -> tuple[str | None, Draft | None]:
    """What a spoken time leads to: a free slot, or words that offer others; neither when no time was said.

    ``day`` is the day under discussion, for a time that is said without one.
    """
    when = read_time(place, said, desk.clock.now(), day)
    return (None, None) if when is None else _choose_or_offer(desk, place, when)


def read_time(place: Place | None, said: str, now: datetime, day: date | None = None) -> When | None:
    """The time that words to ``place`` name, by the calendar of working days; ``day`` is the day under discussion."""
    for name in (*place.parents, place.name) if place else ():
        said = said.replace(name, "，")  # a name may look like a time, or hide one
    return parse_when(said, now, day, is_working_day)


def spoken_wish(desk: Desk, said: str, place: Place | None = None) -> str | None:
    """The time that words name beside a place, or before one is known, kept for ``choose_wish``; None for none.

    A day that has passed belongs to what happened, and is no wish.
    """
    now = desk.clock.now()
    when = read_time(place, said, now)
    if when is None or when.end.date() < now.date():
        return None
    return f"{when.start:{_MOMENT}}-{when.end:{_MOMENT}}"


def choose_wish(desk: Desk, place: Place, wish: str) -> tuple[str | None, Draft | None]:
    """What a ``spoken_wish``, or a day as YYYYMMDD, leads to once the place is known: as ``choose_slot``."""
    first, _, last = wish.partition("-")
    start = datetime.strptime(first.ljust(12, "0"), _MOMENT).replace(tzinfo=SHANGHAI)
    end = datetime.strptime(last or f"{first}2359", _MOMENT).replace(tzinfo=SHANGHAI)
    return _choose_or_offer(desk, place, When(start, end, start == end))


def choose_slot_by_id(
    desk: Desk, place: Place, slot_id: str, conversation_id: str = ""
) -> tuple[str | None, Draft | None]:
    """A pressed slot, if it is this place's and still free, or held for the conversation; else words that offer others."""
    try:
        code, start = parse_slot_id(slot_id)
        if code != place.code:
            raise SlotUnavailable("这个时段是别的地方的，请重新选一个")
        appointments.check_slot(desk.db, desk.clock, place, start)
    except SlotUnavailable as error:
        return None, ask_day(desk, place, f"{error}。")
    free = appointments.free_slots(
        desk.db, desk.clock, desk.directory, place.code, start.date(), days=1, conversation_id=conversation_id
    )
    if any(slot.start == start for slot in free):
        return slot_id, None
    return None, offer_slots(desk, place, start.date(), "这个时段刚被约走了。", "同一天还有：")


def day_name(day: date) -> str:
    """12月8日（周二）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def slot_name(start: datetime) -> str:
    """12月8日（周二）15:00."""
    return f"{day_name(start.date())}{start:%H:%M}"


def _choose_or_offer(desk: Desk, place: Place, when: When) -> tuple[str | None, Draft | None]:
    try:
        return _choose(desk, place, when)
    except SlotUnavailable as error:
        today = desk.clock.now().date()
        if today <= when.day <= appointments.horizon(desk.db, desk.clock, place):
            return None, offer_slots(desk, place, when.day, f"{error}。", f"{day_name(when.day)}还有：")
        return None, ask_day(desk, place, f"{error}。可以选下面这些天，或者说别的时间。")


def _choose(desk: Desk, place: Place, when: When) -> tuple[str | None, Draft | None]:
    if when.end < desk.clock.now():
        raise SlotUnavailable("这个时间已经过去了，请选后面的时间")
    if when.end.date() > when.day:
        return None, _ask_among(desk, place, when.day, when.end.date())
    start = when.start if when.exact else datetime.combine(when.day, datetime.max.time(), when.start.tzinfo)
    free = appointments.free_slots(desk.db, desk.clock, desk.directory, place.code, when.day, days=1)
    fitting = [slot for slot in free if when.start <= slot.start <= when.end]
    if when.exact:
        exact = next((slot for slot in free if slot.start == start), None)
        if exact is not None:
            return exact.id, None
        appointments.check_slot(desk.db, desk.clock, place, start)
        return None, offer_slots(desk, place, when.day, f"{slot_name(start)}已经约满了。", "这天还有：")
    if not free:
        check_bookable_day(desk, place, when.day)
    if free and not fitting:
        return None, offer_slots(desk, place, when.day, "这段时间没有空的时段。", f"{day_name(when.day)}还有：")
    if len(fitting) < len(free):
        buttons = [*_slot_buttons(fitting), button("换一天", f"book:{place.code}")]
        return None, Draft(Kind.BOOKING, f"{day_name(when.day)}这段时间有：", {"buttons": buttons})
    return None, offer_slots(desk, place, when.day)


def check_bookable_day(desk: Desk, place: Place, day: date) -> None:
    """Why a whole day cannot be booked: a holiday, the past, too far away.

    Raises SlotUnavailable; returns for a day that is merely full.
    """
    periods = [p for p in place.hours if p.weekday == day.weekday()] or list(place.hours)
    last = max((p.end for p in periods), default=datetime.max.time())
    end = datetime.combine(day, last, SHANGHAI) - timedelta(minutes=30)
    appointments.check_slot(desk.db, desk.clock, place, end)


def _ask_among(desk: Desk, place: Place, first: date, last: date) -> Draft:
    """Ask for one of several days that were named together: 下周."""
    asked = max(first, desk.clock.now().date())
    days = (last - asked).days + 1
    if not appointments.free_slots(desk.db, desk.clock, desk.directory, place.code, asked, days):
        return ask_day(desk, place, "那几天没有空的时段了。可以选下面这些天，或者说别的时间。")
    return ask_day(desk, place, f"{day_name(asked)}到{day_name(last)}，您哪天方便？", asked, days)


def _slot_buttons(slots: list[Slot]) -> list[Json]:
    return [button(f"{slot.start:%H:%M}", f"slot:{slot.id}") for slot in slots[:_SLOTS_SHOWN]]
