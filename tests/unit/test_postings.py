"""BM25 over counts: the scores of the library that the statutes use, whatever the budget and however the texts are parted."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge_base.corpus_files import load_corpus
from knowledge_base.dialect import standard
from knowledge_base.entry_texts import entries_of, text_of
from knowledge_base.lexical import LexicalIndex
from knowledge_base.ports import Vectors
from knowledge_base.postings import Postings, Terms
from knowledge_base.text import characters_and_bigrams

QUESTIONS = ["老板拖欠工资怎么办", "离婚离婚离婚", "邻居占了我家的地", "12348", "zz", "人"]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The starting corpus, an entry each."""
    return [text_of(entry) for entry in entries_of(load_corpus())]


@pytest.fixture(scope="module")
def reference(texts: list[str]) -> LexicalIndex:
    """bm25s over the same texts."""
    return LexicalIndex.build(texts, characters_and_bigrams, 2.5)


def close(ours: Vectors, other: Vectors) -> bool:
    return np.allclose(ours, other, atol=1e-4)


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_those_of_the_library(texts: list[str], reference: LexicalIndex, question: str) -> None:
    """Counts give what bm25s computes of the same texts; a term said twice counts twice."""
    postings = Postings(texts)
    terms = Terms.of(question, [postings])

    scores, counted = postings.scores(terms)

    assert counted == len(terms.codes)
    assert close(scores, reference.scores(question))


@pytest.mark.parametrize("budget", [0, 1, 100, 300])
def test_a_budget_leaves_out_terms_not_scores(texts: list[str], reference: LexicalIndex, budget: int) -> None:
    """What the budget leaves out is the commonest terms, and ``rest`` adds them for the rows that are asked for."""
    postings = Postings(texts)
    rows = np.arange(0, len(texts), 7, dtype=np.int32)

    for question in QUESTIONS[:3]:
        terms = Terms.of(question, [postings])
        scores, counted = postings.scores(terms, budget)

        assert counted < len(terms.codes)
        assert close(scores[rows] + postings.rest(terms, counted, rows), reference.scores(question)[rows])


@pytest.mark.parametrize("question", QUESTIONS)
def test_parts_are_weighed_as_one_corpus(texts: list[str], reference: LexicalIndex, question: str) -> None:
    """Texts in two parts, and some that have gone, score as those that are left would in one."""
    first, second, gone = Postings([*texts[:400], "别的内容"]), Postings(texts[400:]), Postings(["别的内容"])

    terms = Terms.of(question, [first, second], [gone])

    scores = np.concatenate([first.scores(terms)[0][:400], second.scores(terms)[0]])
    assert close(scores, reference.scores(question))


def test_many_texts_are_counted_in_batches(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """How many texts are counted at once changes nothing."""
    whole = Postings(texts)
    monkeypatch.setattr("knowledge_base.postings._TEXTS_AT_ONCE", 97)

    parted = Postings(texts)

    for question in map(standard, QUESTIONS):
        terms = Terms.of(question, [whole])
        assert np.array_equal(parted.scores(terms)[0], whole.scores(terms)[0])


def test_nothing_to_count() -> None:
    """No texts, empty texts and an empty question score nothing."""
    nothing, empty = Postings([]), Postings(["", "工资"])

    assert len(nothing.scores(Terms.of("工资", [nothing]))[0]) == 0
    assert empty.scores(Terms.of("", [empty]))[0].tolist() == [0, 0]
    assert empty.scores(Terms.of("工资", [empty]))[0].argmax() == 1
