"""Expressions of time: 明天下午三点, 下周二上午, 12月9号, 明天不得行后天来.

``spoken_days`` and ``clock_times`` read the words for a day and for a time; here they are put together, and what is not the wish
(a day on which somebody cannot come, a day of which something is told) is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from nlu.clock_times import Clock, clock_times
from nlu.spoken_days import Day, Works, spoken_days

_LAST_SECOND = time(23, 59, 59)
_SAID_DIFFERENTLY = ((re.compile(r"([今明昨后])([早晚])[上晨]?(?![饭婚])"), r"\1天\2上"), (re.compile("响午"), "晌午"))
_ASKS = re.compile(r"得行不得行|得不得行|行不行|得行不|可不可以|能不能|方不方便|有没有空|有空没得")
_CANNOT = re.compile(
    r"没空|没得空|不得空|不空|没时间|没得时间|不得行|不行|不可以|不能来|来不了|来不到|去不了|去不到|不来|不去|不约|不方便|有点?些?事|人太?多|走不开|走不脱|"
    r"请不到假|(?<![帮不])忙|放假|关门|不开门|休息|再[说看]|到时候|起不来|赶[场集](?![^,。]*[来到约])|"
    r"要(?:去)?(?:上[班课]|开[会庭车]|看病|住院|干活|打工|出[门差]|走人户|[带接送](?:娃|孙|学生|货|饭)|[收打栽][麦谷秧]|值班|加班)"
)
_REFUSED = re.compile(r"(?:不要|不是|除了|莫|别|不约|不想|不在)$")
_INSTEAD = re.compile(r"[说写搞]错|[改换挪推][成到为在]|改|还是|哦不|不对|应该|(?<!不)是$|不如|要不|(?:^|,)不,")
_COMING = re.compile(r"(?<!回)来|[过走]来|去|约|到[你那]|可以|得行|要得|方便|(?<!才)有空|行")
_ARRIVES = re.compile(r"(?<!回)来|到(?!家|[下上]|\d)|约|可以|得行|要得")
_ANY_DAY = re.compile(r"哪天|[每天]天|随便|任何|平时|一般|[这几]几?[几两]天|最近|赶[场集]天|逢")
_SAME_TIME = re.compile(r"同[样一]?个?(?:时间|点|钟)|时间(?:不变|一样)|哦不|不对|[说写搞]错")
_JOINS = re.compile(r"\s*(?:到|至|[-~—、,/]|和|跟|或者?|或是|还有|还是)*\s*")
_TOLD = re.compile(r"被|遭|已经|[打骂撞摔伤偷抢骗拿借签离辞扣收砸咬]了|[打来去问]过|出生|生的")
_FILLER = re.compile(
    r"还是|那|就|要不|我|想|[改换约定推挪][成到在为]?|[过走]?来|到|去|[吧嘛哈哦呢嗯的,。!?、~\s\0-]|好了|得行不?|要得不?|行不?|可以[吗不]?|左右|大概|前后|样子|或者?|和"
)
_ANY_DATE = date(2024, 1, 1)  # which words are a day does not hang on it
_LONG_UNTIL = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class When:
    """A wish for a time: from ``start`` to ``end``; ``exact``, and both the same, when a clock time was named."""

    start: datetime
    end: datetime
    exact: bool

    @property
    def day(self) -> date:
        """The day it begins on."""
        return self.start.date()


@dataclass(frozen=True, slots=True)
class _Wish:
    """A day, None before the first one, with the time beside it; ``instead`` of what was said before; ``coming`` when the words
    beside it say so; or ``dropped``. One that ``joins`` is said in one breath with the day before: 周一到周五都可以.
    """

    day: Day | None
    clock: Clock | None
    instead: bool
    coming: bool
    dropped: bool
    joins: bool


def offices_work(day: date) -> bool:
    """Whether ``day`` is a weekday, for where no calendar of holidays is at hand."""
    return day.weekday() < 5


def parse_when(text: str, now: datetime, day: date | None = None, works: Works = offices_work) -> When | None:
    """The time that ``text`` wishes for, seen from ``now``; None when it names none.

    A time without a day (三点半) is meant on ``day``, the day under discussion, or else today. Working days (节后第一天上班) are
    those for which ``works`` holds. What is plainly over is read as over.
    """
    said = _plain(text)
    leading, *wishes = _wishes(said, list(spoken_days(said, now.date(), works, day)), now.date())
    if not wishes:
        return None if leading.dropped or leading.clock is None else _when(day or now.date(), None, leading.clock, now)
    wish = _chosen(wishes, now.date())
    if wish is None or wish.day is None or wish.day.first is None:
        return None
    clock = wish.clock or (None if leading.dropped else leading.clock)
    if clock is None and _SAME_TIME.search(said):
        clock = next((other.clock for other in reversed(wishes) if other.clock), None)
    first = wish.day.first
    if wish.day.weekly and first == now.date() and clock and clock.last < now.time():
        return _when(first + timedelta(days=7), None, clock, now)
    return _when(first, wish.day.last, clock, now)


def is_only_time(text: str) -> bool:
    """Whether words name a time and nothing else: 明天, 三点半, 改成后天上午可以不. No matter and no name looks like one."""
    said = _plain(text)
    named = [*spoken_days(said, _ANY_DATE, offices_work)]
    rest = _without(said, named)
    clocks = clock_times(rest)
    return bool(named or clocks) and not _FILLER.sub("", _without(rest, clocks))


def _plain(text: str) -> str:
    said = unicodedata.normalize("NFKC", text)
    for theirs, ours in _SAID_DIFFERENTLY:
        said = theirs.sub(ours, said)
    return _ASKS.sub("可以", said)


def _without(said: str, named: Sequence[Day | Clock]) -> str:
    """The text with what was named blotted out, so that positions stay."""
    letters = list(said)
    for found in named:
        letters[found.start : found.end] = "\0" * (found.end - found.start)
    return "".join(letters)


def _wishes(said: str, days: list[Day], today: date) -> list[_Wish]:
    """What is said before the first day, and with each day."""
    clocks = clock_times(_without(said, days))
    found, refused = [], []
    for n, day in enumerate((None, *days)):
        start, end = day.end if day else 0, days[n].start if n < len(days) else len(said)
        before = said[days[n - 2].end if n > 1 else 0 : day.start] if day else ""
        within = [clock for clock in clocks if start <= clock.start < end]
        if day is None and _ANY_DAY.search(said, 0, end):
            within = []
        told = bool(day and _TOLD.search(said, start, end)) and not _lies_ahead(day, today)
        clock, cannot = _clock(said, within, start, end)
        refused.append(bool(day and _REFUSED.search(before)))
        dropped = told or cannot or refused[n]
        instead, coming = bool(_INSTEAD.search(before)), bool(_COMING.search(said, start, end))
        found.append(_Wish(day, clock, instead, coming, dropped, bool(n > 1 and _JOINS.fullmatch(before))))
    for n in range(len(found) - 1, 0, -1):
        if found[n].joins:
            # 明天后天都不得行 refuses both, 不是明天，后天 only the first.
            dropped = refused[n - 1] or found[n].dropped
            found[n - 1] = replace(found[n - 1], coming=found[n].coming, dropped=dropped)
    return found


def _lies_ahead(day: Day | None, today: date) -> bool:
    """Whether a day may be meant for a visit; a date of the last weeks comes as that of next year."""
    return bool(day and day.first and today < day.first < today + _LONG_UNTIL)


def _clock(said: str, clocks: list[Clock], start: int, end: int) -> tuple[Clock | None, bool]:
    """The time meant out of those beside a day, and whether the whole is refused."""
    chosen: Clock | None = None
    arrives = False
    for clock, stop in zip(clocks, [*(later.start for later in clocks[1:]), end], strict=False):
        before = said[start : clock.start]
        if not _CANNOT.search(said, clock.end, stop) and not _REFUSED.search(before):
            better = not arrives and bool(_ARRIVES.search(said, clock.end, stop)) and not _JOINS.fullmatch(before)
            arrives = arrives or better
            narrower = chosen is not None and clock.exact and chosen.first < clock.first < chosen.last
            chosen = clock if chosen is None or better or narrower or _INSTEAD.search(before) else chosen
        start = clock.end
    refused = bool(_CANNOT.search(said, start, end)) if not clocks else chosen is None
    return chosen, refused


def _chosen(wishes: list[_Wish], today: date) -> _Wish | None:
    refused = {wish.day.first for wish in wishes if wish.dropped and wish.day and wish.clock is None}
    alive = [wish for wish in wishes if not wish.dropped and wish.day and wish.day.first not in refused]
    coming = [wish for wish in alive if wish.day and (wish.day.last is None or wish.day.last >= today)]
    instead = [wish for wish in coming if wish.instead]
    return next(iter([*instead[-1:], *(wish for wish in coming if wish.coming), *coming, *alive]), None)


def _when(first: date, last: date | None, clock: Clock | None, now: datetime) -> When:
    if clock is None:
        return When(
            datetime.combine(first, time(), now.tzinfo),
            datetime.combine(last or first, _LAST_SECOND, now.tzinfo),
            False,
        )
    start, end = (datetime.combine(first, moment, now.tzinfo) for moment in (clock.first, clock.last))
    return When(start, end, clock.exact)
