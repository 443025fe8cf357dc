"""Follow-ups and long accounts: the rules that hold whatever the weights are, and the figures with the real encoder."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base import follow_up, story
from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import HashEncoder, PlainEncoder, SentenceEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation import follow_up_figures, story_figures
from knowledge_base.models import Corpus, Faq
from knowledge_base.outside import OutsideModel
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.statutes import StatuteBook, default_path

AGREED = Faq("agreed", "family", "两个人都同意离婚，手续怎么办？", "去民政局登记。", ("协议离婚",))
OPPOSED = Faq("opposed", "family", "一方不同意，怎么起诉离婚？", "去法院起诉离婚。", ("他不同意离婚",))
DEPOSIT = Faq("deposit", "housing", "房东不同意退押金，怎么办？", "押金应当退。", ("押金不退",))
INDEX = EntryIndex(Corpus((AGREED, OPPOSED, DEPOSIT), ()), HashEncoder())


def test_a_follow_up_is_read_with_what_was_discussed() -> None:
    """那如果他不同意呢 after the divorce is about the divorce, and after the deposit about the deposit's neighbours."""
    found = follow_up.related(INDEX, "那如果他不同意呢", AGREED)

    assert found[0].entry.id == "opposed"
    assert "agreed" not in [related.entry.id for related in found if related.share > 0]


@pytest.mark.parametrize("text", ["那如果他不同意呢", "要是他跑了", "没得借条呢", "万一输了咋办"])
def test_marked_follow_ups(text: str) -> None:
    """Words that carry on say so by their form."""
    assert follow_up.is_marked(text)


@pytest.mark.parametrize("text", ["离婚要多少钱", "那" * 31, "押金不退"])
def test_unmarked_texts(text: str) -> None:
    """Whole questions and long texts do not carry on."""
    assert not follow_up.is_marked(text)


def test_parts_of_an_account() -> None:
    """An account is cut at its full stops, and a run of words without any into windows that overlap."""
    parts = story.parts_of("我在厂里上班。老板三个月没发工资了，我该怎么办？嗯。" + "说" * 100)

    assert parts[:2] == ["我在厂里上班", "老板三个月没发工资了，我该怎么办"]
    assert len(parts) > 3
    assert all(len(part) <= 60 for part in parts)


def test_the_question_in_an_account_is_found() -> None:
    """The sentence that asks decides, not the many around it."""
    account = "我们结婚二十年了。娃儿都大了。他天天打牌。房东不同意退押金怎么办。我一个人住在镇上。"

    assert story.asked_in(INDEX, story.parts_of(account))[0].entry.id == "deposit"


@pytest.fixture(scope="module")
def real() -> tuple[EntryIndex, Speller, OutsideModel]:
    """The corpus that is shipped under the real encoder."""
    corpus = load_corpus()
    speller = Speller(texts_of(corpus, StatuteBook(default_path(), date(2026, 12, 7)).law_names))
    encoder = SentenceEncoder()
    return EntryIndex(corpus, encoder), speller, OutsideModel.load(PlainEncoder(encoder).vector)


def test_follow_ups_are_found_and_seldom_wrong(real: tuple[EntryIndex, Speller, OutsideModel]) -> None:
    """Reading them with what was discussed finds more than reading them alone, and at most one in twenty sure ones is wrong."""
    judging = [row for row in follow_up_figures.load_follow_ups() if row.half == "judge"]

    count = follow_up_figures.figures(*real, judging)

    assert count["first"] > count["alone first"]
    assert count["in three"] >= 0.9 * count["answerable"]
    assert count["wrong of these"] <= count["given as sure"] / 20


def test_accounts_are_read_and_seldom_wrong(real: tuple[EntryIndex, Speller, OutsideModel]) -> None:
    """Reading accounts by parts finds more than reading them whole, and hardly any sure answer is wrong."""
    accounts = story_figures.long_accounts(fits=False)[::6]

    count = story_figures.figures(*real, accounts)

    assert count["first"] > count["whole first"]
    assert count["sure"] > 3 * count["whole sure"]
    assert count["wrong of sure"] + count["unanswered but sure"] <= 1
