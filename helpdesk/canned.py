"""Canned replies: written once by an admin, filled in for each citizen.

A placeholder whose value is not known stays visible, and the adviser fills it: it is never sent as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpdesk.clock import Clock, utc
from helpdesk.errors import NotFound, Refused
from helpdesk.store import canned as store
from helpdesk.store.chat_tables import CannedRow
from helpdesk.store.database import Database

PLACEHOLDERS = ("服务点", "地址", "电话", "开放时间", "顾问", "今天")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LONGEST_TITLE, _LONGEST = 40, 1000


@dataclass(frozen=True, slots=True)
class Canned:
    """A reply with its title."""

    id: int
    title: str
    text: str


def list_canned(db: Database) -> list[Canned]:
    """All replies by title."""
    with db.read() as session:
        return [Canned(row.id, row.title, row.text) for row in store.list_all(session)]


def save_canned(db: Database, clock: Clock, login: str, title: str, text: str, canned_id: int | None = None) -> Canned:
    """Add a reply, or change the one with ``canned_id``.

    Raises NotFound, or Refused for a title that is empty, too long or in use, a text that is empty or too long, or a
    placeholder that there is none of.
    """
    title, text = title.strip(), text.strip()
    if not 0 < len(title) <= _LONGEST_TITLE or not 0 < len(text) <= _LONGEST:
        raise Refused(f"标题写 1 到 {_LONGEST_TITLE} 个字，内容写 1 到 {_LONGEST} 个字")
    if unknown := [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]:
        raise Refused(f"没有 {{{unknown[0]}}} 这一项，能用的有：" + "、".join(f"{{{name}}}" for name in PLACEHOLDERS))
    try:
        with db.write() as session:
            row = store.get(session, canned_id) if canned_id is not None else CannedRow()
            if row is None:
                raise NotFound("这条常用语已经删掉了")
            row.title, row.text, row.by, row.at = title, text, login, utc(clock.now())
            session.add(row)
    except store.UniqueConstraintBroken:
        raise Refused(f"已经有叫“{title}”的常用语了") from None
    return Canned(row.id, title, text)


def delete_canned(db: Database, canned_id: int) -> None:
    """Take a reply away; one that is gone already stays gone."""
    with db.write() as session:
        if row := store.get(session, canned_id):
            session.delete(row)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The reply with what is known filled in."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1]) or found[0], text)


def unfilled(text: str) -> list[str]:
    """The placeholders that are still in a text."""
    return [name for name in _PLACEHOLDER.findall(text) if name in PLACEHOLDERS]
