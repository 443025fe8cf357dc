"""The usual range of child support (抚养费): 民法典 1085 and the Supreme Court's interpretation on marriage and family (一),
article 49: a fifth to three tenths of the monthly income for one child, for more children more, as a rule at most half.
"""

from __future__ import annotations

from decimal import Decimal

from knowledge_base.calculators.arithmetic import cents, law, yuan
from knowledge_base.calculators.models import (
    AnswerKind,
    Answers,
    Calculator,
    Choice,
    Context,
    Line,
    MoneyRange,
    Question,
    Result,
    Rule,
)

_DIVORCED, _DUTY, _PARENTS = law("民法典", 1085), law("民法典", 1067), law("民法典", 1084)
_RANGE = Rule("《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》第四十九条")
_LOW, _HIGH, _MOST = Decimal("0.2"), Decimal("0.3"), Decimal("0.5")

QUESTIONS = (
    Question(
        "fixed",
        "有没有固定收入",
        "要给钱的那一方有固定收入吗？",
        AnswerKind.YES_NO,
        (Choice("yes", "有", "固定"), Choice("no", "没有", "没|打零工|务农")),
    ),
    Question(
        "monthly", "月总收入", "他一个月总收入多少（工资加奖金）？", AnswerKind.MONEY, when=(("fixed", ("yes",)),)
    ),
    Question(
        "yearly",
        "一年总收入",
        "他一年大概一共挣多少？不清楚的，写同行业一年的平均收入。",
        AnswerKind.MONEY,
        when=(("fixed", ("no",)),),
        may_be_open=True,
    ),
    Question(
        "children",
        "孩子人数",
        "他要负担几个孩子？",
        AnswerKind.NUMBER,
        whole=True,
        minimum=Decimal(1),
        maximum=Decimal(15),
        unit="个",
    ),
)


def support_range(monthly: Decimal, children: int) -> MoneyRange:
    """Yuan a month for all ``children`` together."""
    return MoneyRange(cents(monthly * _LOW), cents(monthly * (_HIGH if children == 1 else _MOST)))


def _child_support(answers: Answers, context: Context) -> Result:
    yearly = answers.number_or_open("yearly")
    if not answers.yes("fixed") and yearly is None:
        words = "收入没有填，先空着；没有固定收入的，看全年收入或者同行业平均收入，参照两成到三成"
        return Result((Line("每月抚养费", None, words, (_DIVORCED, _RANGE)),), notes=_NOTES, not_covered=_NOT_COVERED)
    monthly = answers.number("monthly") if answers.yes("fixed") else (yearly or Decimal(0)) / 12
    count = int(answers.number("children"))
    how = "两成到三成" if count == 1 else "一个孩子两成到三成，两个以上可以再高些，一般不超过一半"
    words = f"月收入{yuan(monthly)}，{how}"
    total = Line("每月抚养费，大概", support_range(monthly, count), words, (_DIVORCED, _RANGE))
    return Result((), total, _NOTES, _NOT_COVERED)


_NOTES = (
    "双方可以自己商量数额；商量不成，法院看孩子的实际需要、父母的负担能力和当地生活水平。",
    "一般给到十八周岁；满十六岁靠自己劳动生活的可以不给。以后不够用，孩子可以要求增加。",
)
_NOT_COVERED = ("大病、学费等大笔开支", "孩子跟谁", "以前没给的怎么追")

CHILD_SUPPORT = Calculator(
    "child-support",
    "抚养费",
    "抚养费|养娃|抚养.{0,4}(?:多少|好多)|娃娃?的?生活费|孩子的?生活费",
    QUESTIONS,
    (_DIVORCED, _DUTY, _PARENTS, _RANGE),
    _child_support,
)
