"""Which half hours can be booked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from helpdesk.clock import SHANGHAI
from helpdesk.directory import USUAL_HOURS
from helpdesk.errors import SlotUnavailable
from helpdesk.models import OpeningPeriod, Place, Tier
from helpdesk.slots import HORIZON_DAYS, check_bookable, parse_slot_id, slot_id, starts_on
from helpdesk.working_days import holiday_name, is_working_day

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)  # a Monday
ROOM = Place("510704102001", "铁炉村", Tier.VILLAGE, (), None, None, None, (), USUAL_HOURS, (), confirmed=False)
MARKET_DAYS = Place(
    "510704102002", "石桥村", Tier.VILLAGE, (), None, None, None, (),
    (OpeningPeriod(0, time(8, 15), time(9, 20)), OpeningPeriod(3, time(14), time(15))), (), confirmed=True,
)  # fmt: skip


def at(written: str) -> datetime:
    """A moment of local time."""
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works", "holiday"),
    [
        ("2026-12-07", True, None),
        ("2026-12-12", False, None),
        ("2026-10-01", False, "国庆节"),
        ("2026-10-07", False, None),
        ("2026-10-08", True, None),
        ("2026-10-10", True, None),
        ("2027-01-01", False, "元旦"),
    ],
)
def test_working_days(day: str, works: bool, holiday: str | None) -> None:
    """Weekends and public holidays are off; a Saturday that is worked in exchange is not."""
    found = is_working_day(date.fromisoformat(day)), holiday_name(date.fromisoformat(day))

    assert found[0] is works
    assert holiday is None or holiday in (found[1] or "")


@pytest.mark.parametrize(
    ("place", "day", "starts"),
    [
        (ROOM, "2026-12-08", "0900 0930 1000 1030 1100 1130 1400 1430 1500 1530 1600 1630"),
        (ROOM, "2026-12-12", ""),
        (ROOM, "2026-10-01", ""),
        (ROOM, "2026-10-10", "0900 0930 1000 1030 1100 1130 1400 1430 1500 1530 1600 1630"),
        (MARKET_DAYS, "2026-12-07", "0815 0845"),
        (MARKET_DAYS, "2026-12-08", ""),
        (MARKET_DAYS, "2026-12-10", "1400 1430"),
        (MARKET_DAYS, "2026-10-10", "0815 0845"),
    ],
)
def test_slots_are_whole_half_hours_inside_the_opening_hours(place: Place, day: str, starts: str) -> None:
    """No slot in the lunch break, on a day off, or over closing time; a shifted Saturday has a Monday's hours."""
    found = [f"{start:%H%M}" for start in starts_on(place, date.fromisoformat(day))]

    assert found == starts.split()


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("2026-12-04T10:00", "已经过去"),
        ("2026-12-07T09:30", "已经过去"),
        ("2026-12-07T10:30", "提前一个小时"),
        ("2026-12-12T10:00", "周末"),
        ("2027-01-01T10:00", "元旦"),
        ("2027-01-07T10:00", "30 天以内"),
        ("2026-12-08T12:00", "开放时间"),
        ("2026-12-08T10:15", "开放时间"),
        ("2026-12-08T17:00", "开放时间"),
        ("2026-12-08T03:00", "开放时间"),
    ],
)
def test_a_slot_that_cannot_be_booked_is_refused_with_the_reason(start: str, reason: str) -> None:
    """The citizen reads why: past, too soon, a day off, too far away, or closed."""
    with pytest.raises(SlotUnavailable, match=reason):
        check_bookable(ROOM, at(start), NOW)


@pytest.mark.parametrize("start", ["2026-12-07T11:00", "2026-12-07T14:00", "2026-12-08T09:00", "2027-01-06T16:30"])
def test_a_slot_between_lead_time_and_horizon_can_be_booked(start: str) -> None:
    """From an hour from now until the thirtieth day."""
    check_bookable(ROOM, at(start), NOW)

    assert NOW + timedelta(hours=1) <= at(start) < NOW + timedelta(days=HORIZON_DAYS + 1)


def test_a_slot_id_names_place_and_local_start() -> None:
    """An id is read back as what it was made of, whatever the time zone of the moment was."""
    start = at("2026-12-08T15:00")

    written = slot_id(ROOM.code, start.astimezone(tz=None))

    assert written == "510704102001-202612081500"
    assert parse_slot_id(written) == (ROOM.code, start)


@pytest.mark.parametrize(
    "written",
    ["", "x", "510704102001", "510704102001-202613081500", "510704102001-2026120815000", "铁炉村-202612081500"],
)
def test_what_is_no_slot_id_is_refused(written: str) -> None:
    """A button that was tampered with is a slot that does not exist."""
    with pytest.raises(SlotUnavailable):
        parse_slot_id(written)
