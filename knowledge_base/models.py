"""What the knowledge base speaks of: articles of law, frequently asked questions and service guides.

All values are immutable; a change of the corpus makes new ones (see ``knowledge_base.publishing``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Citation:
    """An article that an entry rests on, as the corpus names it: short law name and article number.

    ``law`` is the name without 中华人民共和国 (``民法典``), ``article`` the number as the law writes it
    (``第一千零七十九条``, ``第一百三十三条之一``).
    """

    law: str
    article: str

    def __str__(self) -> str:
        return f"{self.law}{self.article}"


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a statute in force, word for word from the statute database."""

    law: str
    article: str
    text: str

    @property
    def citation(self) -> Citation:
        return Citation(self.law, self.article)


@dataclass(frozen=True, slots=True)
class Faq:
    """A vetted question and answer.

    ``variants`` are other wordings of the same question; ``heard`` are more of them, which nobody is shown and which only
    help to find it. ``other_sources`` name rules (regulations, judicial interpretations, local rules) that the statute
    database does not hold. ``deadline_article``, which sets the deadline, is one of ``citations``. ``valid_from`` is the
    day on which a person last held the entry against the law.
    """

    id: str
    topic: str
    question: str
    answer: str
    variants: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    other_sources: tuple[str, ...] = ()
    guide: str | None = None
    evidence: tuple[str, ...] = ()
    deadline: str | None = None
    deadline_article: Citation | None = None
    needs_person: str | None = None
    valid_from: date | None = None
    review_by: date | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """Everything that asks for this entry, the question first."""
        return (self.question, *self.variants, *self.heard)


class Aspect(StrEnum):
    """A field of a guide that a follow-up question can ask for."""

    CONDITIONS = "conditions"
    MATERIALS = "materials"
    PROCEDURE = "procedure"
    TIME_LIMIT = "time_limit"
    FEE = "fee"
    WHERE = "where"
    LEGAL_BASIS = "legal_basis"


@dataclass(frozen=True, slots=True)
class Guide:
    """A structured service guide (服务指引): one service item, told aspect by aspect."""

    id: str
    title: str
    service: str
    summary: str
    names: tuple[str, ...]
    conditions: tuple[str, ...]
    materials: tuple[str, ...]
    procedure: tuple[str, ...]
    time_limit: str
    fee: str
    where: str
    legal_basis: tuple[Citation, ...]
    other_sources: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    who_can_help: tuple[str, ...] = ()
    valid_from: date | None = None
    review_by: date | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """How people ask for this guide, its title first."""
        return (self.title, *self.names, *self.heard)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that is published: the index is built from it."""

    faqs: tuple[Faq, ...]
    guides: tuple[Guide, ...]
