"""What the pre-check asks, in order, and of whom."""

from __future__ import annotations

from decimal import Decimal

from knowledge_base.calculators.models import AnswerKind, Choice, Question
from knowledge_base.legal_aid.matters import MATTERS, MUST_BE_DEFENDED, Standing, values_with
from knowledge_base.legal_aid.models import IncomeLine, PreCheck

# Who need not show hardship (42), as a button says it.
EXEMPT_GROUPS = {
    "assistance": "低保、特困等社会救助对象",
    "judicial": "司法救助对象",
    "veteran": "优抚对象",
    "minor": "未成年人，没有固定生活来源",
    "elderly": "老年人，没有固定生活来源",
    "disabled": "残疾人，没有固定生活来源",
}
# How people say it who were just shown the groups; whoever has a pension or wages is none of the first three.
_NO_INCOME = "^(?!.*(?:退休金|养老金|退休工资|有收入|有工资|有固定))"
_GROUP_WORDS = {
    "assistance": "低保|特困|五保",
    "judicial": "司法救助",
    "veteran": "优抚",
    "minor": rf"{_NO_INCOME}.*(?:未成年|娃|孩子|小孩)",
    "elderly": rf"{_NO_INCOME}.*(?:老人|老年|[六七八九]十.{{0,3}}[岁了])",
    "disabled": rf"{_NO_INCOME}.*残疾",
}
_NONE = Choice("none", "都不是", r"都不是|一[样种]都|^(?:没有?|没得|莫得|不是|无)[的啊呢哦嘛]*$")
_MEANS_COUNT = (Standing.LISTED, Standing.OWN_ARTICLE)
_YES_NO = (Choice("yes", "有", "有|是"), Choice("no", "没有", "没|不|无"))
# "" stands for an answer that is not there yet: what was told before its turn is then taken, and kept when an earlier answer
# is asked again.
_NO_LAWYER = ("lawyer", ("", "no"))


def _which(area: str, text: str) -> Question:
    choices = tuple(Choice(value, matter.title) for value, matter in MATTERS[area].items())
    return Question(area, "具体的事", text, AnswerKind.CHOICE, choices, when=(("area", (area,)),))


def _where_it_matters(*standings: Standing) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """``when`` for a question that only matters of these standings need; an area that was not asked about is empty."""
    return tuple((area, ("", *values_with(area, *standings))) for area in MATTERS)


_AREA = Question(
    "area",
    "哪一类事",
    "您要办的是哪一类事？点一下，或者直接说是什么事。",
    AnswerKind.CHOICE,
    (
        Choice("work", "打工、工伤、社保", "打工|上班|单位|老板"),
        Choice("family", "家里的事（赡养、抚养、家暴、离婚）", "家里|屋头的事|家事"),
        Choice("injury", "受了伤要赔偿", "受伤|受了伤"),
        Choice("special", "国家赔偿、抚恤、见义勇为、英烈", "国家赔偿|抚恤|见义勇为|英烈|烈士"),
        Choice("criminal", "刑事案件", "刑事"),
        Choice("retrial", "案子判了，想申诉、再审", "申诉|再审|判了"),
        Choice("other", "别的事（借钱、合同、土地、邻里）", "别的|其他|都不是"),
    ),
)
_BEFORE_MEANS = (
    _AREA,
    _which("work", "是打工、社保里的哪一样？"),
    _which("family", "是家里的哪一样事？"),
    _which("injury", "是怎么受的伤？"),
    _which("special", "是哪一样？"),
    _which("criminal", "您这边在案子里是什么身份？本人、家里人都可以问。"),
    _which("other", "是哪一样？"),
    Question(
        "accused",
        "被抓、被告的人",
        "这个人是下面哪一种？都不是就选最后。",
        AnswerKind.CHOICE,
        (
            *(Choice(value, who.title) for value, who in MUST_BE_DEFENDED.items()),
            Choice("unknown", "不清楚"),
            _NONE,
        ),
        when=(("criminal", ("accused",)),),
    ),
    Question(
        "reopened",
        "再审有没有开始",
        "法院已经决定再审，或者检察院已经抗诉了吗？",
        AnswerKind.YES_NO,
        (Choice("yes", "已经决定了", "决定|抗诉了|是"), Choice("no", "还没有", "没|不")),
        when=(("area", ("retrial",)),),
    ),
    Question(
        "violence",
        "有没有家暴、虐待、遗弃",
        "这里面您有没有遭家暴、虐待或者遗弃？",
        AnswerKind.YES_NO,
        _YES_NO,
        when=(("family", ("support", "divorce")),),
    ),
    Question(
        "lawyer",
        "有没有请律师",
        "这件事，已经自己请了律师（或者别的代理人）吗？",
        AnswerKind.YES_NO,
        (Choice("yes", "请了", "请了|有律师|请过"), Choice("no", "没请", "没|不|莫")),
    ),
)
_MEANS = (
    Question(
        "worker",
        "是不是进城打工的",
        "您是进城打工的吗？有能看出来的材料就行，比如工牌、考勤、转账记录。",
        AnswerKind.YES_NO,
        (Choice("yes", "是", "是|农民工|打工"), Choice("no", "不是", "不|没")),
        when=(
            ("area", ("", "work", "injury")),
            ("work", ("", "wages", "injury")),
            ("injury", ("", "at_work")),
            ("group", ("", "none", "soldier")),
            _NO_LAWYER,
        ),
    ),
    Question(
        "group",
        "属于哪一种人",
        "要申请的这个人，有证件或材料能证明是下面哪一种吗？都不是、拿不出材料的，选“都不是”。",
        AnswerKind.CHOICE,
        (
            *(Choice(value, title, _GROUP_WORDS[value]) for value, title in EXEMPT_GROUPS.items()),
            Choice("soldier", "军人、军人家属", "军属|军人|当兵"),
            _NONE,
        ),
        when=(
            *_where_it_matters(*_MEANS_COUNT, Standing.NOT_NAMED),
            ("accused", ("", "none", "unknown")),
            ("reopened", ("", "yes")),
            ("violence", ("", "no")),
            ("worker", ("", "no")),
            _NO_LAWYER,
        ),
    ),
)
_INCOME = Question(
    "income",
    "家里每人每月的收入",
    "家里平均每人每个月有多少收入？全家的收入加起来，除以人数；说不准就点“不清楚”。",
    AnswerKind.MONEY,
    when=(*_where_it_matters(*_MEANS_COUNT), ("group", ("none", "soldier"))),
    may_be_open=True,
    maximum=Decimal(1_000_000),
)
_URGENT = Question(
    "urgent",
    "急不急",
    "是不是急：不到七天就过期限，或者马上要保全财产、证据，要对方先付一笔（先予执行）？",
    AnswerKind.YES_NO,
    (Choice("yes", "是，很急", "急|是"), Choice("no", "不急", "不|没")),
    when=(("area", ("work", "family", "injury", "special")), _NO_LAWYER),
)


def pre_check(line: IncomeLine | None) -> PreCheck:
    """The pre-check under a hardship standard; without one the income would decide nothing, so it is not asked."""
    income = (_INCOME,) if line else ()
    return PreCheck("法律援助先查一查", (*_BEFORE_MEANS, *_MEANS, *income, _URGENT), line)
