"""Whoever comes back to a form after hours or a day goes on where they were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.citizen import Citizen, Json
from tests.support.service import NOW, Service


@pytest.fixture
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose day can be changed."""
    with Service(tmp_path_factory.mktemp("patient"), {"CUNFATONG_NOW": NOW}) as running:
        yield running


def go_on_at(service: Service, now: str) -> None:
    """Start the app again at another time; Rasa goes on."""
    service.kill_app()
    service.settings["CUNFATONG_NOW"] = now
    service.start_app()
    service.wait_until_ready()


def texts(turn: Json) -> list[str]:
    """What the bot said."""
    return [message["text"] for message in turn["messages"]]


def test_coming_back_after_a_day(patient: Service) -> None:
    """What was told is kept; a time that still holds is kept too, and one that has passed is asked for again, and said to be gone."""
    early, late = Citizen(patient.url), Citizen(patient.url)
    early.say("我要约魏城镇明天上午九点")
    late.say("我要约忠兴镇大后天上午十点")
    for citizen in (early, late):
        assert texts(citizen.say("土地纠纷")) == ["请问来的人叫什么名字？"]

    go_on_at(patient, "2026-12-08T12:00+08:00")
    for citizen in (early, late):
        citizen.http.base_url = f"{patient.url}/api/v1"
    kept, gone = texts(late.say("李四")), texts(early.say("张三"))

    assert "忠兴镇，12月10日（周四）10:00" in kept[0]
    assert kept[1].startswith("留一个电话")
    assert "魏城镇，12月8日（周二）09:00" in gone[0]
    assert "先前选的12月8日（周二）09:00不能用了" in gone[1]
    assert texts(early.say("后天下午三点"))[-1].startswith("留一个电话")
    summary = texts(early.say("13812345678"))[-1]
    assert all(told in summary for told in ("魏城镇", "12月10日（周四）15:00", "土地纠纷", "张三"))
    assert "约好了" in texts(early.say("确认"))[-1]
