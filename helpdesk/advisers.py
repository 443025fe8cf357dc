"""Use cases around accounts at the console: make them, sign in, be on duty.

Passwords are hashed with argon2id. Five wrong tries lock an account for fifteen minutes; a name that does not exist takes
as long to refuse as a wrong password.
"""

from __future__ import annotations

import re
from dataclasses import astuple
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from helpdesk.clock import SHANGHAI, Clock, shanghai, utc
from helpdesk.errors import NotAllowed, NotFound, Refused
from helpdesk.models import Adviser, Role, Skills
from helpdesk.store import advisers as store
from helpdesk.store.database import Database
from helpdesk.store.tables import AdviserRow
from helpdesk.working_days import is_working_day

PRESENCE = timedelta(seconds=90)
MIN_PASSWORD = 10
DUTY_HOURS = ((9, 12), (14, 17))

_TRIES = 5
_LOCK = timedelta(minutes=15)
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_hasher = PasswordHasher()


@cache
def _decoy() -> str:
    """Verified against when the name is unknown, so that the refusal takes as long."""
    return _hasher.hash("no such account")


def add_adviser(db: Database, login: str, name: str, role: Role, password: str) -> Adviser:
    """Make an account.

    Raises Refused for a bad or used login name, an empty name, or a password under ten characters.
    """
    if not _LOGIN.fullmatch(login):
        raise Refused("登录名用 3 到 40 个小写字母、数字、点或横线")
    if not 0 < len(name.strip()) <= 40:
        raise Refused("请写姓名（40 个字以内）")
    hashed = _hash(password)
    with db.write() as session:
        if session.get(AdviserRow, login) is not None:
            raise Refused(f"登录名 {login} 已经有人用了")
        row = AdviserRow(login=login, name=name.strip(), role=role.value, password_hash=hashed, active=True)
        session.add(row)
    return store.to_adviser(row)


def set_password(db: Database, login: str, password: str) -> None:
    """Give an account a new password.

    Raises NotFound or Refused.
    """
    hashed = _hash(password)
    with db.write() as session:
        row = store.locked(session, login)
        row.password_hash, row.failed_logins, row.locked_until = hashed, 0, None


def set_active(db: Database, login: str, active: bool) -> None:
    """Let an account in, or keep it out.

    Raises NotFound.
    """
    with db.write() as session:
        row = store.locked(session, login)
        row.active, row.on_duty = active, row.on_duty and active


def set_skills(db: Database, login: str, skills: Skills) -> None:
    """Say what an adviser knows, for the order in which they are shown who waits.

    Raises NotFound.
    """
    with db.write() as session:
        row = store.locked(session, login)
        row.specialities, row.places, row.dialects = (list(part) for part in astuple(skills))


def list_advisers(db: Database) -> list[Adviser]:
    """All accounts by login name."""
    with db.read() as session:
        return store.list_all(session)


def get_adviser(db: Database, login: str) -> Adviser:
    """One account that may sign in.

    Raises NotFound, also when it was switched off.
    """
    with db.read() as session:
        row = session.get(AdviserRow, login)
    if row is None or not row.active:
        raise NotFound("没有这个账号")
    return store.to_adviser(row)


def sign_in(db: Database, clock: Clock, login: str, password: str) -> Adviser:
    """Check a name and password.

    Raises NotAllowed, with the same words whichever of the two is wrong.
    """
    refused = NotAllowed("登录名或密码不对；连错五次要等十五分钟")
    with db.read() as session:
        row = session.get(AdviserRow, login)
    matches = _verify(row.password_hash if row else _decoy(), password)
    if row is None or not row.active:
        raise refused
    now = clock.now()
    with db.write() as session:
        row = store.locked(session, login)
        if row.locked_until is not None and shanghai(row.locked_until) > now:
            raise refused
        row.failed_logins = 0 if matches else row.failed_logins + 1
        row.locked_until = utc(now + _LOCK) if row.failed_logins >= _TRIES else None
        if row.failed_logins >= _TRIES:
            row.failed_logins = 0
    if not matches:
        raise refused
    return store.to_adviser(row)


def set_duty(db: Database, clock: Clock, login: str, on_duty: bool) -> None:
    """Say that an adviser takes chats now, or no longer.

    Raises NotFound.
    """
    with db.write() as session:
        row = store.locked(session, login)
        row.on_duty, row.last_seen_at = on_duty, utc(clock.now())


def note_presence(db: Database, clock: Clock, login: str) -> None:
    """The adviser's console is open; called every half minute while it is.

    Raises NotFound.
    """
    with db.write() as session:
        store.locked(session, login).last_seen_at = utc(clock.now())


def is_on_duty(db: Database, login: str) -> bool:
    """Whether the adviser has said that they take chats."""
    with db.read() as session:
        row = session.get(AdviserRow, login)
    return row is not None and row.on_duty


def anyone_on_duty(db: Database, clock: Clock) -> bool:
    """Whether somebody takes chats and has the console open."""
    with db.read() as session:
        return store.count_present(session, clock.now() - PRESENCE) > 0


def next_duty(now: datetime) -> datetime:
    """When advisers are next at work, by the usual hours of working days: ``now`` itself inside them."""
    day = now.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)
    for offset in range(40):
        date = day + timedelta(days=offset)
        if is_working_day(date.date()):
            for start, end in DUTY_HOURS:
                if now < date.replace(hour=end):
                    return max(now, date.replace(hour=start))
    raise AssertionError("forty days without a working day")


def has_admin(db: Database) -> bool:
    """Whether an admin that may sign in exists."""
    return any(a.role is Role.ADMIN and a.active for a in list_advisers(db))


def is_only_admin(db: Database, login: str) -> bool:
    """Whether no other admin may sign in who could look over what this one has written."""
    return not any(a.role is Role.ADMIN and a.active and a.login != login for a in list_advisers(db))


def _hash(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise Refused(f"密码至少要 {MIN_PASSWORD} 个字符")
    return _hasher.hash(password)


def _verify(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
