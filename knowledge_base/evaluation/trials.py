"""Test questions put to an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge_base.candidates import Candidate, Shortlist, candidates_of
from knowledge_base.entry_index import EntryIndex
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
    """A question and its shortlist; ``expected`` is the place there of the entry that answers it, or None."""

    question: Question
    shortlist: Shortlist
    expected: int | None

    @property
    def table(self) -> FeatureTable:
        """The features of the shortlist."""
        return self.shortlist.table

    def candidates(self, ranking: Ranking) -> list[Candidate]:
        """What the index finds under ``ranking``."""
        return candidates_of(self.question.text, self.shortlist, ranking)

    def place(self, scores: NDArray[np.floating]) -> int:
        """Where the right entry stands by ``scores`` of the shortlist, 0 for the best, behind all of it when it is not there.

        Equals count as better, so that nothing is won by ties.
        """
        return len(scores) if self.expected is None else int((scores >= scores[self.expected]).sum()) - 1


def load_questions(folder: Path = QUESTIONS) -> list[Question]:
    """All test questions."""
    return [
        Question(row["text"], row["entry"], row["kind"], group)
        for group in _FILES
        for row in map(json.loads, (folder / f"{group}.jsonl").read_text(encoding="utf-8").splitlines())
    ]


def trials(index: EntryIndex, questions: list[Question], speller: Speller) -> Iterator[Trial]:
    """Ask ``index`` each question as the service does; those whose entry it does not hold are passed over."""
    held = {entry.id for entry in index.entries}
    for question in questions:
        question = replace(question, text=speller.repair(question.text))
        shortlist = index.shortlist(question.text)
        if shortlist.entries and (question.entry is None or question.entry in held):
            places = [place for place, entry in enumerate(shortlist.entries) if entry.id == question.entry]
            yield Trial(question, shortlist, places[0] if places else None)
