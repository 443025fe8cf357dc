"""Words that point at a button stand for pressing it."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.payloads import Payload
from actions.pointing import button_meant
from helpdesk.clock import SHANGHAI
from helpdesk.models import Draft, Kind, Message, Sender

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)


def message(kind: Kind, *buttons: tuple[str, str], **extras: str) -> Message:
    """Something the bot has said."""
    offered = [{"title": title, "payload": payload} for title, payload in buttons]
    return Message("m", "c", 1, Sender.BOT, kind, "…", {"buttons": offered, **extras}, NOW)


OFFER = message(
    Kind.CLARIFY,
    ("借条怎么写才稳妥？", "faq:loan-write-iou"),
    ("没有借条，能要回借款吗？", "faq:loan-no-iou"),
    ("申请支付令", "guide:payment-order"),
    ("都不是", "none"),
)
TWO = message(
    Kind.CLARIFY, ("有借条", "narrow:debt:loan.iou"), ("没有借条", "narrow:debt:loan.noiou"), ("都不是", "none")
)
DAYS = message(Kind.BOOKING, ("12月8日（周二）", "day:510704104000:20261208"), ("12月9日（周三）", "day:510704104000:20261209"),
               ("不约了", "leave"))  # fmt: skip
NAME = message(Kind.BOOKING, ("上一步", "back"), ("不约了", "leave"))
SHOWN = message(
    Kind.FAQ, ("办事指南", "guide:labour-arbitration"), faq_id="wage-arrears", guide_id="labour-arbitration"
)
GUIDE = message(Kind.GUIDE, guide_id="payment-order")
GREETING = message(Kind.SOCIAL, ("预约", "book"))


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("第二个", "faq:loan-no-iou"),
        ("就第2个嘛", "faq:loan-no-iou"),
        ("我要问的是第三个", "guide:payment-order"),
        ("头一个", "faq:loan-write-iou"),
        ("最后那个", "guide:payment-order"),
        ("倒数第二个", "faq:loan-no-iou"),
        ("中间那个", "faq:loan-no-iou"),
        ("2", "faq:loan-no-iou"),
        ("选3", "guide:payment-order"),
        ("都不是", "none"),
        ("没有我要问的", "none"),
        ("支付令", "guide:payment-order"),
        ("我想问申请支付令", "guide:payment-order"),
    ],
)
def test_points_into_the_newest_list(text: str, payload: str) -> None:
    """A number, a place in the list or words of one title choose from what was offered last."""
    assert str(button_meant(text, [OFFER])) == payload


@pytest.mark.parametrize(
    ("text", "payload"), [("上面那个", "loan.iou"), ("下面那个", "loan.noiou"), ("没有借条", "loan.noiou")]
)
def test_points_at_one_of_two(text: str, payload: str) -> None:
    """Of two, one is above and one below; a title that is said whole goes before one that holds it."""
    assert button_meant(text, [TWO]) == Payload("narrow", f"debt:{payload}")


@pytest.mark.parametrize("text", ["第五个", "下面那个", "就那个"])
def test_asks_again_when_it_is_not_clear_which(text: str) -> None:
    """A number beyond the list, or a word that fits several, gets the same buttons again."""
    meant = button_meant(text, [OFFER])

    assert isinstance(meant, Draft)
    assert meant.extras["buttons"] == OFFER.extras["buttons"]
    assert "3 个" in meant.text


@pytest.mark.parametrize("text", ["借条", "怎么办", "第二次借的钱", "我要离婚", "2026", "那个老板不给钱", "一"])
def test_other_words_point_at_nothing(text: str) -> None:
    """Words of several titles, other numbers and new questions are no choice."""
    assert button_meant(text, [OFFER]) is None


def test_an_older_list_is_meant_once_the_newest_message_has_none() -> None:
    """After the first answer, 那第二个呢 is the second of what was offered before it."""
    assert button_meant("那第二个呢", [SHOWN, OFFER]) == Payload("faq", "loan-no-iou")


def test_days_and_titles_of_a_form() -> None:
    """In a form a place in the list chooses a day, but words are read by the form itself."""
    assert button_meant("第二个", [DAYS]) == Payload("day", "510704104000:20261209")
    assert button_meant("12月8日", [DAYS]) is None
    assert button_meant("2", [DAYS]) is None


def test_what_was_discussed_before() -> None:
    """刚才那个 is the entry before the one that is on the screen, or the only one there is."""
    assert button_meant("刚才那个", [GUIDE, SHOWN]) == Payload("faq", "wage-arrears")
    assert button_meant("回到刚才说的那件事", [GREETING, SHOWN]) == Payload("faq", "wage-arrears")
    assert button_meant("刚才那个", [SHOWN]) == Payload("faq", "wage-arrears")


def test_what_was_discussed_before_a_form_waits() -> None:
    """While a form asks, 刚才那个 is about its answers and not about an entry."""
    assert button_meant("刚才那个", [NAME, SHOWN]) is None


def test_nothing_was_said_yet() -> None:
    """Without a list, words point at nothing."""
    assert button_meant("第二个", []) is None
    assert button_meant("刚才那个", [GREETING]) is None
    assert button_meant("都不是", [GREETING]) is None
