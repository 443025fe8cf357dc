"""Work-injury benefits by level: 社会保险法 38, 39, 41 and 《工伤保险条例》 33 to 39 and 64.

What a province sets (the medical and employment grants on leaving) is named and left open.
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
)

_FUND, _EMPLOYER, _UNINSURED, _RIGHT = (law("社会保险法", n) for n in (38, 39, 41, 36))
_HEALING, _SEVERE, _MIDDLE, _LIGHT = (Rule(f"《工伤保险条例》第三十{n}条") for n in "三五六七")
_CARE, _DEATH, _OWN_WAGE = (
    Rule("《工伤保险条例》第三十四条"),
    Rule("《工伤保险条例》第三十九条"),
    Rule("《工伤保险条例》第六十四条"),
)
# Months of the injured person's own wage, paid once, by level.
GRANT_MONTHS = {1: 27, 2: 25, 3: 23, 4: 21, 5: 18, 6: 16, 7: 13, 8: 11, 9: 9, 10: 7}
# Share of the own wage, paid every month, by level.
_ALLOWANCE = {1: "0.9", 2: "0.85", 3: "0.8", 4: "0.75", 5: "0.7", 6: "0.6"}
_FUNERAL_MONTHS, _DEATH_YEARS = 6, 20
_LEVELS = tuple(Choice(str(n), f"{c}级", f"^{n}$|^{n}级|^{c}$|^{c}级") for n, c in enumerate("一二三四五六七八九十", 1))
_HURT = (("level", (*(c.value for c in _LEVELS), "none")),)

QUESTIONS = (
    Question(
        "level",
        "伤残级别",
        "劳动能力鉴定评了几级？",
        AnswerKind.CHOICE,
        (
            *_LEVELS,
            Choice("none", "没评上级或还没评", "没评|没有|还没"),
            Choice("death", "人不在了", "不在|死|去世"),
        ),
    ),
    Question(
        "insured",
        "有没有工伤保险",
        "单位买工伤保险了吗？",
        AnswerKind.YES_NO,
        (Choice("yes", "买了", "买了|有"), Choice("no", "没买", "没")),
        may_be_open=True,
    ),
    Question(
        "wage",
        "月工资",
        "受伤前十二个月，平均一个月工资（缴费工资）多少？",
        AnswerKind.MONEY,
        when=_HURT,
        minimum=Decimal(1),
    ),
    Question(
        "average",
        "当地职工月平均工资",
        "当地（统筹地区）职工月平均工资是多少？不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        may_be_open=True,
        minimum=Decimal(1),
    ),
    Question(
        "healing",
        "停工留薪的月数",
        "停工治伤休了几个月？没有就写 0。",
        AnswerKind.NUMBER,
        when=_HURT,
        maximum=Decimal(24),
        unit="个月",
    ),
    Question(
        "leaves",
        "离不离开单位",
        "跟单位的合同要结束了吗？",
        AnswerKind.YES_NO,
        when=(("level", ("5", "6", "7", "8", "9", "10")),),
    ),
    Question(
        "income",
        "全国城镇居民人均可支配收入",
        "上一年度全国城镇居民人均可支配收入是多少（国家统计局公布）？不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        when=(("level", ("death",)),),
        may_be_open=True,
        minimum=Decimal(1),
    ),
)


def own_wage(wage: Decimal, average: Decimal | None) -> Decimal:
    """本人工资: the wage, but not under 60 % nor over 300 % of the local average."""
    if average is None:
        return wage
    return cents(min(max(wage, average * Decimal("0.6")), average * 3))


def _work_injury(answers: Answers, context: Context) -> Result:
    lines = _death(answers) if answers.choice("level") == "death" else _injury(answers)
    once = [line for line in lines if not line.label.endswith("（每月）")]
    total = Line("算得出来的合计", total_of(once), "不含每月的和空着的", (_FUND,))
    return Result(tuple(lines), total, _notes(answers), _NOT_COVERED)


def _injury(answers: Answers) -> list[Line]:
    level = 0 if answers.choice("level") == "none" else int(answers.choice("level"))
    wage = answers.number("wage")
    own = own_wage(wage, answers.number_or_open("average"))
    lines = []
    if healing := answers.number("healing"):
        words = f"原来的工资福利不变，{yuan(wage)}×{plain(healing)}个月，单位给；一般不超过十二个月"
        lines.append(Line("停工留薪期工资", cents(wage * healing), words, (_EMPLOYER, _HEALING)))
    if level:
        rule = _SEVERE if level <= 4 else _MIDDLE if level <= 6 else _LIGHT
        words = f"本人工资{yuan(own)}×{GRANT_MONTHS[level]}个月"
        lines.append(Line("一次性伤残补助金", cents(own * GRANT_MONTHS[level]), words, (_FUND, rule)))
    if level in _ALLOWANCE:
        share = Decimal(_ALLOWANCE[level])
        whose = "工伤保险基金按月给" if level <= 4 else "单位安排不了活的，单位按月给"
        words = f"{yuan(own)}×{plain(share * 100)}%，{whose}；低于最低工资的补足"
        lines.append(Line("伤残津贴（每月）", cents(own * share), words, (_FUND if level <= 4 else _EMPLOYER, rule)))
    if answers.yes("leaves"):
        lines.append(Line("一次性工伤医疗补助金", None, "标准由省政府定，请问社保经办机构", (_FUND, rule)))
        lines.append(Line("一次性伤残就业补助金", None, "标准由省政府定，由单位给", (_EMPLOYER, rule)))
    if 0 < level <= 4:
        lines.append(
            Line(
                "生活护理费（每月）",
                None,
                "鉴定为不能自理的才有，按当地职工月平均工资的五成、四成或三成",
                (_FUND, _CARE),
            )
        )
    return lines


def _death(answers: Answers) -> list[Line]:
    average, income = answers.number_or_open("average"), answers.number_or_open("income")
    funeral, grant = _times(average, _FUNERAL_MONTHS), _times(income, _DEATH_YEARS)
    return [
        Line("丧葬补助金", funeral, "当地上年度职工月平均工资×6个月" + _known(average), (_FUND, _DEATH)),
        Line("一次性工亡补助金", grant, "上一年度全国城镇居民人均可支配收入×20" + _known(income), (_FUND, _DEATH)),
        Line(
            "供养亲属抚恤金（每月）",
            None,
            "配偶按本人工资四成，其他亲属每人三成，孤老孤儿再加一成，加起来不超过他的工资",
            (_FUND, _DEATH),
        ),
    ]


def _times(sum_: Decimal | None, factor: int) -> Decimal | None:
    return None if sum_ is None else cents(sum_ * factor)


def _known(sum_: Decimal | None) -> str:
    return "；这个数没有填，先空着" if sum_ is None else f"（{yuan(sum_)}）"


def _notes(answers: Answers) -> tuple[str, ...]:
    notes = ["要先认定工伤、评上级，才拿得到这些钱。"]
    if answers.values.get("insured") is False:
        notes.append("单位没买工伤保险的，这些都由单位给；单位不给，可以申请基金先行支付。")
    if answers.number_or_open("average") is None and answers.choice("level") != "death":
        notes.append("没有填当地平均工资：本人工资低于它六成的按六成算，高于三倍的按三倍算，这里没有调。")
    return (*notes, "跟单位私了之前，先请人帮您核一遍。")


_NOT_COVERED = ("医疗费、康复费、住院伙食补助费、外地就医交通食宿费", "辅助器具费", "第三人（比如肇事司机）赔的钱")

WORK_INJURY = Calculator(
    "work-injury",
    "工伤待遇",
    "工伤|[一二三四五六七八九十]级(?:伤残)?.{0,4}(?:赔|拿|补)|伤残补助|工亡",
    QUESTIONS,
    (_FUND, _EMPLOYER, _UNINSURED, _RIGHT, _HEALING, _CARE, _SEVERE, _MIDDLE, _LIGHT, _DEATH, _OWN_WAGE),
    _work_injury,
)
