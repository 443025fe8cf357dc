"""Which number to ring: a place's, a guide's, or the hotline for everything legal."""

from __future__ import annotations

import re

from actions import places
from actions.desk import Desk
from actions.views import button
from helpdesk.models import Draft, Kind
from knowledge_base.models import Guide
from knowledge_base.service import RankedEntry

# Emergency numbers, hotlines of five digits (12348, 96110), numbers with an area code.
_NUMBER = re.compile(r"(?<!\d)(?:110|119|120|122|123\d{2}|961\d{2}|0\d{2,3}-?\d{7,8})(?!\d)")
_HOTLINE = "别的法律上的事，可以打12348公共法律服务热线，不收咨询费。"
_NAMED = 0.5


def answer_phone(desk: Desk, text: str, guide_id: str | None) -> list[Draft]:
    """The card of the place that ``text`` names; else the numbers that the guide in question gives, and 12348."""
    if desk.directory.search(text):
        return places.find_place(desk, text)
    ranked = desk.knowledge.search_entries(text, 1)
    named = _guide_of(desk, ranked[0]) if ranked and ranked[0].probability >= _NAMED else None
    guide = named or desk.knowledge.find_guide(guide_id)
    return [_with_guide(guide) if guide else _hotline()]


def _guide_of(desk: Desk, ranked: RankedEntry) -> Guide | None:
    return desk.knowledge.guide_of(ranked.entry)


def _with_guide(guide: Guide) -> Draft:
    said = [guide.where, *guide.procedure]
    numbers = dict.fromkeys(number for line in said for number in _NUMBER.findall(line))
    known = f"打{'、'.join(numbers)}。" if numbers else "这一项没有单独的电话，可以打12348问。"
    text = f"{guide.title} · 打什么电话\n{known}\n在哪里办：{guide.where}"
    return Draft(Kind.GUIDE, text, {"guide_id": guide.id, "buttons": _buttons()})


def _hotline() -> Draft:
    text = f"服务室、服务站的电话，登记了的都写在它的卡片上；说一下是哪个镇、哪个村，我找给您。{_HOTLINE}有危险打110，有人受伤打120。"
    return Draft(Kind.NOTICE, text, {"buttons": _buttons()})


def _buttons() -> list[dict[str, str]]:
    return [button("找服务室", "find_place"), button("转人工", "human")]
