"""Whether somebody's means stand in the way: exempt from the check (42), within the hardship standard (34), or open."""

from __future__ import annotations

from knowledge_base.calculators.arithmetic import law, yuan
from knowledge_base.calculators.models import Answers, Rule, Source
from knowledge_base.legal_aid.matters import aid
from knowledge_base.legal_aid.models import Finding, IncomeLine, Reason, Verdict
from knowledge_base.legal_aid.questions import EXEMPT_GROUPS

PROVINCE = Rule("《四川省法律援助条例》")
_ITEMS = {"minor": "一", "elderly": "一", "disabled": "一", "assistance": "二", "judicial": "二", "veteran": "二"}

# Laws of their own that speak of legal aid for somebody, whatever the matter is.
OF_A_GROUP: dict[str, tuple[str, Source]] = {
    "elderly": ("老年人的权益受了侵害，要律师帮忙又付不起的，可以获得法律援助", law("老年人权益保障法", 56)),
    "disabled": ("残疾人的权益受了侵害，确实需要法律援助的，法律援助机构应当帮助", law("残疾人保障法", 60)),
    "minor": ("需要法律援助的未成年人，法律援助机构应当依法帮助", law("未成年人保护法", 104)),
    "soldier": ("军人、军人家属维护权益遇到困难的，应当优先提供法律援助", law("军人地位和权益保障法", 61)),
}


def judge_means(answers: Answers, line: IncomeLine | None) -> Finding:
    """What the answers say of somebody's means; a group with a law of its own has it named."""
    group = answers.choice("group")
    if answers.yes("worker"):
        words = "进城务工的人要工资、要工伤赔偿，有材料能证明的，不用查家里收入"
        return Finding(Verdict.LIKELY, (Reason(words, (aid(42),), "三"),))
    if group in EXEMPT_GROUPS:
        words = f"{EXEMPT_GROUPS[group]}，有材料能证明的，不用查家里收入"
        return Finding(Verdict.LIKELY, (Reason(words, (aid(42),), _ITEMS[group]),))
    found = _by_income(answers, line)
    first = (Reason(OF_A_GROUP[group][0], (OF_A_GROUP[group][1],)),) if group in OF_A_GROUP else ()
    return Finding(found.verdict, (*first, *found.reasons))


def _by_income(answers: Answers, line: IncomeLine | None) -> Finding:
    if line is None:
        words = "要看家里算不算经济困难。标准由省政府定，这里还没有核实过现在是多少，所以不能替您下结论"
        return Finding(Verdict.PERSON, (Reason(words, (aid(34), PROVINCE)),))
    income = answers.number_or_open("income")
    standard = f"现在的标准是每人每月{yuan(line.yuan)}"
    sources = (aid(34), line.rule)
    if income is None:
        return Finding(
            Verdict.PERSON, (Reason(f"要看家里算不算经济困难，{standard}；收入说不准的，请人帮您算", sources),)
        )
    if income <= line.yuan:
        return Finding(Verdict.LIKELY, (Reason(f"{standard}，您家每人{yuan(income)}，没有超过", sources),))
    words = f"{standard}，您家每人{yuan(income)}，超过了；家里情况特殊的，可以照实跟法律援助机构说"
    return Finding(Verdict.UNLIKELY, (Reason(words, sources),))
