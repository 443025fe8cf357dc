"""Finding the entry that answers a question: the rules that hold whatever the weights are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from knowledge_base.calibration import Calibration, QuestionFeatures
from knowledge_base.dialect import standard
from knowledge_base.encoder import HashEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.models import Corpus, Faq
from knowledge_base.ports import Vectors

WAGES = Faq("wages", "labour", "老板拖欠工资不给，怎么办？", "先投诉，再申请仲裁。", ("欠薪", "工资要不回来咋个整嘛"))
DEPOSIT = Faq("deposit", "housing", "租房到期，房东不退押金，怎么办？", "押金应当退。", ("押金不退", "房东扣押金"))
DIVORCE = Faq("divorce", "family", "两个人都同意离婚，手续怎么办？", "去民政局登记。", ("协议离婚", "好说好散离婚"))
CUSTODY = Faq("custody", "family", "离婚后孩子跟谁？", "法院看跟谁对孩子好。", ("离婚娃儿归哪个",))
# An everyday legal question of ten characters.
LEGAL = QuestionFeatures(outside=-4.0, brevity=0.1)
CORPUS = Corpus((WAGES, DEPOSIT, DIVORCE, CUSTODY), ())


class CountingEncoder(HashEncoder):
    """A HashEncoder that keeps what it was asked to encode."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return super().encode_questions(texts)


@pytest.fixture(scope="module")
def index() -> EntryIndex:
    return EntryIndex(CORPUS, HashEncoder())


@pytest.mark.parametrize("entry", CORPUS.faqs, ids=lambda entry: entry.id)
def test_own_wordings_are_sure(index: EntryIndex, entry: Faq) -> None:
    """Every wording of an entry, asked as it stands, is answered by that entry and as sure."""
    calibration = Calibration.load()

    for wording in entry.wordings:
        found = index.search(wording)

        assert found[0].entry.id == entry.id
        assert calibration.probabilities(found, LEGAL)[0] >= calibration.sure


def test_nearly_exact_wording_is_sure(index: EntryIndex) -> None:
    """Other punctuation, width and a closing particle do not make a wording another question."""
    calibration = Calibration.load()

    found = index.search(" 租房到期 房东不退押金 怎么办嘛!! ")

    assert found[0].entry.id == "deposit"
    assert calibration.probabilities(found, LEGAL)[0] >= calibration.sure


def test_word_of_several_entries_is_never_sure(index: EntryIndex) -> None:
    """A word that stands in the wordings of two entries makes the desk ask, however the weights judge it."""
    eager = replace(Calibration.load(), bias=30.0, sure=0.9, maybe=0.2)

    probabilities = eager.probabilities(index.search("离婚"), LEGAL)

    assert eager.maybe <= probabilities[0] < eager.sure


def test_without_that_word_the_same_weights_are_sure(index: EntryIndex) -> None:
    """It is the rule that holds the word of several entries back, not the weights."""
    eager = replace(Calibration.load(), bias=30.0, sure=0.9, maybe=0.2)

    probabilities = eager.probabilities(index.search("押金一直拖着"), LEGAL)

    assert probabilities[0] >= eager.sure


def test_best_first_and_probabilities_fall(index: EntryIndex) -> None:
    """Candidates come with falling scores, and their probabilities fall with them."""
    found = index.search("房东扣了我的押金")
    probabilities = Calibration.load().probabilities(found, LEGAL)

    assert found[0].entry.id == "deposit"
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert probabilities == sorted(probabilities, reverse=True)


def test_retired_entry_is_never_found() -> None:
    """An entry that left the corpus does not answer, not even to its own words."""
    index = EntryIndex(CORPUS, HashEncoder()).updated(Corpus((DEPOSIT, DIVORCE), ()))

    assert "wages" not in {c.entry.id for c in index.search("欠薪")}


@pytest.mark.parametrize("question", ["", "  ", "？？？"])
def test_empty_question_finds_nothing(index: EntryIndex, question: str) -> None:
    """A question without a letter finds nothing."""
    assert index.search(question) == []
    assert Calibration.load().probabilities([], LEGAL) == []


def test_empty_corpus_finds_nothing() -> None:
    """An empty corpus can be indexed and asked."""
    assert EntryIndex(Corpus((), ()), HashEncoder()).search("欠薪") == []


def test_vectors_are_reused() -> None:
    """Publishing one entry encodes that entry and nothing else."""
    encoder = CountingEncoder()
    old = EntryIndex(CORPUS, encoder)
    encoder.encoded.clear()
    new = Faq("will", "family", "遗嘱怎么写才有效？", "自己写，签名，写日期。")

    old.updated(Corpus((*CORPUS.faqs, new), ())).merged()

    assert set(encoder.encoded) == {standard(new.question), standard(new.answer), standard("自己写，签名，写日期")}


def test_dialect_is_compared_in_standard_words() -> None:
    """Sichuan words are replaced; standard words that hold the same characters are not."""
    assert standard("咋个整嘛？") == "怎么办"
    assert standard("屋头莫得人") == "家里没有人"
    assert standard("遭遇家暴") == "遭遇家暴"
