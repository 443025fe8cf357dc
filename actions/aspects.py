"""Follow-ups about one aspect of what is under discussion: 那要多少钱, 要带啥子, 在哪里办."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.answers import ASPECT_NAMES, show_aspect, show_entry
from actions.desk import Desk
from actions.discussion import under_discussion
from actions.narrowing import ask_or_show
from actions.questions import answer_question, carried_on_surely
from actions.views import button
from helpdesk.models import Draft, Kind, Message
from knowledge_base.entry_texts import Entry
from knowledge_base.models import Aspect, Faq, Guide
from knowledge_base.narrowing import Case

ASPECT_INTENTS = {
    "ask_fee": Aspect.FEE,
    "ask_materials": Aspect.MATERIALS,
    "ask_conditions": Aspect.CONDITIONS,
    "ask_time_limit": Aspect.TIME_LIMIT,
    "ask_procedure": Aspect.PROCEDURE,
    "ask_where": Aspect.WHERE,
}
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
# Words that name a matter, so that a question about one aspect of it is not about the guide under discussion.
_MATTER = re.compile(
    r"公证|仲裁|离婚|结婚登记|调解|鉴定|工伤|法律援助|法援|遗嘱|遗产|继承|过户|收养|抚养|赡养|立案|起诉|上诉|诉讼|打官司|再审|强制执行|"
    r"复议|保全|支付令|取保|缓刑|假释|社区矫正|社矫|保护令|家暴|征地|拆迁|宅基地|欠薪|讨薪|拖欠工资|司法救助|国家赔偿|信访|"
    r"(?:迁|上|改)户口|户口迁|[申办]\w?低保|低保申请|办残疾证|残疾证(?:怎么|到|去|在)|居住证|改名|公租房|营业执照|失业金|律师费|请律师"
)


def answer_aspect(
    desk: Desk, text: str, aspect: Aspect, guide_id: str | None, said: Sequence[Message] = ()
) -> list[Draft]:
    """One aspect: of the guide under discussion, or of the one that the text itself names.

    ``said`` are the bot's last messages, the newest first.
    """
    guide, about = desk.knowledge.find_guide(guide_id), under_discussion(desk, said)
    if _NO_SUBJECT.fullmatch(text):
        return [show_aspect(desk, guide, aspect) if guide else _without_guide(desk, text, aspect, about)]
    if draft := carried_on_surely(desk, text, about):
        return [draft]
    if about is not None and not _ASPECT_NAMED.search(text):  # 那如果他不同意呢, whatever the classifier makes of it
        return answer_question(desk, text, outside=False, said=said)
    ranked = desk.knowledge.search_entries(text, 1)
    if ranked and ranked[0].probability >= _PLAIN_SUBJECT:
        if not isinstance(ranked[0].entry, Guide):
            return [show_entry(desk, ranked[0])]
        guide = ranked[0].entry
    if guide is None or _names_another_matter(text, guide):
        return answer_question(desk, text, outside=False, said=said)
    return [show_aspect(desk, guide, aspect)]


def names_matter(text: str) -> bool:
    """Whether words name a legal matter or a service, beside whatever they ask of it."""
    return bool(_MATTER.search(text))


def _names_another_matter(text: str, guide: Guide) -> bool:
    matter = _MATTER.search(text)
    return matter is not None and matter[0] not in guide.title


def _without_guide(desk: Desk, text: str, aspect: Aspect, about: Entry | Case | None) -> Draft:
    """An aspect of something that has no guide: first which case it is, or another entry, or that it is not written down."""
    if isinstance(about, Case):
        asked = ask_or_show(desk, about)
        return replace(asked, text=f"这要看是哪一种情况。{asked.text}")
    person = button("转人工", "human")
    if not isinstance(about, Faq):
        words = f"您问的是哪件事？连起来说一遍就行，比如“申请法律援助{ASPECT_NAMES[aspect]}”。"
        return Draft(Kind.CLARIFY, words, {"buttons": [person]})
    words = f"刚才说的“{about.question}”，里面没有写{ASPECT_NAMES[aspect]}。可以打12348问，也可以请顾问来和您说。"
    unwritten = Draft(Kind.FALLBACK, words, {"buttons": [person, button("预约当面咨询", "book")], "about": about.id})
    return carried_on_surely(desk, text, about) or unwritten
