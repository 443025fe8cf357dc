"""The entry index as it grows and changes: two stages and two segments find what one look at everything would."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import HashEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.entry_texts import encodable, entries_of
from knowledge_base.evaluation.trials import load_questions
from knowledge_base.models import Corpus, Faq
from knowledge_base.segment import Segment
from knowledge_base.vector_rows import VectorRows
from knowledge_base.wording_index import WordingIndex
from tests.unit.test_retrieval import CountingEncoder

QUESTIONS = [question.text for question in load_questions()[::40]]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def whole(corpus: Corpus) -> EntryIndex:
    """All of it in one segment."""
    return EntryIndex(corpus, HashEncoder())


@pytest.fixture(scope="module")
def grown(corpus: Corpus) -> EntryIndex:
    """The same, reached by a change: thirty entries are new, ten are worded anew, five have gone."""
    early = [replace(faq, variants=(), heard=(), answer="以前的答复。") for faq in corpus.faqs[:10]]
    gone = [replace(faq, id=f"gone-{faq.id}", question=f"以前{faq.question}") for faq in corpus.faqs[:5]]
    before = Corpus((*early, *corpus.faqs[40:], *gone), corpus.guides)
    return EntryIndex(before, HashEncoder()).updated(corpus)


@pytest.mark.parametrize("question", QUESTIONS)
def test_two_segments_answer_as_one(whole: EntryIndex, grown: EntryIndex, question: str) -> None:
    """After a change the same entries come with the same scores as from an index that is made anew.

    Their shares are those of a longer shortlist, since each segment adds to it: a little smaller, the more
    so where no entry stands out.
    """
    expected, found = whole.search(question), grown.search(question)

    assert sorted(c.entry.id for c in found[:3]) == sorted(c.entry.id for c in expected[:3])
    assert np.allclose([c.score for c in found], [c.score for c in expected], atol=2e-3)
    assert np.allclose([c.share for c in found[:3]], [c.share for c in expected[:3]], rtol=0.08)


def test_merged_they_answer_the_same_and_nothing_is_encoded(corpus: Corpus, grown: EntryIndex) -> None:
    """Merging moves vectors, and makes none."""
    encoder = CountingEncoder()
    index = EntryIndex(Corpus(corpus.faqs[:60], ()), encoder).updated(Corpus(corpus.faqs[5:66], ()))
    encoder.encoded.clear()

    merged = index.merged()

    assert encoder.encoded == []
    assert {entry.id for entry in merged.entries} == {faq.id for faq in corpus.faqs[5:66]}
    for question in QUESTIONS[:10]:
        assert np.allclose(
            [c.score for c in merged.search(question)], [c.score for c in index.search(question)], atol=1e-3
        )
    assert not merged.worth_merging


def test_changes_add_up_until_merging_is_worth_it(corpus: Corpus) -> None:
    """One change is not; as many as there are entries are."""
    index = EntryIndex(Corpus(corpus.faqs[:100], ()), HashEncoder())

    assert not index.updated(Corpus(corpus.faqs[:101], ())).worth_merging
    assert index.updated(Corpus(corpus.faqs[100:200], ())).worth_merging


def test_what_has_gone_never_answers_and_may_come_back(corpus: Corpus, whole: EntryIndex) -> None:
    """Asked in its own words, a removed entry is not found; published again, it is."""
    gone = corpus.faqs[3]
    without = whole.updated(Corpus(tuple(faq for faq in corpus.faqs if faq is not gone), corpus.guides))

    again = without.updated(corpus)

    assert without.find(gone.id) is None
    assert gone.id not in {entry.id for entry in without.entries}
    assert all(gone.id != c.entry.id for wording in gone.wordings for c in without.search(wording))
    assert again.find(gone.id) == gone
    assert again.search(gone.question)[0].entry == gone


def test_a_changed_entry_answers_with_its_new_text_alone(corpus: Corpus, whole: EntryIndex) -> None:
    """The old text is found no more, not even by what only it had."""
    old = corpus.faqs[7]
    new = replace(old, question="飞碟停泊证怎么办", variants=(), heard=(), answer="到停泊处办。")

    index = whole.updated(Corpus((*corpus.faqs[:7], new, *corpus.faqs[8:]), corpus.guides))

    assert index.find(old.id) == new
    assert index.search("飞碟停泊证怎么办")[0].entry == new
    assert all(c.entry != old for wording in old.wordings for c in index.search(wording))
    assert len(index.entries) == len(entries_of(corpus))


def test_everything_may_go_and_everything_may_come() -> None:
    """From nothing to an entry and back to nothing."""
    entry = Faq("wages", "labour", "老板拖欠工资不给，怎么办？", "先投诉。")
    nothing = EntryIndex(Corpus((), ()), HashEncoder())

    one = nothing.updated(Corpus((entry,), ()))
    none = one.updated(Corpus((), ()))

    assert [c.entry for c in one.search("拖欠工资")] == [entry]
    assert none.search("拖欠工资") == none.merged().search("拖欠工资") == []


def test_the_likeliest_entry_is_on_the_shortlist(whole: EntryIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """What leads when everything is looked at leads when the shortlist is, though most entries are not on it."""
    shortlists = [whole.shortlist(question) for question in QUESTIONS]
    leading = [whole.search(question)[0].entry.id for question in QUESTIONS]
    monkeypatch.setattr("knowledge_base.segment.SHORTLIST", len(whole.entries))
    monkeypatch.setattr("knowledge_base.entry_index._LOOKED_AT", len(whole.entries))

    everything = [whole.search(question)[0].entry.id for question in QUESTIONS]

    assert leading == everything
    assert max(len(shortlist.entries) for shortlist in shortlists) < len(whole.entries) * 0.6


def test_a_large_corpus_is_searched_by_neighbourhoods(
    corpus: Corpus, whole: EntryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking only near the question, the right entry is found by all of its wordings."""
    monkeypatch.setattr("knowledge_base.segment._NEIGHBOURHOODS_FROM", 100)
    monkeypatch.setattr("knowledge_base.segment._LOOKED_INTO", 8)

    index = EntryIndex(corpus, HashEncoder())

    for entry in entries_of(corpus)[::20]:
        assert index.search(entry.wordings[0])[0].entry == entry
    agreeing = [index.search(q)[0].entry == whole.search(q)[0].entry for q in QUESTIONS]
    assert sum(agreeing) >= 0.95 * len(agreeing)


def test_wordings_of_one_hash_are_told_apart(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were all hashes the same, an exact wording would still lead to its own entry alone."""
    monkeypatch.setattr(
        "knowledge_base.segment.WordingIndex", lambda wordings: WordingIndex(wordings, hashing=lambda _: 7)
    )
    segment = Segment(corpus.faqs[:30], HashEncoder())

    found = [segment.exactly(encodable(faq.question)) for faq in corpus.faqs[:30]]

    assert [[segment.entries[row] for row in rows] for rows in found] == [[faq] for faq in corpus.faqs[:30]]


def test_a_wording_that_two_entries_share_has_both() -> None:
    """Each row once, however often it has the wording."""
    index = WordingIndex([(4, "欠薪"), (9, "欠薪"), (4, "欠薪"), (5, "离婚")])

    assert sorted(index.may_word("欠薪")) == [4, 9]
    assert index.may_word("没有这一句") == []


def test_vectors_in_eight_bits_keep_their_products() -> None:
    """To a thousandth, group by group, put at once, in parts, or taken from others."""
    vectors = np.random.default_rng(1).normal(size=(12, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    groups = np.array([2, 0, 1])
    expected = [(vectors[own] @ vectors[0]).max() for own in (slice(9, 12), slice(0, 4), slice(4, 9))]

    rows = VectorRows.of(vectors, [4, 5, 3])
    parted = VectorRows([4, 5, 3], 64)
    parted.put(1, vectors[4:])
    parted.take(0, rows, np.array([0]))
    chosen = VectorRows([3, 4, 5], 64)
    chosen.take(0, rows, groups)

    assert np.allclose(rows.likest(groups, vectors[0]), expected, atol=2e-3)
    assert np.array_equal(parted.likest(groups, vectors[0]), rows.likest(groups, vectors[0]))
    assert np.array_equal(chosen.likest(np.arange(3), vectors[0]), rows.likest(groups, vectors[0]))
    assert np.allclose(rows.as_floats(np.arange(12)), vectors, atol=5e-3)


def test_questions_are_scored_over_one_shortlist(whole: EntryIndex, grown: EntryIndex) -> None:
    """What two questions may ask for, and what is near an entry, is scored for both, in two segments as in one."""
    asked, about = QUESTIONS[:2], whole.entries[20]
    alone = [whole.search(question)[0] for question in asked]

    entries, scores = whole.scores([*asked, "？"], about)
    others, in_two = grown.scores(asked, about)

    ids = [entry.id for entry in entries]
    best = [scores[row, ids.index(candidate.entry.id)] for row, candidate in enumerate(alone)]
    assert about.id in ids
    assert np.allclose(best, [candidate.score for candidate in alone], atol=1e-5)
    assert np.allclose(in_two.max(axis=1), scores.max(axis=1), atol=2e-3)
    expected = dict(zip(ids, whole.nearness(about, entries), strict=True))
    near = {entry.id: value for entry, value in zip(others, grown.nearness(about, others), strict=True)}
    assert expected[about.id] == pytest.approx(1, abs=1e-3)
    assert all(near[id_] == pytest.approx(expected[id_], abs=2e-3) for id_ in near.keys() & expected.keys())
    assert EntryIndex(Corpus((), ()), HashEncoder()).scores(asked)[0] == []
