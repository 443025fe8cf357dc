"""What people type and dictate comes out in the spelling of the corpus, and what is right stays as it is."""

from __future__ import annotations

from random import Random

import pytest

from knowledge_base.corpus_files import load_corpus
from knowledge_base.evaluation.spelling_noise import NoiseMaker
from knowledge_base.spelling import Speller, texts_of
from knowledge_base.spelling.words import Words
from knowledge_base.text import normalise

LAWS = ["劳动争议调解仲裁法", "劳动合同法", "农民专业合作社法"]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return texts_of(load_corpus(), LAWS)


@pytest.fixture(scope="module")
def speller(texts: list[str]) -> Speller:
    return Speller(texts)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("我想離婚，協議書怎麼寫", "我想离婚，协议书怎么写"),
        ("老闆拖欠工資", "老板拖欠工资"),
        ("他瞞著我借錢", "他瞒着我借钱"),
        ("揹著我賣了房子", "背着我卖了房子"),
        ("著作權被侵犯了", "著作权被侵犯了"),
        ("１２３４８是啥子電話", "12348是啥子电话"),
        ("ＫＴＶ", "KTV"),
    ],
)
def test_traditional_and_full_width_are_read_as_simplified_and_half_width(
    speller: Speller, written: str, read: str
) -> None:
    """The characters of Taiwan and Hong Kong become the corpus' own, letters and digits take half the width."""
    assert speller.repair(written) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("lihun", "离婚"),
        ("li hun", "离婚"),
        ("lihun le haizi gui shei", "离婚了孩子归谁"),
        ("LIHUN", "离婚"),
        ("Lihun", "离婚"),
        ("ｌｉｈｕｎ", "离婚"),
        ("我要lihun", "我要离婚"),
        ("离hun", "离婚"),
        ("laodong zhongcai", "劳动仲裁"),
        ("laodongzhongcai", "劳动仲裁"),
        ("老板拖欠gongzi怎么ban", "老板拖欠工资怎么办"),
        ("wo yao lihun zenme ban", "我要离婚怎么办"),
        ("lvshi", "律师"),
        ("lüshi", "律师"),
        ("lǜshī", "律师"),
        ("打12348 zixun", "打12348 咨询"),
    ],
)
def test_pinyin_is_read_as_words_of_the_corpus(speller: Speller, typed: str, read: str) -> None:
    """With and without spaces, with ü as v or with tones, between characters and within a word."""
    assert speller.repair(typed) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("我要离昏", "我要离婚"),
        ("拖欠工姿", "拖欠工资"),
        ("法元起诉", "法院起诉"),
        ("没有遗主", "没有遗嘱"),
        ("没签合通", "没签合同"),
        ("劳动仲才", "劳动仲裁"),
        ("弄民工", "农民工"),
        ("去花院告他", "去法院告他"),
        ("民证局上班不", "民政局上班不"),
        ("工伤赔尝多少", "工伤赔偿多少"),
    ],
)
def test_a_slip_of_the_same_sound_is_read_as_the_word_that_was_meant(speller: Speller, written: str, read: str) -> None:
    """The same sound in standard Chinese or, with n and l, h and f, z and zh not kept apart, in Sichuan."""
    assert speller.repair(written) == read


@pytest.mark.parametrize(
    ("dictated", "read"),
    [
        ("那个 那个 嗯 就是说 我想问一下哈 老板不给钱 然后呢", "老板不给钱"),
        ("我我我想想问老板不给钱", "我想问老板不给钱"),
        ("嗯那个我想问一下 离婚要好久", "离婚要好久"),
        ("老板老板不给工钱", "老板不给工钱"),
        ("我 我 要离婚", "我 要离婚"),
        ("啊" * 2000 + "我要离婚", "啊我要离婚"),
    ],
)
def test_fillers_and_stutters_of_dictation_are_dropped(speller: Speller, dictated: str, read: str) -> None:
    """What wins time says nothing, and a word begun twice is one word."""
    assert speller.repair(dictated) == read


@pytest.mark.parametrize(
    "right",
    [
        "在KTV遭打了", "下载APP被骗了", "wifi密码", "WiFi", "高速ETC多扣了钱", "AA制吃饭他不给钱", "12348", "川B12345", "川B·LH123",
        "iPhone 被偷了", "I like my name", "he she men", "ok", "www.lihun.com", "lihun@qq.com", "C1驾照",
        "我叫李红", "王姿欠我钱不还", "刘昏是我邻居", "魏城镇铁炉村", "我在合通镇", "姓童的老板",
        "想想办法", "天天打我", "一个一个来", "是不是不是我的", "请他们商量商量", "意思意思", "占着占着就成了他的", "说了说了又反悔",
        "借给他他不还", "我弟弟弟媳", "跳坝坝舞太吵", "那个老板欠我钱", "就是他打的我", "我想问律师", "然后他就跑了",
        "夫妻之间能要扶养费吗", "应收账款出质后可以转让吗", "黄昏恋", "昏头昏脑", "公公婆婆", "娃儿归哪个", "这个要得不", "莫得钱咋个整",
        "", " ", "？", "嗯", "那个", "😀", "𠮷", "a", "'",
    ],
)  # fmt: skip
def test_what_is_right_stays_as_it_is(speller: Speller, right: str) -> None:
    """English, abbreviations, plates, numbers, names, dialect, rare but right words, doubles that are meant."""
    assert speller.repair(right) == right


def test_the_questions_that_people_are_shown_stay_as_they_are(speller: Speller) -> None:
    """The vetted question of every entry is right, so nothing in it is respelt."""
    corpus = load_corpus()
    shown = [faq.question for faq in corpus.faqs] + [guide.title for guide in corpus.guides]

    assert [question for question in shown if speller.repair(question) != question] == []


@pytest.mark.parametrize("kind", ["traditional", "full_width", "pinyin", "homophones", "voice"])
def test_what_was_repaired_needs_no_repair(speller: Speller, texts: list[str], kind: str) -> None:
    """Repairing noisy wordings twice gives what once gives, and never less than a word."""
    noise, random = NoiseMaker(Words(texts)).kinds()[kind], Random(7)
    noisy = [noise(wording, random) for wording in random.sample(texts, 200)]

    once = [speller.repair(text) for text in noisy]

    assert [text for text in once if normalise(speller.repair(text)) != normalise(text)] == []
    assert all(map(normalise, once))


def test_a_speller_of_nothing_repairs_scripts_alone() -> None:
    """An empty corpus has no words to read anything as."""
    assert Speller([]).repair("離婚 lihun 离昏") == "离婚 lihun 离昏"
