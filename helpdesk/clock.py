"""The clock, as a port: whatever needs the time asks the clock it was given.

Times are stored in UTC and shown in Asia/Shanghai.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The current moment, with the offset of Asia/Shanghai."""
        ...


class SystemClock:
    """The machine's clock, or one that was set to ``start`` and runs on from there (setting ``CUNFATONG_NOW``)."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start
        self._began = time.monotonic()

    def now(self) -> datetime:
        """See Clock."""
        if self._start is None:
            return datetime.now(SHANGHAI)
        elapsed = time.monotonic() - self._began
        return datetime.fromtimestamp(self._start.timestamp() + elapsed, SHANGHAI)


class FixedClock:
    """A clock for tests: stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """See Clock."""
        return self.moment.astimezone(SHANGHAI)


def utc(moment: datetime) -> datetime:
    """The same moment as the database stores it: UTC, without an offset (SQLite keeps none)."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def shanghai(stored: datetime) -> datetime:
    """A stored moment as it is shown."""
    return stored.replace(tzinfo=UTC).astimezone(SHANGHAI)
