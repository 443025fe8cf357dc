"""Contracts of the canned replies, on both database systems."""

from __future__ import annotations

import pytest

from helpdesk.canned import delete_canned, fill, list_canned, save_canned, unfilled
from helpdesk.clock import FixedClock
from helpdesk.errors import NotFound, Refused
from helpdesk.store.database import Database


def test_a_reply_is_kept_changed_and_taken_away(db: Database, clock: FixedClock) -> None:
    """By its number, whatever its title becomes."""
    kept = save_canned(db, clock, "boss", " 问好 ", "您好，我是{顾问}，请讲。")

    save_canned(db, clock, "boss", "打招呼", "您好。", kept.id)
    assert [(reply.title, reply.text) for reply in list_canned(db)] == [("打招呼", "您好。")]

    delete_canned(db, kept.id)
    delete_canned(db, kept.id)
    assert list_canned(db) == []
    with pytest.raises(NotFound):
        save_canned(db, clock, "boss", "打招呼", "您好。", kept.id)


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("", "您好", "标题"),
        ("问好", " ", "内容"),
        ("问" * 41, "您好", "标题"),
        ("问好", "您{身份证}", "没有 {身份证}"),
        ("地址", "别的", "已经有"),
    ],
)
def test_a_reply_that_cannot_be_is_refused(db: Database, clock: FixedClock, title: str, text: str, reason: str) -> None:
    """With the reason, and nothing is stored or changed."""
    save_canned(db, clock, "boss", "地址", "在{地址}")

    with pytest.raises(Refused, match=reason):
        save_canned(db, clock, "boss", title, text)

    assert [reply.text for reply in list_canned(db)] == ["在{地址}"]


def test_what_is_not_known_stays_to_be_filled() -> None:
    """An empty value is no value: an adviser sees the placeholder, and sending waits for it."""
    filled = fill("请到{服务点}（{地址}），找{顾问}", {"服务点": "魏城镇公共法律服务站", "地址": "", "顾问": "王律师"})

    assert filled == "请到魏城镇公共法律服务站（{地址}），找王律师"
    assert unfilled(filled) == ["地址"]
    assert unfilled("一共{两}万") == []
