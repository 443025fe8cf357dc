"""Which villages lack what: a confirmed room, a counsel, opening hours of its own, a visit in the last 90 days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from helpdesk.checklist import Score, score_of, scores
from helpdesk.clock import Clock
from helpdesk.directory import Directory
from helpdesk.models import Place
from helpdesk.place_models import PersonRole
from helpdesk.store import place_people
from helpdesk.store.database import Database

VISITED_WITHIN = timedelta(days=90)


class Gap(StrEnum):
    """What a village may lack."""

    ROOM = "room"
    COUNSEL = "counsel"
    HOURS = "hours"
    VISIT = "visit"


GAP_NAMES = {
    Gap.ROOM: "没有确认过服务室",
    Gap.COUNSEL: "没有法律顾问",
    Gap.HOURS: "没有自己的开放时间",
    Gap.VISIT: "90 天没有走访",
}


@dataclass(frozen=True, slots=True)
class CountyCoverage:
    """A county's villages, those of them that lack something, and the checklist's score over all places of the county."""

    county: Place
    villages: tuple[Place, ...]
    lacking: Mapping[Gap, tuple[Place, ...]]
    score: Score


def coverage(db: Database, clock: Clock, directory: Directory) -> list[CountyCoverage]:
    """All counties, in the order of their codes."""
    today = clock.now().date()
    with db.read() as session:
        people, visits = place_people.counted_people(session), place_people.last_visits(session)
    checked = scores(db, directory)
    counsel = {code for code, role in people if role is PersonRole.VILLAGE_COUNSEL}

    def gaps(place: Place) -> set[Gap]:
        found = {Gap.ROOM: place.confirmed, Gap.COUNSEL: place.code in counsel, Gap.HOURS: has_own_hours(place)}
        found[Gap.VISIT] = is_recent(visits.get(place.code), today)
        return {gap for gap, there in found.items() if not there}

    counties = []
    for county in directory.children(None):
        townships = directory.children(county.code)
        villages = tuple(village for township in townships for village in directory.children(township.code))
        lacks = {village.code: gaps(village) for village in villages}
        lacking = {gap: tuple(village for village in villages if gap in lacks[village.code]) for gap in Gap}
        places = (county, *townships, *villages)
        score = sum((checked.get(p.code) or score_of(p.tier, {}) for p in places), Score(0, 0, 0))
        counties.append(CountyCoverage(county, villages, lacking, score))
    return counties


def has_own_hours(place: Place) -> bool:
    """Whether somebody has said when the place is open, by the week or by market days."""
    return place.has_own_hours or place.market is not None


def is_recent(day: date | None, today: date) -> bool:
    """Whether a visit on ``day`` still counts; None for no visit."""
    return day is not None and today - day <= VISITED_WITHIN
