"""What the legal-aid pre-check says: its button, its result, and the matter of a booking about it."""

from __future__ import annotations

from actions.calculations import answer_in_words
from actions.desk import Desk
from actions.views import Json, button, citation_views
from helpdesk.models import Draft, Kind
from knowledge_base.calculators.models import AnswerKind, Answers, Question, Rule, Value
from knowledge_base.legal_aid.models import VERDICT_WORDS, Opinion, PreCheck, Reason

TITLE = "查一查能不能申请法律援助"
_GUIDE = "legal-aid-civil"
AS_TOLD = "这是照您说的先看一看，不是决定；给不给援助，最后由法律援助机构定。"

# The entries whose reader may want the pre-check.
_OFFERED_BY = frozenset(
    {
        _GUIDE, "legal-aid-criminal", "legal-aid-migrant-workers", "legal-aid-minors", "legal-aid-elderly-disabled",
        "legal-aid-domestic-violence", "legal-aid-soldiers-samaritans", "legal-aid-who", "legal-aid-no-income-check",
        "legal-aid-no-means-limit", "legal-aid-matters", "legal-aid-materials", "legal-aid-where", "legal-aid-how-long",
        "legal-aid-refused", "legal-aid-criminal-defence", "legal-aid-migrant-wages", "legal-aid-victim",
        "legal-aid-for-family", "legal-aid-retrial",
    }
)  # fmt: skip


def offer_check(entry_id: str) -> list[Json]:
    """The button of the pre-check, under the entries that it belongs to."""
    return [button(TITLE, "aid")] if entry_id in _OFFERED_BY else []


def known_in_words(form: PreCheck, answers: Answers) -> str:
    """What was told already, in one line; the matter makes its area superfluous."""
    known = [(q, answers.values[q.key]) for q in form.questions if q.key in answers]
    area = answers.choice("area")
    return "；".join(_known(q, value) for q, value in known if q.key != "area" or area not in answers)


def _known(question: Question, value: Value) -> str:
    words = answer_in_words(question, value)
    return f"{question.name}：{words}" if question.kind is AnswerKind.YES_NO else words


def show_opinion(desk: Desk, opinion: Opinion) -> Draft:
    """The result, its law word for word, and what can be done with it."""
    named = [source.name for source in opinion.sources if isinstance(source, Rule)]
    others = [f"另见（法律库未收录原文）：{'、'.join(named)}"] if named else []
    blocks = [
        f"法律援助先查一查：{VERDICT_WORDS[opinion.verdict]}",
        f"您问的是：{opinion.matter}",
        *_block("为什么", opinion.reasons),
        *_block("谁来定", opinion.decides),
        *_block("要带的", opinion.materials),
        *_block("您可以", opinion.steps),
        *others,
        AS_TOLD,
    ]
    cited = [source for source in opinion.sources if not isinstance(source, Rule)]
    buttons = [
        button("预约，把结果带给顾问", "book:aid"),
        button("转人工", "human"),
        button("改前面的再查", "aid:redo"),
        button("法律援助怎么办", f"guide:{_GUIDE}"),
    ]
    extras = {"citations": citation_views(desk.knowledge.quote(cited)), "buttons": buttons}
    return Draft(Kind.ELIGIBILITY, "\n".join(blocks), extras)


def booking_matter(opinion: Opinion) -> str:
    """The matter of an appointment about the result, as the adviser reads it."""
    return f"申请法律援助：{opinion.matter}（先查过：{VERDICT_WORDS[opinion.verdict]}）"


def _block(title: str, reasons: tuple[Reason, ...]) -> list[str]:
    return [f"{title}：", *(_line(reason) for reason in reasons)] if reasons else []


def _line(reason: Reason) -> str:
    return f"· {reason.text}（{reason.cited}）" if reason.cited else f"· {reason.text}"
