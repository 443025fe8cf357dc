"""The second wage for months without a written contract (二倍工资): 劳动合同法 82, from the second month, at most eleven months."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from knowledge_base.calculators.arithmetic import cents, day_in_words, law, months_after, whole_months, yuan
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

_WRITTEN, _DOUBLE, _OPEN_ENDED, _DEADLINE = (
    law("劳动合同法", 10),
    law("劳动合同法", 82),
    law("劳动合同法", 14),
    law("劳动争议调解仲裁法", 27),
)
_REGULATION = Rule("《劳动合同法实施条例》第六条、第七条")

QUESTIONS = (
    Question("start", "开始上班的日子", "哪天开始上班的？", AnswerKind.DATE),
    Question(
        "now",
        "现在的情况",
        "后来签书面合同了吗？",
        AnswerKind.CHOICE,
        (
            Choice("none", "一直没签，还在上班", "没签|还在|一直"),
            Choice("left", "没签，已经走了", "走了|离开|辞|不干"),
            Choice("signed", "后来补签了", "补签|签了"),
        ),
    ),
    Question(
        "left", "最后一天上班", "最后一天上班是哪天？", AnswerKind.DATE, when=(("now", ("left",)),), not_before="start"
    ),
    Question("signed", "补签的日子", "哪天补签的？", AnswerKind.DATE, when=(("now", ("signed",)),), not_before="start"),
    Question("wage", "月工资", "一个月工资多少？", AnswerKind.MONEY, minimum=Decimal(1)),
)


def double_wage_period(start: date, last: date) -> tuple[date, date] | None:
    """The days for which a second wage is due when no contract was signed up to and including ``last``; None for none."""
    first, end = months_after(start, 1), min(last, months_after(start, 12) - timedelta(days=1))
    return (first, end) if first <= end else None


def second_wage(wage: Decimal, first: date, last: date) -> Decimal:
    """Yuan for the whole months, and for the days left over by that month's calendar days."""
    months, days = whole_months(first, last)
    begun = months_after(first, months)
    return cents(wage * months + wage * days / calendar.monthrange(begun.year, begun.month)[1])


def _no_contract(answers: Answers, context: Context) -> Result:
    start, wage = answers.day("start"), answers.number("wage")
    match answers.choice("now"):
        case "left":
            last = answers.day("left")
        case "signed":
            last = answers.day("signed") - timedelta(days=1)
        case _:
            last = context.today
    period = double_wage_period(start, last)
    sources = (_DOUBLE, _REGULATION)
    if period is None:
        words = "上班第一个月内签合同就行，这段时间没有二倍工资"
        return Result((Line("二倍工资里多出的一份", Decimal(0), words, sources),), not_covered=_NOT_COVERED)
    months, days = whole_months(*period)
    words = (
        f"{day_in_words(period[0])}到{day_in_words(period[1])}，{months}个月{days}天，每月{yuan(wage)}；最多十一个月"
    )
    line = Line("二倍工资里多出的一份", second_wage(wage, *period), words, sources)
    after_a_year = last >= months_after(start, 12)
    notes = ("上满一年还没签的，算作已经签了无固定期限合同，满一年以后不再给二倍。",) if after_a_year else ()
    return Result(
        (line,), Line("合计", line.value, "本来那份工资不在里面", (_DOUBLE,)), (*notes, *_NOTES), _NOT_COVERED
    )


_NOTES = (
    "仲裁期限只有一年，从哪天起算、要不要按月分开算，各地做法不一样，拖久了前面的月份可能要不回来。",
    "不满整月的，这里按当月天数折算，各地也有按上班天数折算的。",
    "是您自己不肯签的，单位可能不用给。",
)
_NOT_COVERED = ("欠的工资、加班费、社保", "该签无固定期限合同而不签的二倍工资")

NO_CONTRACT = Calculator(
    "no-contract",
    "没签合同的二倍工资",
    "[双两二]倍(?:的)?工[资钱]|没(?:有)?签(?:劳动)?合同|没得合同",
    QUESTIONS,
    (_DOUBLE, _WRITTEN, _OPEN_ENDED, _DEADLINE, _REGULATION),
    _no_contract,
)
