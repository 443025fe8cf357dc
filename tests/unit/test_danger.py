"""Danger: what the rules see, how rules and model are weighed, and what becomes of weights that do not fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from knowledge_base.encoder import PlainEncoder
from nlu.danger import DangerModel, DangerRecogniser, RuleRecogniser, Sort, UnusableWeights
from nlu.danger.features import BUCKETS, buckets_of, parts_of
from nlu.danger.model import HIDDEN, RUNS, SORTS, WEIGHTS, Reading, Thresholds
from nlu.danger.recogniser import weigh
from nlu.danger.rules import RuleVerdict, judge_by_rule
from nlu.danger.thresholds import near_copies
from nlu.danger.training import read_examples

THRESHOLDS = Thresholds(by_rule=0.1, plain=0.4, doubted=0.8)


@pytest.fixture(scope="module")
def recogniser() -> DangerRecogniser:
    """The committed weights over the real encoder."""
    return DangerRecogniser(DangerModel.load(), PlainEncoder())


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("救命", Sort.VIOLENCE),
        ("我男人正在打我", Sort.VIOLENCE),
        ("他又在打娃", Sort.VIOLENCE),
        ("他现在在打我妈", Sort.VIOLENCE),
        ("他掐我，快来救我", Sort.VIOLENCE),
        ("他拿着刀在砸门，快来人", Sort.VIOLENCE),
        ("我老公正在打我，我不想活了", Sort.VIOLENCE),
        ("他说要杀我全家", Sort.THREAT),
        ("他扬言要剁了我", Sort.THREAT),
        ("我不想活了", Sort.SELF_HARM),
        ("我老婆要跳楼了", Sort.SELF_HARM),
        ("他喝农药了", Sort.SELF_HARM),
        ("活不下去了", Sort.SELF_HARM),
        ("有人站在楼顶", Sort.SELF_HARM),
        ("我被他关在屋头", Sort.CONFINEMENT),
        ("他们不让我走", Sort.CONFINEMENT),
        ("放学了孩子不见了", Sort.CHILD),
        ("老板不给工资我就要跳楼", Sort.JUMP),
        ("工友爬到塔吊上了", Sort.JUMP),
    ],
)
def test_danger_in_plain_words_is_seen_by_rule(text: str, sort: Sort) -> None:
    """Each sort has words that need no model."""
    assert RuleRecogniser().judge(text).sort is sort


@pytest.mark.parametrize(
    "text",
    [
        "去年他打过我，能不能离婚", "前年他拿刀砍我", "如果他打我怎么办", "新闻里有个人被杀了", "打人怎么判", "电视里说要自杀的人",
        "老板打我电话", "他打我孩子的主意", "打官司", "家暴怎么办", "我想离婚", "杀猪要不要办证", "", "救命钱被人骗了", "跳楼价买的手机",
        "笑死我了", "孩子不见了一会儿，后来找到了",
    ],
)  # fmt: skip
def test_what_is_past_supposed_or_in_the_news_is_not_danger_by_rule(text: str) -> None:
    """It is answered like any other question."""
    assert RuleRecogniser().judge(text).sort is None


@pytest.mark.parametrize(
    ("rule", "probability", "danger"),
    [
        (RuleVerdict(Sort.VIOLENCE, doubted=False), 0.1, True),
        (RuleVerdict(Sort.VIOLENCE, doubted=False), 0.09, False),
        (RuleVerdict(None, doubted=False), 0.4, True),
        (RuleVerdict(None, doubted=False), 0.39, False),
        (RuleVerdict(None, doubted=True), 0.8, True),
        (RuleVerdict(None, doubted=True), 0.79, False),
        (RuleVerdict(Sort.VIOLENCE, doubted=True), 0.4, True),
        (RuleVerdict(Sort.VIOLENCE, doubted=True), 0.39, False),
    ],
)
def test_rules_move_the_threshold_both_ways(rule: RuleVerdict, probability: float, danger: bool) -> None:
    """Plain words lower it, words of the past or of law raise it, both together leave it."""
    verdict = weigh(rule, Reading(probability, Sort.CHILD), THRESHOLDS)

    assert (verdict.sort is not None) is danger
    assert verdict.probability == probability


def test_the_sort_is_the_rules_before_the_models() -> None:
    """A rule that sees danger names it; else the model does."""
    sure = Reading(0.99, Sort.CHILD)

    assert weigh(RuleVerdict(Sort.THREAT, doubted=False), sure, THRESHOLDS).sort is Sort.THREAT
    assert weigh(RuleVerdict(None, doubted=False), sure, THRESHOLDS).sort is Sort.CHILD


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("他又喝醉了，我和娃儿反锁在厕所，他在外头撞门", {Sort.VIOLENCE, Sort.CHILD}),
        ("我把存折密码写给女儿了，你们以后多看顾她，我今晚就走了", {Sort.SELF_HARM}),
        ("进来就把手机收了，上厕所都有人跟着，不给家里打电话要钱就不让睡", {Sort.CONFINEMENT}),
        ("老李爬上去了，喊不下来，说拿不到工钱就从上头下去", {Sort.JUMP}),
        ("后爸晚上老来我房间，我才十一岁，妈妈不信我", {Sort.CHILD}),
        ("他发来一张我家大门的照片，说今晚来收命", {Sort.THREAT}),
    ],
)
def test_danger_in_other_words_is_seen_by_the_model(recogniser: DangerRecogniser, text: str, sorts: set[Sort]) -> None:
    """What no rule has words for is recognised, with the sort that the reply needs."""
    assert judge_by_rule(text).sort is None or judge_by_rule(text).sort in sorts
    assert recogniser.judge(text).sort in sorts


@pytest.mark.parametrize(
    "text",
    [
        "去年他打过我，怎么告他", "新闻里说有人要跳楼，法律上管不管", "被家里人打了，现在该怎么办？", "救命钱被人骗了怎么办",
        "现在的老板打我电话催债", "气死我了，物业又涨价", "离婚要准备啥子材料", "转人工", "今天天气好", "好的", "13812345678",
        "芦溪镇司法所几点上班", "儿子打架被拘留了，啥时候能放", "再不还钱我就去法院告他",
    ],
)  # fmt: skip
def test_everyday_messages_raise_no_alarm(recogniser: DangerRecogniser, text: str) -> None:
    """Questions, figures of speech and answers to the bot go their usual way."""
    assert recogniser.judge(text).sort is None


@pytest.mark.parametrize("text", ["", "？？？", "a", "他" * 5000])
def test_any_text_can_be_judged(recogniser: DangerRecogniser, text: str) -> None:
    """Empty, endless and senseless messages have a verdict."""
    assert 0 <= recogniser.judge(text).probability <= 1


def test_the_probability_is_the_same_in_any_company(recogniser: DangerRecogniser) -> None:
    """A message is judged for itself: the vector does not depend on what is encoded with it."""
    encoder = PlainEncoder()
    texts = ["他在打我", "离婚要什么材料，我们已经分居两年了", "好"]

    together, alone = encoder.encode(texts), np.vstack([encoder.encode([text]) for text in texts])

    assert np.allclose(together, alone, atol=1e-4)
    assert np.allclose(np.linalg.norm(alone[:, :512], axis=1), 1, atol=1e-4)
    assert np.allclose(np.linalg.norm(alone[:, 512:], axis=1), 1, atol=1e-4)


def test_words_of_a_group_share_what_was_learnt() -> None:
    """斧头 and 砍刀 are different words and one group."""
    one, other, far = (set(buckets_of(text).tolist()) for text in ("他提斧头来了", "他提砍刀来了", "他提鸡蛋来了"))

    assert len(one & other) > len(one & far)
    assert max(one) < BUCKETS


LONG_STORY = (
    "我和他是前年办的酒，彩礼给了八万八，后头买房子又贷了三十万，装修的钱还是我娘家出的，现在他天天说要离，房子写的是他爸的名字，"
    "{}我手里只有转账记录和几张收条，想问下这个钱离婚的时候能不能要回来，要准备哪些材料，去哪个法院"
)


@pytest.mark.parametrize(
    ("clause", "danger"),
    [("刚才他把门反锁了提起菜刀在砸卧室门，我躲在床底下，", True), ("这些事我跟他说过好多回都说不拢，", False)],
)
def test_one_clause_of_danger_is_found_in_a_long_story(recogniser: DangerRecogniser, clause: str, danger: bool) -> None:
    """A story of money and divorce is danger with the clause in it, and none without."""
    assert (recogniser.judge(LONG_STORY.format(clause)).sort is not None) is danger


def test_a_long_message_has_windows_that_hold_all_of_it_and_a_short_one_has_none() -> None:
    """No clause is left out, be there commas or, as in dictated messages, none."""
    for story in (LONG_STORY.format(""), LONG_STORY.format("").replace("，", "")):
        whole, *windows = parts_of(story)

        assert whole == story
        assert max(len(window) for window in windows) < 60
        held = {story.index(window) + at for window in windows for at in range(len(window))}
        assert held == set(range(len(story)))
    assert parts_of("他在打我") == ["他在打我"]


def test_near_copies_share_a_number() -> None:
    """A text and its copy with a word changed never lie on both sides of a fold; different texts may."""
    one, copy, other = near_copies(["他拿着菜刀在砸门，快来人", "他拿着砍刀在砸门，快来人", "离婚要准备什么材料"])

    assert one == copy != other


class OtherEncoder:
    """Vectors of some other make."""

    name = "another-encoder"

    def encode(self, texts: Sequence[str]) -> NDArray[Any]:
        """See SentenceVectors."""
        return np.ones((len(texts), 512), dtype=np.float32)


def test_weights_of_another_encoder_are_refused() -> None:
    """Numbers that mean something else raise UnusableWeights at the start, not a wrong verdict later."""
    with pytest.raises(UnusableWeights, match="another-encoder"):
        DangerRecogniser(DangerModel.load(), OtherEncoder())


@pytest.mark.parametrize(
    "damage", ["missing", "empty", "cut", "an array less", "another shape", "no notes", "no number"]
)
def test_a_damaged_file_of_weights_is_named(tmp_path: Path, damage: str) -> None:
    """Whatever is wrong with the file, the error says which file and how to make it anew."""
    path = tmp_path / "weights.safetensors"
    arrays = load_file(WEIGHTS)
    notes = {"encoder": "x", "by_rule": "0.1", "plain": "0.4", "doubted": "0.8"}
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(WEIGHTS.read_bytes()[:-1000])
        case "an array less":
            save_file({name: array for name, array in arrays.items() if name != "said"}, path, metadata=notes)
        case "another shape":
            save_file(arrays | {"runs": np.zeros((BUCKETS, RUNS + 1), dtype=np.float16)}, path, metadata=notes)
        case "no notes":
            save_file(arrays, path)
        case "no number":
            save_file(arrays, path, metadata=notes | {"plain": "much"})

    with pytest.raises(UnusableWeights, match=r"weights\.safetensors.*make train-danger"):
        DangerModel.load(path)


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Saving and loading changes neither thresholds nor readings."""
    kept, vectors = DangerModel.load(), PlainEncoder().encode(["他在打我"])
    kept.save(tmp_path / "again.safetensors")

    again = DangerModel.load(tmp_path / "again.safetensors")

    assert (again.thresholds, again.encoder) == (kept.thresholds, kept.encoder)
    assert again.read(["他在打我"], vectors) == kept.read(["他在打我"], vectors)
    assert len(SORTS) == 6
    assert HIDDEN == 128


def test_the_file_of_weights_is_small_and_its_thresholds_are_in_order() -> None:
    """The repository holds it; plain words never ask more of the model than doubtful ones."""
    thresholds = DangerModel.load().thresholds

    assert WEIGHTS.stat().st_size < 2_000_000
    assert 0 < thresholds.by_rule <= thresholds.plain <= thresholds.doubted <= 1


def test_the_examples_are_many_and_none_stands_twice() -> None:
    """Every sort of danger has plain and indirect examples, and no text is both danger and none."""
    examples = read_examples()
    texts = [example.text for example in examples]

    assert len(texts) == len(set(texts))
    for sort in Sort:
        assert sum(e.sort is sort and e.indirect for e in examples) >= 30
        assert sum(e.sort is sort and not e.indirect for e in examples) >= 30
    assert sum(example.sort is None for example in examples) >= 1200


@pytest.mark.parametrize("text", ["a" * 2000, "asdf jkl", "12345", "好", "？？？"])
def test_what_is_no_sentence_is_left_to_the_rule(recogniser: DangerRecogniser, text: str) -> None:
    """Keyboard noise raises no alarm, however sure the model would be of it."""
    assert recogniser.judge(text).sort is None
