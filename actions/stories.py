"""A long account: what was understood is said back in one line, and then answered.

The line is made of vetted parts alone, an entry's question, a topic, the name of a place: never of the citizen's words.
"""

from __future__ import annotations

from dataclasses import replace

from actions.answers import clarify, name_of, show_answer, show_entry
from actions.desk import Desk
from helpdesk.models import Draft
from knowledge_base.follow_up import WORTH_ASKING
from knowledge_base.models import Faq
from knowledge_base.service import Answer, RankedEntry, WayOut
from knowledge_base.topics import topic_name

_ARTICLES = 3


def answer_story(desk: Desk, text: str) -> list[Draft]:
    """The answer to a text of more than ``story.LONG`` characters."""
    account = desk.knowledge.read_story(text)
    found = [RankedEntry(asked.entry, asked.share) for asked in account.entries]
    where = _place_in(desk, text)
    if not found:
        said = show_answer(
            desk, Answer(WayOut.STATUTES, articles=tuple(desk.knowledge.search_statutes(text, _ARTICLES)))
        )
        return [replace(said, text=f"您写的我都看了{where}。{said.text}")]
    if account.sure:
        said = show_entry(desk, found[0])
        line = f"您说的是“{name_of(found[0].entry)}”这件事{where}，对吗？我先按这个来回答；不对的话，用一两句话再说一遍就行。"
        return [replace(said, text=f"{line}\n{said.text}")]
    likely = [r for r in found if r.probability >= WORTH_ASKING]
    likely = likely if len(likely) > 1 else found[:2]
    return [clarify(likely, f"{_about(likely)}{where}。您最想问的是下面哪一个？")]


def _about(found: list[RankedEntry]) -> str:
    topics = dict.fromkeys(topic_name(r.entry.topic) for r in found if isinstance(r.entry, Faq))
    return f"您说的是{'、'.join(topics)}方面的事" if topics else "您写的我都看了"


def _place_in(desk: Desk, text: str) -> str:
    """The one place that is named in full: ，在魏城镇; empty when none is, or several."""
    found = [place for place in desk.directory.search(text) if place.name in text]
    return f"，在{found[0].name}" if len(found) == 1 else ""
