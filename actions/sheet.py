"""The consultation sheet (咨询意见书): one answer of a conversation on a page to print and to hand on.

Everything on it was vetted before: the entry as it is published now, the articles in force word for word, the directory, and
the fixed sentences of ``sheet_words``. Only the question is the citizen's, with what tells who somebody is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from actions import sheet_words
from actions.answers import ASPECT_NAMES, show_aspect, show_entry
from actions.desk import Desk
from actions.sheet_place import place_of
from actions.sheet_question import question_behind
from actions.views import Json, citation_views, place_views
from helpdesk.conversations import Said, transcript
from helpdesk.errors import NotFound, Refused
from helpdesk.models import Kind, Message, Sender
from knowledge_base.models import Citation, Faq, Guide
from knowledge_base.service import RankedEntry, citations_of

_ANSWERS = (Kind.FAQ, Kind.GUIDE)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limitation or application period; ``law`` and ``article`` are None when what sets it is not in the statute database."""

    text: str
    law: str | None
    article: str | None


@dataclass(frozen=True, slots=True)
class GuideParts:
    """The service guide that the answer is, or leads to. ``legal_basis`` names articles that the sheet does not quote."""

    guide_id: str
    title: str
    conditions: tuple[str, ...]
    materials: tuple[str, ...]
    procedure: tuple[str, ...]
    time_limit: str
    fee: str
    where: str
    who_can_help: tuple[str, ...]
    legal_basis: tuple[str, ...]
    other_sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, as the public API gives it.

    ``asked`` are the citizen's words and choices, the oldest first, masked (then ``asked_note`` says so); ``subject`` is
    the vetted question or title.
    ``place`` is as ``GET /places`` gives it, null only while the directory is empty. ``updated`` says that what was
    published has changed since it was said.
    """

    title: str
    service: str
    day: date
    asked_at: datetime
    asked: tuple[str, ...]
    asked_note: str | None
    subject: str
    answer: tuple[str, ...]
    updated: str | None
    citations: list[dict[str, str]]
    other_sources: tuple[str, ...]
    not_quoted: str
    evidence: tuple[str, ...]
    deadline: Deadline | None
    needs_person: str | None
    guide: GuideParts | None
    place: Json | None
    place_note: str | None
    general: str
    person: str


def make_sheet(desk: Desk, conversation_id: str, message_id: str) -> Sheet:
    """Put the sheet of an answer together.

    Raises NotFound when the conversation has no such message or its entry is not published any more, and Refused when the
    message is no answer.
    """
    said = transcript(desk.db, conversation_id)
    answer = _answer(said, message_id)
    entry = desk.knowledge.find_entry(
        answer.message.extras.get("faq_id") or answer.message.extras.get("guide_id") or ""
    )
    if entry is None:
        raise NotFound("这一条答复已经更新或者下架了，请再问一遍")
    asked = question_behind(said, answer)
    place, place_note = place_of(desk, said)
    faq, guide = (entry if isinstance(entry, Faq) else None), desk.knowledge.guide_of(entry)
    quoted = desk.knowledge.quote(citations_of(entry))
    return Sheet(
        title=sheet_words.TITLE,
        service=sheet_words.SERVICE,
        day=desk.clock.now().date(),
        asked_at=asked.at,
        asked=asked.words,
        asked_note=sheet_words.MASKED if asked.masked else None,
        subject=entry.wordings[0],
        answer=tuple(entry.answer.splitlines()) if isinstance(entry, Faq) else (entry.summary,),
        updated=None if _says_the_same(desk, entry, answer.message) else sheet_words.UPDATED,
        citations=citation_views(quoted),
        other_sources=entry.other_sources,
        not_quoted=sheet_words.NOT_QUOTED,
        evidence=faq.evidence if faq else (),
        deadline=_deadline(desk, faq) if faq else None,
        needs_person=faq.needs_person if faq else None,
        guide=_guide_parts(desk, guide, {article.citation for article in quoted}) if guide else None,
        place=next(iter(place_views(desk.db, [place] if place else [])), None),
        place_note=place_note,
        general=sheet_words.GENERAL,
        person=sheet_words.PERSON,
    )


def has_sheet(message: Message) -> bool:
    """Whether a message is an answer that a sheet can be made of."""
    return message.sender is Sender.BOT and message.kind in _ANSWERS


def _answer(said: Iterable[Said], message_id: str) -> Said:
    found = next((one for one in said if one.message.id == message_id), None)
    if found is None:
        raise NotFound("没有找到这条答复，请回到对话，再点一次“打印咨询意见书”")
    if not has_sheet(found.message):
        raise Refused("这条消息不是法律问题的答复，没有咨询意见书可以打印")
    return found


def _says_the_same(desk: Desk, entry: Faq | Guide, message: Message) -> bool:
    """Whether the entry would be shown today as the message showed it."""
    shown = [show_entry(desk, RankedEntry(entry, 1.0))]
    if isinstance(entry, Guide):
        shown += [show_aspect(desk, entry, aspect) for aspect in ASPECT_NAMES]
    citations = message.extras.get("citations")
    return any(draft.text == message.text and draft.extras["citations"] == citations for draft in shown)


def _deadline(desk: Desk, faq: Faq) -> Deadline | None:
    if faq.deadline is None:
        return None
    article = next(iter(desk.knowledge.quote([faq.deadline_article] if faq.deadline_article else [])), None)
    return Deadline(faq.deadline, article.law if article else None, article.article if article else None)


def _guide_parts(desk: Desk, guide: Guide, quoted: set[Citation]) -> GuideParts:
    named = [article.citation for article in desk.knowledge.quote(guide.legal_basis)]
    return GuideParts(
        guide_id=guide.id,
        title=guide.title,
        conditions=guide.conditions,
        materials=guide.materials,
        procedure=guide.procedure,
        time_limit=guide.time_limit,
        fee=guide.fee,
        where=guide.where,
        who_can_help=guide.who_can_help,
        legal_basis=_by_law(citation for citation in named if citation not in quoted),
        other_sources=guide.other_sources,
    )


def _by_law(citations: Iterable[Citation]) -> tuple[str, ...]:
    """Articles as they are named in a row, each law once: 《民法典》第一条、第二条."""
    articles: dict[str, list[str]] = {}
    for citation in citations:
        articles.setdefault(citation.law, []).append(citation.article)
    return tuple(f"《{law}》{'、'.join(numbers)}" for law, numbers in articles.items())
