"""Market days as an admin writes them: ``农历 3 6 9`` for these days of the month, ``农历逢三六九`` for every ten days."""

from __future__ import annotations

import re
import unicodedata

from helpdesk.errors import Refused
from helpdesk.place_models import Calendar, MarketDays

_WRITTEN = re.compile(
    r"(?P<calendar>农历|阴历|公历|阳历)?\s*(?P<every>逢)?(?P<days>[\d一二三四五六七八九十初廿\s,、，。.和]+)"
)
_DIGITS = {character: number for number, character in enumerate("一二三四五六七八九十", 1)}
_NAMES = {Calendar.LUNAR: "农历", Calendar.SOLAR: "公历"}
_LONGEST = {Calendar.LUNAR: 30, Calendar.SOLAR: 31}
_UNCLEAR = "赶集日看不明白，请写成“农历 3 6 9”或者“农历逢三六九”"


def write_market(market: MarketDays | None) -> str:
    """As it is read back; empty for none."""
    return f"{_NAMES[market.calendar]} {' '.join(map(str, market.days))}" if market else ""


def read_market(written: str, *, only: bool) -> MarketDays | None:
    """The market days, by the lunar calendar unless the other is named; None for an empty text.

    Raises Refused for what is no list of days of a month.
    """
    plain = unicodedata.normalize("NFKC", written).strip()
    if not plain:
        return None
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise Refused(_UNCLEAR)
    calendar = Calendar.SOLAR if found["calendar"] in ("公历", "阳历") else Calendar.LUNAR
    days = {
        day
        for word in re.findall(r"\d+|[一二三四五六七八九十初廿]+", found["days"])
        for day in _days(word, bool(found["every"]))
    }
    if found["every"]:
        days = {tens + day % 10 for day in days for tens in (0, 10, 20, 30)}
    days = {day for day in days if day <= _LONGEST[calendar]} - {0} if found["every"] else days
    if not days or not all(1 <= day <= _LONGEST[calendar] for day in days):
        raise Refused(_UNCLEAR)
    return MarketDays(calendar, tuple(sorted(days)), only=only)


def _days(word: str, every: bool) -> list[int]:
    """三六九 names three days behind 逢; 初三, 十三 and 廿三 name one each."""
    if word.isdigit():
        return [int(digit) for digit in word] if every else [int(word)]
    if every:
        return [_DIGITS[character] for character in word if character in _DIGITS]
    plain = word.removeprefix("初")
    tens, _, ones = plain.replace("廿", "二十").rpartition("十")
    if "十" not in plain.replace("廿", "二十"):
        return [_DIGITS.get(plain, 0)]
    return [10 * (_DIGITS.get(tens, 0) or 1) + (_DIGITS.get(ones, 0) if ones else 0)]
