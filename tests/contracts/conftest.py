"""What the database contracts share: a clock that stands still, four places, conversations, advisers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import TypeVar

import pytest

from helpdesk.advisers import add_adviser
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import open_conversation
from helpdesk.directory import Directory
from helpdesk.directory_files import Unit
from helpdesk.models import Role
from helpdesk.store import places
from helpdesk.store.database import Database

ROOM = "510704102001"
TOWNSHIP = "510704102000"
_UNITS = [
    Unit("510700000000", "绵阳市", "city", None, 31.4675, 104.6796, ()),
    Unit("510704000000", "游仙区", "county", "510700000000", 31.4738, 104.7663, ()),
    Unit(TOWNSHIP, "魏城镇", "township", "510704000000", 31.5611, 104.9822, ()),
    Unit(ROOM, "铁炉村", "village", TOWNSHIP, None, None, ()),
]

_Result = TypeVar("_Result")


@pytest.fixture
def clock() -> FixedClock:
    """Monday, 7 December 2026, ten o'clock; stands still."""
    return FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))


@pytest.fixture
def directory(db: Database) -> Directory:
    """A city, a county, a township and a village."""
    with db.write() as session:
        places.put_units(session, _UNITS)
    return Directory(db)


@pytest.fixture
def conversation(db: Database, clock: FixedClock) -> str:
    """The id of a conversation."""
    return open_conversation(db, clock, "api")[0].id


@pytest.fixture
def other(db: Database, clock: FixedClock) -> str:
    """The id of a second conversation."""
    return open_conversation(db, clock, "api")[0].id


@pytest.fixture
def advisers(db: Database) -> list[str]:
    """The logins of twenty advisers."""
    logins = [f"adviser{number}" for number in range(20)]
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr("helpdesk.advisers._hash", lambda password: password)  # argon2 is slow on purpose
        for login in logins:
            add_adviser(db, login, login, Role.ADVISER, "never signed in with")
    return logins


def all_at_once(work: Callable[[int], _Result], count: int) -> list[_Result | Exception]:
    """What ``work(0)`` to ``work(count - 1)`` give, or raise, when as many threads begin at the same moment."""
    start = Barrier(count)

    def run(number: int) -> _Result | Exception:
        start.wait()
        try:
            return work(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
