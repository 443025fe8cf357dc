"""Test questions put to an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge_base.entry_index import Candidate, EntryIndex
from knowledge_base.ranking import FeatureTable, Ranking
from knowledge_base.spelling import Speller
from knowledge_base.training.held_out import is_for_fitting

QUESTIONS = Path(__file__).with_name("questions")
_FILES = ("faq", "guides", "unanswered", "off_topic")


@dataclass(frozen=True, slots=True)
class Question:
    """A test question: ``entry`` is the id of the entry that answers it, None when none does."""

    text: str
    entry: str | None
    kind: str
    group: str
    """The file it stands in: faq, guides, unanswered or off_topic."""

    @property
    def fits(self) -> bool:
        """Whether it fits the ranking and the thresholds, or judges them; ask before its text is repaired."""
        return is_for_fitting(self.entry or self.text)


@dataclass(frozen=True, slots=True)
class Trial:
    """A question and the features of every entry for it; ``expected`` is the row of the entry that answers it, or None."""

    index: EntryIndex
    question: Question
    table: FeatureTable
    expected: int | None

    def candidates(self, ranking: Ranking) -> list[Candidate]:
        """What the index finds under ``ranking``."""
        return self.index.candidates(self.question.text, self.table, ranking)


def load_questions(folder: Path = QUESTIONS) -> list[Question]:
    """All test questions."""
    return [
        Question(row["text"], row["entry"], row["kind"], group)
        for group in _FILES
        for row in map(json.loads, (folder / f"{group}.jsonl").read_text(encoding="utf-8").splitlines())
    ]


def trials(index: EntryIndex, questions: list[Question], speller: Speller) -> Iterator[Trial]:
    """Ask ``index`` each question as the service does; those whose entry it does not hold are passed over."""
    rows = {entry.id: row for row, entry in enumerate(index.entries)}
    for question in questions:
        question = replace(question, text=speller.repair(question.text))
        table = index.table(question.text)
        if len(table) and (question.entry is None or question.entry in rows):
            yield Trial(index, question, table, rows[question.entry] if question.entry else None)
