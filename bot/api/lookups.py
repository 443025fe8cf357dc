"""What anyone may look up: statutes, FAQ entries, places and their free slots."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from actions.views import citation_views, place_views, slot_view
from bot.api.access import RunningParts
from helpdesk import appointments
from helpdesk.appointments import with_free_slot
from helpdesk.errors import Refused
from helpdesk.models import Service
from knowledge_base.models import Faq
from knowledge_base.service import citations_of

router = APIRouter(tags=["lookups"])

Question = Annotated[str, Query(min_length=1, max_length=500)]


class FoundStatute(BaseModel):
    """An article word for word."""

    law: str
    article: str
    text: str
    score: float


class FoundFaq(BaseModel):
    """An entry with the probability that it answers the question."""

    faq_id: str
    question: str
    answer: str
    probability: float
    citations: list[dict[str, str]]


@router.get("/statutes")
def statutes(q: Question, parts: RunningParts, limit: Annotated[int, Query(ge=1, le=100)] = 10) -> list[FoundStatute]:
    """The articles in force that fit ``q`` best; one that is named by number comes first."""
    found = parts.desk.knowledge.search_statutes(q, limit)
    return [
        FoundStatute(law=f.article.law, article=f.article.article, text=f.article.text, score=round(f.score, 4))
        for f in found
    ]


@router.get("/faq")
def faq(q: Question, parts: RunningParts, limit: Annotated[int, Query(ge=1, le=20)] = 5) -> list[FoundFaq]:
    """The FAQ entries that fit ``q`` best, with calibrated probabilities."""
    knowledge = parts.desk.knowledge
    found = [r for r in knowledge.search_entries(q, 30) if isinstance(r.entry, Faq)][:limit]
    return [
        FoundFaq(
            faq_id=ranked.entry.id,
            question=ranked.entry.wordings[0],
            answer=ranked.entry.answer if isinstance(ranked.entry, Faq) else "",
            probability=round(ranked.probability, 4),
            citations=citation_views(knowledge.quote(citations_of(ranked.entry))),
        )
        for ranked in found
    ]


@router.get("/places")
def places(
    parts: RunningParts,
    q: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    lat: Annotated[float | None, Query(ge=-90, le=90, allow_inf_nan=False)] = None,
    lng: Annotated[float | None, Query(ge=-180, le=180, allow_inf_nan=False)] = None,
    service: Service | None = None,
    open_: Annotated[Literal["now"] | None, Query(alias="open")] = None,
    free: bool = False,
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> list[dict[str, Any]]:
    """Places by name, or the nearest ones to a point.

    Those alone that offer ``service``, are open now, or have a time ``free`` that can be booked (for the service), when asked for; a
    place by name that does not fit gives way to the first one above it that does: township, county, city. Hours that
    nobody has confirmed are the usual ones; services are the place's own, or else its tier's. Of its people each has
    ``name`` and ``role``.
    """
    desk = parts.desk
    moment = desk.clock.now() if open_ else None
    seats = partial(with_free_slot, desk.db, desk.clock, service=service or Service.CONSULTATION) if free else None
    if q is not None:
        ways = (desk.directory.serving(p.code, service, moment, seats)[:1] for p in desk.directory.search(q, limit))
        return place_views(desk.db, {place.code: place for way in ways for place in way}.values())
    if lat is None or lng is None:
        raise Refused("请写地名（q），或者给出位置（lat 和 lng）")
    return place_views(desk.db, desk.directory.nearest(lat, lng, limit, service, open_at=moment, with_seats=seats))


@router.get("/places/{code}/slots")
def slots(
    code: str,
    parts: RunningParts,
    service: Service = Service.CONSULTATION,
    first: Annotated[date | None, Query(alias="from")] = None,
    days: Annotated[int, Query(ge=1, le=31)] = 14,
) -> list[dict[str, Any]]:
    """Free slots of a place; none when it does not offer the service."""
    desk = parts.desk
    if service not in desk.directory.get(code).services:
        return []
    begin = first or desk.clock.now().date()
    found = appointments.free_slots(desk.db, desk.clock, desk.directory, code, begin, days, service=service)
    return [slot_view(slot) for slot in found]
