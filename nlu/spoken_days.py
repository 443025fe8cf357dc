"""Days that are to come, as people name them: 明儿, 下周二, 礼拜六, 12月15号, 8号, 过三天, 月底, 初八, 国庆收假第一天."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nlu.feasts import FEAST, LUNAR_DAY, feast_after, lunar_day_after
from nlu.numerals import NUMBER, number

Works = Callable[[date], bool]
"""Whether offices work on a day."""

_NEAR = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3, "外后": 3, "万": 3}
_WEEKDAYS = (
    {c: n for n, c in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5} | {str(n): n - 1 for n in range(1, 8)}
)
_WEEK = r"(?:周|星期|礼拜)"
_NUMERALS = "一二两三四五六七八九十"
_LONGEST_FEAST = timedelta(days=8)
_SOON = timedelta(days=31)

_NEAR_DAY = re.compile(
    r"(?P<near>大前|大后|外后|昨|今|(?<![以之先目午从])前|明|(?<![以之先午过])后)(?:[天日](?!数|气预)|儿(?![子媳女童]))"
    rf"|(?<![{_NUMERALS}\d几])(?P<far>万)天|明后[两]?天"
)
_NEXT_DAY = re.compile(r"(?<=[,。!;\s不到空行事了])(?:第二天|隔天|次日)")
_SHIFT = re.compile(
    rf"(?:(?P<later>往后|[推延]后|推迟|延迟|晚)|往前|提前|提早|早)(?:推|挪|延|移|来)?(?P<n>{NUMBER})个?(?P<unit>天|{_WEEK}|月)(?![前到内])"
)
_WEEKDAY = re.compile(
    rf"(?<![每叫姓])(?:(?P<which>上上|下下|再下|上|下|这|本)一?个?)?(?:(?<![{_NUMERALS}\d几半每])周|星期|礼拜)"
    r"(?P<weekday>[一二三四五六日天末1-7])(?!个|\d)"
)
_WHOLE_WEEK = re.compile(rf"(?P<which>上上|下下|上|下)一?个?{_WEEK}(?![一二三四五六日天末1-7岁])")
_DATE = re.compile(
    rf"(?:(?P<year>20\d\d|\d\d)年|(?P<said_year>今年|明年|去年|前年)的?)?(?<!\d)(?P<month>{NUMBER})月份?(?P<day>{NUMBER})"
    rf"[日号]?(?![{_NUMERALS}\d月天个万千百块元次年周])"
)
_PLAIN = re.compile(
    r"(?<![\d.])(?:(?P<year>20\d\d)[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})|(?P<y8>20\d\d)(?P<m8>[01]\d)(?P<d8>[0-3]\d)"
    r"|(?P<m>1[0-2]|0?[1-9])(?P<mark>[-./])(?P<d>[12]\d|3[01]|0?[1-9]))(?![\d.%万千百元块米亩天个点小年倍成折人次分])[日号]?"
)
_DAY_OF_MONTH = re.compile(
    rf"(?:(?P<months>下下|下|这|本|上)一?个?月的?)?(?<![{_NUMERALS}\d路街巷道第组.年])(?P<day>{NUMBER})[号日]"
    r"(?!线|楼|院|门|店|桌|房|单元|文|台|机|车|令|码|子|仓|牌|内|之内|以内)"
)
_MONTH_END = re.compile(
    rf"(?:(?P<months>下下|下|这|本)一?个?月|(?P<month>{NUMBER})月份?|(?<!个)月)的?(?:底|末|最后一天)(?:的?最后一天)?"
)
_INTERVAL = re.compile(
    rf"(?:过|等|隔)上?(?!两[天个])(?P<n1>{NUMBER}|半)个?(?P<u1>天|{_WEEK}|月)(?:以后|之后|过后|后)?(?![内前了没都还{_NUMERALS}])"
    rf"|(?<![了过的差前{_NUMERALS}\d])(?P<n2>{NUMBER}|半)个?(?P<u2>天|{_WEEK}|月)[以之过]?后(?!悔)"
)
_WORKING_DAY = re.compile(r"(?:下一?个|最近的?一?个?|第一个)工作日")
_LUNAR_DAY = re.compile(LUNAR_DAY)
_FEAST = re.compile(
    rf"(?P<feast>{FEAST})(?:(?P<eve>前一天|头一?天|前夕)|(?P<before>之前|以前|前)"
    r"|(?:假期?|长假)?的?(?:(?P<over>过后|以后|之后|收假|放完假?|结束|过完|完了?|后)的?)?"
    rf"(?:[第头](?P<nth>{NUMBER})个?(?P<what>天|{_WEEK}[一二三四五六日天]|工作日))?"
    r"(?P<work>[那的]?天?(?:上班|开门|开工)(?![不吗没]))?)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A stretch of a text, ``start`` to ``end``, and the days it names: one, or from ``first`` to ``last``.

    ``first`` is None for a day that does not exist (2月30号); ``weekly`` says that it is the next weekday of its name.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    weekly: bool


@dataclass(slots=True)
class _Seen:
    """From where days are seen: today, the calendar, and the day that was named last, or is under discussion."""

    today: date
    works: Works
    before: date | None


def spoken_days(text: str, today: date, works: Works, discussed: date | None = None) -> Iterator[Day]:
    """The days that ``text`` names, in its order. A date without a year, a day of the month and a weekday are the next ones
    to come, today included. 第二天 and 往后推一天 go on from the day named before, at first the one ``discussed``.
    """
    position, seen = 0, _Seen(today, works, discussed)
    while position < len(text):
        for pattern, read in _READERS:
            found = pattern.match(text, position)
            days = read(found, seen) if found else None
            if found and days is not None:
                seen.before = days[0] or seen.before
                yield Day(position, found.end(), *days, weekly=read is _weekday and not found["which"])
                position = found.end() - 1
                break
        position += 1


_Span = tuple[date | None, date | None]


def _near(found: re.Match[str], seen: _Seen) -> _Span:
    return _one(seen.today + timedelta(days=_NEAR[found["near"] or found["far"] or "明"]))


def _next_day(_: re.Match[str], seen: _Seen) -> _Span:
    return _one((seen.before or seen.today) + timedelta(days=1))


def _shift(found: re.Match[str], seen: _Seen) -> _Span | None:
    if seen.before is None:
        return None
    days = number(found["n"]) * {"天": 1, "月": 30}.get(found["unit"], 7)
    return _one(seen.before + timedelta(days=days if found["later"] else -days))


def _weekday(found: re.Match[str], seen: _Seen) -> _Span:
    which, weekday = (found["which"] or "").replace("再下", "下下"), _WEEKDAYS[found["weekday"]]
    monday = seen.today - timedelta(days=seen.today.weekday())
    if weeks := which.count("下") - which.count("上"):
        return _one(monday + timedelta(days=7 * weeks + weekday))
    return _one(seen.today + timedelta(days=(weekday - seen.today.weekday()) % 7))


def _whole_week(found: re.Match[str], seen: _Seen) -> _Span:
    monday = seen.today - timedelta(days=seen.today.weekday())
    first = monday + timedelta(days=7 * (found["which"].count("下") - found["which"].count("上")))
    return first, first + timedelta(days=6)


def _date(found: re.Match[str], seen: _Seen) -> _Span:
    month, day = number(found["month"]), number(found["day"])
    if found["year"]:
        return _one(_exists(int(found["year"]) % 100 + 2000, month, day))
    if found["said_year"]:
        return _one(
            _exists(seen.today.year + {"今": 0, "明": 1, "去": -1, "前": -2}[found["said_year"][0]], month, day)
        )
    return _one(_next_date(month, day, seen.today))


def _plain(found: re.Match[str], seen: _Seen) -> _Span | None:
    year, month, day = (found[a] or found[b] for a, b in (("year", "y8"), ("month", "m8"), ("day", "d8")))
    if year:
        return _one(_exists(int(year), int(month), int(day)))
    coming = _next_date(int(found["m"]), int(found["d"]), seen.today)
    if found["mark"] == "." and (coming is None or coming - seen.today > _SOON):
        return None  # half past nine, rather than a day in nine months
    return _one(coming)


def _day_of_month(found: re.Match[str], seen: _Seen) -> _Span:
    day, months = number(found["day"]), found["months"] or ""
    if months:
        return _one(_in_month(seen.today, months.count("下") - months.count("上"), day))
    coming = (_in_month(seen.today, ahead, day) for ahead in range(3))
    return _one(next((tried for tried in coming if tried and tried >= seen.today), None))


def _month_end(found: re.Match[str], seen: _Seen) -> _Span:
    if found["month"]:
        month = number(found["month"])
        if not 1 <= month <= 12:
            return None, None
        first = date(seen.today.year + (month < seen.today.month), month, 1)
    else:
        first = _month(seen.today, (found["months"] or "").count("下"))
    return _one(first.replace(day=calendar.monthrange(first.year, first.month)[1]))


def _interval(found: re.Match[str], seen: _Seen) -> _Span:
    written, unit = found["n1"] or found["n2"], found["u1"] or found["u2"]
    if written == "半":
        return _one(seen.today + timedelta(days=15)) if unit == "月" else (None, None)
    if unit != "月":
        return _one(seen.today + timedelta(days=number(written) * (1 if unit == "天" else 7)))
    first = _month(seen.today, number(written))
    return _one(first.replace(day=min(seen.today.day, calendar.monthrange(first.year, first.month)[1])))


def _working_day(_: re.Match[str], seen: _Seen) -> _Span:
    return _one(_next_working(seen.today, seen.works))


def _lunar_day(found: re.Match[str], seen: _Seen) -> _Span:
    return _one(lunar_day_after(found["lunar_month"], found["lunar_day"] or found["bare_lunar_day"], seen.today))


def _feast(found: re.Match[str], seen: _Seen) -> _Span:
    if found["before"]:
        return None, None
    after = found["over"] or found["work"]
    feast = feast_after(found["feast"], seen.today - _LONGEST_FEAST if after else seen.today)
    if found["eve"]:
        return _one(feast - timedelta(days=1))
    nth, what = number(found["nth"] or "1"), found["what"] or ""
    if what.startswith(("周", "星", "礼")):
        return _one(feast + timedelta(days=1 + (_WEEKDAYS[what[-1]] - feast.weekday() - 1) % 7 + 7 * (nth - 1)))
    if not after and what != "工作日":
        return _one(feast + timedelta(days=nth - 1))
    day = feast
    for _ in range(nth):
        day = _next_working(day, seen.works)
    return _one(day)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Seen], _Span | None]], ...] = (
    (_FEAST, _feast),
    (_NEAR_DAY, _near),
    (_NEXT_DAY, _next_day),
    (_SHIFT, _shift),
    (_WEEKDAY, _weekday),
    (_WHOLE_WEEK, _whole_week),
    (_LUNAR_DAY, _lunar_day),
    (_MONTH_END, _month_end),
    (_DATE, _date),
    (_PLAIN, _plain),
    (_DAY_OF_MONTH, _day_of_month),
    (_INTERVAL, _interval),
    (_WORKING_DAY, _working_day),
)


def _one(day: date | None) -> _Span:
    return day, day


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_date(month: int, day: int, today: date) -> date | None:
    return next((d for year in (0, 1) if (d := _exists(today.year + year, month, day)) and d >= today), None)


def _month(today: date, ahead: int) -> date:
    """The first day of the month that is ``ahead`` months from today's."""
    months = today.year * 12 + today.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)


def _in_month(today: date, ahead: int, day: int) -> date | None:
    first = _month(today, ahead)
    return _exists(first.year, first.month, day)


def _next_working(day: date, works: Works) -> date:
    return next(tried for n in range(1, 30) if works(tried := day + timedelta(days=n)))
