"""Shares of an estate without a will: 民法典 1127 (order), 1128 (substitution), 1130 (equal in principle), 1153 (the spouse's
half first), 1141 (the necessary share).
"""

from __future__ import annotations

from dataclasses import dataclass
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
)

_ORDER, _SUBSTITUTION, _IN_LAW, _EQUAL = (
    law("民法典", 1127),
    law("民法典", 1128),
    law("民法典", 1129),
    law("民法典", 1130),
)
_SPOUSE_FIRST, _NECESSARY, _WILL, _NOBODY = (
    law("民法典", 1153),
    law("民法典", 1141),
    law("民法典", 1123),
    law("民法典", 1160),
)
_UNBORN, _DEBTS, _OTHERS = law("民法典", 1155), law("民法典", 1161), law("民法典", 1131)
_YES_NO = (Choice("yes", "有", "在"), Choice("no", "没有", "没|不在|走了"))
_NO_WILL = (("will", ("no",)),)
_SECOND_ORDER = (("spouse", ("no",)), ("children", ("0",)), ("branches", ("0",)), ("parents", ("0",)))

QUESTIONS = (
    Question("will", "有没有遗嘱", "去世的人留了遗嘱吗？", AnswerKind.YES_NO, _YES_NO),
    Question("spouse", "配偶在不在", "他去世时，老伴还在吗（没离婚的）？", AnswerKind.YES_NO, _YES_NO, when=_NO_WILL),
    Question(
        "common",
        "夫妻共同的财产",
        "夫妻两个共同的财产一共值多少？没有就写 0，不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        when=(("spouse", ("yes",)),),
        may_be_open=True,
    ),
    Question(
        "own",
        "他个人的财产",
        "他自己名下、不算夫妻共同的，值多少？没有就写 0，不清楚就点“不清楚”。",
        AnswerKind.MONEY,
        when=_NO_WILL,
        may_be_open=True,
    ),
    Question(
        "children",
        "子女人数",
        "他去世时还在的子女有几个？亲生的、收养的、他养大的继子女都算，嫁出去的女儿也算。",
        AnswerKind.NUMBER,
        when=_NO_WILL,
        whole=True,
        maximum=Decimal(30),
        unit="个",
    ),
    Question(
        "branches",
        "先走了的子女",
        "有几个子女走在他前面、自己又留下了孩子的？没有就写 0。",
        AnswerKind.NUMBER,
        when=_NO_WILL,
        whole=True,
        maximum=Decimal(30),
        unit="个",
    ),
    Question(
        "parents",
        "父母",
        "他去世时，父母还有几个在？没有就写 0。",
        AnswerKind.NUMBER,
        when=_NO_WILL,
        whole=True,
        maximum=Decimal(2),
        unit="个",
    ),
    Question(
        "siblings",
        "兄弟姐妹",
        "他的兄弟姐妹还在的有几个？没有就写 0。",
        AnswerKind.NUMBER,
        when=_SECOND_ORDER,
        whole=True,
        maximum=Decimal(30),
        unit="个",
    ),
    Question(
        "nephews",
        "先走了的兄弟姐妹",
        "有几个兄弟姐妹走在他前面、又留下了孩子的？没有就写 0。",
        AnswerKind.NUMBER,
        when=_SECOND_ORDER,
        whole=True,
        maximum=Decimal(30),
        unit="个",
    ),
    Question(
        "grandparents",
        "祖父母、外祖父母",
        "爷爷奶奶、外公外婆还有几个在？没有就写 0。",
        AnswerKind.NUMBER,
        when=_SECOND_ORDER,
        whole=True,
        maximum=Decimal(4),
        unit="个",
    ),
)


@dataclass(frozen=True, slots=True)
class Heirs:
    """How many heirs of a kind there are, and the share of each."""

    kind: str
    count: int
    share: Fraction


def shares(spouse: bool, children: int, branches: int, parents: int) -> tuple[Heirs, ...]:
    """Equal shares of the first order; the children of a child who died before share that child's (民法典 1127, 1128, 1130)."""
    return _equally(
        (("配偶", int(spouse)), ("子女", children), ("先走的子女的孩子（合起来一份）", branches), ("父母", parents))
    )


def second_order_shares(siblings: int, nephews: int, grandparents: int) -> tuple[Heirs, ...]:
    """Equal shares of the second order, when there is nobody of the first."""
    kinds = (
        ("兄弟姐妹", siblings),
        ("先走的兄弟姐妹的孩子（合起来一份）", nephews),
        ("祖父母、外祖父母", grandparents),
    )
    return _equally(kinds)


def _equally(kinds: tuple[tuple[str, int], ...]) -> tuple[Heirs, ...]:
    heads = sum(count for _, count in kinds)
    return tuple(Heirs(kind, count, Fraction(1, heads)) for kind, count in kinds if count)


def _inheritance(answers: Answers, context: Context) -> Result:
    if answers.yes("will"):
        words = "有遗嘱先按遗嘱；遗嘱要合格，还要给没有劳动能力又没有生活来源的继承人留一份"
        return Result((Line("怎么分", words, "", (_WILL, _NECESSARY)),), notes=_NOTES[:1], not_covered=_NOT_COVERED)
    first = shares(answers.yes("spouse"), *(int(answers.number(k)) for k in ("children", "branches", "parents")))
    second = second_order_shares(*(int(answers.number(k)) for k in ("siblings", "nephews", "grandparents")))
    heirs = first or second
    estate_lines, estate = _estate(answers)
    if not heirs:
        words = "没有继承人的，归国家做公益；生前是集体组织成员的，归集体。照顾过他的人可以请求分一些"
        return Result((*estate_lines, Line("怎么分", words, "", (_NOBODY, _OTHERS))), not_covered=_NOT_COVERED)
    rules = (_ORDER, _EQUAL) if first else (_ORDER, _EQUAL, _SUBSTITUTION)
    lines = [
        Line(h.kind + (f"，{h.count}份，每份" if h.count > 1 else ""), h.share, _worth(h.share, estate), rules)
        for h in heirs
    ]
    return Result((*estate_lines, *lines), notes=_NOTES, not_covered=_NOT_COVERED)


def _estate(answers: Answers) -> tuple[tuple[Line, ...], Decimal | None]:
    common, own = answers.number_or_open("common"), answers.number_or_open("own")
    lines = []
    if answers.yes("spouse"):
        half = None if common is None else cents(common / 2)
        lines.append(Line("先分给老伴的一半", half, "夫妻共同的财产，一半本来就是老伴的，不算遗产", (_SPOUSE_FIRST,)))
    else:
        half = Decimal(0)
    estate = None if half is None or own is None else (common or half) - half + own
    words = "共同财产剩下的一半，加上他个人的；欠的债先在里头还"
    return (*lines, Line("遗产", estate, words, (_SPOUSE_FIRST, _DEBTS))), estate


def _worth(share: Fraction, estate: Decimal | None) -> str:
    if estate is None:
        return "同一顺序一般平分"
    return f"同一顺序一般平分，约{yuan(estate * share.numerator / share.denominator)}"


_NOTES = (
    "没有劳动能力又没有生活来源的，要照顾；肚子里的孩子也要留一份。",
    "尽心照顾老人的、跟老人一起住的可以多分，有能力不管的应当少分或不分；大家商量好了也可以不平分。",
    "老伴走在前面的儿媳、女婿，尽了主要赡养义务的，也算第一顺序，这里没有算。",
)
_NOT_COVERED = (
    "老人走了以后继承人又走了的（转继承）",
    "谁放弃、谁丧失继承权",
    "宅基地、承包地、抚恤金、保险金",
    "欠债和税怎么还",
)

INHERITANCE = Calculator(
    "inheritance",
    "遗产怎么分",
    "遗产|继承|(?:爸|妈|老汉|老人|爷爷|婆婆|奶奶).{0,3}留下",
    QUESTIONS,
    (_ORDER, _SUBSTITUTION, _IN_LAW, _EQUAL, _SPOUSE_FIRST, _NECESSARY, _WILL, _NOBODY, _UNBORN, _DEBTS, _OTHERS),
    _inheritance,
)
