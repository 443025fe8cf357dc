"""How a home is likely to be treated in a divorce: 民法典 1062, 1063, 1087 and the Supreme Court's interpretations on marriage
and family (一, article 78; 二, article 8). A court weighs every case; the result says what is counted, not who will get what.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from knowledge_base.calculators.arithmetic import cents, law, yuan
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

_COMMON, _OWN, _AGREED, _SPLIT = law("民法典", 1062), law("民法典", 1063), law("民法典", 1065), law("民法典", 1087)
_CARED, _HIDDEN = law("民法典", 1088), law("民法典", 1092)
_FIRST = Rule("《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》第七十八条")
_SECOND = Rule("《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（二）》")
_BEFORE, _AFTER = (("bought", ("before",)),), (("bought", ("after",)),)
_REPAID = (("repaid", ("yes",)),)

QUESTIONS = (
    Question(
        "agreement",
        "有没有书面约定",
        "房子归谁，两个人有没有书面约定？",
        AnswerKind.YES_NO,
        (Choice("yes", "有"), Choice("no", "没有", "没")),
    ),
    Question(
        "bought",
        "什么时候买的",
        "房子什么时候买的？",
        AnswerKind.CHOICE,
        (Choice("before", "结婚前", "婚前|前"), Choice("after", "结婚后", "婚后|后")),
    ),
    Question(
        "name",
        "登记在谁名下",
        "房产证写的谁的名字？",
        AnswerKind.CHOICE,
        (
            Choice("payer", "只写了出首付（房款）的一方", "出钱|首付|买的"),
            Choice("both", "两个人的名字", "两个|都|我们"),
            Choice("other", "写的没出钱的一方", "没出钱|另一方"),
        ),
        when=_BEFORE,
    ),
    Question(
        "repaid",
        "婚后一起还贷没有",
        "结婚后是两个人一起还房贷吗（用工资还的一般都算）？",
        AnswerKind.YES_NO,
        when=(("name", ("payer",)),),
    ),
    Question(
        "money",
        "买房的钱哪来的",
        "买房的钱主要是谁出的？",
        AnswerKind.CHOICE,
        (
            Choice("common", "夫妻两个的钱", "两个|夫妻|我们|工资"),
            Choice("personal", "一方婚前的钱", "婚前"),
            Choice("one_side", "一方的父母", "父母|爸妈|公婆|岳父"),
            Choice("both_sides", "双方父母", "双方"),
        ),
        when=_AFTER,
    ),
    Question("joint", "一起还的钱", "结婚后一起还了多少（本金加利息）？", AnswerKind.MONEY, when=_REPAID),
    Question(
        "cost",
        "买房总共花的钱",
        "买房一共要花多少：房价，加上到现在已付的利息、税费？",
        AnswerKind.MONEY,
        when=_REPAID,
        minimum=Decimal(1),
    ),
    Question(
        "value",
        "房子现在的价",
        "房子现在大概值多少？不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        when=_REPAID,
        may_be_open=True,
        minimum=Decimal(1),
    ),
)


def compensation(joint: Decimal, cost: Decimal, value: Decimal) -> Decimal:
    """Half of what was repaid together, risen or fallen with the home's value since it was paid for."""
    return cents(joint * value / cost / 2)


def _marital_home(answers: Answers, context: Context) -> Result:
    if answers.yes("agreement"):
        return _words(
            "大致怎么分", "有书面约定的，先按约定办；约定公不公平、办没办过户，有争议请当面看", (_AGREED, _SPLIT)
        )
    if answers.choice("bought") == "after":
        return _bought_after(answers.choice("money"))
    match answers.choice("name"):
        case "both":
            words = "写了两个人的名字，一般当作两个人的；份额看出了多少钱、结婚多久、有没有孩子，不一定各一半"
            return _words("大致怎么分", words, (_COMMON, _SPLIT, _SECOND))
        case "other":
            words = "钱是一方出的、名字写的另一方，是送的还是为了结婚买的，要看证据，法院会看具体情况"
            return _words("大致怎么分", words, (_OWN, _SPLIT, _SECOND))
    if not answers.yes("repaid"):
        return _words("大致怎么分", "婚前自己出钱买、写自己名字的，一般归他个人，不分", (_OWN,))
    return _repaid_together(answers)


def _repaid_together(answers: Answers) -> Result:
    joint, cost, value = answers.number("joint"), answers.number("cost"), answers.number_or_open("value")
    who = Line(
        "大致怎么分",
        "先商量；谈不拢，法院可以判给登记的一方，没还完的贷款归他还",
        "一方婚前付首付、写自己名字，婚后一起还贷",
        (_FIRST, _SPLIT),
    )
    if value is None:
        words = "房子现在的价没有填，先空着；算法是：一起还的钱×现价÷买房总共花的钱÷2"
        return Result((who, Line("要补给另一方的", None, words, (_FIRST,))), notes=_NOTES, not_covered=_NOT_COVERED)
    words = f"一起还的{yuan(joint)}×现价{yuan(value)}÷总共花的{yuan(cost)}÷2（法院常用的算法，不是唯一的）"
    paid = Line("要补给另一方的，大概", compensation(joint, cost, value), words, (_FIRST,))
    return Result((who, paid), notes=_NOTES, not_covered=_NOT_COVERED)


def _bought_after(money: str) -> Result:
    if money == "common":
        words = "婚后用夫妻的钱买的，不管写谁的名字，一般是共同财产，商量不成原则上各一半；法院会照顾子女、女方和无过错的一方"
        shares = tuple(Line(whose, Fraction(1, 2), words, (_COMMON, _SPLIT)) for whose in ("您", "另一方"))
        return Result(shares, notes=_NOTES, not_covered=_NOT_COVERED)
    words = {
        "personal": "能证明全是一方婚前的钱买的，一般是那笔钱换了个样子，可能归个人；和夫妻的钱混在一起的，要看各出多少",
        "one_side": "一方父母全款出资、没说清只给谁的，法院可以判房子归他们的子女，再看结婚多久、孩子、出力多少，决定补不补、补多少",
        "both_sides": "双方父母都出了钱，法院看各出多少、结婚多久、有没有孩子，判归一方，再由他补给另一方",
    }[money]
    return _words("大致怎么分", words, (_OWN, _SPLIT, _SECOND))


def _words(label: str, words: str, sources: tuple[Source, ...]) -> Result:
    return Result((Line(label, words, "", sources),), notes=_NOTES, not_covered=_NOT_COVERED)


_NOTES = (
    "这只是大致的看法，法院会看结婚多久、孩子跟谁、谁有过错。建议带上房产证、合同、还款流水，请顾问当面看。",
    "带孩子、照顾老人付出多的，可以另外要求补偿；对方转移财产的，可以要求他少分。",
)
_NOT_COVERED = ("农村自建房、宅基地、拆迁安置房、单位的房改房", "父母的借条算不算夫妻债务", "还没还完的银行贷款怎么改")

MARITAL_HOME = Calculator(
    "marital-home",
    "离婚分房",
    "离婚.{0,8}(?:房|屋)|(?:房|屋).{0,8}离婚|婚前.{0,6}房|婚后.{0,6}房|首付|一起还.{0,3}贷|分房",
    QUESTIONS,
    (_COMMON, _OWN, _AGREED, _SPLIT, _CARED, _HIDDEN, _FIRST, _SECOND),
    _marital_home,
)
