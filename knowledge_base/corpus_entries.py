"""The written form of an entry, as a file, the console's form or an import gives it, and the entry as the index takes it.

What a lawyer may write stands in ``knowledge_base/corpus/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from knowledge_base.errors import CorpusError
from knowledge_base.models import Citation, Faq, Guide
from knowledge_base.statutes import parse_citation
from knowledge_base.text import written_lines

MAX_ANSWER = 300
_RUNNING_TEXT = ("answer", "summary")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Wording = Annotated[str, StringConstraints(min_length=2, max_length=120)]


def _cited(text: str) -> str:
    try:
        return str(parse_citation(text))
    except CorpusError as error:
        raise ValueError(str(error)) from None


Cited = Annotated[str, AfterValidator(_cited)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _as_written(cls, value: Any, field: ValidationInfo) -> Any:
        """Running text keeps its lines; anything else is one line each, as a table holds it."""
        if isinstance(value, list):
            return [" ".join(written_lines(item)) if isinstance(item, str) else item for item in value]
        if isinstance(value, str):
            return ("\n" if field.field_name in _RUNNING_TEXT else " ").join(written_lines(value))
        return value


class FaqEntry(_Strict):
    """One FAQ entry as a file or the console's form gives it."""

    id: Id
    question: Annotated[str, StringConstraints(min_length=4, max_length=80)]
    variants: list[Wording] = Field(max_length=20)
    heard: list[Wording] = Field([], max_length=60)
    answer: Annotated[str, StringConstraints(min_length=20, max_length=MAX_ANSWER)]
    citations: list[Cited] = Field(min_length=1, max_length=8)
    other_sources: list[Line] = []
    guide: Id | None = None
    evidence: list[Line] = []
    deadline: Line | None = None
    deadline_article: Cited | None = None
    needs_person: Line | None = None
    valid_from: date | None = None
    review_by: date | None = None

    def to_faq(self, topic: str) -> Faq:
        """The entry as the index takes it."""
        return Faq(
            id=self.id,
            topic=topic,
            question=self.question,
            answer=self.answer,
            variants=tuple(self.variants),
            heard=tuple(self.heard),
            citations=_citations([*self.citations, *([self.deadline_article] if self.deadline_article else [])]),
            other_sources=tuple(self.other_sources),
            guide=self.guide,
            evidence=tuple(self.evidence),
            deadline=self.deadline,
            deadline_article=parse_citation(self.deadline_article) if self.deadline_article else None,
            needs_person=self.needs_person,
            valid_from=self.valid_from,
            review_by=self.review_by,
        )


class GuideEntry(_Strict):
    """One guide as a file gives it."""

    id: Id
    title: Annotated[str, StringConstraints(min_length=4, max_length=40)]
    service: Id
    summary: Annotated[str, StringConstraints(min_length=20, max_length=200)]
    names: list[Wording] = Field(min_length=3, max_length=20)
    heard: list[Wording] = Field([], max_length=60)
    conditions: list[Line] = Field(min_length=1)
    materials: list[Line] = Field(min_length=1)
    procedure: list[Line] = Field(min_length=1)
    time_limit: Line
    fee: Line
    where: Line
    who_can_help: list[Line] = []
    legal_basis: list[Cited] = Field(min_length=1, max_length=24)
    other_sources: list[Line] = []
    valid_from: date | None = None
    review_by: date | None = None

    def to_guide(self) -> Guide:
        """The guide as the index takes it."""
        return Guide(
            id=self.id,
            title=self.title,
            service=self.service,
            summary=self.summary,
            names=tuple(self.names),
            heard=tuple(self.heard),
            conditions=tuple(self.conditions),
            materials=tuple(self.materials),
            procedure=tuple(self.procedure),
            time_limit=self.time_limit,
            fee=self.fee,
            where=self.where,
            who_can_help=tuple(self.who_can_help),
            legal_basis=_citations(self.legal_basis),
            other_sources=tuple(self.other_sources),
            valid_from=self.valid_from,
            review_by=self.review_by,
        )


def _citations(written: Iterable[str]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(parse_citation(text) for text in written))
