"""What a public legal service place should have, tier by tier, and what somebody found there.

The items stand in ``data/platform_checklist.yml``, which an office may edit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from helpdesk.clock import Clock
from helpdesk.directory import Directory
from helpdesk.errors import Refused
from helpdesk.models import Tier
from helpdesk.store import place_checks as store
from helpdesk.store.database import Database

HOURS = "hours"
FILE = Path(__file__).parent / "data" / "platform_checklist.yml"
UNCHECKED_SOURCE = "司法部有关公共法律服务平台的文件和各地规定，法律库未收录，来源待核对"


class Group(StrEnum):
    """What an item is about."""

    ROOMS = "rooms"
    PEOPLE = "people"
    WALLS = "walls"
    EQUIPMENT = "equipment"


GROUP_NAMES = {Group.ROOMS: "场所", Group.PEOPLE: "人员", Group.WALLS: "制度上墙", Group.EQUIPMENT: "设备"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that places of ``tiers`` should have; ``law`` and ``article`` are None where the source is not in the database.

    ``hint`` names what the directory tells of it: HOURS, the value of a PersonRole, or None for nothing.
    """

    key: str
    group: Group
    text: str
    tiers: tuple[Tier, ...]
    law: str | None
    article: str | None
    hint: str | None

    @property
    def source(self) -> str:
        """Where it is said."""
        return f"《{self.law}》{self.article}" if self.law else UNCHECKED_SOURCE


@dataclass(frozen=True, slots=True)
class Check:
    """What ``login`` found ``at`` a moment."""

    met: bool
    login: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """Of ``items``, how many somebody has looked at and how many were met."""

    met: int
    looked: int
    items: int

    def __add__(self, other: Score) -> Score:
        return Score(self.met + other.met, self.looked + other.looked, self.items + other.items)


@cache
def load_items(path: Path = FILE) -> tuple[Item, ...]:
    """All items in the order of the file."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Item(
            key=row["key"],
            group=Group(row["group"]),
            text=row["text"],
            tiers=tuple(map(Tier, row["tiers"])),
            law=row["source"]["law"] if isinstance(row["source"], dict) else None,
            article=row["source"]["article"] if isinstance(row["source"], dict) else None,
            hint=row.get("hint"),
        )
        for row in rows
    )


def items_for(tier: Tier) -> list[Item]:
    """What places of a tier should have."""
    return [item for item in load_items() if tier in item.tiers]


def list_checks(db: Database, place_code: str) -> dict[str, Check]:
    """What was found at a place, by the items' keys."""
    with db.read() as session:
        return {key: Check(met, login, at) for key, met, login, at in store.list_checks(session, place_code)}


def mark_check(
    db: Database, clock: Clock, directory: Directory, place_code: str, key: str, met: bool | None, login: str
) -> None:
    """Note whether a place has what an item asks for; None takes the note back.

    Raises NotFound, or Refused for an item that is not of the place's tier.
    """
    if key not in {item.key for item in items_for(directory.get(place_code).tier)}:
        raise Refused("清单里没有这一项，请刷新页面再看")
    with db.write() as session:
        store.put_check(session, place_code, key, met, login, clock.now())


def scores(db: Database, directory: Directory) -> dict[str, Score]:
    """The score of each place at which somebody has looked at anything."""
    with db.read() as session:
        found = store.all_checks(session)
    return {code: score_of(directory.get(code).tier, checks) for code, checks in found.items()}


def score_of(tier: Tier, checks: dict[str, bool]) -> Score:
    """The score of a place, given what was met; items that are not of its tier do not count."""
    keys = [item.key for item in items_for(tier)]
    return Score(sum(checks.get(key, False) for key in keys), sum(key in checks for key in keys), len(keys))
