"""The calculators, over any answers that they take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.working_days import is_working_day
from knowledge_base.calculators.asking import accept, calculate, next_question, read_answers, written
from knowledge_base.calculators.models import (
    AnswerKind,
    Answers,
    Calculator,
    Context,
    LineValue,
    MoneyRange,
    Question,
    Result,
)
from knowledge_base.calculators.registry import CALCULATORS, find_calculator
from knowledge_base.calculators.severance import months_of_pay
from knowledge_base.errors import AnswerRefused

TODAY = date(2026, 12, 7)
CONTEXT = Context(TODAY, is_working_day)
_MUCH = Decimal(5_000_000)


def _amounts(least: Decimal, most: Decimal, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(least, most, places=places, allow_nan=False, allow_infinity=False)


def _answer(question: Question, answers: Answers) -> st.SearchStrategy[object]:
    """Answers that the question takes, as far as it says what they are."""
    limit = answers.number_or_open(question.at_most) if question.at_most else None
    most = min(
        x
        for x in (question.maximum, limit, _MUCH if question.kind is AnswerKind.MONEY else Decimal(500))
        if x is not None
    )
    earlier = answers.values.get(question.not_before or "")
    kinds: dict[AnswerKind, st.SearchStrategy[object]] = {
        AnswerKind.MONEY: _amounts(min(question.minimum, most), most, 2),
        AnswerKind.NUMBER: _amounts(min(question.minimum, most), most, 0 if question.whole else 1),
        AnswerKind.DATE: st.dates(earlier if isinstance(earlier, date) else date(1950, 1, 1), TODAY),
        AnswerKind.CHOICE: st.sampled_from([choice.value for choice in question.choices] or [""]),
        AnswerKind.YES_NO: st.booleans(),
    }
    return st.one_of(st.none(), kinds[question.kind]) if question.may_be_open else kinds[question.kind]


def answered(data: st.DataObject, calculator: Calculator) -> Answers:
    """Answers to every question of a calculator that is asked."""
    answers = Answers()
    while question := next_question(calculator, answers):
        answers = accept(calculator, answers, question.key, data.draw(_answer(question, answers), question.key), TODAY)
    return answers


def amounts(result: Result) -> Iterator[LineValue]:
    """The values of a result's lines, its total last; what is deducted is said to be."""
    yield from (line.value for line in result.lines if line.formula != "要减去")
    if result.total:
        yield result.total.value


def least(value: LineValue) -> Decimal:
    """The least that a total may be."""
    low = value.low if isinstance(value, MoneyRange) else value
    assert isinstance(low, Decimal)
    return low


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda calculator: calculator.id)
@given(st.data())
def test_no_amount_is_negative(calculator: Calculator, data: st.DataObject) -> None:
    """Whatever is answered, there is a result, its sums are not negative and its shares are parts of a whole."""
    result = calculate(calculator, answered(data, calculator), CONTEXT)

    assert result.lines or result.notes or result.not_covered
    for value in amounts(result):
        match value:
            case MoneyRange():
                assert 0 <= value.low <= value.high
            case Fraction():
                assert 0 <= value <= 1
            case Decimal():
                assert value >= 0 and value.is_finite()


@pytest.mark.parametrize("calculator", CALCULATORS, ids=lambda calculator: calculator.id)
@given(st.data())
def test_answers_are_kept_as_they_were_given(calculator: Calculator, data: st.DataObject) -> None:
    """A calculation that is laid aside goes on with the same answers and ends with the same result."""
    answers = answered(data, calculator)

    read_back = read_answers(calculator, written(answers), TODAY)

    assert read_back.values == answers.values
    assert calculate(calculator, read_back, CONTEXT) == calculate(calculator, answers, CONTEXT)


@pytest.mark.parametrize(
    ("calculator_id", "key"),
    [
        ("overtime", "wage"), ("overtime", "holiday_hours"), ("no-contract", "wage"), ("annual-leave", "wage"), ("court-fee", "amount"),
        ("child-support", "monthly"), ("child-support", "yearly"), ("loan-interest", "principal"), ("personal-injury", "fault"),
    ],
)  # fmt: skip
@given(st.data())
def test_more_is_never_less(calculator_id: str, key: str, data: st.DataObject) -> None:
    """With everything else the same, a higher wage, income or sum never lowers what comes out.

    Severance is no such sum: above three times the local average, months and wage are both capped.
    """
    calculator = find_calculator(calculator_id)
    answers = answered(data, calculator)
    before = answers.number_or_open(key)
    if before is None:
        return
    more: dict[str, Any] = written(answers) | {key: str(before + data.draw(_amounts(Decimal(0), _MUCH, 2), "more"))}

    try:
        raised = read_answers(calculator, more, TODAY)
    except AnswerRefused:
        return  # beyond what the question takes
    results = [calculate(calculator, one, CONTEXT).total for one in (answers, raised)]

    if results[0] and results[1]:
        assert least(results[1].value) >= least(results[0].value)


@given(st.dates(date(1950, 1, 1), TODAY), st.integers(0, 20_000), st.integers(0, 1_000))
def test_longer_work_is_never_worth_less(start: date, days: int, more: int) -> None:
    """A month's wage for each year and half for a part of one (劳动合同法 47): another day never takes any away."""
    ends = [start + timedelta(days=days), start + timedelta(days=days + more)]

    months = [months_of_pay(start, end) for end in ends]

    assert Decimal("0.5") <= months[0] <= months[1]
    assert months[0] <= Decimal(days + 1) / 365 + 1


@given(
    st.sampled_from(CALCULATORS),
    st.data(),
    st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.integers(), st.lists),
)
def test_any_answer_is_taken_or_refused_with_a_sentence(
    calculator: Calculator, data: st.DataObject, raw: object
) -> None:
    """Whatever is sent as an answer, nothing breaks, and a refusal is in Chinese."""
    question = data.draw(st.sampled_from(calculator.questions))

    try:
        read_answers(calculator, {question.key: raw}, TODAY)
    except AnswerRefused as refused:
        assert any("\u4e00" <= character <= "\u9fff" for character in str(refused))
