"""Opening hours as an admin writes them: for each weekday a line such as ``9:00-12:00 14:00-17:00``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import time

from helpdesk.errors import Refused
from helpdesk.models import OpeningPeriod
from helpdesk.quiet_hours import WEEKDAYS

_PERIOD = re.compile(r"(\d{1,2}):(\d{2})[-–—~至到](\d{1,2}):(\d{2})")


def write_hours(hours: Iterable[OpeningPeriod]) -> list[str]:
    """A line for each weekday from Monday on; empty on a day that is closed."""
    lines: list[list[str]] = [[] for _ in WEEKDAYS]
    for period in hours:
        lines[period.weekday].append(f"{period.start:%H:%M}-{period.end:%H:%M}")
    return ["  ".join(line) for line in lines]


def read_hours(lines: Sequence[str]) -> list[OpeningPeriod]:
    """The periods of seven lines, Monday's first.

    Raises Refused, naming the day, for a line that is not made of periods.
    """
    return [period for weekday, line in enumerate(lines) for period in _read_line(weekday, line)]


def _read_line(weekday: int, line: str) -> list[OpeningPeriod]:
    plain = re.sub(r"\s*([-–—~至到:])\s*", r"\1", unicodedata.normalize("NFKC", line)).strip()
    periods = []
    for word in re.split(r"[\s,、;]+", plain) if plain else []:
        match = _PERIOD.fullmatch(word)
        try:
            if match is None:
                raise ValueError(word)
            hour, minute, last_hour, last_minute = map(int, match.groups())
            periods.append(OpeningPeriod(weekday, time(hour, minute), time(last_hour, last_minute)))
        except ValueError:
            raise Refused(f"周{WEEKDAYS[weekday]}的时间看不明白，请写成 9:00-12:00 14:00-17:00") from None
    return periods
