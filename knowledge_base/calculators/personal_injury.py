"""What may be claimed after a traffic accident or another injury, item by item: 民法典 1179 and the Supreme Court's
interpretation on personal injury (《最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释》 6 to 12).

Local standards (a day's care, a day's meals, yearly income) are asked for; what is not known stays open.
"""

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
    Source,
)

_ITEMS, _OWN_FAULT, _DISTRESS = law("民法典", 1179), law("民法典", 1173), law("民法典", 1183)
_TRAFFIC, _SHARES, _DEADLINE = law("民法典", 1208), law("道路交通安全法", 76), law("民法典", 188)
_INTERPRETATION = Rule("《最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释》")
_FULL_YEARS = 20
_DAYS_A_MONTH = 30
_LEVELS = tuple(Choice(str(n), f"{c}级", f"^{n}$|^{n}级|^{c}$|^{c}级") for n, c in enumerate("一二三四五六七八九十", 1))
_DISABLED = (("level", tuple(choice.value for choice in _LEVELS)),)

QUESTIONS = (
    Question(
        "cause",
        "怎么伤的",
        "是怎么伤的？",
        AnswerKind.CHOICE,
        (
            Choice("traffic", "交通事故", "车祸|交通|撞"),
            Choice("other", "别的（打架、摔伤、狗咬等）", "打|摔|狗|别的|其他"),
        ),
    ),
    Question("medical", "医疗费", "医疗费花了多少（有票据的）？", AnswerKind.MONEY),
    Question(
        "off_days",
        "误工天数",
        "误了多少天工？医院写的休息时间也算。没有就写 0。",
        AnswerKind.NUMBER,
        maximum=Decimal(3650),
        unit="天",
    ),
    Question(
        "income",
        "月收入",
        "受伤前一个月收入多少？没有固定收入的，写最近三年平均每月多少。",
        AnswerKind.MONEY,
        may_be_open=True,
    ),
    Question(
        "care_days", "护理天数", "要人照顾多少天？没有就写 0。", AnswerKind.NUMBER, maximum=Decimal(7300), unit="天"
    ),
    Question(
        "care_fee",
        "一天护理费",
        "护理一天多少钱（请护工的价钱，或者照顾的人一天的收入）？",
        AnswerKind.MONEY,
        may_be_open=True,
    ),
    Question("ward_days", "住院天数", "住院多少天？没住就写 0。", AnswerKind.NUMBER, maximum=Decimal(3650), unit="天"),
    Question(
        "meal_fee",
        "一天伙食补助",
        "当地国家机关一般工作人员出差，一天伙食补助多少？不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        may_be_open=True,
    ),
    Question("transport", "交通费", "看病转院花了多少交通费（有票据的）？", AnswerKind.MONEY),
    Question("nutrition", "营养费", "医院说要加强营养的，大概多少钱？没有就写 0。", AnswerKind.MONEY, may_be_open=True),
    Question(
        "level",
        "伤残等级",
        "伤残鉴定评了几级？",
        AnswerKind.CHOICE,
        (
            *_LEVELS,
            Choice("none", "没残疾，或还没评", "没|还没"),
        ),
    ),
    Question(
        "age", "年龄", "评残时多少岁？", AnswerKind.NUMBER, when=_DISABLED, whole=True, maximum=Decimal(120), unit="岁"
    ),
    Question(
        "yearly",
        "当地城镇居民人均可支配收入",
        "本省上一年度城镇居民人均可支配收入是多少（统计局公布）？不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        when=_DISABLED,
        may_be_open=True,
        minimum=Decimal(1),
    ),
    Question(
        "fault",
        "对方的责任",
        "对方要担几成责任？写百分数，比如 70；不清楚就点“不清楚”。",
        AnswerKind.NUMBER,
        may_be_open=True,
        maximum=Decimal(100),
        unit="%",
    ),
)


def disability_years(age: int) -> int:
    """Years that count: twenty, one less for each year above sixty, five from seventy-five."""
    if age >= 75:
        return 5
    return _FULL_YEARS - max(age - 60, 0)


def disability_share(level: int) -> Decimal:
    """All for level 1, a tenth less for each level: how courts usually count, not written in the interpretation."""
    return Decimal(11 - level) / 10


def _personal_injury(answers: Answers, context: Context) -> Result:
    lines = [Line("医疗费", answers.number("medical"), "按票据和病历", (_ITEMS, _INTERPRETATION))]
    income = answers.number_or_open("income")
    daily = None if income is None else income / _DAYS_A_MONTH
    lines += _per_day("误工费", answers.number("off_days"), daily, "月收入÷30天")
    lines += _per_day("护理费", answers.number("care_days"), answers.number_or_open("care_fee"), "一天护理费")
    lines += _per_day("住院伙食补助费", answers.number("ward_days"), answers.number_or_open("meal_fee"), "一天伙食补助")
    if answers.number("transport"):
        lines.append(
            Line("交通费", answers.number("transport"), "按票据，时间地点要对得上看病", (_ITEMS, _INTERPRETATION))
        )
    nutrition = answers.number_or_open("nutrition")
    if nutrition != 0:
        lines.append(Line("营养费", nutrition, "参照医院的意见", (_ITEMS, _INTERPRETATION)))
    if answers.choice("level") != "none":
        lines.append(_disability(answers))
    return Result(tuple(lines), _total(lines, answers.number_or_open("fault")), _notes(answers), _NOT_COVERED)


def _per_day(label: str, days: Decimal, fee: Decimal | None, what: str) -> list[Line]:
    if not days:
        return []
    sources: tuple[Source, ...] = (_ITEMS, _INTERPRETATION)
    if fee is None:
        return [Line(label, None, f"{what}没有填，先空着；有{plain(days)}天", sources)]
    return [Line(label, cents(fee * days), f"{what}（{yuan(fee)}）×{plain(days)}天", sources)]


def _disability(answers: Answers) -> Line:
    years = disability_years(int(answers.number("age")))
    share = disability_share(int(answers.choice("level")))
    yearly = answers.number_or_open("yearly")
    words = f"×{years}年×{plain(share * 100)}%（一级10成，每低一级少一成，是法院通常的算法）"
    if yearly is None:
        return Line("残疾赔偿金", None, f"人均可支配收入没有填，先空着；算法是它{words}", (_ITEMS, _INTERPRETATION))
    return Line("残疾赔偿金", cents(yearly * years * share), f"{yuan(yearly)}{words}", (_ITEMS, _INTERPRETATION))


def _total(lines: list[Line], fault: Decimal | None) -> Line:
    loss = total_of(lines)
    assert isinstance(loss, Decimal)
    if fault is None or fault == 100:
        return Line("算得出来的合计", loss, "没有按责任分", (_ITEMS,))
    words = f"损失{yuan(loss)}×对方责任{plain(fault)}%；交强险先赔的那部分不按责任打折，要另算"
    return Line("按责任分以后", cents(loss * fault / 100), words, (_OWN_FAULT,))


def _notes(answers: Answers) -> tuple[str, ...]:
    notes = ["每一项都要有票据、证明或鉴定，法院会看合不合理，不一定全支持。"]
    if answers.choice("cause") == "traffic":
        notes.append("交通事故先由交强险在限额里赔，不够的再按责任分（道路交通安全法第七十六条）。")
    return tuple(notes)


_NOT_COVERED = (
    "精神损害抚慰金、后续治疗费、辅助器具费、被扶养人生活费",
    "死亡赔偿金、丧葬费：请直接找顾问",
    "两处以上的伤残",
    "修车等财产损失",
)

PERSONAL_INJURY = Calculator(
    "personal-injury",
    "车祸、受伤赔偿",
    "车祸|交通事故|撞|人身损害|误工费|护理费|伤残赔偿|残疾赔偿|被打伤|受伤.{0,4}赔",
    QUESTIONS,
    (_ITEMS, _OWN_FAULT, _DISTRESS, _TRAFFIC, _SHARES, _DEADLINE, _INTERPRETATION),
    _personal_injury,
)
