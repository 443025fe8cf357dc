"""Use cases around what an office says of a place: read it, and confirm it."""

from __future__ import annotations

from datetime import datetime

from helpdesk.clock import Clock, shanghai
from helpdesk.directory import Directory
from helpdesk.errors import NotFound
from helpdesk.models import Place
from helpdesk.place_facts import Facts, checked_facts
from helpdesk.store import places as store
from helpdesk.store.database import Database


def facts_of(db: Database, code: str) -> Facts:
    """What was said of a place so far; all empty for one that nobody has confirmed. Raises NotFound."""
    with db.read() as session:
        row = store.find_row(session, code)
        if row is None:
            raise NotFound("没有找到这个服务点，请刷新页面再试试")
        return store.stored_facts(row)


def confirmed_by(db: Database, code: str) -> tuple[str, datetime] | None:
    """Who has confirmed a place last, and when; None for one that nobody has confirmed. Raises NotFound."""
    with db.read() as session:
        row = store.find_row(session, code)
        if row is None:
            raise NotFound("没有找到这个服务点，请刷新页面再试试")
        return (row.confirmed_by, shanghai(row.confirmed_at)) if row.confirmed_by and row.confirmed_at else None


def confirm_place(db: Database, clock: Clock, directory: Directory, code: str, login: str, facts: Facts) -> Place:
    """Record what ``login`` has confirmed about a place, all of it anew.

    Raises NotFound, or what ``checked_facts`` does.
    """
    checked = checked_facts(facts)
    with db.write() as session:
        if not store.put_facts(session, code, checked, login, clock.now()):
            raise NotFound("没有找到这个服务点，请刷新页面再试试")
    directory.reload()
    return directory.get(code)
