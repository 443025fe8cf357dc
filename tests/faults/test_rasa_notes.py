"""What Rasa keeps of a conversation: readable with the key alone, whole after a power cut, gone when it is no longer needed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.support.citizen import Citizen
from tests.support.keys import KEY
from tests.support.service import Service

MONTH = 31 * 24 * 3600
OTHER_KEY = "another key of the service, of fifty characters....."


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that may be broken; its folder has the notes of an older version, in the clear."""
    service = Service(tmp_path_factory.mktemp("notes"))
    service.data_dir.mkdir(exist_ok=True)
    with closing(sqlite3.connect(service.data_dir / "rasa.db")) as old, old:
        old.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        old.execute("INSERT INTO events VALUES (1, 'c1', '老规矩写的旧话')")
    with service as running:
        yield running


def notes(service: Service, sql: str, *values: object) -> list[Any]:
    """Read, or change, what Rasa keeps."""
    with closing(sqlite3.connect(service.data_dir / "rasa.db", timeout=20)) as database, database:
        return database.execute(sql, values).fetchall()


def restart_rasa(service: Service, **environment: str) -> None:
    """SIGKILL, and a new start."""
    service.stop_rasa()
    service.settings = environment
    service.start_rasa()
    service.wait_until_ready()


def in_the_middle(service: Service, name: str = "张翠花") -> Citizen:
    """A citizen who has said what and who, and is asked for the telephone number."""
    citizen = Citizen(service.url)
    for words in ("我要约花荄镇明天上午十点", "邻居占我的地", name):
        turn = citizen.say(words)
    assert "电话" in turn["messages"][-1]["text"]
    return citizen


def test_a_form_goes_on_after_rasa_was_killed(fragile: Service) -> None:
    """What was said before need not be said again."""
    citizen = in_the_middle(fragile)

    restart_rasa(fragile)
    turn = citizen.say("138 1234 5678")

    assert "花荄镇" in turn["messages"][-1]["text"]
    assert "12月8日（周二）10:00" in turn["messages"][-1]["text"]


def test_nothing_that_was_said_can_be_read_without_the_key(fragile: Service) -> None:
    """Neither words nor slots stand in Rasa's file or beside it; what an older version wrote in the clear is gone."""
    in_the_middle(fragile, "李桂英")
    fragile.stop_rasa()

    kept = b"".join(path.read_bytes() for path in fragile.data_dir.glob("rasa.db*"))

    assert len(kept) > 4096
    for words in ("李桂英", "花荄镇", "邻居占我的地", "老规矩写的旧话"):
        assert words.encode() not in kept
        assert words.encode("unicode_escape") not in kept
    restart_rasa(fragile)


def test_with_another_key_a_conversation_begins_anew(fragile: Service) -> None:
    """A key that is lost costs an open form, not the service."""
    citizen = in_the_middle(fragile)

    restart_rasa(fragile, ENCRYPTION_KEY=OTHER_KEY)
    turn = citizen.say("你好")

    assert turn["messages"][0]["kind"] == "social"
    restart_rasa(fragile)


def test_what_was_sealed_with_an_earlier_key_is_still_read(fragile: Service) -> None:
    """After a change of the key an open form goes on."""
    citizen = in_the_middle(fragile)

    restart_rasa(fragile, ENCRYPTION_KEY=OTHER_KEY, ENCRYPTION_OLD_KEYS=KEY)
    turn = citizen.say("138 1234 5678")

    assert "花荄镇" in turn["messages"][-1]["text"]
    restart_rasa(fragile)


def test_a_new_session_takes_the_place_of_the_old_one(fragile: Service) -> None:
    """What was said before the twentieth turn is not kept; where people are is carried over."""
    citizen = Citizen(fragile.url)
    citizen.say("魏城镇有没有法律服务站")
    for _ in range(22):
        citizen.say("谢谢")

    [(turns, events)] = notes(fragile, "SELECT count(*), sum(count) FROM turns WHERE sender_id = ?", citizen.id)
    hours = citizen.say("几点开门")

    assert turns < 10
    assert events < 100
    assert "魏城镇" in hours["messages"][0]["text"] or hours["messages"][0]["place"]["name"] == "魏城镇"


def test_what_lies_for_a_month_is_forgotten(fragile: Service) -> None:
    """At the next start, a conversation in which nothing was said for so long is not there any more."""
    quiet, talking = in_the_middle(fragile), in_the_middle(fragile)
    notes(fragile, "UPDATE turns SET at = ? WHERE sender_id = ?", time.time() - MONTH, quiet.id)

    restart_rasa(fragile)

    kept = {sender for (sender,) in notes(fragile, "SELECT sender_id FROM turns")}
    assert talking.id in kept
    assert quiet.id not in kept
