"""What to say to words or to a button outside of any form; a question in the middle of a form comes here too."""

from __future__ import annotations

import re

from actions import places, small_talk
from actions.answers import ASPECT_NAMES, answer_question, show_aspect, show_entry
from actions.desk import Desk
from actions.payloads import Payload
from actions.phones import answer_phone
from actions.views import button
from helpdesk.errors import HelpdeskError
from helpdesk.models import Draft, Kind
from knowledge_base.models import Aspect, Guide
from knowledge_base.service import RankedEntry

ASPECT_INTENTS = {
    "ask_fee": Aspect.FEE,
    "ask_materials": Aspect.MATERIALS,
    "ask_conditions": Aspect.CONDITIONS,
    "ask_time_limit": Aspect.TIME_LIMIT,
    "ask_procedure": Aspect.PROCEDURE,
    "ask_where": Aspect.WHERE,
}
# Said first when words that the gateway let pass may tell of danger; what the law says comes after it.
_DANGER = Draft(
    Kind.URGENT,
    "现在有人要伤害您或者别人，请马上打110，有人受伤打120，先到安全、人多的地方去。心里难受、不想活了，也请打110或120，"
    "别一个人待着。家里的暴力还可以打妇女维权热线12338，法律上的事打12348。",
    {"buttons": [button("现在有危险，找人", "human"), button("没有危险，想问法律", "none")]},
)
_GONE = "这一条已经更新或者下架了，请再说一遍您想问的事。"
_SHEET = "咨询意见书在网页上打开和打印：打开我们的网页，问同样的事，再点答复下面的“打印咨询意见书”。也可以转人工，请顾问打印给您。"
_SAY_AGAIN = "好的。请换个说法再说一遍，说清楚是谁、什么事就行；也可以直接找顾问。"
_PLAIN_SUBJECT = 0.5
# Words that ask for an aspect and say nothing of the matter: 那要多少钱, 要带啥子, 在哪里办.
_NO_SUBJECT = re.compile(
    r"[那这个它要需得带准备交多少钱费用收好久长时间哪里儿办理去啥子什么东西材料证件手续条件怎么咋样做弄整流程步骤"
    r"能下来到可以吗呢嘛不没的了在几天满足有是免请问您你我们给出具体先后些嘞哈哦呀啊咯喃行花几个月点？?，。！ ]+"
)

# Words that name a matter, so that a question about one aspect of it is not about the guide under discussion.
_MATTER = re.compile(
    r"公证|仲裁|离婚|结婚登记|调解|鉴定|工伤|法律援助|法援|遗嘱|遗产|继承|过户|收养|抚养|赡养|立案|起诉|上诉|诉讼|打官司|再审|强制执行|"
    r"复议|保全|支付令|取保|缓刑|假释|社区矫正|社矫|保护令|家暴|征地|拆迁|宅基地|欠薪|讨薪|拖欠工资|司法救助|国家赔偿|信访|"
    r"(?:迁|上|改)户口|户口迁|[申办]\w?低保|低保申请|办残疾证|残疾证(?:怎么|到|去|在)|居住证|改名|公租房|营业执照|失业金|律师费|请律师"
)


def respond_to_words(
    desk: Desk, text: str, intent: str, guide_id: str | None, *, outside: bool | None = None
) -> list[Draft]:
    """Answer words by the classifier's intent; what has no fixed reply is asked of the knowledge base."""
    if intent in ASPECT_INTENTS:
        return answer_aspect(desk, text, ASPECT_INTENTS[intent], guide_id)
    if intent == "ask_phone":
        return answer_phone(desk, text, guide_id)
    if intent == "danger":
        known = [draft for draft in answer_question(desk, text, outside=False) if draft.kind in (Kind.FAQ, Kind.GUIDE)]
        return [_DANGER, *known]
    if intent == "find_place":
        return places.find_place(desk, text)
    if intent in small_talk.REPLIES:
        return small_talk.reply(intent)
    return answer_question(desk, text, outside=outside)


def answer_aspect(desk: Desk, text: str, aspect: Aspect, guide_id: str | None) -> list[Draft]:
    """A question about one aspect: of the guide under discussion, or of the one that the text itself names."""
    guide = desk.knowledge.find_guide(guide_id)
    bare = bool(_NO_SUBJECT.fullmatch(text))
    ranked = desk.knowledge.search_entries(text, 1)
    if ranked and not (guide and bare) and ranked[0].probability >= _PLAIN_SUBJECT:
        named = ranked[0].entry
        return [show_aspect(desk, named, aspect) if isinstance(named, Guide) else show_entry(desk, ranked[0])]
    if guide is None and bare:
        words = f"您问的是哪件事？连起来说一遍就行，比如“申请法律援助{ASPECT_NAMES[aspect]}”。"
        return [Draft(Kind.CLARIFY, words, {"buttons": [button("转人工", "human")]})]
    if guide is None or _names_another_matter(text, guide):
        return answer_question(desk, text, outside=False)
    return [show_aspect(desk, guide, aspect)]


def names_matter(text: str) -> bool:
    """Whether words name a legal matter or a service, beside whatever they ask of it."""
    return bool(_MATTER.search(text))


def _names_another_matter(text: str, guide: Guide) -> bool:
    matter = _MATTER.search(text)
    return matter is not None and matter[0] not in guide.title


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
        case "help" | "privacy":
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
