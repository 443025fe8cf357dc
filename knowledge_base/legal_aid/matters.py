"""Matters that people ask legal aid for, and where the law has them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.calculators.arithmetic import law
from knowledge_base.calculators.models import Answers, Source
from knowledge_base.legal_aid.models import Reason
from knowledge_base.models import Citation


def aid(number: int) -> Citation:
    """An article of the 法律援助法 by its number."""
    return law("法律援助法", number)


class Standing(StrEnum):
    """How the law takes a matter: in its list for those in hardship (31), whatever they own (32), by notice of the
    authority that handles the case (25, 28), by articles of its own (24, 29, 33), or not named.
    """

    LISTED = "listed"
    ANY_MEANS = "any_means"
    NOTIFIED = "notified"
    OWN_ARTICLE = "own_article"
    NOT_NAMED = "not_named"


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter: its ``title`` on a button, what the law says of it in ``rule``, where, and what proves it.

    ``item`` is the item (项) of the first source.
    """

    title: str
    standing: Standing
    rule: str
    sources: tuple[Source, ...]
    evidence: str = ""
    item: str = ""

    @property
    def reason(self) -> Reason:
        """What the law says of it."""
        return Reason(self.rule, self.sources, self.item)


def _listed(title: str, item: str, evidence: str) -> Matter:
    return Matter(title, Standing.LISTED, f"{title}，在法律援助的范围里", (aid(31),), evidence, item)


def _any_means(title: str, item: str, rule: str, evidence: str, *also: Source) -> Matter:
    return Matter(title, Standing.ANY_MEANS, f"{rule}，不看家里困不困难", (aid(32), *also), evidence, item)


def _not_named(title: str) -> Matter:
    return Matter(title, Standing.NOT_NAMED, "", (aid(31),))


_WORK_PAPERS = "工资条、转账记录、考勤、工牌、欠条、合同，有哪样带哪样"
_WORK_INJURY = _listed("工伤赔偿", "七", "病历、工伤认定决定书、劳动能力鉴定结论，有哪样带哪样")

# By the question's key and the chosen value.
MATTERS: dict[str, dict[str, Matter]] = {
    "work": {
        "wages": _listed("要工资、劳动报酬", "五", _WORK_PAPERS),
        "relation": _listed("确认劳动关系", "五", _WORK_PAPERS),
        "injury": _WORK_INJURY,
        "insurance": _listed("社会保险待遇", "二", "参保记录、单位或社保机构的答复"),
        "welfare": _listed("低保、社会救助", "二", "申请救助的材料、对方的答复"),
        "severance": _not_named("辞退、离职补偿"),
    },
    "family": {
        "support": _listed("赡养费、抚养费、扶养费", "四", "户口本、结婚证或离婚证、协议或判决，能看出关系和数目的"),
        "violence": _any_means(
            "遭家暴、虐待、遗弃",
            "四",
            "受家暴、虐待、遗弃的人主张权益",
            "报警回执、告诫书、病历、伤情照片、录音聊天，有哪样带哪样",
            law("反家庭暴力法", 19),
        ),
        "divorce": _not_named("离婚、分财产"),
        "capacity": _listed("认定没有民事行为能力", "六", "病历、残疾证、鉴定意见，户口本等亲属关系材料"),
        "inheritance": _not_named("遗产、别的家事"),
    },
    "injury": {
        "at_work": _WORK_INJURY,
        "traffic": _listed("交通事故受伤赔偿", "七", "事故认定书、病历、发票、保险单"),
        "medical": _listed("医疗事故受伤赔偿", "七", "病历、发票、鉴定意见"),
        "food": _listed("食品、药品安全事故受伤赔偿", "七", "买东西的票据、实物或照片、病历"),
        "pollution": _listed("环境污染、生态破坏赔偿", "八", "照片视频、检测报告、损失的清单"),
        "other_injury": _not_named("别的伤（打架、摔伤）"),
    },
    "special": {
        "state": _listed("国家赔偿", "一", "决定书、判决书、释放证明等"),
        "acquitted": _any_means("再审改判无罪，要国家赔偿", "三", "再审改判无罪、请求国家赔偿的", "再审判决书"),
        "pension": _listed("抚恤金", "三", "身份、关系的证明，发放单位的答复"),
        "samaritan": _any_means(
            "见义勇为", "二", "因见义勇为主张民事权益的", "见义勇为的证书，或者报警回执、证人、病历"
        ),
        "martyr": _any_means(
            "英雄烈士近亲属维护名誉",
            "一",
            "英雄烈士的近亲属维护英雄烈士的人格权益",
            "烈士证明书、亲属关系材料、侵权内容的截图",
            law("英雄烈士保护法", 25),
        ),
    },
    "criminal": {
        "accused": Matter(
            "被抓、被告了",
            Standing.OWN_ARTICLE,
            "犯罪嫌疑人、被告人因为经济困难或者其他原因没有请辩护人的，本人和近亲属都可以申请",
            (aid(24),),
            "拘留、逮捕通知书，起诉书等",
        ),
        "victim": Matter(
            "是受害的一方",
            Standing.OWN_ARTICLE,
            "公诉案件的被害人和近亲属、自诉人、附带民事诉讼的原告人，因为经济困难没有请人的，可以申请",
            (aid(29),),
            "立案告知书、报警回执、病历等",
        ),
        "commitment": Matter(
            "强制医疗",
            Standing.NOTIFIED,
            "强制医疗案件没有请诉讼代理人的，法院应当通知法律援助机构派律师",
            (aid(28), law("刑事诉讼法", 304)),
            "法院的通知、病历",
        ),
    },
    "other": {
        "debt": _not_named("借钱、欠账"),
        "contract": _not_named("合同、买卖"),
        "land": _not_named("土地、征收"),
        "house": _not_named("房子、邻里"),
        "administrative": _not_named("告政府部门、行政复议"),
        "else": _not_named("都不是"),
    },
}
RETRIAL = Matter(
    "申诉、再审",
    Standing.OWN_ARTICLE,
    "不服生效裁判的，法院决定再审或者检察院提出抗诉以后，因为经济困难没有请人的，可以申请",
    (aid(33),),
    "原来的判决书、裁定书，再审决定或者抗诉书",
)
# Who must be given a defence lawyer when they have none (25): how a button says it, and the rule.
MUST_BE_DEFENDED: dict[str, Matter] = {
    "minor": Matter("不满十八岁", Standing.NOTIFIED, "未成年人", (aid(25), law("刑事诉讼法", 278)), item="一"),
    "senses": Matter("看不见、听不见或说不出话", Standing.NOTIFIED, "视力、听力、言语残疾人", (aid(25),), item="二"),
    "mind": Matter(
        "成年人，不能完全辨认自己的行为", Standing.NOTIFIED, "不能完全辨认自己行为的成年人", (aid(25),), item="三"
    ),
    "grave": Matter(
        "可能判无期、死刑", Standing.NOTIFIED, "可能被判处无期徒刑、死刑的人", (aid(25), aid(26)), item="四"
    ),
    "review": Matter("死刑复核", Standing.NOTIFIED, "申请法律援助的死刑复核案件被告人", (aid(25), aid(26)), item="五"),
    "absent": Matter(
        "缺席审判", Standing.NOTIFIED, "缺席审判案件的被告人", (aid(25), law("刑事诉讼法", 293)), item="六"
    ),
}


def matter_of(answers: Answers) -> Matter:
    """The matter that was chosen; violence in a divorce or a claim for support makes it that matter.

    ``answers`` must be complete.
    """
    if answers.choice("area") == "retrial":
        return RETRIAL
    if answers.yes("violence"):
        return MATTERS["family"]["violence"]
    area = answers.choice("area")
    return MATTERS[area][answers.choice(area)]


def values_with(area: str, *standings: Standing) -> tuple[str, ...]:
    """The choices of an area whose matter has one of ``standings``."""
    return tuple(value for value, matter in MATTERS[area].items() if matter.standing in standings)
