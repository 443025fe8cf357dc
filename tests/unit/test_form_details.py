"""Name, number and matter in sentences, and words that take something back."""

from __future__ import annotations

import pytest

from actions.form_details import name_and_number, put_right, told_early
from actions.form_turn import Slots, goes_back, meant

ANSWERS = {"booking_matter": "土地的事", "booking_name": "张三", "booking_phone": "13812345678"}


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("不是明天，是后天", "后天"),
        ("等一下，我是说上午十一点", "上午十一点"),
        ("哦不对，应该是忠兴镇", "忠兴镇"),
        ("不是三千，是四千", "四千"),
        ("不对", "不对"),
        ("我不是他老婆，是他女朋友", "我不是他老婆，是他女朋友"),
        ("不是我不想管老人，是几个哥哥都不出钱还说要我一个人全部承担", "不是我不想管老人，是几个哥哥都不出钱还说要我一个人全部承担"),
        ("对方说的是明天", "对方说的是明天"),
    ],
)  # fmt: skip
def test_what_is_meant_after_taking_back(said: str, understood: str) -> None:
    """What follows 不是…是… or 我是说 is the answer; a sentence that only begins alike stays whole."""
    assert meant(said) == understood


@pytest.mark.parametrize("text", ["上一步", "退回去", "返回", "我想回上一步", "退回到上一个"])
def test_going_back(text: str) -> None:
    """All these go back one question."""
    assert goes_back(None, text)


@pytest.mark.parametrize("text", ["上一步该怎么办", "退回定金", "把彩礼退回来", "返回老家"])
def test_not_going_back(text: str) -> None:
    """Matters that hold such a word do not."""
    assert not goes_back(None, text)


@pytest.mark.parametrize(
    ("text", "asked", "slots"),
    [
        ("不是土地，是离婚", "booking_name", {"booking_matter": "离婚"}),
        ("不是张三，是李四", "booking_phone", {"booking_name": "李四"}),
        ("名字写错了，我叫李五", "booking_phone", {"booking_name": "李五"}),
        ("不对，名字是王五", "booking_confirm", {"booking_name": "王五"}),
        ("事情改成讨工资", "booking_confirm", {"booking_matter": "讨工资"}),
        ("电话改成13912345678", "booking_confirm", {"booking_phone": "13912345678"}),
        ("电话写错了", "booking_confirm", {"booking_phone": None}),
        ("名字写错了", "booking_phone", {"booking_name": None}),
        ("身份证上名字写错了", "booking_matter", {}),
        ("13912345678", "booking_phone", {}),
        ("李四", "booking_name", {}),
        ("电话骚扰的事", "booking_matter", {}),
    ],
)
def test_putting_right(text: str, asked: str, slots: Slots) -> None:
    """A detail that was told is put right at any later step; an answer to the question asked is no correction."""
    told = {name: value for name, value in ANSWERS.items() if name != asked}

    assert put_right(text, asked, told) == slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "我叫张三，电话13812345678，想约明天问离婚的事",
            {"booking_name": "张三", "booking_matter": "离婚", "booking_phone": "13812345678"},
        ),
        ("我想约后天去魏城镇咨询一下土地流转的问题", {"booking_matter": "土地流转"}),
        ("我要约魏城镇明天下午三点", {}),
        ("帮我预约", {}),
    ],
)
def test_told_with_the_wish_to_book(text: str, slots: Slots) -> None:
    """What the wish to book tells already is kept, and nothing is made up."""
    assert told_early(text) == slots


def test_name_and_number_together() -> None:
    """An answer that tells both fills both; one that tells more, or only one, is left to the form."""
    both = {"booking_name": "王大明", "booking_phone": "13812345678"}

    assert name_and_number("王大明 13812345678") == both
    assert name_and_number("我叫王大明，电话是138 1234 5678") == both
    assert name_and_number("王大明") == {}
    assert name_and_number("13812345678") == {}
