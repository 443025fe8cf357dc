"""What comes after the judgement: who decides and how fast, what to bring, what else the law gives."""

from __future__ import annotations

from knowledge_base.calculators.models import Answers, Rule
from knowledge_base.legal_aid.matters import MATTERS, MUST_BE_DEFENDED, Matter, Standing, aid
from knowledge_base.legal_aid.models import Reason, Verdict
from knowledge_base.legal_aid.questions import EXEMPT_GROUPS

_PROCEDURE = Rule("《办理法律援助案件程序规定》")
_SOON = Reason("收到申请七天内定；给援助的三天内派人，不给的要书面说明理由", (aid(43),))


def who_decides(matter: Matter, answers: Answers) -> tuple[Reason, ...]:
    """The legal-aid institution of which place, and within how many days."""
    if _is_notified(matter, answers):
        words = "办案机关三天内通知法律援助机构，法律援助机构三天内派律师，不用您申请；没人通知的，您可以提醒办案的人"
        return (Reason(words, (aid(36),)),)
    if answers.choice("area") in ("criminal", "retrial"):
        where = Reason("由办案的公安、检察院、法院所在地的法律援助中心定", (aid(12), aid(38)))
    else:
        words = (
            "由法律援助中心定：打官司、仲裁的，找办案机关所在地的；不打官司的，找处理争议的机关所在地或者事情发生地的"
        )
        where = Reason(words, (aid(12), aid(38)))
    return (where, _SOON)


def materials(matter: Matter, answers: Answers) -> tuple[Reason, ...]:
    """What to bring; nothing is asked of those for whom the authority gives notice."""
    if _is_notified(matter, answers):
        return (Reason("不用先交材料；手上有的文书、残疾证、户口本先收好，律师来了给他看"),)
    found = [
        Reason("身份证、法律援助申请表；表现场可以领，不会填的请工作人员帮忙", (_PROCEDURE,)),
        *_proof_of_means(matter, answers),
    ]
    if matter.evidence:
        found.append(Reason(f"和事情有关的：{matter.evidence}"))
    found.append(Reason("替孩子、替不能自己办事的人、替关押的家人申请的，加户口本等关系材料", (aid(40),)))
    return tuple(found)


def steps(matter: Matter, answers: Answers, verdict: Verdict) -> tuple[Reason, ...]:
    """What else to know, the most pressing first."""
    found = []
    if matter is MATTERS["family"]["violence"]:
        found.append(Reason("现在有危险的，先打110"))
    if answers.yes("urgent"):
        words = "您这件事急：今天就去说明情况，法律援助机构可以先派人、后补手续；期限内该交的状子、申请，自己先交上去"
        found.append(Reason(words, (aid(44),)))
    if answers.choice("criminal") == "accused" and not answers.yes("lawyer"):
        found.append(Reason("还没有辩护人的时候，可以要求见值班律师，不要钱", (aid(30), aid(37))))
        found.append(Reason("关着的人可以跟管教、办案人员、值班律师提申请，他们二十四小时内要转交", (aid(39),)))
    if verdict is not Verdict.LIKELY:
        found.append(Reason("问法律不用符合条件：打12348，或者到服务室、法律援助中心，都不要钱", (aid(22), aid(23))))
        found.append(Reason("想申请的照样可以去交，最后由法律援助机构定", (aid(43),)))
    if answers.choice("group") in ("elderly", "disabled"):
        found.append(Reason("老年人、残疾人行动不便的，可以要求提供方便", (aid(45),)))
    if not _is_notified(matter, answers):
        words = "不批的，可以向设立它的司法局提异议，司法局五天内审查；还不服，可以申请行政复议或者起诉"
        found.append(Reason(words, (aid(49),)))
    if verdict is Verdict.LIKELY:
        found.append(
            Reason(
                "派来的人不收您一分钱；法院的诉讼费可以缓、减、免，公证费、鉴定费应当减收或者免收", (aid(20), aid(53))
            )
        )
    return tuple(found)


def _proof_of_means(matter: Matter, answers: Answers) -> list[Reason]:
    if matter.standing is Standing.ANY_MEANS:
        return []
    if answers.yes("worker"):
        return [Reason("能看出您在打工的材料：工牌、考勤、转账记录、工友证明，不用开困难证明", (aid(42),))]
    if answers.choice("group") in EXEMPT_GROUPS:
        return [
            Reason(
                f"能证明申请的人是“{EXEMPT_GROUPS[answers.choice('group')]}”的证件、材料，不用开困难证明", (aid(42),)
            )
        ]
    return [Reason("家里经济困难的情况，照实写；可以作诚信承诺，不一定要开证明", (aid(41),))]


def _is_notified(matter: Matter, answers: Answers) -> bool:
    """Whether the authority that handles the case calls for the lawyer; a death review has to be applied for."""
    if answers.yes("lawyer"):
        return False
    accused = answers.choice("accused")
    return (accused in MUST_BE_DEFENDED and accused != "review") or matter.standing is Standing.NOTIFIED
