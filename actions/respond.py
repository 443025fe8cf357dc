"""What to say to words or to a button outside of any form; a question in the middle of a form comes here too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions import narrowing, places, small_talk
from actions.answers import ASPECT_NAMES, show_aspect, show_entry
from actions.desk import Desk
from actions.discussion import under_discussion
from actions.payloads import Payload
from actions.questions import answer_question, carried_on_surely
from actions.views import button
from helpdesk.errors import HelpdeskError
from helpdesk.models import Draft, Kind, Message
from knowledge_base.models import Aspect, Faq, Guide
from knowledge_base.narrowing import Case
from knowledge_base.service import RankedEntry

ASPECT_INTENTS = {
    "ask_fee": Aspect.FEE,
    "ask_materials": Aspect.MATERIALS,
    "ask_conditions": Aspect.CONDITIONS,
    "ask_time_limit": Aspect.TIME_LIMIT,
    "ask_procedure": Aspect.PROCEDURE,
    "ask_where": Aspect.WHERE,
}
_GONE = "这一条已经更新或者下架了，请再说一遍您想问的事。"
_SHEET = "咨询意见书在网页上打开和打印：打开我们的网页，问同样的事，再点答复下面的“打印咨询意见书”。也可以转人工，请顾问打印给您。"
_SAY_AGAIN = "好的。请换个说法再说一遍，说清楚是谁、什么事就行；也可以直接找顾问。"
_PLAIN_SUBJECT = 0.5
# Words that ask for an aspect and say nothing of the matter: 那要多少钱, 要带啥子, 在哪里办.
_NO_SUBJECT = re.compile(
    r"[那这个它要需得带准备交多少钱费用收好久长时间哪里儿办理去啥子什么东西材料证件手续条件怎么咋样做弄整流程步骤"
    r"能下来到刚才前头上面说可以吗呢嘛不没的了在几天满足有是免请问您你我们给出具体先后些嘞哈哦呀啊咯喃行花几个月点？?，。！ ]+"
)

_ASPECT_NAMED = re.compile(
    r"[多好]少?钱|要钱|收费|费用|花钱|材料|证件|手续|带[啥什些哪]|准备[啥什些哪]|条件|资格|多久|好久|几天|多长时间|哪[里儿]|啥子?地方|什么地方|"
    r"[怎咋]么?个?[办弄申走整]|流程|步骤|程序|申请|符合|够不够|情况"
)


def respond_to_words(
    desk: Desk,
    text: str,
    intent: str,
    guide_id: str | None,
    *,
    outside: bool | None = None,
    said: Sequence[Message] = (),
) -> list[Draft]:
    """Answer words by the classifier's intent; what has no fixed reply is asked of the knowledge base.

    ``said`` are the bot's last messages, the newest first.
    """
    if intent in ASPECT_INTENTS:
        return answer_aspect(desk, text, ASPECT_INTENTS[intent], guide_id, said)
    if intent == "find_place":
        return places.find_place(desk, text)
    if intent in small_talk.REPLIES:
        return small_talk.reply(intent)
    return answer_question(desk, text, outside=outside, said=said)


def answer_aspect(
    desk: Desk, text: str, aspect: Aspect, guide_id: str | None, said: Sequence[Message] = ()
) -> list[Draft]:
    """A follow-up about one aspect: of the guide under discussion, or of the one that the text itself names."""
    guide = desk.knowledge.find_guide(guide_id)
    about = under_discussion(desk, said)
    if not _NO_SUBJECT.fullmatch(text) and (draft := carried_on_surely(desk, text, about)):
        return [draft]
    if about is not None and not _NO_SUBJECT.fullmatch(text) and not _ASPECT_NAMED.search(text):
        return answer_question(desk, text, outside=False, said=said)  # 那如果他不同意呢 names no aspect
    ranked = desk.knowledge.search_entries(text, 1)
    if ranked and (guide is None or not _NO_SUBJECT.fullmatch(text)) and ranked[0].probability >= _PLAIN_SUBJECT:
        named = ranked[0].entry
        if not isinstance(named, Guide):
            return [show_entry(desk, ranked[0])]
        guide = named
    if guide is None and isinstance(about, Case) and _NO_SUBJECT.fullmatch(text):
        asked = narrowing.ask_or_show(desk, about)
        return [replace(asked, text=f"这要看是哪一种情况。{asked.text}")]
    if guide is None and isinstance(about, Faq) and _NO_SUBJECT.fullmatch(text):
        return [_aspect_of_faq(desk, text, aspect, about)]
    if guide is None and _NO_SUBJECT.fullmatch(text):
        words = f"您问的是哪件事？连起来说一遍就行，比如“申请法律援助{ASPECT_NAMES[aspect]}”。"
        return [Draft(Kind.CLARIFY, words, {"buttons": [button("转人工", "human")]})]
    if guide is None:
        return answer_question(desk, text, outside=False, said=said)
    return [show_aspect(desk, guide, aspect)]


def _aspect_of_faq(desk: Desk, text: str, aspect: Aspect, about: Faq) -> Draft:
    """An aspect of what no guide tells: another entry when that is sure, or that it is not written down."""
    words = f"刚才说的“{about.question}”，里面没有写{ASPECT_NAMES[aspect]}。可以打12348问，也可以请顾问来和您说。"
    buttons = [button("转人工", "human"), button("预约当面咨询", "book")]
    return carried_on_surely(desk, text, about) or Draft(Kind.FALLBACK, words, {"buttons": buttons, "about": about.id})


def respond_to_press(desk: Desk, payload: Payload) -> list[Draft]:
    """What a pressed button shows."""
    try:
        return _respond_to_press(desk, payload)
    except HelpdeskError as error:
        return [Draft(Kind.NOTICE, str(error))]


def _respond_to_press(desk: Desk, payload: Payload) -> list[Draft]:
    match payload.verb:
        case "faq" | "guide":
            entry = desk.knowledge.find_entry(payload.argument)
            return [show_entry(desk, RankedEntry(entry, 1.0))] if entry else [Draft(Kind.NOTICE, _GONE)]
        case "narrow":
            case = narrowing.pressed_case(desk, payload.argument)
            return [narrowing.ask_or_show(desk, case) if case else Draft(Kind.NOTICE, _GONE)]
        case "aspect":
            return [_pressed_aspect(desk, payload.argument)]
        case "tier":
            code, _, first = payload.argument.partition(":")
            return [places.show_children(desk, code, int(first or 0))]
        case "place":
            return [places.show_place(desk.directory.get(payload.argument))]
        case "point":
            return [places.nearest(desk, *places.parse_point(payload.argument))]
        case "find_place":
            return [places.ask_place(desk)]
        case "help" | "privacy" | "promise":
            return small_talk.reply(payload.verb)
        case "sheet":
            return [Draft(Kind.NOTICE, _SHEET, {"buttons": [button("转人工", "human")]})]
        case "none":
            buttons = [{"title": "转人工", "payload": "human"}]
            return [Draft(Kind.FALLBACK, _SAY_AGAIN, {"buttons": buttons})]
    return [Draft(Kind.NOTICE, "这个按钮现在用不上了，请直接说您想办的事。")]


def _pressed_aspect(desk: Desk, argument: str) -> Draft:
    guide_id, _, name = argument.partition(":")
    guide = desk.knowledge.find_guide(guide_id)
    if guide is None or name not in set(Aspect):
        return Draft(Kind.NOTICE, _GONE)
    return show_aspect(desk, guide, Aspect(name))
