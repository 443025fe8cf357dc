"""What a court asks for taking a case (案件受理费) or for an application: 《诉讼费用交纳办法》 13 to 16."""

from __future__ import annotations

from decimal import Decimal

from knowledge_base.calculators.arithmetic import cents, law, plain
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

_PAY, _SMALL = law("民事诉讼法", 121), law("民事诉讼法", 165)
_FEES, _APPLICATIONS = Rule("《诉讼费用交纳办法》第十三条"), Rule("《诉讼费用交纳办法》第十四条")
_SETTLED, _SIMPLE = Rule("《诉讼费用交纳办法》第十五条"), Rule("《诉讼费用交纳办法》第十六条")
# Up to which sum (yuan) which share of the part above the step before is due; the last step has no end.
Steps = tuple[tuple[int | None, str], ...]
_PROPERTY: Steps = (
    (100_000, "0.025"),
    (200_000, "0.02"),
    (500_000, "0.015"),
    (1_000_000, "0.01"),
    (2_000_000, "0.009"),
    (5_000_000, "0.008"),
    (10_000_000, "0.007"),
    (20_000_000, "0.006"),
    (None, "0.005"),
)
_ENFORCEMENT: Steps = ((500_000, "0.015"), (5_000_000, "0.01"), (10_000_000, "0.005"), (None, "0.001"))
_PRESERVATION: Steps = ((100_000, "0.01"), (None, "0.005"))
_PERSONALITY: Steps = ((100_000, "0.01"), (None, "0.005"))
_PRESERVATION_MOST = Decimal(5000)
_WITH_AMOUNT = ("property", "divorce", "personality", "enforcement", "preservation")
_LAWSUITS = ("property", "divorce", "personality", "labour", "other")

QUESTIONS = (
    Question(
        "case",
        "案子种类",
        "是哪一种案子？",
        AnswerKind.CHOICE,
        (
            Choice("property", "要钱要东西（欠款、赔偿、合同）", "钱|借|欠|赔|合同|货款|财产"),
            Choice("divorce", "离婚", "离婚"),
            Choice("personality", "名誉权、肖像权等", "名誉|肖像|隐私|人格"),
            Choice("labour", "劳动争议", "劳动|工资|工伤"),
            Choice("other", "不涉及钱的别的案子", "别的|其他|不涉及"),
            Choice("enforcement", "申请强制执行", "执行"),
            Choice("preservation", "申请财产保全", "保全|查封|冻结"),
        ),
    ),
    Question(
        "amount",
        "金额",
        "一共多少钱的事？离婚写要分的财产总共值多少，没有就写 0。",
        AnswerKind.MONEY,
        when=(("case", _WITH_AMOUNT),),
    ),
    Question(
        "procedure",
        "怎么审、怎么结",
        "怎么审、怎么结的？",
        AnswerKind.CHOICE,
        (
            Choice("ordinary", "普通程序，判决", "普通|判决"),
            Choice("simple", "简易程序或小额诉讼", "简易|小额"),
            Choice("settled", "调解结案或者撤诉", "调解|撤诉"),
            Choice("unknown", "不清楚", ""),
        ),
        when=(("case", _LAWSUITS),),
    ),
)


def graded(amount: Decimal, base: Decimal, free: Decimal, steps: Steps) -> Decimal:
    """``base`` yuan up to ``free``, and on each part above it the share of its step."""
    fee, lower = base, free
    for upper, share in steps:
        top = amount if upper is None else min(amount, Decimal(upper))
        if top > lower:
            fee += (top - lower) * Decimal(share)
            lower = top
    return cents(fee)


def property_fee(amount: Decimal) -> Decimal:
    """For a case about ``amount`` yuan: 50 up to 10,000, then by steps."""
    return graded(amount, Decimal(50), Decimal(10_000), _PROPERTY)


def enforcement_fee(amount: Decimal) -> Decimal:
    """For enforcing ``amount`` yuan: 50 up to 10,000, then by steps; the debtor pays it in the end."""
    return graded(amount, Decimal(50), Decimal(10_000), _ENFORCEMENT)


def preservation_fee(amount: Decimal) -> Decimal:
    """For securing ``amount`` yuan: 30 up to 1,000, then by steps, at most 5,000."""
    return min(graded(amount, Decimal(30), Decimal(1000), _PRESERVATION), _PRESERVATION_MOST)


def _court_fee(answers: Answers, context: Context) -> Result:
    case, amount = answers.choice("case"), answers.number("amount")
    lines = [_fee(case, amount)]
    half = answers.choice("procedure") in ("simple", "settled")
    if half:
        source = _SIMPLE if answers.choice("procedure") == "simple" else _SETTLED
        lines.append(Line("减半后", _halved(lines[0].value), f"{lines[0].label}的一半", (source,)))
    total = Line("要交", lines[-1].value, "先由起诉或申请的人交", (_PAY,))
    return Result(tuple(lines), total, _notes(case, answers.choice("procedure")), _not_covered(case))


def _fee(case: str, amount: Decimal) -> Line:
    match case:
        case "property":
            return Line("案件受理费", property_fee(amount), _PROPERTY_WORDS, (_FEES,))
        case "divorce":
            more = graded(amount, Decimal(0), Decimal(200_000), ((None, "0.005"),))
            words = "每件50到300元，由省里定；财产超过20万元的部分另收0.5%"
            return Line("案件受理费", MoneyRange(Decimal(50) + more, Decimal(300) + more), words, (_FEES,))
        case "personality":
            more = graded(amount, Decimal(0), Decimal(50_000), _PERSONALITY)
            words = "每件100到500元，由省里定；要赔偿的，5万到10万元的部分另收1%，再多的0.5%"
            return Line("案件受理费", MoneyRange(Decimal(100) + more, Decimal(500) + more), words, (_FEES,))
        case "labour":
            return Line("案件受理费", Decimal(10), "劳动争议每件10元；劳动仲裁不收费", (_FEES,))
        case "enforcement":
            words = "1万元以内50元；到50万元的部分1.5%，到500万元1%，到1000万元0.5%，再多的0.1%"
            return Line("申请执行费", enforcement_fee(amount), words, (_APPLICATIONS,))
        case "preservation":
            words = "1000元以内30元；到10万元的部分1%，再多的0.5%，最多5000元"
            return Line("保全申请费", preservation_fee(amount), words, (_APPLICATIONS,))
    return Line("案件受理费", MoneyRange(Decimal(50), Decimal(100)), "每件50到100元，由省里定", (_FEES,))


def _percent(share: str) -> str:
    return f"{plain(Decimal(share) * 100)}%"


_PROPERTY_WORDS = "1万元以内50元；" + "，".join(
    f"到{upper // 10_000}万元的部分{_percent(share)}" if upper else f"再多的{_percent(share)}"
    for upper, share in _PROPERTY
)


def _halved(value: object) -> Decimal | MoneyRange:
    if isinstance(value, MoneyRange):
        return MoneyRange(cents(value.low / 2), cents(value.high / 2))
    assert isinstance(value, Decimal)
    return cents(value / 2)


def _notes(case: str, procedure: str) -> tuple[str, ...]:
    if case == "enforcement":
        return ("这笔钱不用申请人先交，执行时由被执行人出（《诉讼费用交纳办法》第二十条）。",)
    lost = "案件受理费先由起诉的人交，最后一般由输的一方负担，各有输赢的由法院定。"
    hard = "交不起的，可以向法院申请缓交、减交、免交。"
    unknown = (
        ("用简易程序、小额诉讼审理，或者调解、撤诉结案的，减半。",) if procedure in ("unknown", "ordinary") else ()
    )
    return (lost, hard, *unknown)


def _not_covered(case: str) -> tuple[str, ...]:
    return ("律师费", "鉴定费、公告费、评估费", "上诉的受理费")[: 3 if case in _LAWSUITS else 2]


COURT_FEE = Calculator(
    "court-fee",
    "诉讼费",
    "诉讼费|受理费|打官司(?:要|得)?.{0,4}(?:多少|好多)钱|起诉费|立案费|执行费|保全费",
    QUESTIONS,
    (_PAY, _SMALL, _FEES, _APPLICATIONS, _SETTLED, _SIMPLE),
    _court_fee,
)
