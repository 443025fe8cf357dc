"""How long a claim can be brought to court or to arbitration (诉讼时效, 仲裁时效): the last day, as it follows from what was said.

民法典 188: three years from knowing of the harm and who did it, twenty from the harm. 劳动争议调解仲裁法 27: one year, and none
for wages while the employment lasts. 民法典 201 to 203: the first day is not counted; the last one is the corresponding day, or
the day after a holiday.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from knowledge_base.calculators.arithmetic import day_in_words, law, months_after
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

_CIVIL, _LABOUR = law("民法典", 188), law("劳动争议调解仲裁法", 27)
_COUNTING = (law("民法典", 201), law("民法典", 202))
_HOLIDAY, _INTERRUPTED, _SUSPENDED = law("民法典", 203), law("民法典", 195), law("民法典", 194)
_NONE, _DEFENCE, _NOT_BY_COURT = law("民法典", 196), law("民法典", 192), law("民法典", 193)
_INTERPRETATION = Rule("《最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定》")
_NORMAL_YEARS, _LONGEST_YEARS, _LABOUR_YEARS = 3, 20, 1
_NOT_COVERED = (
    "行政诉讼、复议、撤销、保证期间这些另有期限的事",
    "最后六个月里遇到天灾、被人控制等，时间会停一停（民法典第一百九十四条）",
)

QUESTIONS = (
    Question(
        "matter",
        "哪类事",
        "是哪一类事？",
        AnswerKind.CHOICE,
        (
            Choice("debt", "欠钱，说好了哪天还", "借|欠|货款|工程款"),
            Choice("debt_no_day", "欠钱，没说哪天还", "没说|没约|没写"),
            Choice("harm", "受了伤、东西被弄坏", "伤|撞|打|坏|车祸"),
            Choice("labour", "工资、辞退等劳动争议", "工资|劳动|辞退|仲裁|工伤|单位"),
            Choice("support", "抚养费、赡养费", "抚养|赡养|扶养"),
            Choice("other", "别的民事纠纷", "别的|其他|合同"),
        ),
    ),
    Question(
        "wages", "是不是要工资", "要的是不是拖欠的工资、加班费？", AnswerKind.YES_NO, when=(("matter", ("labour",)),)
    ),
    Question(
        "employed",
        "还在不在单位",
        "现在还在这个单位上班吗？",
        AnswerKind.YES_NO,
        (Choice("yes", "还在", "在"), Choice("no", "已经离开", "离|走|不在|没在")),
        when=(("wages", ("yes",)),),
    ),
    Question("left", "离开单位的日子", "哪天离开单位的？", AnswerKind.DATE, when=(("employed", ("no",)),)),
    Question("due", "该还钱的日子", "说好哪天还？分期的写最后一期。", AnswerKind.DATE, when=(("matter", ("debt",)),)),
    Question(
        "refused",
        "有没有要过钱",
        "找他要过钱，他明说不还，或者您给的宽限已经过了吗？",
        AnswerKind.YES_NO,
        (Choice("yes", "有", "要过|不还|过了"), Choice("no", "还没有", "没")),
        when=(("matter", ("debt_no_day",)),),
    ),
    Question(
        "refusal",
        "不还或宽限到期的日子",
        "他明说不还，或者宽限到期，是哪天？",
        AnswerKind.DATE,
        when=(("refused", ("yes",)),),
    ),
    Question("harmed", "事情发生的日子", "事情是哪天发生的？", AnswerKind.DATE, when=(("matter", ("harm", "other")),)),
    Question(
        "known",
        "晓得是谁的日子",
        "您哪天晓得自己吃了亏，也晓得该找谁？同一天就再写一遍。",
        AnswerKind.DATE,
        when=(("matter", ("harm", "other")),),
        not_before="harmed",
    ),
    Question(
        "known_work",
        "晓得权利受损的日子",
        "您哪天晓得单位侵害了您（比如收到辞退通知那天）？",
        AnswerKind.DATE,
        when=(("matter", ("labour",)), ("wages", ("no",))),
    ),
    Question(
        "demanded",
        "后来催过没有",
        "从那以后，您催过、对方答应过，或者起诉、申请过仲裁吗？要拿得出证据的才算。",
        AnswerKind.YES_NO,
        (Choice("yes", "有", "催过|答应"), Choice("no", "没有", "没")),
        when=(
            ("matter", ("debt", "debt_no_day", "harm", "labour", "other")),
            ("refused", ("", "yes")),
            ("employed", ("", "no")),
        ),
    ),
    Question("demand", "最后一次催的日子", "最后一次是哪天？", AnswerKind.DATE, when=(("demanded", ("yes",)),)),
)


def after_holiday(day: date, is_working_day: Callable[[date], bool]) -> date:
    """The day itself, or the first day after the weekend or holiday that it falls on (民法典 203)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def last_day(start: date, years: int) -> date:
    """The last day of a period of whole years that began to run the day after ``start``."""
    return months_after(start, 12 * years)


def _limitation(answers: Answers, context: Context) -> Result:
    if answers.choice("matter") == "support":
        return _without_limit("抚养费、赡养费、扶养费不受诉讼时效限制，随时可以要。", _NONE)
    if answers.yes("employed"):
        return _without_limit("还在单位上班，要拖欠的工资，不受一年的限制；离开后要在一年内申请仲裁。", _LABOUR)
    if answers.choice("matter") == "debt_no_day" and not answers.yes("refused"):
        return _without_limit(
            "没约还钱日子，又还没要过，三年还没有开始算；从他明说不还，或者宽限到期那天起算。", _INTERPRETATION
        )
    labour = answers.choice("matter") == "labour"
    key = next(k for k in ("left", "due", "refusal", "known", "known_work") if k in answers)
    return _counted(answers, context, answers.day(key), _LABOUR_YEARS if labour else _NORMAL_YEARS, labour)


def _counted(answers: Answers, context: Context, start: date, years: int, labour: bool) -> Result:
    rule = _LABOUR if labour else _CIVIL
    demand = answers.day("demand") if "demand" in answers else start
    first = last_day(start, years)
    lines = [Line("开始算的日子", start, "当天不算，从第二天数起", (rule, _COUNTING[0]))]
    late = demand > first
    if demand > start:
        again = (
            "催的时候已经过了头一次的期限；中间没有别的催要、答应，就接不上了" if late else f"催了以后重新算{years}年"
        )
        lines.append(
            Line(
                "重新算的日子",
                None if late else demand,
                again,
                (_LABOUR if labour else _INTERRUPTED,),
            )
        )
    end = first if late or demand < start else last_day(demand, years)
    if "harmed" in answers and (longest := last_day(answers.day("harmed"), _LONGEST_YEARS)) < end:
        lines.append(Line("最长二十年的期限", longest, "从事情发生起满二十年，一般不再保护", (_CIVIL,)))
        end = longest
    moved = after_holiday(end, context.is_working_day)
    return Result(tuple(lines), _end(end, moved, years, rule), _notes(moved, context.today, labour), _NOT_COVERED)


def _end(end: date, moved: date, years: int, rule: Source) -> Line:
    words = f"满{years}年是{day_in_words(end)}"
    if moved != end:
        words += f"，那天是周末或放假，顺到{day_in_words(moved)}；最好赶在放假前办"
    return Line("照您说的，最后一天大概是", moved, words, (rule, *_COUNTING, _HOLIDAY))


def _notes(end: date, today: date, labour: bool) -> tuple[str, ...]:
    proof = "催要、答应还钱的聊天记录、录音、欠条、快递单都要留好，它们能让时间重新算。"
    if end >= today:
        return (
            f"还有{(end - today).days}天。别等到最后，早点{'申请仲裁' if labour else '起诉或者再书面催一次'}。",
            proof,
        )
    passed = "照这些日子看，期限可能已经过了。中间如果催过、对方答应过，或者遇到特殊情况，可能还没过。"
    if labour:
        return (passed, proof)
    return (passed, "就算过了，对方不提这一条，法院也不会主动提；对方又答应还的，也不能反悔。还是可以找人看看。", proof)


def _without_limit(words: str, source: Source) -> Result:
    return Result((Line("期限", words, "", (source,)),), notes=("证据还是要早点收好。",), not_covered=_NOT_COVERED)


LIMITATION = Calculator(
    "limitation",
    "诉讼时效、仲裁时效",
    "时效|过期了?没|还能不能告|还来得及|期限过|最后一天",
    QUESTIONS,
    (_CIVIL, _LABOUR, *_COUNTING, _HOLIDAY, _INTERRUPTED, _SUSPENDED, _NONE, _DEFENCE, _NOT_BY_COURT, _INTERPRETATION),
    _limitation,
)
