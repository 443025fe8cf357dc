"""What the conversation is about, as the bot's last messages show it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.desk import Desk
from actions.narrowing import asked_case
from helpdesk.models import Kind, Message
from knowledge_base.entry_index import Entry
from knowledge_base.narrowing import Case


def under_discussion(desk: Desk, said: Sequence[Message]) -> Entry | Case | None:
    """The entry that was shown last, or the wide question that waits for its answer.

    ``said`` are the bot's last messages, the newest first. A question that was answered in some other way has ended what
    was discussed before it. A guide that an FAQ led to leaves the FAQ under discussion: it says more of the case.
    """
    guide: Entry | None = None
    for message in said:
        extras = message.extras
        if guide is not None and extras.get("guide_id") not in (guide.id, None):
            return guide
        if extras.get("faq_id"):
            return desk.knowledge.find_entry(extras["faq_id"]) or guide
        if guide is None and (shown := extras.get("about") or extras.get("guide_id")):
            guide = desk.knowledge.find_entry(shown)
        elif guide is None and (case := asked_case(desk, message)):
            return case
        elif message.kind in (Kind.STATUTES, Kind.CLARIFY):
            return guide
    return guide
