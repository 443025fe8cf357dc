"""The judgement: does the law seem to give legal aid, and by which article. The decision is a legal-aid centre's (12, 43)."""

from __future__ import annotations

from knowledge_base.calculators.arithmetic import law
from knowledge_base.calculators.asking import require_all
from knowledge_base.calculators.models import Answers, Source
from knowledge_base.legal_aid.matters import MUST_BE_DEFENDED, Matter, Standing, aid, matter_of
from knowledge_base.legal_aid.means import OF_A_GROUP, PROVINCE, judge_means
from knowledge_base.legal_aid.models import Finding, IncomeLine, Opinion, PreCheck, Reason, Verdict
from knowledge_base.legal_aid.next_steps import materials, steps, who_decides
from knowledge_base.legal_aid.questions import EXEMPT_GROUPS

_NAMED_ELSEWHERE: dict[str, tuple[str, Source]] = {
    "land": ("农民的权益受了侵害，司法行政部门应当依照有关规定提供法律援助", law("农业法", 78)),
    "administrative": ("申请行政复议的人符合法律援助条件的，应当依法提供法律援助", law("行政复议法", 18)),
}


def assess(check: PreCheck, answers: Answers) -> Opinion:
    """What the law seems to say of the answers.

    Raises AnswerRefused when a question is still open.
    """
    require_all(check, answers)
    matter = matter_of(answers)
    found = _judge(matter, answers, check.line)
    return Opinion(
        matter=matter.title,
        verdict=found.verdict,
        reasons=found.reasons,
        decides=who_decides(matter, answers),
        materials=() if found.verdict is Verdict.UNLIKELY else materials(matter, answers),
        steps=steps(matter, answers, found.verdict),
    )


def _judge(matter: Matter, answers: Answers, line: IncomeLine | None) -> Finding:
    if answers.yes("lawyer"):
        words = "法律援助是给没有请律师、没有请代理人的人；已经请了的，援助了也会终止。要是后来不请了，可以再申请"
        return Finding(Verdict.UNLIKELY, (Reason(words, (aid(48),), "六"),))
    if answers.choice("accused") in MUST_BE_DEFENDED:
        return _must_be_defended(answers.choice("accused"))
    if answers.values.get("reopened") is False:
        words = "申诉、申请再审的，要等法院决定再审，或者检察院抗诉以后，才能申请法律援助"
        return Finding(Verdict.UNLIKELY, (Reason(words, matter.sources),))
    match matter.standing:
        case Standing.NOT_NAMED:
            return _not_named(answers)
        case Standing.ANY_MEANS | Standing.NOTIFIED:
            return Finding(Verdict.LIKELY, (matter.reason,))
    return _depends_on_means(matter, answers, line)


def _must_be_defended(who: str) -> Finding:
    person = MUST_BE_DEFENDED[who]
    words = f"{person.rule}没有请辩护人的，公安、检察院、法院应当通知法律援助机构派律师"
    reasons = [Reason(words, person.sources, person.item)]
    if who == "review":
        reasons.append(Reason("死刑复核的，要自己或者家属提出申请", (aid(25),), person.item))
    return Finding(Verdict.LIKELY, tuple(reasons))


def _depends_on_means(matter: Matter, answers: Answers, line: IncomeLine | None) -> Finding:
    means = judge_means(answers, line)
    verdict, reasons = means.verdict, (matter.reason, *means.reasons)
    accused = answers.choice("accused")
    if accused and verdict is Verdict.UNLIKELY:
        # 24 also takes other reasons for having no lawyer than hardship.
        words = "刑事案件里，不是因为穷、有别的原因没请辩护人的，也可以申请"
        verdict, reasons = Verdict.PERSON, (*reasons, Reason(words, (aid(24),)))
    if accused == "unknown":
        words = "要先弄清楚他是不是必须派律师的那几种人，是的话不看家里困不困难"
        verdict, reasons = Verdict.PERSON, (*reasons, Reason(words, (aid(25),)))
    return Finding(verdict, reasons)


def _not_named(answers: Answers) -> Finding:
    """Matters that 31 does not name; (9) leaves room for other laws and for the province's rules."""
    area, group = answers.choice("area"), answers.choice("group")
    chosen = answers.choice(area)
    words = "这件事没有写在法律列的八样里，可是法律留了口子：别的法律、省里的规定也可以管"
    reasons = [Reason(words, (aid(31), PROVINCE), "九")]
    named = [found for found in (OF_A_GROUP.get(group), _NAMED_ELSEWHERE.get(chosen)) if found]
    reasons += [Reason(text, (source,)) for text, source in named]
    if group in EXEMPT_GROUPS:
        reasons.append(Reason("您这种情况查收入可以免，可是先要看事情在不在范围里", (aid(42),)))
    if chosen == "divorce":
        reasons.append(Reason("离婚里头要抚养费、扶养费的那一部分，在范围里，可以单就这个申请", (aid(31),), "四"))
    if chosen == "severance":
        reasons.append(
            Reason("要工资、要确认劳动关系的那一部分在范围里，补偿金一起要的，请人看怎么提", (aid(31),), "五")
        )
    if chosen == "other_injury":
        reasons.append(Reason("构成刑事案件、您是被害人的，可以按刑事案件的被害人申请", (aid(29),)))
    open_ = named or chosen in ("severance", "else")
    return Finding(Verdict.PERSON if open_ else Verdict.UNLIKELY, tuple(reasons))
