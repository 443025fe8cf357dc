"""Paid annual leave (带薪年休假) and the pay for days not taken: 劳动法 45, 《职工带薪年休假条例》 and its implementing rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge_base.calculators.arithmetic import cents, law, plain, yuan
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
from knowledge_base.calculators.overtime import DAYS_A_MONTH, PAID_DAYS

_LEAVE, _DEADLINE = law("劳动法", 45), law("劳动争议调解仲裁法", 27)
_REGULATION, _RULES = Rule("《职工带薪年休假条例》"), Rule("《企业职工带薪年休假实施办法》")
_ENTITLED = (("entitled", ("yes",)),)

QUESTIONS = (
    Question(
        "entitled",
        "连续上班满一年没有",
        "连续上班满一年了吗（换单位接着上也算）？",
        AnswerKind.YES_NO,
        (Choice("yes", "满了"), Choice("no", "没满", "没|不")),
    ),
    Question(
        "years",
        "累计工龄",
        "前前后后一共上了几年班？",
        AnswerKind.NUMBER,
        when=_ENTITLED,
        minimum=Decimal(1),
        maximum=Decimal(60),
        unit="年",
    ),
    Question(
        "whole_year", "那一年是不是整年都在", "要算的那一年，整年都在这个单位吗？", AnswerKind.YES_NO, when=_ENTITLED
    ),
    Question(
        "first",
        "那一年在单位的头一天",
        "那一年从哪天起在这个单位？以前就在的，写那年的1月1日。",
        AnswerKind.DATE,
        when=(("whole_year", ("no",)),),
    ),
    Question(
        "last",
        "那一年在单位的最后一天",
        "到哪天为止？一直干到年底的，写到今天或12月31日。",
        AnswerKind.DATE,
        when=(("whole_year", ("no",)),),
        not_before="first",
    ),
    Question(
        "taken",
        "已经休的天数",
        "已经休了几天？没休就写 0。",
        AnswerKind.NUMBER,
        when=_ENTITLED,
        maximum=Decimal(31),
        unit="天",
    ),
    Question(
        "waived",
        "写过不休没有",
        "您有没有书面写过，是自己的原因不休？",
        AnswerKind.YES_NO,
        (Choice("yes", "写过"), Choice("no", "没写过", "没")),
        when=_ENTITLED,
    ),
    Question(
        "wage",
        "月平均工资",
        "前十二个月，不算加班费，平均一个月工资多少？",
        AnswerKind.MONEY,
        when=(*_ENTITLED, ("waived", ("no",))),
        minimum=Decimal(1),
    ),
)


def days_a_year(years: Decimal) -> int:
    """Days of leave in a full year after so many years of work in all."""
    if years < 1:
        return 0
    return 5 if years < 10 else 10 if years < 20 else 15


def days_in_part(first: date, last: date, days: int) -> int:
    """The leave for the part of ``last``'s year that was spent at the employer; a part of a day does not count."""
    first = max(first, date(last.year, 1, 1))
    return int(Decimal((last - first).days + 1) / 365 * days)


def _annual_leave(answers: Answers, context: Context) -> Result:
    if not answers.yes("entitled"):
        words = "连续上班满一年，才有带薪年休假"
        return Result((Line("年休假", words, "", (_LEAVE,)),), not_covered=_NOT_COVERED)
    full = days_a_year(answers.number("years"))
    due = full if answers.yes("whole_year") else days_in_part(answers.day("first"), answers.day("last"), full)
    how = "满1年不满10年5天，满10年不满20年10天，满20年15天"
    if not answers.yes("whole_year"):
        how += f"；不是整年，按在单位的天数÷365×{full}天折算，不够一天的不算"
    left = max(Decimal(due) - answers.number("taken"), Decimal(0))
    lines = [
        Line("该有的年休假", f"{due}天", how, (_LEAVE, _REGULATION, _RULES)),
        Line("还没休的", f"{plain(left)}天", f"{due}天－已经休的{plain(answers.number('taken'))}天", (_REGULATION,)),
    ]
    if answers.yes("waived"):
        return Result(
            tuple(lines), notes=("自己书面说不休的，单位只给平常那份工资，不另给。", *_NOTES), not_covered=_NOT_COVERED
        )
    wage = answers.number("wage")
    words = f"{yuan(wage)}÷21.75天×{plain(left)}天×2（法律说三倍，里头一倍平时已经发了）"
    pay = Line("没休的还该给", cents(wage * left * 2 / DAYS_A_MONTH), words, (_RULES, PAID_DAYS))
    return Result(tuple(lines), pay, _NOTES, _NOT_COVERED)


_NOTES = (
    "请过很长的病假、事假，或者有寒暑假的，当年可能没有年休假。",
    "这笔钱的仲裁期限怎么算，各地有差别，要早点办。",
)
_NOT_COVERED = ("单位自己多给的福利假", "婚假、产假、探亲假")

ANNUAL_LEAVE = Calculator(
    "annual-leave",
    "年休假工资",
    "年休假|年假|带薪假|公休",
    QUESTIONS,
    (_LEAVE, _DEADLINE, _REGULATION, _RULES, PAID_DAYS),
    _annual_leave,
)
