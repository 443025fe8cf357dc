"""The regression questions: what would be answered differently if a change were published?

They stand in ``regression.yml``, each with what should come of it. The same questions are asked of the knowledge base
that serves and of one beside it that has the change; the difference is what the reviewer decides on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

import yaml

from knowledge_base.entry_texts import Entry
from knowledge_base.models import Corpus
from knowledge_base.service import KnowledgeBase, WayOut

_FILE = Path(__file__).with_name("regression.yml")


@dataclass(frozen=True, slots=True)
class Question:
    """A question; ``expected`` is the id of the entry that answers it, or a way out without one."""

    text: str
    expected: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a citizen gets: the answer of one entry, the choice between several, or a way out without any."""

    way_out: WayOut
    entries: tuple[Entry, ...]

    @property
    def seen(self) -> tuple[object, ...]:
        """What the citizen sees of it: the whole entry if it answers, its title if it may be chosen."""
        if self.way_out is WayOut.SURE:
            return self.entries
        return (self.way_out, *((entry.id, entry.wordings[0]) for entry in self.entries))


class Grade(IntEnum):
    """How near an outcome is to what is expected; larger is better."""

    WRONG = 0
    """Answered outright by the wrong entry: worse than no answer."""
    MISSED = 1
    OFFERED = 2
    """Among the entries that the citizen may choose from."""
    RIGHT = 3


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A question that would be answered differently. Of equal grades, only the words or the choice would differ."""

    question: Question
    before: Outcome
    after: Outcome

    @property
    def gain(self) -> int:
        """More than 0 is better than today, less than 0 worse."""
        return grade(self.question, self.after) - grade(self.question, self.before)


@cache
def questions() -> tuple[Question, ...]:
    """All regression questions."""
    kept: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(Question(text, expected) for expected, texts in kept.items() for text in texts)


def changed_answers(knowledge: KnowledgeBase, corpus: Corpus) -> list[ChangedAnswer]:
    """The regression questions that ``corpus`` would answer differently from what is served; the worst first.

    Takes about three seconds: an index is built beside the one that serves, and each asked some 140 questions.
    """
    asked = questions()
    pairs = zip(asked, outcomes(knowledge, asked), outcomes(knowledge.trial(corpus), asked), strict=True)
    changed = [ChangedAnswer(*pair) for pair in pairs if pair[1].seen != pair[2].seen]
    return sorted(changed, key=lambda change: change.gain)


def outcomes(knowledge: KnowledgeBase, asked: Iterable[Question]) -> list[Outcome]:
    """What comes of each question. The classifier, which no change of the corpus touches, is taken to be right."""
    answers = (knowledge.answer(q.text, outside=q.expected == WayOut.NOT_LEGAL) for q in asked)
    return [Outcome(answer.way_out, _shown(answer.way_out, [r.entry for r in answer.entries])) for answer in answers]


def grade(question: Question, outcome: Outcome) -> Grade:
    """How near the outcome is to what the question expects."""
    shown = [entry.id for entry in outcome.entries]
    if outcome.way_out == question.expected or shown == [question.expected]:
        return Grade.RIGHT
    if question.expected in shown:
        return Grade.OFFERED
    return Grade.WRONG if outcome.way_out is WayOut.SURE else Grade.MISSED


def _shown(way_out: WayOut, ranked: list[Entry]) -> tuple[Entry, ...]:
    """The entries that a citizen sees: the answering one alone, or those to choose from, whatever their order."""
    if way_out is WayOut.SURE:
        return tuple(ranked[:1])
    return tuple(sorted(ranked, key=lambda entry: entry.id))
