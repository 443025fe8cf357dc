"""Which question comes next, and whether an answer will do; the chat and the API share this.

Every refusal is an AnswerRefused whose text is a sentence for the person who answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from knowledge_base.calculators.arithmetic import cents, day_in_words, plain, yuan
from knowledge_base.calculators.models import (
    AnswerKind,
    Answers,
    Calculator,
    Context,
    Question,
    Questionnaire,
    Result,
    Value,
)
from knowledge_base.errors import AnswerRefused

_FIRST_DAY = date(1950, 1, 1)
_MOST_MONEY = Decimal(10_000_000_000)
_MOST = Decimal(1_000_000)


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether the earlier answers call for this question."""
    return all(_as_written(answers.values.get(key)) in wanted for key, wanted in question.when)


def next_question(form: Questionnaire, answers: Answers) -> Question | None:
    """The first question that is asked and not answered yet; None when the result can be worked out."""
    return next((q for q in form.questions if q.key not in answers and is_asked(q, answers)), None)


def accept(form: Questionnaire, answers: Answers, key: str, raw: object, today: date) -> Answers:
    """The answers with ``raw`` to the question ``key``; later ones that no longer fit are dropped, to be asked again.

    Raises AnswerRefused.
    """
    question = form.question(key)
    if question is None or not is_asked(question, answers):
        raise AnswerRefused("这一项用不上，请看现在问的是什么。")
    given = {**answers.values, key: check(question, raw, answers, today)}
    return _replayed(form, given, today, strict_for=key)


def without(form: Questionnaire, answers: Answers, key: str, today: date) -> Answers:
    """The answers without one that is to be asked again."""
    given = {name: value for name, value in answers.values.items() if name != key}
    return _replayed(form, given, today)


def read_answers(form: Questionnaire, raw: Mapping[str, object], today: date) -> Answers:
    """Answers as JSON gives them, all checked.

    Raises AnswerRefused for the first that will not do, that the form does not know, or that it does not ask.
    """
    for key in raw:
        if form.question(key) is None:
            raise AnswerRefused(f"没有这一项：{key}。")
    answers = Answers()
    for question in form.questions:
        if question.key in raw:
            if not is_asked(question, answers):
                raise AnswerRefused(f"照前面的回答，用不上这一项：{question.name}。")
            value = check(question, raw[question.key], answers, today)
            answers = Answers(MappingProxyType({**answers.values, question.key: value}))
    return answers


def calculate(calculator: Calculator, answers: Answers, context: Context) -> Result:
    """The result.

    Raises AnswerRefused when a question is still open.
    """
    require_all(calculator, answers)
    return calculator.formula(answers, context)


def require_all(form: Questionnaire, answers: Answers) -> None:
    """Raises AnswerRefused when a question is still open."""
    if missing := next_question(form, answers):
        raise AnswerRefused(f"还差这一项：{missing.name}。")


def written(answers: Answers) -> dict[str, object]:
    """The answers as JSON holds them; ``read_answers`` reads them back."""
    return {
        key: value if value is None or isinstance(value, bool) else str(value) for key, value in answers.values.items()
    }


def check(question: Question, raw: object, answers: Answers, today: date) -> Value:
    """An answer in its type.

    Raises AnswerRefused.
    """
    if raw is None:
        if question.may_be_open:
            return None
        raise AnswerRefused(f"{question.name}要先弄清楚，才能往下走。")
    match question.kind:
        case AnswerKind.MONEY | AnswerKind.NUMBER:
            return _number(question, raw, answers)
        case AnswerKind.DATE:
            return _day(question, raw, answers, today)
        case AnswerKind.CHOICE:
            if isinstance(raw, str) and raw in {choice.value for choice in question.choices}:
                return raw
            raise AnswerRefused(f"{question.name}请从这几样里选：{'、'.join(c.title for c in question.choices)}。")
    if raw in (True, False, "yes", "no") and isinstance(raw, bool | str):
        return raw in (True, "yes")
    raise AnswerRefused(f"{question.name}请回答“是”或者“不是”。")


def _number(question: Question, raw: object, answers: Answers) -> Decimal:
    try:
        number = Decimal(str(raw)) if isinstance(raw, int | float | str | Decimal) else None
    except InvalidOperation:
        number = None
    money = question.kind is AnswerKind.MONEY
    if number is None or isinstance(raw, bool) or not number.is_finite():
        raise AnswerRefused(f"{question.name}请写一个数，比如“{'3500元' if money else '3'}”。")
    most = question.maximum if question.maximum is not None else (_MOST_MONEY if money else _MOST)
    as_said = yuan if money else lambda n: f"{plain(n)}{question.unit}"
    if number < question.minimum:
        raise AnswerRefused(f"{question.name}不能少于{as_said(question.minimum)}。")
    if number > most:
        raise AnswerRefused(f"{question.name}不能超过{as_said(most)}，请再看看。")
    if question.whole and number != number.to_integral_value():
        raise AnswerRefused(f"{question.name}请写整数。")
    limit = answers.number_or_open(question.at_most) if question.at_most else None
    if limit is not None and number > limit:
        raise AnswerRefused(f"{question.name}不会超过前面说的{as_said(limit)}，请再看看。")
    return cents(number) if money else number


def _day(question: Question, raw: object, answers: Answers, today: date) -> date:
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(str(raw))
    except ValueError:
        raise AnswerRefused(f"{question.name}请写清楚年月日，比如“2024年5月1日”。") from None
    if day > today:
        raise AnswerRefused(f"{day_in_words(day)}还没到，{question.name}请写已经过去的日子。")
    if day < _FIRST_DAY:
        raise AnswerRefused(f"{question.name}写得太早了，请再看看年份。")
    earlier = answers.values.get(question.not_before) if question.not_before else None
    if isinstance(earlier, date) and day < earlier:
        raise AnswerRefused(f"{question.name}不会比前面说的{day_in_words(earlier)}还早，请再看看。")
    return day


def _replayed(form: Questionnaire, given: Mapping[str, Value], today: date, strict_for: str = "") -> Answers:
    """The given answers in the order of the questions, without those that are no longer asked or no longer fit."""
    answers = Answers()
    for question in form.questions:
        if question.key not in given or not is_asked(question, answers):
            continue
        try:
            value = check(question, given[question.key], answers, today)
        except AnswerRefused:
            if question.key == strict_for:
                raise
            continue
        answers = Answers(MappingProxyType({**answers.values, question.key: value}))
    return answers


def _as_written(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
