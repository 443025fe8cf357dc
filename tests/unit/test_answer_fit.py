"""What decides whether an answer is sure: the text's own place, the account as a whole, and how the weights are fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge_base import story
from knowledge_base.calibration import QuestionFeatures
from knowledge_base.encoder import HashEncoder, PlainEncoder
from knowledge_base.entry_index import EntryIndex
from knowledge_base.evaluation import fit_statutes
from knowledge_base.evaluation.fit_outside import messages
from knowledge_base.models import Corpus, Faq
from knowledge_base.outside import OutsideModel
from knowledge_base.statute_index import FEATURES

WAGES = Faq("wages", "labour", "老板拖欠工资不给，怎么办？", "先投诉，再申请仲裁。", ("欠薪", "工资要不回来"))
DEPOSIT = Faq("deposit", "housing", "租房到期，房东不退押金，怎么办？", "押金应当退。", ("押金不退", "房东扣押金"))


@pytest.fixture(scope="module")
def outside() -> OutsideModel:
    """The committed weights."""
    return OutsideModel.load(PlainEncoder().vector)


@pytest.mark.parametrize(
    "text", ["村里哪家饭店办结婚酒席好吃", "手机没信号了怎么办", "今天天气怎么样", "写一首春天的诗"]
)
def test_what_is_no_legal_matter_reads_like_it(outside: OutsideModel, text: str) -> None:
    """Also when it has words of the corpus in it."""
    assert outside.log_odds(text) > 0


@pytest.mark.parametrize("text", ["老板欠我三个月工资", "邻居把墙修到我家地里了", "离婚孩子归谁"])
def test_a_legal_matter_does_not(outside: OutsideModel, text: str) -> None:
    """Whatever the words: what counts is what they are about."""
    assert outside.log_odds(text) < 0


def test_a_question_by_itself_is_shorter_or_longer_in_standard_words(outside: OutsideModel) -> None:
    """Six characters and fewer count the same."""
    short, shorter = (QuestionFeatures.of(text, outside) for text in ("押金不退", "押金"))

    assert short.brevity == shorter.brevity == 1 / 6
    assert QuestionFeatures.of("房东扣了我的押金不退给我", outside).brevity == 1 / 12


def test_the_weights_kept_are_those_that_were_fitted(outside: OutsideModel, tmp_path: Path) -> None:
    """Saving and loading changes no reading."""
    outside.save(tmp_path / "outside.safetensors")

    assert OutsideModel.load(outside.vector, tmp_path / "outside.safetensors").log_odds("离婚") == outside.log_odds(
        "离婚"
    )


def test_examples_come_without_their_marks(tmp_path: Path) -> None:
    """Entities are marked in Rasa's files; what is learnt is what people wrote."""
    (tmp_path / "a.yml").write_text(
        "nlu:\n- intent: outside\n  examples: |\n    - [绵阳](place)有啥好耍的\n    - 唱首歌\n- intent: greet\n  examples: |\n    - 你好\n",
        encoding="utf-8",
    )

    assert messages(tmp_path, "outside") == ["绵阳有啥好耍的", "唱首歌"]


def test_an_account_is_answered_when_a_part_of_it_is() -> None:
    """The best entry needs the share of all, and must be the sure answer to one of the parts."""
    index, parts = EntryIndex(Corpus((WAGES, DEPOSIT), ()), HashEncoder()), ["押金不退", "我在镇上租房住"]

    surely = story.account(index, parts, [("deposit", 0.95), ("deposit", 0.2)], 0.93)
    hardly = story.account(index, parts, [("deposit", 0.9), ("deposit", 0.2)], 0.93)
    by_another = story.account(index, parts, [("wages", 0.95), ("deposit", 0.2)], 0.93)

    assert surely.entries[0].entry.id == "deposit"
    assert (surely.sure, hardly.sure, by_another.sure) == (True, False, False)


def test_weights_of_the_law_put_the_relevant_article_first() -> None:
    """Fitted on questions whose relevant article leads in one feature, that feature leads; a feature of chance counts for little."""
    chance = np.random.default_rng(7)
    questions = []
    for _ in range(40):
        table = chance.normal(size=(30, len(FEATURES)))
        relevant = np.zeros(30, dtype=np.bool_)
        relevant[:2] = True
        table[:2, 0] += 3.0
        questions.append((table, relevant))

    weights = fit_statutes.fit(questions)

    assert weights[0] > 5 * np.abs(weights[1:]).max()
