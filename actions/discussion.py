"""What the conversation is about, as the bot's last messages show it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.desk import Desk
from actions.narrowing import asked_case
from helpdesk.models import Kind, Message
from knowledge_base.entry_texts import Entry
from knowledge_base.models import Guide
from knowledge_base.narrowing import Case


def under_discussion(desk: Desk, said: Sequence[Message]) -> Entry | Case | None:
    """The entry that was shown last, or the wide question that waits for its answer.

    ``said`` are the bot's last messages, the newest first. A question that was answered in some other way has ended what
    was discussed before it. A guide that an FAQ led to leaves the FAQ under discussion: it says more of the case.
    """
    for number, message in enumerate(said):
        extras = message.extras
        if shown := extras.get("about") or extras.get("faq_id"):
            return desk.knowledge.find_entry(shown)
        if guide := desk.knowledge.find_guide(extras.get("guide_id")):
            return _faq_before(desk, guide, said[number + 1 :]) or guide
        if case := asked_case(desk, message):
            return case
        if message.kind in (Kind.STATUTES, Kind.CLARIFY):
            return None
    return None


def _faq_before(desk: Desk, guide: Guide, said: Sequence[Message]) -> Entry | None:
    """The FAQ that led to ``guide``; None when something else was shown before it."""
    for message in said:
        extras = message.extras
        if extras.get("faq_id"):
            return desk.knowledge.find_entry(extras["faq_id"]) if extras.get("guide_id") == guide.id else None
        if extras.get("guide_id") not in (None, guide.id) or message.kind in (Kind.STATUTES, Kind.CLARIFY):
            return None
    return None
