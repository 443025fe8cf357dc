"""How spoken times are read."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from helpdesk.clock import SHANGHAI
from nlu.times import parse_when

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)  # a Monday


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("明天下午三点", "2026-12-08 15:00"),
        ("明天三点", "2026-12-08 15:00"),
        ("明天14:00", "2026-12-08 14:00"),
        ("明早九点", "2026-12-08 09:00"),
        ("大后天早上九点", "2026-12-10 09:00"),
        ("周五下午两点半", "2026-12-11 14:30"),
        ("12月9日上午十点", "2026-12-09 10:00"),
        ("今天下午四点", "2026-12-07 16:00"),
        ("三点半", "2026-12-07 15:30"),
        ("那就约明天上午十点嘛", "2026-12-08 10:00"),
    ],
)
def test_a_clock_time_is_exact(said: str, start: str) -> None:
    """A time of the clock is one moment; three o'clock without more is in the afternoon, when offices are open."""
    when = parse_when(said, NOW)

    assert when is not None
    assert (f"{when.start:%Y-%m-%d %H:%M}", when.exact) == (start, True)


@pytest.mark.parametrize(
    ("said", "day", "hours"),
    [
        ("下周二上午", "2026-12-15", (7, 11)),
        ("后天上午", "2026-12-09", (7, 11)),
        ("明天下午", "2026-12-08", (13, 17)),
        ("明天", "2026-12-08", (0, 23)),
        ("这周五", "2026-12-11", (0, 23)),
        ("下周二", "2026-12-15", (0, 23)),
        ("礼拜三", "2026-12-09", (0, 23)),
        ("外后天", "2026-12-10", (0, 23)),
        ("后天晌午", "2026-12-09", (12, 13)),
        ("12月9号", "2026-12-09", (0, 23)),
        ("十二月九号", "2026-12-09", (0, 23)),
        ("下个月3号", "2027-01-03", (0, 23)),
    ],
)
def test_a_day_or_half_a_day_is_a_span(said: str, day: str, hours: tuple[int, int]) -> None:
    """Without a time of the clock the wish is a span, out of which a free slot is offered."""
    when = parse_when(said, NOW)

    assert when is not None
    assert (str(when.day), (when.start.hour, when.end.hour), when.exact) == (day, hours, False)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("昨天", "2026-12-06"),
        ("上周三", "2026-12-02"),
        ("2026年12月1日", "2026-12-01"),
        ("元旦", "2027-01-01"),
        ("1月5号", "2027-01-05"),
        ("国庆节", "2027-10-01"),
        ("12月1日", "2027-12-01"),
    ],
)
def test_past_days_stay_past_unless_a_date_comes_again(said: str, day: str) -> None:
    """What is plainly over is read as over; a date or feast without a year means the next one."""
    when = parse_when(said, NOW)

    assert when is not None
    assert str(when.day) == day


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("三点半", "2026-12-09 15:30"),
        ("15:00", "2026-12-09 15:00"),
        ("上午十点", "2026-12-09 10:00"),
        ("那就九点半", "2026-12-09 09:30"),
        ("下午", "2026-12-09 13:00"),
        ("明天三点", "2026-12-08 15:00"),
        ("下周二上午", "2026-12-15 07:00"),
    ],
)
def test_a_time_without_a_day_is_on_the_day_under_discussion(said: str, start: str) -> None:
    """After the slots of the 9th were shown, half past three is on the 9th; a day that is named goes before that."""
    when = parse_when(said, NOW, date(2026, 12, 9))

    assert when is not None
    assert f"{when.start:%Y-%m-%d %H:%M}" == start


@pytest.mark.parametrize(
    "said",
    ["", "算了", "我想咨询离婚", "王大明", "13812345678", "铁炉村", "2027年2月29日", "？？？", "😀", "早点"],
)
def test_words_without_a_time_hold_none(said: str) -> None:
    """Names, numbers, places and days that do not exist are not taken for a time."""
    assert parse_when(said, NOW) is None


def test_on_the_last_day_of_the_year_tomorrow_is_next_year() -> None:
    """The turn of the year is crossed."""
    when = parse_when("明天下午三点", datetime(2026, 12, 31, 10, tzinfo=SHANGHAI))

    assert when is not None
    assert f"{when.start:%Y-%m-%d %H:%M %z}" == "2027-01-01 15:00 +0800"
