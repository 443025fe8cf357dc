"""Times of the clock and parts of a day, as people say them: 下午三点, 十点半, 差一刻十点, 四点过, 14:30, 晌午过后, 早上."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time

from nlu.numerals import NUMBER, number

_FIRST_HOUR = 7
_NOON = 12
_PARTS = (
    ("凌晨|半夜|后半夜", time(0), time(5, 59)),
    ("上半[天晌]|上午|早上|早晨|早间|清早|一大?早|大早|午前|天亮|早饭后|吃[了过完]早饭", time(7), time(11, 59)),
    ("下半[天晌]|下午|后晌|午后|午饭后|(?:晌午|中午)饭?(?:过后|以后|之后|后头?)|(?:吃[了过完]|过了?)(?:晌午|中午|午)饭?(?:过后|以后|之后|后)?",
     time(13), time(17, 59)),
    ("正午|中午|晌午", time(12), time(13, 59)),
    ("傍晚|擦黑|黄昏|晚上|夜里|夜晚|今晚|晚间|黑了", time(18), time(21, 59)),
)  # fmt: skip
_PART = re.compile("|".join(f"(?P<p{n}>{words})" for n, (words, _, _) in enumerate(_PARTS)))
_MINUTES = rf"(?P<minute>{NUMBER}|零[五]|0\d)"
_CLOCK = re.compile(
    rf"(?<![\d.百分第])(?:(?P<from>[一二两三四五六七八九])(?P<to>[二两三四五六七八九十])点钟?|差(?P<lack>{NUMBER}分|一刻钟?)(?:钟?到?)(?P<lacked>{NUMBER})点钟?"
    rf"|(?P<hour>{NUMBER})(?:点钟?|时(?!间|候|效|常|代))(?:差(?P<short>{NUMBER}分|一刻)|(?P<half>半)|(?P<quarter>[一三1３3])刻|{_MINUTES}分?(?![\d个条天万千百十块])|整)?钟?"
    r"|(?P<h>[01]?\d|2[0-3])[:：](?P<m>[0-5]\d)(?::[0-5]\d)?(?!\d)|(?P<dh>0?[89]|1[0-7])[.](?P<dm>00|15|30|45)(?![\d万千百元块米亩个]))"
)
_NOT_CLOCK = re.compile(r"[早晚快慢有多少大小好远近高低差轻重这那]$")
_NOT_AFTER = re.compile(r"意见|要求|问题|建议|原因|事|都不|也不|东西|钱|积蓄|希望|办法|儿都|五[万千倍]|\d")
_AFTER = re.compile(r"(?:钟)?(?:以后|之后|过后|后)(?!天)")
_BEFORE = re.compile(r"(?:钟)?(?:以前|之前|前)(?!天)")
# What may stand, or begin to stand, between a part of the day and its hour: 下午嘛大概三点.
_BETWEEN = re.compile(r"[\s,、的]*(?:大概|大约|差不多|就|嘛|约|在|大|差|概|不)*")
_UNTIL = re.compile(r"(?:到|至|-|~|—|–)+(?:[上下]午)?$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A stretch of a text, ``start`` to ``end``, and the time it names: from ``first`` to ``last``, the same when exact."""

    start: int
    end: int
    first: time
    last: time

    @property
    def exact(self) -> bool:
        """Whether it is one moment, not a part of a day."""
        return self.first == self.last


def clock_times(text: str) -> list[Clock]:
    """The times that ``text`` names, in its order. An hour before seven is in the afternoon, when offices are open, unless the
    part of the day says otherwise.
    """
    found: list[Clock] = []
    for clock in _single(text):
        between = text[found[-1].end : clock.start] if found else ""
        if found and _UNTIL.fullmatch(between) and found[-1].first < clock.last:
            found[-1] = Clock(found[-1].start, clock.end, found[-1].first, clock.last)
        else:
            found.append(clock)
    return found


def _single(text: str) -> Iterator[Clock]:
    part: re.Match[str] | None = None
    position = 0
    while position < len(text):
        if said := _PART.match(text, position):
            if part is not None:
                yield _span(part)
            part, position = said, said.end()
            continue
        if part is not None and not _BETWEEN.fullmatch(text, part.end(), position):
            yield _span(part)
            part = None
        said = _CLOCK.match(text, position)
        if said and _is_clock(text, said, part) and (clock := _clock(said, part)):
            clock = replace(clock, start=part.start()) if part else clock
            yield _open_ended(text, clock)
            part, position = None, said.end()
        else:
            position += 1
    if part is not None:
        yield _span(part)


def _span(part: re.Match[str]) -> Clock:
    _, first, last = _PARTS[int((part.lastgroup or "p0")[1:])]
    return Clock(part.start(), part.end(), first, last)


def _is_clock(text: str, found: re.Match[str], part: re.Match[str] | None) -> bool:
    """Whether 一点, 两点 and the like are an hour here, and not a bit or two points."""
    bare = found["hour"] is not None and found.end() - found.end("hour") == 1
    if not bare:
        return True
    if _NOT_AFTER.match(text, found.end()):
        return False
    return part is not None or not (found["hour"] in ("一", "1") and _NOT_CLOCK.search(text[: found.start()]))


def _clock(found: re.Match[str], part: re.Match[str] | None) -> Clock | None:
    moments = [_moment(hour, minute, part) for hour, minute in _read(found)]
    times = [moment for moment in moments if moment is not None]
    return Clock(found.start(), found.end(), min(times), max(times)) if times else None


def _moment(hour: int, minute: int, part: re.Match[str] | None) -> time | None:
    if not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    if part is None:
        afternoon = hour < _FIRST_HOUR
    else:
        first, last = _span(part).first, _span(part).last
        afternoon = last.hour >= _NOON and (first.hour != _NOON or hour < 10)
    return time(hour + _NOON if hour < _NOON and afternoon else hour, minute)


def _read(found: re.Match[str]) -> list[tuple[int, int]]:
    """Hour and minute as they were said; two for 两三点."""
    if found["from"]:
        first, second = number(found["from"]), number(found["to"])
        return [(first, 0), (second, 0)] if second == first + 1 else []
    if found["lack"]:
        return [_earlier(number(found["lacked"]), found["lack"])]
    if not found["hour"]:
        return [(int(found["h"] or found["dh"]), int(found["m"] or found["dm"]))]
    hour = number(found["hour"])
    if found["short"]:
        return [_earlier(hour, found["short"])]
    if found["half"]:
        return [(hour, 30)]
    if found["quarter"]:
        return [(hour, 45 if found["quarter"] in "三3" else 15)]
    return [(hour, number(found["minute"].lstrip("零")) if found["minute"] else 0)]


def _earlier(hour: int, lack: str) -> tuple[int, int]:
    return hour - 1, 60 - (15 if lack.startswith("一刻") else number(lack.removesuffix("分")))


def _open_ended(text: str, clock: Clock) -> Clock:
    """With 以后 or 以前 behind it, the rest or the beginning of the half day."""
    if after := _AFTER.match(text, clock.end):
        last = time(11, 59) if clock.first.hour < _NOON - 1 else time(17, 59)
        return replace(clock, end=after.end(), last=max(last, clock.first))
    if before := _BEFORE.match(text, clock.end):
        first = time(_FIRST_HOUR) if clock.first.hour <= _NOON else time(13)
        return replace(clock, end=before.end(), first=min(first, clock.first))
    return clock
