"""What a message is, before anyone answers it."""

from __future__ import annotations

import pytest

from bot.intake import COMMANDS, SPOKEN, button_meant, clean, for_rasa, has_words, leaves_queue, wants_person


@pytest.mark.parametrize(
    "text",
    [
        "转人工", "我要转人工", "帮我转人工嘛", "找个真人", "请个顾问", "喊个工作人员来", "转接律师", "人工客服", "有没得人工服务",
        "叫一下顾问",
    ],
)  # fmt: skip
def test_a_plain_wish_for_a_person_is_seen(text: str) -> None:
    """These words get a person even when Rasa is down."""
    assert wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "不用转人工", "不要找人工", "人工费怎么算", "人工流产违法吗", "人工智能", "请顾问要多少钱", "怎么找律师",
        "我们村的法律顾问是谁", "工作人员态度不好", "",
    ],
)  # fmt: skip
def test_other_words_do_not_summon_a_person(text: str) -> None:
    """A refusal, a price, and words that only sound like it are the bot's."""
    assert not wants_person(text)


@pytest.mark.parametrize("text", ["算了", "不等了。", "不用了", "取消", "不找人工了", "不转了吧"])
def test_leaving_the_queue_is_said_in_few_words(text: str) -> None:
    """These words on their own end the waiting."""
    assert leaves_queue(text)


@pytest.mark.parametrize("text", ["我要等", "取消预约", "算了一下欠我两万", "不等了他就跑了", ""])
def test_other_words_keep_the_place_in_the_queue(text: str) -> None:
    """What merely begins like it is noted for the adviser."""
    assert not leaves_queue(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  老板欠薪 \n", "老板欠薪"),
        ("老板\x00欠\x07薪", "老板欠薪"),
        ("一\n二", "一\n二"),
        ("欠\u200b薪\ufeff", "欠薪"),
        ("‮欠薪", "欠薪"),
        ("\x00\x01", ""),
        ("欠薪😀", "欠薪😀"),
        ("<b>欠薪</b>", "<b>欠薪</b>"),
        ("\ud800欠薪", "欠薪"),
    ],
)
def test_control_characters_go_and_the_words_stay(text: str, cleaned: str) -> None:
    """What cannot be seen is dropped; what can be seen is not changed."""
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("欠薪", True),
        ("2", True),
        ("ok", True),
        ("？？？", False),
        ("😀😀", False),
        ("...", False),
        ("___", False),
        ("", False),
    ],
)
def test_marks_and_smileys_are_no_words(text: str, readable: bool) -> None:
    """Rasa takes ？？？ for yes, so it never sees it."""
    assert has_words(text) is readable


@pytest.mark.parametrize(
    ("text", "passed_on"),
    [
        ("/book", "book"),
        ('/press{"value": "human"}', 'press{"value": "human"}'),
        ("//session_start", "session_start"),
        (" /restart", "restart"),
        ("/", "。"),
        ("///", "。"),
        ("一\n二", "一 二"),
        ("老板/包工头", "老板/包工头"),
    ],
)
def test_a_typed_slash_is_no_intent(text: str, passed_on: str) -> None:
    """Nobody can write Rasa's own commands into a chat."""
    assert for_rasa(text) == passed_on


@pytest.mark.parametrize(
    ("text", "payload"), [*COMMANDS.items(), *SPOKEN.items(), ("/BOOK", "book"), ("预约。", "book")]
)
def test_commands_and_the_names_of_buttons_are_the_buttons(text: str, payload: str) -> None:
    """Saying 预约 is pressing it."""
    assert button_meant(text) == payload


@pytest.mark.parametrize("text", ["/restart", "/press", "我想预约", "预约要钱吗", ""])
def test_other_words_are_no_buttons(text: str) -> None:
    """Sentences go to the dialogue."""
    assert button_meant(text) is None
