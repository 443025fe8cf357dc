"""What anyone may look up: statutes, FAQ entries, places and their free slots."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from actions.views import citation_views, place_view, slot_view
from bot.api.access import RunningParts
from helpdesk import appointments
from helpdesk.errors import Refused
from helpdesk.models import Service
from helpdesk.opening import is_open
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
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> list[dict[str, Any]]:
    """Places by name, or the nearest ones to a point; those alone that offer ``service``, or are open now, when asked for.

    Hours that nobody has confirmed are the usual ones.
    """
    directory, now = parts.desk.directory, parts.desk.clock.now()
    if q is not None:
        found = [p for p in directory.search(q, limit) if service is None or service in p.services]
        return [place_view(p) for p in found if open_ is None or is_open(p, now)]
    if lat is None or lng is None:
        raise Refused("请写地名（q），或者给出位置（lat 和 lng）")
    return [place_view(p) for p in directory.nearest(lat, lng, limit, service, open_at=now if open_ else None)]


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
