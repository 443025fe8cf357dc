"""What a calculator says: its questions, the answers so far, its result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from actions.desk import Desk
from actions.views import Json, button, citation_views
from helpdesk.models import Draft, Kind
from helpdesk.working_days import is_working_day
from knowledge_base.calculators.arithmetic import day_in_words, plain, yuan
from knowledge_base.calculators.models import (
    AnswerKind,
    Answers,
    Calculator,
    Context,
    Line,
    LineValue,
    MoneyRange,
    Question,
    Questionnaire,
    Result,
    Rule,
    Source,
    Value,
)
from knowledge_base.calculators.registry import CALCULATORS, calculator_of

OPEN = "open"
_PERSON, _BOOK = button("转人工", "human"), button("预约当面咨询", "book")
_ROUGH = "这是照您说的粗略算的，只作参考，最后看证据，以协商、仲裁或法院认定的为准。拿不准的，可以请顾问看看。"


def context_of(desk: Desk) -> Context:
    """Today by the desk's clock, and its holiday calendar."""
    return Context(desk.clock.now().date(), is_working_day)


def offer(entry_id: str) -> list[Json]:
    """The button of the calculator that belongs to an entry of the corpus."""
    calculator = calculator_of(entry_id)
    return [button(f"帮我算：{calculator.title}", f"calc:{calculator.id}")] if calculator else []


def choose_calculator(calculators: tuple[Calculator, ...] = ()) -> Draft:
    """Which calculator is meant."""
    buttons = [button(c.title, f"calc:{c.id}") for c in calculators or CALCULATORS]
    return Draft(Kind.CLARIFY, "想算哪一样？点一下，或者直接说。", {"buttons": [*buttons, button("不算了", "leave")]})


def ask(question: Question, answers: Answers, before: str = "", *, leave: str = "不算了") -> Draft:
    """A question, after the words ``before``; with buttons where there is something to choose from.

    ``leave`` is the title of the button that gives it up.
    """
    choices = [button(choice.title, f"answer:{question.key}:{choice.value}") for choice in question.choices]
    if question.kind is AnswerKind.YES_NO and not question.choices:
        choices = [button("是", f"answer:{question.key}:yes"), button("不是", f"answer:{question.key}:no")]
    if question.may_be_open:
        choices.append(button("不清楚", f"answer:{question.key}:{OPEN}"))
    back = [button("上一步", "back")] if answers.values else []
    return Draft(Kind.CLARIFY, before + question.text, {"buttons": [*choices, *back, button(leave, "leave")]})


def ask_which_to_change(form: Questionnaire, answers: Answers, before: str = "", *, leave: str = "不算了") -> Draft:
    """The answers so far, each a button."""
    known = [(q, answers.values[q.key]) for q in form.questions if q.key in answers]
    buttons = [button(f"{q.name}：{answer_in_words(q, value)}", f"redo:{q.key}") for q, value in known]
    return Draft(Kind.CLARIFY, f"{before}要改哪一项？点一下再重新说。", {"buttons": [*buttons, button(leave, "leave")]})


def answer_in_words(question: Question, value: Value) -> str:
    """An answer as people read it: 3500元, 20小时, 2024年5月1日."""
    if value is None:
        return "不清楚"
    if isinstance(value, bool):
        titles = {choice.value: choice.title for choice in question.choices}
        return titles.get("yes" if value else "no", "是" if value else "不是")
    if isinstance(value, Decimal):
        return yuan(value) if question.kind is AnswerKind.MONEY else f"{plain(value)}{question.unit}"
    if isinstance(value, date):
        return day_in_words(value)
    return next((choice.title for choice in question.choices if choice.value == value), value)


def show_result(desk: Desk, calculator: Calculator, result: Result) -> Draft:
    """The result, its law word for word, and a person."""
    lines = [_line(line) for line in result.lines]
    if result.total:
        lines.append("—— " + _line(result.total).removeprefix("· "))
    notes = [f"注意：{note}" for note in result.notes]
    missing = ["没有算进去的：" + "；".join(result.not_covered) + "。"] if result.not_covered else []
    named = [source.name for source in sources_of(result) if isinstance(source, Rule)]
    others = [f"另见（法律库未收录原文）：{'、'.join(named)}"] if named else []
    text = "\n".join([f"{calculator.title} · 算出来是这样", *lines, *notes, *missing, *others, _ROUGH])
    cited = [source for source in sources_of(result) if not isinstance(source, Rule)]
    buttons = [button("改前面的再算", f"calc:{calculator.id}:redo"), _PERSON, _BOOK]
    return Draft(Kind.GUIDE, text, {"citations": citation_views(desk.knowledge.quote(cited)), "buttons": buttons})


def sources_of(result: Result) -> list[Source]:
    """The sources of all lines, each once."""
    lines = [*result.lines, *([result.total] if result.total else [])]
    return list(dict.fromkeys(source for line in lines for source in line.sources))


def value_in_words(value: LineValue) -> str:
    """A line's value as people read it."""
    match value:
        case None:
            return "先空着"
        case Decimal():
            return yuan(value)
        case MoneyRange():
            return f"{yuan(value.low)}到{yuan(value.high)}"
        case Fraction():
            return "全部" if value == 1 else f"{value.denominator}分之{value.numerator}"
        case date():
            return day_in_words(value)
    return str(value)


def _line(line: Line) -> str:
    return f"· {line.label}：{value_in_words(line.value)}" + (f"（{line.formula}）" if line.formula else "")
