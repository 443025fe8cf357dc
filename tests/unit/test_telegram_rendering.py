"""Rules of how messages look on Telegram."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import uuid4

import pytest
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup

from actions.payloads import Payload, parse_payload
from actions.views import appointment_view, button, place_view
from bot.telegram.documents import Document
from bot.telegram.render import Part, render
from bot.telegram.splitting import LONGEST_TEXT, split_text
from helpdesk.clock import SHANGHAI
from helpdesk.models import (
    Appointment,
    AppointmentStatus,
    Kind,
    Message,
    OpeningPeriod,
    Place,
    Sender,
    Service,
    Tier,
)
from helpdesk.place_models import Person, PersonRole

MOMENT = datetime(2026, 12, 9, 9, tzinfo=SHANGHAI)


def message(text: str, kind: Kind = Kind.FAQ, sender: Sender = Sender.BOT, **extras: Any) -> Message:
    return Message("m1", "c1", 1, sender, kind, text, extras, MOMENT)


def place(**known: Any) -> Place:
    usual = OpeningPeriod(0, time(9), time(12))
    unknown: dict[str, Any] = {"address": None, "phones": (), "confirmed": False, "distance_km": None}
    return Place(
        "510722137000", "芦溪镇", Tier.TOWNSHIP, ("绵阳市", "三台县"), 31.3, 105.0,
        hours=(usual,), services=(Service.CONSULTATION,), **unknown | known,
    )  # fmt: skip


def rows(part: Part) -> list[list[str]]:
    assert isinstance(part.markup, InlineKeyboardMarkup)
    return [[button.text for button in row] for row in part.markup.inline_keyboard]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_short_buttons_stand_side_by_side() -> None:
    """Two or three short titles share a row, a long one has a row of its own, and their order is kept."""
    titles = ["多少钱", "要带什么", "多久", "在哪里办", "预约当面咨询", "转人工", "办事指南：怎么申请法律援助"]

    [part] = render(message("说明", buttons=[button(title, "none") for title in titles]))

    assert rows(part) == [
        ["多少钱", "要带什么", "多久"],
        ["在哪里办", "预约当面咨询"],
        ["转人工"],
        ["办事指南：怎么申请法律援助"],
    ]


def test_a_long_title_is_cut() -> None:
    """A title is at most 64 characters, and shows that it goes on."""
    [part] = render(message("说明", buttons=[button("事" * 70, "none")]))

    assert rows(part) == [["事" * 63 + "…"]]


def test_the_sheets_button_says_whose_sheet_is_meant() -> None:
    """A chat keeps old buttons: the button under an answer brings the sheet of that answer, in Telegram's 64 bytes."""
    answer = replace(message("说明", buttons=[button("打印咨询意见书", "sheet")]), id=str(uuid4()))

    [part] = render(answer)

    assert isinstance(part.markup, InlineKeyboardMarkup)
    [[pressed]] = part.markup.inline_keyboard
    assert parse_payload(str(pressed.callback_data)) == Payload("sheet", answer.id)


def test_a_file_comes_after_the_words_that_announce_it() -> None:
    """Words first, the file last, also behind a keyboard of its own."""
    file = Document("yuyue.ics", b"BEGIN")

    parts = render(message("约好了", buttons=[button("用我的位置", "location")]), file)

    assert [part.document for part in parts] == [None, None, file]


def test_a_location_button_becomes_a_keyboard_that_can_ask_for_it() -> None:
    """The counties stay as inline buttons; the location is asked for in a part of its own."""
    buttons = [button("用我的位置", "location"), button("三台县", "tier:510722000000")]

    asked, share = render(message("您在哪里？", Kind.PLACE, buttons=buttons))

    assert rows(asked) == [["三台县"]]
    assert isinstance(share.markup, ReplyKeyboardMarkup)
    assert share.markup.keyboard[0][0].request_location is True
    assert share.markup.keyboard[0][0].text in share.text


def test_an_answer_names_its_law() -> None:
    """At most three articles are quoted, each cut at 150 characters; the others are named, and where to read them."""
    citations = [
        {"law": "民法典", "article": f"第{n}条", "text": "条" * length} for n, length in enumerate((9, 150, 151, 9))
    ]

    [part] = render(message("可以要求支付。", citations=citations))

    assert part.text.startswith("可以要求支付。\n\n依据：《民法典》第0条\n" + "条" * 9 + "\n")
    assert "《民法典》第1条\n" + "条" * 150 + "\n" in part.text
    assert "《民法典》第2条\n" + "条" * 150 + "……\n" in part.text
    assert "还有：《民法典》第3条" in part.text
    assert part.text.endswith("“国家法律法规数据库”（flk.npc.gov.cn）里查到。")


def test_an_article_that_is_the_answer_is_not_quoted_twice() -> None:
    """When the message itself quotes the article, it is only named; when articles are the answer, they are whole."""
    article = {"law": "民法典", "article": "第一条", "text": "为了保护民事主体的合法权益。" * 20}

    [quoted] = render(message(f"是这样规定的：{article['text']}", Kind.STATUTES, citations=[article]))
    [listed] = render(message("相关的条文：", Kind.STATUTES, citations=[article]))

    assert quoted.text.count(article["text"]) == 1
    assert listed.text.count(article["text"]) == 1


def test_what_is_not_known_of_a_place_is_said() -> None:
    """An unconfirmed place shows that address and hours are not confirmed, and 12348 to ask."""
    [part] = render(message("找到了。", Kind.PLACE, place=place_view(place())))

    assert part.text.split("\n")[2:] == [
        "芦溪镇公共法律服务站",
        "地址：未确认",
        "开放时间：周一 09:00–12:00（未确认）",
        "电话：未确认，可以打12348问",
    ]


def test_what_is_known_of_a_place_is_shown() -> None:
    """A confirmed place shows address, hours, telephone and distance; what the words have already is left out."""
    known = place(address="人民街1号", phones=("0816-5551234",), confirmed=True, distance_km=3.21)

    [part] = render(message("芦溪镇公共法律服务站：", Kind.PLACE, place=place_view(known)))

    assert part.text.split("\n")[2:] == [
        "地址：人民街1号",
        "开放时间：周一 09:00–12:00",
        "电话：0816-5551234",
        "离您大约 3.2 公里",
    ]


def test_the_people_of_a_place_are_shown_by_role() -> None:
    """Those of one role stand together, by name and without any number; what is there is said too."""
    people = [
        Person(1, "510722137000", "王律师", PersonRole.VILLAGE_COUNSEL, "13812345678"),
        Person(2, "510722137000", "孙主任", PersonRole.MEDIATOR),
        Person(3, "510722137000", "李律师", PersonRole.VILLAGE_COUNSEL),
    ]
    known = place_view(place(facilities=("轮椅坡道", "自助终端")), people)

    [part] = render(message("找到了。", Kind.PLACE, place=known))

    assert part.text.split("\n")[-3:] == [
        "村居法律顾问：王律师、李律师",
        "人民调解员：孙主任",
        "有：轮椅坡道、自助终端",
    ]
    assert "13812345678" not in str(known)


@pytest.mark.parametrize(
    ("status", "shown"), [(AppointmentStatus.BOOKED, "状态：已约好"), (AppointmentStatus.CANCELLED, "状态：已取消")]
)
def test_an_appointment_shows_its_code_first(status: AppointmentStatus, shown: str) -> None:
    """Code, time, place and state stand in lines of their own; name and telephone number are not repeated."""
    booked = Appointment(
        "K7M2QX", place(address="人民街1号"), MOMENT, MOMENT.replace(minute=30), Service.CONSULTATION, "欠薪",
        "张三", "13981112222", status,
    )  # fmt: skip

    [part] = render(message("约好了！", Kind.BOOKING, appointment=appointment_view(booked)))

    assert part.text.split("\n")[2:] == [
        "【预约码】K7M2QX",
        "时间：12月9日（周三）09:00–09:30",
        "地点：芦溪镇公共法律服务站",
        "地址：人民街1号",
        shown,
    ]


def test_an_adviser_is_named_as_such() -> None:
    """What an adviser says begins with 顾问."""
    assert render(message("您好。", sender=Sender.ADVISER))[0].text == "顾问：您好。"


def test_an_empty_message_is_not_sent() -> None:
    """White space gives no part, unless there are buttons to show."""
    assert render(message(" \n")) == []
    assert rows(render(message("", buttons=[button("转人工", "human")]))[0]) == [["转人工"]]


def test_buttons_stand_under_the_last_piece() -> None:
    """A text that is too long is sent in pieces, and only the last one has the buttons."""
    parts = render(message("句。" * 3000, buttons=[button("转人工", "human")]))

    assert [part.markup is None for part in parts] == [True, False]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("第一行很短\n第二行也短", 8, ["第一行很短", "第二行也短"]),
        ("一二三四五。六七八九十", 8, ["一二三四五。", "六七八九十"]),
        ("一二三四五六七八九十", 4, ["一二三四", "五六七八", "九十"]),
        ("短", 8, ["短"]),
        ("八个字的一行文字\n下一行", 8, ["八个字的一行文字", "下一行"]),
        ("𠮷𠮷𠮷", 4, ["𠮷𠮷", "𠮷"]),
        ("abcde\u0301f", 5, ["abcd", "e\u0301f"]),
        ("abc👨\u200d👩\u200d👧", 9, ["abc", "👨\u200d👩\u200d👧"]),
    ],
)
def test_long_texts_are_cut_where_people_would(text: str, limit: int, pieces: list[str]) -> None:
    """Pieces end at a line's end, else a sentence's, else between characters, and never inside one."""
    assert split_text(text, limit) == pieces


def test_no_piece_is_too_long_and_nothing_is_lost() -> None:
    """Whatever the text, all of it arrives, in pieces that Telegram takes."""
    text = "".join(f"第{number}条，𠮷字与e\u0301。" + "\n" * (number % 7 == 0) for number in range(1500))

    pieces = split_text(text)

    assert max(units(piece) for piece in pieces) <= LONGEST_TEXT
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
