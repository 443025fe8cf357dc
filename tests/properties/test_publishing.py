"""The life of an entry: no sequence of steps publishes what nobody else has read, or loses a version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import knowledge_base.store
from helpdesk.clock import SHANGHAI
from helpdesk.store.database import Database, migrate, open_database
from knowledge_base import publishing
from knowledge_base.errors import EntryChanged, KnowledgeBaseError
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store.entries import FAQ, Note, Version

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)
_people = st.sampled_from(["boss", "chief", "lawyer"])
_texts = st.integers(0, 3)
# Most have the newest version open.
_back = st.sampled_from([0, 0, 0, 0, 1, 2])
_numbers = count()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Database]:
    """A database of the knowledge base alone."""
    database = open_database(f"sqlite:///{tmp_path / 'corpus.db'}")
    migrate(database, knowledge_base.store.MIGRATIONS, knowledge_base.store.VERSION_TABLE)
    yield database
    database.close()


class EntryLife(RuleBasedStateMachine):
    """Three people work on one entry in any order; what they may not do is refused and leaves no trace."""

    db: Database
    book: StatuteBook
    taken: ClassVar[Counter[tuple[str, bool]]] = Counter()
    """How often each step was taken, and refused."""

    @initialize(by=_people)
    def begin(self, by: str) -> None:
        """A draft of an entry of its own."""
        self.id = f"well-{next(_numbers)}"
        self.reviewed: set[str] = set()
        self.seen: list[Version] = []
        publishing.add_draft(self.db, self.book, FAQ, "neighbours", self.body(0), Note(by, NOW, ""))

    def body(self, text: int) -> dict[str, Any]:
        """One of a few texts of the entry."""
        answer = f"先拍照、留水样，请村里的人民调解员来看，谈不拢再起诉。第{text}稿。"
        return {
            "id": self.id,
            "question": f"第{self.id}口井的水被弄脏了怎么办？",
            "variants": [],
            "answer": answer,
            "citations": ["民法典第二百九十四条"],
        }

    def attempt(self, name: str, step: Callable[[int], object], back: int = 0) -> bool:
        """Try a step on the version that somebody has open; an outdated one is always refused."""
        version = self.seen[-1].number - back
        try:
            step(version)
            taken = True
        except KnowledgeBaseError as refused:
            assert back == 0 or isinstance(refused, EntryChanged)
            taken = False
        assert back == 0 or not taken
        self.taken[name, taken] += 1
        return taken

    @rule(by=_people, text=_texts, back=_back)
    def save(self, by: str, text: int, back: int) -> None:
        """Write a new text."""
        note = Note(by, NOW, "")
        self.attempt(
            "save", lambda n: publishing.save_draft(self.db, self.book, self.id, n, self.body(text), note), back
        )

    @rule(by=_people, back=_back)
    def submit(self, by: str, back: int) -> None:
        """Lay it before somebody."""
        note = Note(by, NOW, "群众常问")
        self.attempt("submit", lambda n: publishing.submit_for_review(self.db, self.id, n, note), back)

    @rule(by=_people)
    def approve(self, by: str) -> None:
        """Publish it: only somebody else than its author has reviewed it."""
        newest = publishing.get_entry(self.db, self.id)
        note = Note(by, NOW, "看过了")
        if self.attempt("approve", lambda n: publishing.approve(self.db, self.book, self.id, n, note)):
            assert newest.written_by != by
            self.reviewed.add(newest.body["answer"])

    @rule(author=_people, reviewer=_people, text=_texts)
    def bring_through(self, author: str, reviewer: str, text: int) -> None:
        """The usual way of a text, which chance alone seldom goes."""
        self.save(author, text, 0)
        self.every_version_is_kept()
        self.submit(author, 0)
        self.every_version_is_kept()
        self.approve(reviewer)

    @rule(by=_people, back=_back)
    def send_back(self, by: str, back: int) -> None:
        """Give it back to be worked on."""
        note = Note(by, NOW, "再想想")
        self.attempt("send back", lambda n: publishing.send_back(self.db, self.id, n, note), back)

    @rule(by=_people)
    def retire(self, by: str) -> None:
        """Take it out of service: it answers nobody."""
        note = Note(by, NOW, "过时了")
        if self.attempt("retire", lambda n: publishing.retire(self.db, self.id, n, note)):
            assert self.served() is None

    @rule(by=_people, to=st.integers(1, 12))
    def roll_back(self, by: str, to: int) -> None:
        """Serve an older version again: its very words."""
        note = Note(by, NOW, "改错了")
        if self.attempt("roll back", lambda n: publishing.roll_back(self.db, self.book, self.id, n, to, note)):
            assert self.served() == self.seen[to - 1].body["answer"]

    @invariant()
    def every_version_is_kept(self) -> None:
        """Each step adds one version or none, and those before it stay word for word."""
        if hasattr(self, "id"):
            versions = publishing.entry_versions(self.db, self.id)[::-1]
            assert versions[: len(self.seen)] == self.seen
            assert len(versions) - len(self.seen) in (0, 1)
            assert [version.number for version in versions] == list(range(1, len(versions) + 1))
            self.seen = versions

    @invariant()
    def what_is_served_was_reviewed(self) -> None:
        """Nobody is answered with words that no second person has approved."""
        if hasattr(self, "id"):
            assert self.served() is None or self.served() in self.reviewed

    def served(self) -> str | None:
        """The answer that citizens get."""
        faqs = publishing.published_corpus(self.db)[1].faqs
        return next((faq.answer for faq in faqs if faq.id == self.id), None)


def test_no_sequence_of_steps_breaks_the_rules_of_publishing(opened: Database) -> None:
    """Only reviewed words are served, refused steps change nothing, and every version is kept."""
    EntryLife.db, EntryLife.book = opened, StatuteBook(default_path(), date(2026, 12, 7))

    run_state_machine_as_test(EntryLife, settings=settings(max_examples=50, stateful_step_count=20))

    steps = ("save", "submit", "approve", "send back", "retire", "roll back")
    assert all(EntryLife.taken[step, taken] for step in steps for taken in (True, False)), EntryLife.taken
