"""The regression questions, asked of the shipped corpus and of one with a change."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from helpdesk.clock import SHANGHAI
from helpdesk.store.database import migrate, open_database
from knowledge_base.calibration import Calibration
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import PlainEncoder, SentenceEncoder
from knowledge_base.encoder_cache import CachedEncoder
from knowledge_base.outside import OutsideModel
from knowledge_base.publishing import changed_corpus, get_entry, import_corpus
from knowledge_base.regression import Grade, changed_answers, grade, outcomes, questions
from knowledge_base.service import KnowledgeBase, WayOut
from knowledge_base.statute_index import StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store import MIGRATIONS, VERSION_TABLE
from knowledge_base.text import normalise

INDEX = Path(__file__).parents[2] / "var"


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The real knowledge base over the shipped corpus; encoding it takes half a minute."""
    folder = tmp_path_factory.mktemp("knowledge")
    db = open_database(f"sqlite:///{folder / 'test.db'}")
    migrate(db, MIGRATIONS, VERSION_TABLE)
    import_corpus(db, datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))
    encoder, book = SentenceEncoder(), StatuteBook(default_path(), date(2026, 12, 7))
    statutes = StatuteIndex(INDEX / "statutes", encoder, book)
    outside = OutsideModel.load(PlainEncoder(encoder).vector)
    cached = CachedEncoder(encoder, folder / "vectors.npz")
    yield KnowledgeBase(db, cached, book, statutes, Calibration.load(), outside)
    db.close()


def test_each_question_expects_something_that_there_is() -> None:
    """About 120 questions over most topics, each with an entry or a way out; none copies a stored wording."""
    corpus = load_corpus()
    entries = {entry.id: entry for entry in (*corpus.faqs, *corpus.guides)}
    stored = {normalise(wording) for entry in entries.values() for wording in entry.wordings}
    expected = {question.expected for question in questions()}

    assert 110 <= len(questions()) <= 160
    assert expected - entries.keys() == {WayOut.STATUTES, WayOut.NOT_LEGAL}
    assert len({faq.topic for faq in corpus.faqs if faq.id in expected}) >= 25
    assert [question.text for question in questions() if normalise(question.text) in stored] == []


def test_most_questions_lead_to_what_they_expect(knowledge: KnowledgeBase) -> None:
    """Four of five see the right entry, as the answer or among the choices, and hardly one is answered wrongly."""
    grades = Counter(grade(*pair) for pair in zip(questions(), outcomes(knowledge, questions()), strict=True))

    assert grades[Grade.RIGHT] + grades[Grade.OFFERED] >= 0.8 * len(questions())
    assert grades[Grade.WRONG] <= 0.05 * len(questions())


def test_the_reviewer_sees_which_answers_change(knowledge: KnowledgeBase) -> None:
    """Without the entry its questions get worse; with its text unchanged nothing changes; what serves is untouched."""
    db, revision = knowledge._db, knowledge.revision
    entry = get_entry(db, "elders-visiting")

    began = time.thread_time()
    lost = changed_answers(knowledge, changed_corpus(db, entry, retired=True))
    seconds = time.thread_time() - began

    assert [change.question.expected for change in lost if change.gain < 0] == [entry.id]
    assert changed_answers(knowledge, changed_corpus(db, entry)) == []
    assert (knowledge.revision, knowledge.find_entry(entry.id) is not None) == (revision, True)
    assert seconds < 8  # of processor time; about three


def test_a_wording_that_is_added_makes_its_question_better(knowledge: KnowledgeBase) -> None:
    """The question in just these words is answered outright then, from the entry that has them."""
    db = knowledge._db
    entry = get_entry(db, "elders-visiting")
    asked = next(question for question in questions() if question.expected == entry.id)
    heard = [*entry.body.get("heard", []), asked.text]

    changes = changed_answers(knowledge, changed_corpus(db, replace(entry, body=entry.body | {"heard": heard})))

    better = next(change for change in changes if change.question == asked)
    assert better.gain > 0
    assert (better.after.way_out, better.after.entries[0].id) == (WayOut.SURE, entry.id)
