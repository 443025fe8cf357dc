"""The calculators: their questions, and the result of a set of answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from fastapi import APIRouter

from actions.calculations import context_of, sources_of, value_in_words
from actions.views import citation_views
from bot.api.access import RunningParts
from bot.api.questionnaires import GivenAnswers, Json, question_view, source_view
from knowledge_base.calculators.asking import calculate, read_answers
from knowledge_base.calculators.models import Calculator, Line, LineValue, MoneyRange, Rule
from knowledge_base.calculators.registry import CALCULATORS, find_calculator

router = APIRouter(tags=["calculators"])


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
        "questions": [question_view(question) for question in calculator.questions],
        "sources": [source_view(source) for source in calculator.sources],
    }


def _line_view(line: Line) -> Json:
    return {
        "label": line.label,
        **_value_view(line.value),
        "words": value_in_words(line.value),
        "formula": line.formula,
        "sources": [source_view(source) for source in line.sources],
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
