"""How spoken times are read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from helpdesk.clock import SHANGHAI
from helpdesk.working_days import is_working_day
from nlu.times import is_only_time, parse_when

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
        ("明天差一刻十点", "2026-12-08 09:45"),
        ("十点差五分", "2026-12-07 09:55"),
        ("下午三点四十", "2026-12-07 15:40"),
        ("后天十点三刻", "2026-12-09 10:45"),
        ("后天下午四点过", "2026-12-09 16:00"),
        ("明儿晌午过后两点钟", "2026-12-08 14:00"),
        ("12.15上午9.30", "2026-12-15 09:30"),
        ("下午三点，后天嘛", "2026-12-09 15:00"),
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
        ("明儿", "2026-12-08", (0, 23)),
        ("吃了晌午饭明天来", "2026-12-08", (13, 17)),
        ("明天一大早", "2026-12-08", (7, 11)),
        ("明天下午两三点", "2026-12-08", (14, 15)),
        ("明天上午9点到11点", "2026-12-08", (9, 11)),
        ("下午三点以后", "2026-12-07", (15, 17)),
        ("15号", "2026-12-15", (0, 23)),
        ("3号", "2027-01-03", (0, 23)),
        ("31号", "2026-12-31", (0, 23)),
        ("月底", "2026-12-31", (0, 23)),
        ("再过五天", "2026-12-12", (0, 23)),
        ("一个星期后", "2026-12-14", (0, 23)),
        ("一个月以后", "2027-01-07", (0, 23)),
        ("下下周一", "2026-12-21", (0, 23)),
        ("星期一", "2026-12-07", (0, 23)),
        ("12-10", "2026-12-10", (0, 23)),
        ("周末", "2026-12-12", (0, 23)),
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
        ("上个月20号", "2026-11-20"),
        ("大前天", "2026-12-04"),
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
    [
        "",
        "算了",
        "我想咨询离婚",
        "王大明",
        "13812345678",
        "铁炉村",
        "2027年2月29日",
        "？？？",
        "😀",
        "早点",
        "过两天再说",
        "一点都不懂",
        "三号楼",
        "2栋3单元",
        "我等了三天了",
        "两周一个疗程",
        "王国庆",
        "以后再说",
        "每天上午都行",
        "0816-2345678",
        "1-2天",
        "3-4万块",
        "前儿媳妇",
        "2月30号",
        "哪天都得行",
        "他读初三",
        "60日内要申请",
    ],
)
def test_words_without_a_time_hold_none(said: str) -> None:
    """Names, numbers, places and days that do not exist are not taken for a time."""
    assert parse_when(said, NOW) is None


def test_on_the_last_day_of_the_year_tomorrow_is_next_year() -> None:
    """The turn of the year is crossed."""
    when = parse_when("明天下午三点", datetime(2026, 12, 31, 10, tzinfo=SHANGHAI))

    assert when is not None
    assert f"{when.start:%Y-%m-%d %H:%M %z}" == "2027-01-01 15:00 +0800"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("周三我要赶场，周四上午来", "2026-12-10 07:00"),
        ("明天不得行后天来嘛", "2026-12-09 00:00"),
        ("不是后天，大后天上午", "2026-12-10 07:00"),
        ("不要明天，后天来", "2026-12-09 00:00"),
        ("明天上午没空，下午来", "2026-12-08 13:00"),
        ("本来说明天的，改成礼拜六上午九点嘛", "2026-12-12 09:00"),
        ("不是周三，是周四", "2026-12-10 00:00"),
        ("后天下午三点，哦不，大后天", "2026-12-10 15:00"),
        ("周三来不到，第二天来嘛", "2026-12-10 00:00"),
        ("礼拜一到礼拜五我都要上班，礼拜六可以不", "2026-12-12 00:00"),
        ("上周三被车撞了，想约明天上午", "2026-12-08 07:00"),
        ("明天早上七点的班车，九点才到得到", "2026-12-08 09:00"),
        ("后天早上我八点下夜班，十点钟得行不", "2026-12-09 10:00"),
        ("明天下午我从三台过来，四点左右", "2026-12-08 16:00"),
        ("明天上午没空，三点来", "2026-12-08 15:00"),
        ("昨天晚上打的，明天九点来", "2026-12-08 09:00"),
    ],
)
def test_the_time_that_is_wished_for_is_told_from_the_others(said: str, meant: str) -> None:
    """A day on which somebody cannot come, one that was taken back and one that is told of are not the wish."""
    when = parse_when(said, NOW)

    assert when is not None
    assert f"{when.start:%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    "said", ["我今天被打了，想约个时间", "去年修路占了我家的地", "娃儿12月3号出生的", "明天要上班"]
)
def test_a_day_of_which_something_is_told_is_no_wish(said: str) -> None:
    """When nothing but such a day is named, the form asks."""
    assert parse_when(said, NOW) is None


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_is_the_next_one_to_come(weekday: int) -> None:
    """On whatever day it is said: today or one of the next six, and with 下 the one of next week."""
    for passed in range(7):
        now = NOW + timedelta(days=passed)
        bare, next_week = (parse_when(f"{which}周{'一二三四五六日'[weekday]}", now) for which in ("", "下"))

        assert bare is not None
        assert next_week is not None
        assert (bare.day.weekday(), 0 <= (bare.day - now.date()).days < 7) == (weekday, True)
        assert next_week.day == now.date() + timedelta(days=7 - now.date().weekday() + weekday)


def test_a_weekday_whose_hour_has_passed_is_next_week() -> None:
    """周一上午, said on Monday afternoon."""
    when = parse_when("周一上午", NOW.replace(hour=15))

    assert when is not None
    assert str(when.day) == "2026-12-14"


@pytest.mark.parametrize(
    ("said", "now", "day"),
    [
        ("国庆收假第一天上班", "2026-09-28", "2026-10-08"),
        ("国庆收假第一天上班", "2026-10-03", "2026-10-08"),
        ("国庆前一天", "2026-09-28", "2026-09-30"),
        ("元旦第二天", "2026-12-30", "2027-01-02"),
        ("元旦节后第一天上班的时候", "2026-12-30", "2027-01-04"),
        ("元旦过后的第一个星期一", "2026-12-30", "2027-01-04"),
        ("下个工作日", "2026-09-30", "2026-10-08"),
        ("清明节", "2027-03-01", "2027-04-05"),
        ("端午", "2027-03-01", "2027-06-09"),
        ("除夕", "2027-01-29", "2027-02-05"),
        ("大年初八", "2027-01-29", "2027-02-13"),
        ("初八上午", "2027-01-29", "2027-02-13"),
        ("腊月初八", "2026-12-24", "2027-01-15"),
        ("正月十六", "2027-01-29", "2027-02-21"),
        ("农历冬月廿三", "2026-12-24", "2026-12-31"),
    ],
)
def test_feasts_and_lunar_days_follow_the_calendar(said: str, now: str, day: str) -> None:
    """With the holidays and shifted days of the year, whichever side of the feast one stands on."""
    when = parse_when(said, datetime.fromisoformat(f"{now}T10:00+08:00"), works=is_working_day)

    assert when is not None
    assert str(when.day) == day


@pytest.mark.parametrize(
    ("said", "day"), [("往后推一天", "2026-12-10"), ("提前一天", "2026-12-08"), ("推迟一周", "2026-12-16")]
)
def test_a_shift_goes_on_from_the_day_under_discussion(said: str, day: str) -> None:
    """Moving an appointment of the 9th; without a day under discussion a shift says nothing."""
    when = parse_when(said, NOW, date(2026, 12, 9))

    assert when is not None
    assert str(when.day) == day
    assert parse_when(said, NOW) is None


def test_next_week_is_all_its_days() -> None:
    """Without a weekday it is no day yet, and the form asks for one."""
    when = parse_when("下周", NOW)

    assert when is not None
    assert (str(when.start.date()), str(when.end.date())) == ("2026-12-14", "2026-12-20")


def test_every_date_is_read_back() -> None:
    """Each day of the coming year, written in the ways that people write a date, is that day."""
    numerals = ["", *"一二三四五六七八九十", *(f"十{n}" for n in "一二三四五六七八九"), "二十",
                *(f"二十{n}" for n in "一二三四五六七八九"), "三十", "三十一"]  # fmt: skip
    for ahead in range(365):
        day = NOW.date() + timedelta(days=ahead)
        for written in (
            f"{day.month}月{day.day}号", f"{day.month}月{day.day}日上午", f"{numerals[day.month]}月{numerals[day.day]}号",
            f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}",
        ):  # fmt: skip
            when = parse_when(f"我{written}来", NOW)

            assert when is not None, written
            assert when.day == day, written


def test_every_half_hour_is_read_back() -> None:
    """Each half hour of the office's day, in figures and in words, before and after noon."""
    for hour in range(8, 18):
        for minute in (0, 30):
            spoken = "一二三四五六七八九"[hour - 13] if hour > 12 else ["八", "九", "十", "十一", "十二"][hour - 8]
            half = "半" if minute else ""
            part = "上午" if hour < 12 else "中午" if hour == 12 else "下午"
            for written in (
                f"{hour}:{minute:02}",
                f"{part}{spoken}点{half}",
                f"{hour}点{half}",
                f"{part}{(hour - 1) % 12 + 1}:{minute:02}",
            ):
                when = parse_when(f"明天{written}", NOW)

                assert when is not None, written
                assert (f"{when.start:%H:%M}", when.exact) == (f"{hour:02}:{minute:02}", True), written


@pytest.mark.parametrize(
    "said",
    [
        "明天",
        "三点半",
        "改成后天上午",
        "还是明天下午三点吧",
        "下周二上午可以不",
        "初八上午",
        "周三上午来",
        "下午三点嘛",
        "两三点",
    ],
)
def test_nothing_but_a_time_is_known(said: str) -> None:
    """Such an answer moves the appointment, whatever the form asks for."""
    assert is_only_time(said)


@pytest.mark.parametrize(
    "said", ["", "15", "半年", "三个月工资", "王一天", "周天明", "明天我要离婚", "上周被打了", "王国庆"]
)
def test_a_matter_or_a_name_is_not_only_a_time(said: str) -> None:
    """They are taken for what was asked."""
    assert not is_only_time(said)
