"""Severance (经济补偿, N), pay in place of notice (+1) and compensation for unlawful dismissal (2N): 劳动合同法 40, 46, 47, 87."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge_base.calculators.arithmetic import cents, law, plain, total_of, whole_months, yuan
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
    Source,
)

_WHEN, _HOW_MUCH, _UNLAWFUL, _CONTINUE = (law("劳动合同法", n) for n in (46, 47, 87, 48))
_RESIGNED, _NOTICE, _OLD, _DEADLINE = (
    law("劳动合同法", 38),
    law("劳动合同法", 40),
    law("劳动合同法", 97),
    law("劳动争议调解仲裁法", 27),
)
_REGULATION = Rule("《劳动合同法实施条例》")
_MOST_YEARS = Decimal(12)
_FIRST_OF_LAW = date(2008, 1, 1)
_PAID = ("forced", "agreed", "notice", "expired", "closed", "unlawful")
_IF_PAID = (("ground", _PAID),)

QUESTIONS = (
    Question(
        "ground",
        "怎么离开的",
        "是怎么离开单位的？",
        AnswerKind.CHOICE,
        (
            Choice("unlawful", "没有正当理由被辞退", "辞退|开除|赶|炒|无缘无故|违法"),
            Choice("notice", "因为生病、干不了或情况大变被辞退", "生病|不能胜任|干不了|情况"),
            Choice("agreed", "单位提出来，双方谈妥", "谈妥|协商|商量"),
            Choice("forced", "单位欠薪、不买社保，我才走的", "欠薪|欠工资|社保|逼"),
            Choice("expired", "合同到期单位不续", "到期|不续"),
            Choice("closed", "裁员，或单位关门", "裁员|关门|倒闭|破产|注销"),
            Choice("own", "我自己不想干了", "自己|不想干|辞职"),
            Choice("misconduct", "单位说我严重违纪", "违纪|违反|犯错"),
        ),
    ),
    Question("start", "进单位的日子", "哪天进的这个单位？", AnswerKind.DATE, when=_IF_PAID),
    Question(
        "end", "离开的日子", "最后一天上班是哪天？还没走就写今天。", AnswerKind.DATE, when=_IF_PAID, not_before="start"
    ),
    Question(
        "wage",
        "月平均工资",
        "离开前十二个月，平均一个月应发多少工资（奖金、津贴都算）？",
        AnswerKind.MONEY,
        when=_IF_PAID,
        minimum=Decimal(1),
    ),
    Question(
        "average",
        "当地职工月平均工资",
        "当地公布的上年度职工月平均工资是多少？工资不高的一般用不上，不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        when=_IF_PAID,
        may_be_open=True,
        minimum=Decimal(1),
    ),
    Question(
        "told",
        "提前三十天通知没有",
        "单位提前三十天书面通知了吗？",
        AnswerKind.YES_NO,
        (Choice("yes", "通知了"), Choice("no", "没有", "没")),
        when=(("ground", ("notice",)),),
    ),
    Question(
        "last_wage",
        "上个月工资",
        "离开前一个月的工资是多少？",
        AnswerKind.MONEY,
        when=(("told", ("no",)),),
        minimum=Decimal(1),
    ),
)


def months_of_pay(start: date, end: date) -> Decimal:
    """How many months' wages the time from ``start`` to ``end``, both counted, is worth: a whole year one, six months
    or more one, less than six a half (劳动合同法 47).
    """
    months, days = whole_months(start, end)
    years, rest = divmod(months, 12)
    if rest >= 6:
        return Decimal(years + 1)
    return Decimal(years) + (Decimal("0.5") if rest or days else Decimal(0))


def severance(wage: Decimal, months: Decimal, average: Decimal | None) -> tuple[Decimal, Decimal]:
    """The monthly sum and the months that count: above three times the local ``average`` both are capped."""
    if average is not None and wage > 3 * average:
        return 3 * average, min(months, _MOST_YEARS)
    return wage, months


def _severance(answers: Answers, context: Context) -> Result:
    ground = answers.choice("ground")
    if ground in ("own", "misconduct"):
        return _nothing(ground)
    wage, average = answers.number("wage"), answers.number_or_open("average")
    worked = months_of_pay(answers.day("start"), answers.day("end"))
    base, months = severance(wage, worked, average)
    words = f"{yuan(base)}×{plain(months)}个月" + ("（按当地平均工资三倍封顶）" if base != wage else "")
    lines = [Line("经济补偿（N）", cents(base * months), words, (_HOW_MUCH, _WHEN))]
    if ground == "unlawful":
        lines = [Line("违法解除赔偿金（2N）", cents(base * months * 2), f"{words}×2", (_UNLAWFUL, _HOW_MUCH))]
    if answers.number("last_wage"):
        lines.append(
            Line(
                "代通知金（+1）",
                answers.number("last_wage"),
                "没提前三十天通知，多给一个月工资",
                (_NOTICE, _REGULATION),
            )
        )
    total = Line("合计", total_of(lines), "上面加起来", (_HOW_MUCH,))
    return Result(tuple(lines), total, _notes(answers, ground), _NOT_COVERED)


def _notes(answers: Answers, ground: str) -> tuple[str, ...]:
    notes = []
    if answers.number_or_open("average") is None:
        notes.append("没有填当地平均工资，所以没有封顶：月工资高过它三倍的，按三倍算，最多十二个月。")
    if ground == "unlawful":
        notes.append("是不是违法辞退，要由仲裁、法院看证据定；您也可以不要钱，要求接着上班。2N拿了就不再另拿N。")
    if ground == "expired":
        notes.append("单位条件不降、您自己不愿续的，没有这笔钱。")
    if answers.day("start") < _FIRST_OF_LAW:
        notes.append("2008年以前的那几年，有没有补偿要看当时的规定，这里一起算进去了，可能偏多。")
    return (*notes, "月工资不够当地最低工资的，按最低工资算。")


_NOT_COVERED = ("欠的工资、加班费、年休假工资", "个人所得税", "医疗补助费")


def _nothing(ground: str) -> Result:
    source: tuple[Source, ...] = (_WHEN,) if ground == "own" else (law("劳动合同法", 39),)
    words = {
        "own": "自己辞职一般没有经济补偿；单位欠薪、不买社保逼走的不一样，请改选那一项",
        "misconduct": "真有严重违纪，单位可以不给补偿；有没有、制度合不合法，要单位拿证据，您可以申请仲裁",
    }[ground]
    return Result((Line("经济补偿", words, "", source),), not_covered=_NOT_COVERED)


SEVERANCE = Calculator(
    "severance",
    "辞退、离职补偿",
    "补偿金?|赔偿金|离职.{0,2}赔|遣散|N\\+1|n\\+1|2N|2n|辞退|开除|裁员|炒|代通知",
    QUESTIONS,
    (_WHEN, _HOW_MUCH, _UNLAWFUL, _CONTINUE, _RESIGNED, _NOTICE, law("劳动合同法", 39), _OLD, _DEADLINE, _REGULATION),
    _severance,
)
