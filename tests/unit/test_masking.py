"""Names and numbers in a citizen's words, before they stand on paper."""

from __future__ import annotations

import pytest

from helpdesk.masking import mask, other_party_in, without_names
from knowledge_base.corpus_files import load_corpus


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("我叫王小芳，老板张建国欠我工资", "我叫王**，老板张**欠我工资"),
        ("我是李明，隔壁刘德华家占了我家地界", "我是李*，隔壁刘**家占了我家地界"),
        ("魏城镇铁炉村的周桂英想离婚", "魏城镇铁炉村的周**想离婚"),
        ("我叫欧阳修文，借给张三两万块", "我叫欧阳**，借给张*两万块"),
        ("姓名：邓丽，女方叫何燕", "姓名：邓*，女方叫何*"),
        ("李娟欠我钱，李娟是我表妹", "李*欠我钱，李*是我表妹"),
        ("老公刘小军打我，我给张翠花做工", "老公刘**打我，我给张**做工"),
    ],
)
def test_names_keep_the_surname_alone(said: str, masked: str) -> None:
    """A name beside words that speak of a person is hidden but for the surname, wherever it comes again."""
    assert mask(said) == masked


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("电话13812345678", "电话138****5678"),
        ("打138 1234 5678，或者１３８１２３４５６７８", "打138****5678，或者138****5678"),
        ("座机0816-2345678", "座机081****5678"),
        ("身份证510704198802031234和51070419880203123X", "身份证510****和510****"),
        ("卡号6222 0212 3456 7890 123", "卡号622****"),
        ("微信号：wang_xf88，邮箱a.b@qq.com", "微信号：****，邮箱****"),
    ],
)
def test_numbers_are_hidden(said: str, masked: str) -> None:
    """Telephone, identity and card numbers, mail and WeChat names are hidden however they are spaced."""
    assert mask(said) == masked


@pytest.mark.parametrize(
    "said",
    ["打12348、12333问过", "借了100000元，利息1234567.89元", "2024年3月15日签的合同", "民法典第1079条", "我是魏城镇的"],
)
def test_what_tells_nobody_stays(said: str) -> None:
    """Hotlines, amounts, days, articles and places are left as they are."""
    assert mask(said) == said


def test_plain_questions_are_seldom_changed() -> None:
    """Of the corpus's wordings, which name nobody, fewer than one in a thousand loses a word."""
    corpus = load_corpus()
    wordings = [wording for entry in (*corpus.faqs, *corpus.guides) for wording in entry.wordings]

    changed = [wording for wording in wordings if mask(wording) != wording]

    assert len(changed) < len(wordings) / 1000, changed


@pytest.mark.parametrize(
    ("said", "of_anybody"),
    [
        ("老板张建国拖欠工资不给怎么办", "老板拖欠工资不给怎么办"),
        ("邻居李大明砌墙占了我家地咋办", "邻居砌墙占了我家地咋办"),
        ("借给周建军的钱要不回来", "借给别人的钱要不回来"),
        ("张志强借我两万块，张志强不还", "别人借我两万块，别人不还"),
        ("我叫王大明，老板不给工钱咋办", "老板不给工钱咋办"),
        ("和谐小区的物业费", "和谐小区的物业费"),
    ],
)
def test_a_question_without_names_is_said_of_anybody(said: str, of_anybody: str) -> None:
    """Behind a role a name is left out, elsewhere it becomes somebody; what names nobody stays."""
    assert without_names(said) == of_anybody


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("我叫王小芳，老板张建国欠我工资", "张建国"),
        ("我是李明", ""),
        ("老公刘勇打我", "刘勇"),
        ("老板拖欠工资", ""),
    ],
)
def test_the_other_party_is_not_who_speaks(said: str, other: str) -> None:
    """The first name in the words that the speaker does not give as their own."""
    assert other_party_in(said) == other
