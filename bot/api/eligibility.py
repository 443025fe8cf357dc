"""The legal-aid pre-check: its questions, and the judgement on a set of answers."""

from __future__ import annotations

from fastapi import APIRouter

from actions.eligibility_answers import AS_TOLD
from actions.views import citation_views
from bot.api.access import RunningParts
from bot.api.questionnaires import GivenAnswers, Json, question_view, source_view
from knowledge_base.calculators.asking import read_answers
from knowledge_base.calculators.models import Rule
from knowledge_base.legal_aid.assess import assess
from knowledge_base.legal_aid.models import VERDICT_WORDS, IncomeLine, Reason
from knowledge_base.legal_aid.questions import pre_check

router = APIRouter(tags=["eligibility"])


@router.get("/eligibility")
def questions(parts: RunningParts) -> Json:
    """The questions in the order in which they are asked, and the hardship standard in use (null: not confirmed)."""
    form = pre_check(parts.desk.income_line)
    return {
        "title": form.title,
        "questions": [question_view(question) for question in form.questions],
        "income_line": _line_view(form.line),
    }


@router.post("/eligibility")
def judge(body: GivenAnswers, parts: RunningParts) -> Json:
    """What the law seems to say of ``answers``: ``likely``, ``unlikely``, or ``person`` for a case that a person must look at.

    What is left out, not asked for or wrong is refused.
    """
    desk = parts.desk
    form = pre_check(desk.income_line)
    opinion = assess(form, read_answers(form, body.answers, desk.clock.now().date()))
    cited = [source for source in opinion.sources if not isinstance(source, Rule)]
    return {
        "matter": opinion.matter,
        "verdict": opinion.verdict.value,
        "words": VERDICT_WORDS[opinion.verdict],
        "reasons": _reason_views(opinion.reasons),
        "decides": _reason_views(opinion.decides),
        "materials": _reason_views(opinion.materials),
        "steps": _reason_views(opinion.steps),
        "note": AS_TOLD,
        "citations": citation_views(desk.knowledge.quote(cited)),
    }


def _reason_views(reasons: tuple[Reason, ...]) -> list[Json]:
    return [
        {"text": reason.text, "cited": reason.cited, "sources": [source_view(source) for source in reason.sources]}
        for reason in reasons
    ]


def _line_view(line: IncomeLine | None) -> Json | None:
    return {"yuan": f"{line.yuan:.2f}", "source": line.source} if line else None
