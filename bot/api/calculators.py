"""The calculators: their questions, and the result of a set of answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from actions.calculations import context_of, sources_of, value_in_words
from actions.views import citation_views
from bot.api.access import RunningParts
from knowledge_base.calculators.asking import calculate, read_answers
from knowledge_base.calculators.models import Calculator, Line, LineValue, MoneyRange, Question, Rule, Source
from knowledge_base.calculators.registry import CALCULATORS, find_calculator

router = APIRouter(tags=["calculators"])

Json = dict[str, Any]


class GivenAnswers(BaseModel, extra="forbid"):
    """Answers by question key: yuan and numbers as strings or numbers, days as 2024-05-01, choices by their value, yes or no
    as booleans; null leaves a question open that may be.
    """

    answers: dict[str, str | int | float | bool | None]


@router.get("/calculators")
def calculators() -> list[Json]:
    """Every calculator with its questions in the order in which they are asked."""
    return [_calculator_view(calculator) for calculator in CALCULATORS]


@router.post("/calculators/{calculator_id}")
def work_out(calculator_id: str, body: GivenAnswers, parts: RunningParts) -> Json:
    """The result of ``answers``; what is left out, not asked for or wrong is refused."""
    calculator, context = find_calculator(calculator_id), context_of(parts.desk)
    result = calculate(calculator, read_answers(calculator, body.answers, context.today), context)
    cited = [source for source in sources_of(result) if not isinstance(source, Rule)]
    return {
        "calculator": calculator.id,
        "lines": [_line_view(line) for line in result.lines],
        "total": _line_view(result.total) if result.total else None,
        "notes": list(result.notes),
        "not_covered": list(result.not_covered),
        "citations": citation_views(parts.desk.knowledge.quote(cited)),
    }


def _calculator_view(calculator: Calculator) -> Json:
    return {
        "id": calculator.id,
        "title": calculator.title,
        "questions": [_question_view(question) for question in calculator.questions],
        "sources": [_source_view(source) for source in calculator.sources],
    }


def _question_view(question: Question) -> Json:
    return {
        "key": question.key,
        "name": question.name,
        "text": question.text,
        "kind": question.kind.value,
        "choices": [{"value": choice.value, "title": choice.title} for choice in question.choices],
        "when": {key: list(values) for key, values in question.when},
        "may_be_open": question.may_be_open,
        "unit": question.unit or None,
    }


def _line_view(line: Line) -> Json:
    return {
        "label": line.label,
        **_value_view(line.value),
        "words": value_in_words(line.value),
        "formula": line.formula,
        "sources": [_source_view(source) for source in line.sources],
    }


def _value_view(value: LineValue) -> Json:
    """The kind of a value and the value itself; yuan as strings with two decimals, so that nothing is lost."""
    match value:
        case None:
            return {"kind": "open", "value": None}
        case Decimal():
            return {"kind": "money", "value": f"{value:.2f}"}
        case MoneyRange():
            return {"kind": "range", "value": [f"{value.low:.2f}", f"{value.high:.2f}"]}
        case Fraction():
            return {"kind": "share", "value": str(value)}
        case date():
            return {"kind": "date", "value": value.isoformat()}
    return {"kind": "words", "value": value}


def _source_view(source: Source) -> Json:
    return {"name": str(source), "in_database": not isinstance(source, Rule)}
