"""Overtime pay (加班费) under standard working hours: 劳动法 44, and 21.75 paid days a month (人社部发〔2025〕2号)."""

from __future__ import annotations

from decimal import Decimal

from knowledge_base.calculators.arithmetic import cents, law, plain, total_of, yuan
from knowledge_base.calculators.models import (
    AnswerKind,
    Answers,
    Calculator,
    Choice,
    Context,
    Line,
    Question,
    Result,
    Rule,
)

_RATES, _PAY, _MOST, _DEADLINE = (
    law("劳动法", 44),
    law("劳动合同法", 31),
    law("劳动法", 41),
    law("劳动争议调解仲裁法", 27),
)
PAID_DAYS = Rule("《关于职工全年月平均工作时间和工资折算问题的通知》（人社部发〔2025〕2号）")
_WAGE_RULES = Rule("《工资支付暂行规定》")
DAYS_A_MONTH = Decimal("21.75")
_HOURS_A_DAY = 8
_KINDS = (
    ("weekday_hours", "平时加班", "1.5"),
    ("rest_hours", "休息日加班", "2"),
    ("holiday_hours", "法定节假日加班", "3"),
)
_STANDARD = (("system", ("standard", "unknown")),)

QUESTIONS = (
    Question(
        "system",
        "工时制度",
        "上班是哪种？",
        AnswerKind.CHOICE,
        (
            Choice("standard", "一天八小时、每周有休息（一般都是）", "标准|八小时|一般|正常"),
            Choice("flexible", "批准过的综合工时或不定时", "综合|不定时"),
            Choice("unknown", "不清楚"),
        ),
    ),
    Question(
        "wage",
        "月工资",
        "一个月工资多少（不算加班费的正常工资）？",
        AnswerKind.MONEY,
        when=_STANDARD,
        minimum=Decimal(1),
    ),
    Question(
        "weekday_hours",
        "平时加班小时",
        "平时（上班的日子）一共加了多少小时？没有就写 0。",
        AnswerKind.NUMBER,
        when=_STANDARD,
        unit="小时",
    ),
    Question(
        "rest_hours",
        "休息日加班小时",
        "休息日（周末）加了多少小时，又没有补休的？整天按 8 小时，没有就写 0。",
        AnswerKind.NUMBER,
        when=_STANDARD,
        unit="小时",
    ),
    Question(
        "holiday_hours",
        "节假日加班小时",
        "法定节假日（春节、国庆这些）加了多少小时？没有就写 0。",
        AnswerKind.NUMBER,
        when=_STANDARD,
        unit="小时",
    ),
    Question("paid", "已经给的加班费", "单位已经给了多少加班费？没给就写 0。", AnswerKind.MONEY, when=_STANDARD),
)


def overtime_pay(wage: Decimal, hours: Decimal, rate: Decimal) -> Decimal:
    """Yuan for ``hours`` at ``rate`` times the hourly wage; rounded once, at the end."""
    return cents(wage * hours * rate / (DAYS_A_MONTH * _HOURS_A_DAY))


def _overtime(answers: Answers, context: Context) -> Result:
    if answers.choice("system") == "flexible":
        words = "综合工时、不定时的算法不一样，要看劳动部门的批文，这里算不了"
        return Result((Line("加班费", None, words, (_WAGE_RULES,)),), notes=("带上合同和考勤，请顾问当面帮您算。",))
    wage = answers.number("wage")
    hour = yuan(wage / DAYS_A_MONTH / _HOURS_A_DAY)
    lines = []
    for key, label, rate in _KINDS:
        if hours := answers.number(key):
            words = f"{yuan(wage)}÷21.75天÷8小时（约{hour}一小时）×{plain(hours)}小时×{rate}"
            lines.append(Line(label, overtime_pay(wage, hours, Decimal(rate)), words, (_RATES, PAID_DAYS)))
    if paid := answers.number("paid"):
        lines.append(Line("已经给的", -paid, "要减去", (_PAY,)))
    owed = total_of(lines)
    assert isinstance(owed, Decimal)
    total = Line("还该给", max(owed, Decimal(0)), "上面加起来，给多了不倒扣", (_RATES,))
    return Result(tuple(lines), total, _NOTES, ("加班费的税", "计件工资的折算"))


_NOTES = (
    "法律说的是“不低于”，合同或单位制度定得更高的，按高的算。",
    "用哪个数作一个月工资（基本工资还是全部工资），看合同怎么写，各地也不完全一样。",
    "休息日加班，单位可以安排补休，补休了就不给钱。",
    "加班要由您先拿出证据：考勤、排班、聊天记录。",
)

OVERTIME = Calculator(
    "overtime",
    "加班费",
    "加班|加点",
    QUESTIONS,
    (_RATES, _PAY, _MOST, _DEADLINE, PAID_DAYS, _WAGE_RULES),
    _overtime,
)
