"""What a pre-check is made of, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from knowledge_base.calculators.models import Question, Rule, Source
from knowledge_base.models import Citation


class Verdict(StrEnum):
    """What the pre-check makes of the answers; legal-aid centres decide, so there is no plain yes or no."""

    LIKELY = "likely"
    UNLIKELY = "unlikely"
    PERSON = "person"


VERDICT_WORDS = {
    Verdict.LIKELY: "看起来符合",
    Verdict.UNLIKELY: "可能不符合",
    Verdict.PERSON: "要请人看一看",
}


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """The hardship standard: yuan a month for each person of the household, and the document that sets it.

    The provincial government sets it (法律援助法 34), outside the statute database, so an operator enters both.
    """

    yuan: Decimal
    source: str

    @property
    def rule(self) -> Rule:
        """The document, as a source."""
        return Rule(self.source)


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence and the rules it rests on; ``item`` is the item (项) of the first of them."""

    text: str
    sources: tuple[Source, ...] = ()
    item: str = ""

    @property
    def cited(self) -> str:
        """The rules as people write them: 法律援助法第三十一条第五项、第四十八条."""
        names: list[str] = []
        law = ""
        for source in self.sources:
            again = isinstance(source, Citation) and source.law == law
            names.append(str(source).removeprefix(law) if again else str(source))
            law = source.law if isinstance(source, Citation) else ""
        if self.item:
            names[0] += f"第{self.item}项"
        return "、".join(names)


@dataclass(frozen=True, slots=True)
class Finding:
    """A judgement on one condition of legal aid, and why."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What came out: the verdict and why, who decides where and how fast, what to bring, what to do next."""

    matter: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    decides: tuple[Reason, ...]
    materials: tuple[Reason, ...]
    steps: tuple[Reason, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all its sentences, each once."""
        said = (*self.reasons, *self.decides, *self.materials, *self.steps)
        return tuple(dict.fromkeys(source for reason in said for source in reason.sources))


@dataclass(frozen=True, slots=True)
class PreCheck:
    """The questions under the hardship standard in use; without one, nobody is asked what they earn."""

    title: str
    questions: tuple[Question, ...]
    line: IncomeLine | None

    def question(self, key: str) -> Question | None:
        """The question of this key."""
        return next((question for question in self.questions if question.key == key), None)
