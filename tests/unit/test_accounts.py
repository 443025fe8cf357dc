"""Accounts at the console."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.accounts import make_first_accounts
from bot.settings import Settings
from helpdesk.advisers import (
    PRESENCE,
    add_adviser,
    anyone_on_duty,
    get_adviser,
    has_admin,
    list_advisers,
    note_presence,
    set_active,
    set_duty,
    set_password,
    sign_in,
)
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.errors import NotAllowed, NotFound, Refused
from helpdesk.models import Adviser, Role
from helpdesk.store.database import Database, open_database
from helpdesk.store.tables import AdviserRow, Base

PASSWORD, WRONG = "a-long-password", "a-wrong-password"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A database with one account."""
    opened = open_database(f"sqlite:///{tmp_path / 'accounts.db'}")
    Base.metadata.create_all(opened.engine)
    add_adviser(opened, "lawyer", "李律师", Role.ADVISER, PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FixedClock:
    """Stands still."""
    return FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))


def refusal(db: Database, clock: FixedClock, login: str, password: str) -> str:
    """What is said to somebody who is not let in."""
    with pytest.raises(NotAllowed) as refused:
        sign_in(db, clock, login, password)
    return str(refused.value)


def test_the_right_password_opens(db: Database, clock: FixedClock) -> None:
    """Who knows name and password is let in as who they are."""
    assert sign_in(db, clock, "lawyer", PASSWORD) == Adviser("lawyer", "李律师", Role.ADVISER, True)


def test_passwords_are_stored_as_argon2_hashes(db: Database) -> None:
    """The database does not hold the password, and two accounts with one password do not look alike."""
    add_adviser(db, "wang", "王调解", Role.ADVISER, PASSWORD)

    with db.read() as session:
        hashes = [row.password_hash for row in session.query(AdviserRow)]

    assert all(stored.startswith("$argon2id$") and PASSWORD not in stored for stored in hashes)
    assert len(set(hashes)) == 2


def test_five_wrong_tries_lock_for_fifteen_minutes(db: Database, clock: FixedClock) -> None:
    """Locked, even the right password is refused, with the same words; after a quarter of an hour it opens."""
    words = {refusal(db, clock, "lawyer", WRONG) for _ in range(5)}

    words.add(refusal(db, clock, "lawyer", PASSWORD))
    clock.moment += timedelta(minutes=14, seconds=59)
    words.add(refusal(db, clock, "lawyer", PASSWORD))
    clock.moment += timedelta(seconds=1)

    assert len(words) == 1
    assert sign_in(db, clock, "lawyer", PASSWORD).login == "lawyer"


def test_four_wrong_tries_are_forgiven(db: Database, clock: FixedClock) -> None:
    """The right password begins the count anew."""
    for _ in range(2):
        for _ in range(4):
            refusal(db, clock, "lawyer", WRONG)

        assert sign_in(db, clock, "lawyer", PASSWORD).login == "lawyer"


def test_an_unknown_name_is_refused_with_the_same_words(db: Database, clock: FixedClock) -> None:
    """Nobody finds out by trying who has an account, or whose was switched off."""
    wrong = refusal(db, clock, "lawyer", WRONG)
    set_active(db, "lawyer", False)

    unknown = {
        refusal(db, clock, login, PASSWORD) for login in ("nobody", "", "LAWYER", "lawyer", "' OR 1=1 --", "字" * 500)
    }

    assert unknown == {wrong}


def test_a_new_password_unlocks(db: Database, clock: FixedClock) -> None:
    """An admin who sets a password lets the person in at once; the old one no longer opens."""
    for _ in range(5):
        refusal(db, clock, "lawyer", WRONG)

    set_password(db, "lawyer", "another-password")

    assert sign_in(db, clock, "lawyer", "another-password").login == "lawyer"
    refusal(db, clock, "lawyer", PASSWORD)


@pytest.mark.parametrize(
    ("login", "name", "password"),
    [
        ("lawyer", "李二", PASSWORD),
        ("Li2", "李二", PASSWORD),
        ("l", "李二", PASSWORD),
        ("li er", "李二", PASSWORD),
        ("li2", "  ", PASSWORD),
        ("li2", "李" * 41, PASSWORD),
        ("li2", "李二", "too-short"),
    ],
)
def test_an_account_that_breaks_a_rule_is_not_made(db: Database, login: str, name: str, password: str) -> None:
    """Used or odd names and short passwords are refused."""
    with pytest.raises(Refused):
        add_adviser(db, login, name, Role.ADVISER, password)

    assert [account.login for account in list_advisers(db)] == ["lawyer"]


def test_an_account_that_was_switched_off(db: Database, clock: FixedClock) -> None:
    """It is off duty, is not found, and comes back when it is switched on."""
    set_duty(db, clock, "lawyer", True)

    set_active(db, "lawyer", False)

    assert not anyone_on_duty(db, clock)
    with pytest.raises(NotFound):
        get_adviser(db, "lawyer")
    set_active(db, "lawyer", True)
    assert get_adviser(db, "lawyer").name == "李律师"
    assert not anyone_on_duty(db, clock)


def test_on_duty_means_seen_lately(db: Database, clock: FixedClock) -> None:
    """Who went home without signing off is not counted on after a minute and a half."""
    assert not anyone_on_duty(db, clock)
    set_duty(db, clock, "lawyer", True)

    clock.moment += PRESENCE
    present = anyone_on_duty(db, clock)
    clock.moment += timedelta(seconds=1)
    gone = not anyone_on_duty(db, clock)
    note_presence(db, clock, "lawyer")

    assert (present, gone, anyone_on_duty(db, clock)) == (True, True, True)


def test_the_first_admin_comes_from_the_settings_once(db: Database, clock: FixedClock) -> None:
    """A restart with other settings neither makes a second admin nor changes the first one's password."""

    def started_with(login: str, password: str) -> None:
        make_first_accounts(db, Settings(_env_file=None, admin_login=login, admin_password=password))  # type: ignore[call-arg,arg-type]

    started_with("boss", PASSWORD)
    started_with("boss", "another-password")
    started_with("other", "another-password")

    assert has_admin(db)
    assert [account.login for account in list_advisers(db)] == ["boss", "lawyer"]
    assert sign_in(db, clock, "boss", PASSWORD).role is Role.ADMIN
