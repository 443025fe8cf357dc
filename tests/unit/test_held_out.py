"""What is kept from training stays kept from it."""

from __future__ import annotations

from knowledge_base.corpus_files import load_corpus
from knowledge_base.evaluation.trials import load_questions
from knowledge_base.text import normalise
from knowledge_base.training.held_out import is_for_fitting, is_held_out


def test_about_a_fifth_of_the_entries_is_held_out() -> None:
    """Enough to judge by, and enough left to train with; the choice rests on the id alone."""
    ids = [entry.id for entry in (*load_corpus().faqs, *load_corpus().guides)]

    share = sum(map(is_held_out, ids)) / len(ids)

    assert 0.15 < share < 0.25


def test_no_test_question_is_a_wording_of_the_corpus() -> None:
    """A test question that training has read, or that the index holds, judges nothing."""
    corpus = load_corpus()
    wordings = {normalise(w) for entry in (*corpus.faqs, *corpus.guides) for w in entry.wordings}

    assert [q.text for q in load_questions() if normalise(q.text) in wordings] == []


def test_every_test_question_names_an_entry_of_the_corpus() -> None:
    """A question for an entry that is gone would be passed over unseen."""
    corpus = load_corpus()
    ids = {entry.id for entry in (*corpus.faqs, *corpus.guides)}

    assert {q.entry for q in load_questions() if q.entry} <= ids
    assert [q for q in load_questions() if (q.entry is None) != (q.group in ("unanswered", "off_topic"))] == []


def test_fitting_and_judging_share_no_entry() -> None:
    """All questions of an entry are on one side, and each side has enough."""
    questions = load_questions()
    fitted = {q.entry or q.text for q in questions if q.fits}
    judged = {q.entry or q.text for q in questions if not q.fits}

    assert fitted.isdisjoint(judged)
    assert min(len(fitted), len(judged)) > 0.4 * len(fitted | judged)
    assert all(is_for_fitting(name) for name in fitted)
