"""Monthly figures of the register: how many cases by tier, place, matter, channel and result, beside the month before.

Every table counts each case of the month once, so that all of them have the month's total. Nothing personal is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpdesk.directory import Directory
from helpdesk.errors import NotFound
from helpdesk.models import Tier
from helpdesk.register import month_span
from helpdesk.register_models import CASE_CHANNELS, CASE_RESULTS, CaseChannel, CaseResult
from helpdesk.register_numbers import county_code
from helpdesk.store import register as store
from helpdesk.store.database import Database

TopicName = Callable[[str], str]


class By(StrEnum):
    """What cases are counted by."""

    TIER = "tier"
    COUNTY = "county"
    TOWNSHIP = "township"
    TOPIC = "topic"
    CHANNEL = "channel"
    RESULT = "result"


TABLE_NAMES = {
    By.TIER: "按层级",
    By.COUNTY: "按县（市、区）",
    By.TOWNSHIP: "按乡镇（街道）",
    By.TOPIC: "按事项",
    By.CHANNEL: "按来的方式",
    By.RESULT: "按结果",
}
TIER_NAMES = {
    Tier.CITY: "市公共法律服务中心",
    Tier.COUNTY: "县（市、区）公共法律服务中心",
    Tier.TOWNSHIP: "乡镇（街道）公共法律服务站",
    Tier.VILLAGE: "村（社区）公共法律服务室",
}
NO_RESULT = "还没有结果"
UNKNOWN_PLACE = "服务点已撤"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cases share a place, a topic, a channel and a result (None when there is none yet)."""

    place_code: str
    topic: str
    channel: CaseChannel
    result: CaseResult | None
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: how many in the month, and in the month before."""

    name: str
    count: int
    before: int


@dataclass(frozen=True, slots=True)
class Monthly:
    """The figures of a month; ``month`` is its first day. In each table the lines with most cases come first."""

    month: date
    total: int
    before: int
    tables: Mapping[By, tuple[Line, ...]]


def monthly_statistics(db: Database, directory: Directory, month: date, topic_name: TopicName) -> Monthly:
    """The figures of the month that the day ``month`` lies in; ``topic_name`` gives a topic's Chinese name."""
    first, behind = month_span(month)
    earlier, _ = month_span(first.date() - timedelta(days=1))
    with db.read() as session:
        now, before = store.counts(session, first, behind), store.counts(session, earlier, first)
    return tabulate(first.date(), _read(now), _read(before), names_by(directory, topic_name))


def names_by(directory: Directory, topic_name: TopicName) -> Mapping[By, Callable[[Counted], str]]:
    """What each table calls the line that a case belongs to."""
    return {
        By.TIER: lambda case: _tier(directory, case.place_code),
        By.COUNTY: lambda case: _county(directory, case.place_code),
        By.TOWNSHIP: lambda case: _township(directory, case.place_code),
        By.TOPIC: lambda case: topic_name(case.topic),
        By.CHANNEL: lambda case: CASE_CHANNELS[case.channel],
        By.RESULT: lambda case: CASE_RESULTS[case.result] if case.result else NO_RESULT,
    }


def tabulate(
    month: date, now: Iterable[Counted], before: Iterable[Counted], names: Mapping[By, Callable[[Counted], str]]
) -> Monthly:
    """Put counts into tables."""
    now, before = list(now), list(before)
    tables = {by: _table(now, before, name) for by, name in names.items()}
    return Monthly(month, sum(case.count for case in now), sum(case.count for case in before), tables)


def _table(now: list[Counted], before: list[Counted], name: Callable[[Counted], str]) -> tuple[Line, ...]:
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for counter, cases in zip(counts, (now, before), strict=True):
        for case in cases:
            counter[name(case)] += case.count
    lines = [Line(key, counts[0][key], counts[1][key]) for key in counts[0] | counts[1]]
    return tuple(sorted(lines, key=lambda line: (-line.count, -line.before, line.name)))


def _read(rows: Iterable[tuple[str, str, str, str, int]]) -> list[Counted]:
    return [
        Counted(place, topic, CaseChannel(channel), CaseResult(result) if result else None, count)
        for place, topic, channel, result, count in rows
    ]


def _tier(directory: Directory, code: str) -> str:
    try:
        return TIER_NAMES[directory.get(code).tier]
    except NotFound:
        return UNKNOWN_PLACE


def _county(directory: Directory, code: str) -> str:
    try:
        place = directory.get(code)
        return f"{place.name}本级" if place.tier is Tier.CITY else directory.get(county_code(code)).name
    except NotFound:
        return UNKNOWN_PLACE


def _township(directory: Directory, code: str) -> str:
    try:
        place = directory.get(code)
        if place.tier in (Tier.CITY, Tier.COUNTY):
            return f"{place.name}本级"
        township = place if place.tier is Tier.TOWNSHIP else directory.get(code[:9].ljust(12, "0"))
    except NotFound:
        return UNKNOWN_PLACE
    return township.full_name
