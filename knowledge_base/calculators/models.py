"""What a calculator is made of: the questions it asks, the answers it takes, the lines of its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Protocol

from knowledge_base.models import Citation


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule outside the statute database (a regulation, a judicial interpretation): named and marked, never quoted."""

    name: str

    def __str__(self) -> str:
        return self.name


Source = Citation | Rule


class AnswerKind(StrEnum):
    """What an answer is: yuan, a plain number, a day, one of several choices, or yes or no."""

    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


Value = Decimal | date | str | bool | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; ``words`` is a regular expression of other ways to say it."""

    value: str
    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One step of a calculator.

    ``name`` is the answer's short name (月工资). A question is asked when each earlier answer that ``when`` names is among
    the values given there. ``may_be_open`` allows 不清楚, which becomes None. A day lies between 1950 and today, and not
    before the earlier answer ``not_before``; a number between ``minimum`` and ``maximum``, and at most the earlier answer
    ``at_most``.
    """

    key: str
    name: str
    text: str
    kind: AnswerKind
    choices: tuple[Choice, ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    may_be_open: bool = False
    minimum: Decimal = Decimal(0)
    maximum: Decimal | None = None
    whole: bool = False
    unit: str = ""
    not_before: str | None = None
    at_most: str | None = None


class Questionnaire(Protocol):
    """Questions that are asked one by one: a calculator's, or those of the legal-aid pre-check."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """In the order in which they are asked."""

    def question(self, key: str) -> Question | None:
        """The question of this key."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers by key; None stands for one that was left open. The accessors say which type the question gave."""

    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def number(self, key: str) -> Decimal:
        """An answered amount or number; zero when it was not asked."""
        value = self.values.get(key, Decimal(0))
        assert isinstance(value, Decimal)
        return value

    def number_or_open(self, key: str) -> Decimal | None:
        """An amount or number, or None when it was left open or not asked."""
        value = self.values.get(key)
        assert value is None or isinstance(value, Decimal)
        return value

    def day(self, key: str) -> date:
        """An answered day."""
        value = self.values[key]
        assert isinstance(value, date)
        return value

    def choice(self, key: str) -> str:
        """The chosen value; empty when it was not asked."""
        return str(self.values.get(key) or "")

    def yes(self, key: str) -> bool:
        """Whether the answer was yes."""
        return self.values.get(key) is True


@dataclass(frozen=True, slots=True)
class Context:
    """What a formula needs beside the answers: the day, and which days offices work (from the holiday calendar)."""

    today: date
    is_working_day: Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class MoneyRange:
    """From ``low`` to ``high`` yuan, where the rule leaves room."""

    low: Decimal
    high: Decimal


LineValue = Decimal | MoneyRange | Fraction | date | str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a result: yuan, a range of yuan, a share, a day or words; None when it is left open, and why in ``formula``."""

    label: str
    value: LineValue
    formula: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came out. ``notes`` say where the law leaves room, ``not_covered`` what was not counted at all."""

    lines: tuple[Line, ...]
    total: Line | None = None
    notes: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator as the registry lists it.

    ``words`` is a regular expression of how people name it, ``sources`` all rules it may cite.
    """

    id: str
    title: str
    words: str
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]
    formula: Callable[[Answers, Context], Result]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources that the statute database holds."""
        return tuple(source for source in self.sources if isinstance(source, Citation))

    @property
    def other_sources(self) -> tuple[str, ...]:
        """The names of the sources that it does not hold."""
        return tuple(source.name for source in self.sources if isinstance(source, Rule))

    def question(self, key: str) -> Question | None:
        """The question of this key."""
        return next((question for question in self.questions if question.key == key), None)
