"""Interest between private people, and its cap of four times the one-year LPR: 民法典 680 and the Supreme Court's rules on
private lending (《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》 24, 25, 28, 29). The LPR is asked for.
"""

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

_CAP, _UPFRONT, _LATE = law("民法典", 680), law("民法典", 670), law("民法典", 676)
_RULES = Rule("《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》")
_TIMES = 4
_YEAR_DAYS = 365
_CAP_SINCE = date(2020, 8, 20)

QUESTIONS = (
    Question(
        "agreed",
        "怎么约定的利息",
        "利息是怎么约定的？",
        AnswerKind.CHOICE,
        (
            Choice("monthly", "按月息（几分利）", "月"),
            Choice("yearly", "按年利率", "年"),
            Choice("none", "没约定利息", "没"),
        ),
    ),
    Question(
        "monthly",
        "月息",
        "月息百分之几？一分利写 1，两分利写 2。",
        AnswerKind.NUMBER,
        when=(("agreed", ("monthly",)),),
        maximum=Decimal(100),
        unit="%",
    ),
    Question(
        "yearly",
        "年利率",
        "年利率百分之几？",
        AnswerKind.NUMBER,
        when=(("agreed", ("yearly",)),),
        maximum=Decimal(1000),
        unit="%",
    ),
    Question(
        "principal", "实际拿到的本金", "实际拿到手多少钱？先扣掉的利息不算。", AnswerKind.MONEY, minimum=Decimal(1)
    ),
    Question("start", "借钱的日子", "哪天借的？", AnswerKind.DATE, when=(("agreed", ("monthly", "yearly")),)),
    Question(
        "due",
        "该还钱的日子",
        "说好哪天还？没说好、还没催过的，写今天。",
        AnswerKind.DATE,
        when=(("agreed", ("none",)),),
    ),
    Question("end", "算到哪天", "算到哪天？算到现在就写今天。", AnswerKind.DATE, not_before="start"),
    Question(
        "lpr",
        "一年期LPR",
        "借款合同成立时（没约利息的写现在）的一年期 LPR 是百分之几？人民银行每月公布，不清楚就点“不清楚”。",
        AnswerKind.NUMBER,
        may_be_open=True,
        minimum=Decimal("0.01"),
        maximum=Decimal(30),
        unit="%",
    ),
)


def interest(principal: Decimal, percent: Decimal, first: date, last: date) -> Decimal:
    """Simple interest in yuan at ``percent`` a year, from ``first`` to ``last``, by days of a 365-day year."""
    return cents(principal * percent / 100 * max((last - first).days, 0) / _YEAR_DAYS)


def _loan_interest(answers: Answers, context: Context) -> Result:
    lpr = answers.number_or_open("lpr")
    if answers.choice("agreed") == "none":
        return _without_agreement(answers, lpr)
    percent = answers.number("yearly") or answers.number("monthly") * 12
    start, end, principal = answers.day("start"), answers.day("end"), answers.number("principal")
    lines = [
        Line(
            "按约定算的利息",
            interest(principal, percent, start, end),
            _words(principal, percent, start, end),
            (_CAP, _RULES),
        )
    ]
    if lpr is None:
        lines.append(
            Line("最高能要的利息", None, "没有填LPR，先空着；年利率不能超过借款时一年期LPR的四倍", (_CAP, _RULES))
        )
        return Result(tuple(lines), notes=_notes(start), not_covered=_NOT_COVERED)
    cap = lpr * _TIMES
    most = interest(principal, cap, start, end)
    lines.append(
        Line(
            "最高能要的利息",
            most,
            f"4×{plain(lpr)}%＝年利率{plain(cap)}%；{_words(principal, cap, start, end)}",
            (_CAP, _RULES),
        )
    )
    assert isinstance(lines[0].value, Decimal)
    allowed = min(lines[0].value, most)
    over = "约定的没有超过四倍" if percent <= cap else "约定的超过四倍，超过的部分法院不支持"
    return Result(tuple(lines), Line("法院大概支持的利息", allowed, over, (_CAP, _RULES)), _notes(start), _NOT_COVERED)


def _without_agreement(answers: Answers, lpr: Decimal | None) -> Result:
    due, end, principal = answers.day("due"), answers.day("end"), answers.number("principal")
    lines = [Line("借款期间的利息", Decimal(0), "没约定利息，就当没有利息", (_CAP,))]
    late = None if lpr is None else interest(principal, lpr, due, end)
    words = (
        "没有填LPR，先空着；到期不还的，从那天起可以按LPR要利息" if lpr is None else _words(principal, lpr, due, end)
    )
    lines.append(Line("到期以后的利息", late, words, (_LATE, _RULES)))
    total = None if late is None else Line("合计", late, "只有到期以后的", (_LATE,))
    return Result(tuple(lines), total, ("没约还钱日子的，要先催，给个合理时间，过了才算到期。",), _NOT_COVERED)


def _words(principal: Decimal, percent: Decimal, first: date, last: date) -> str:
    return f"{yuan(principal)}×年利率{plain(percent)}%×{max((last - first).days, 0)}天÷365"


def _notes(start: date) -> tuple[str, ...]:
    old = ("2020年8月20日以前借的，前一段可能要按当时的规定算。",) if start < _CAP_SINCE else ()
    return (*old, "逾期利息、违约金、手续费加在一起，也不能超过四倍。", "职业放贷、套银行贷款再转借的，合同可能无效。")


_NOT_COVERED = ("已经还过的钱先抵利息还是本金", "利滚利", "银行、小贷公司的贷款")

LOAN_INTEREST = Calculator(
    "loan-interest",
    "民间借款利息",
    "利息|利率|月息|年息|分(?:[一二三四五六七八九])?的?利|高利|LPR|lpr",
    QUESTIONS,
    (_CAP, _UPFRONT, _LATE, _RULES),
    _loan_interest,
)
