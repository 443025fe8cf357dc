"""How questions, answers and sources look in the API: the calculators' and the pre-check's alike."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from knowledge_base.calculators.models import Question, Rule, Source

Json = dict[str, Any]


class GivenAnswers(BaseModel, extra="forbid"):
    """Answers by question key: yuan and numbers as strings or numbers, days as 2024-05-01, choices by their value, yes or no
    as booleans; null leaves a question open that may be.
    """

    answers: dict[str, str | int | float | bool | None]


def question_view(question: Question) -> Json:
    """A question; ``when`` names, by earlier question, the answers that call for it (empty: not asked)."""
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


def source_view(source: Source) -> Json:
    """A rule, and whether the statute database holds it."""
    return {"name": str(source), "in_database": not isinstance(source, Rule)}
