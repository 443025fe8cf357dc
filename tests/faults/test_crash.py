"""Power cuts and a dialogue server that is gone: nothing that a citizen wrote is lost or answered twice."""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.citizen import Citizen
from tests.support.service import Service

Json = dict[str, Any]

PATIENCE = 60  # seconds
TIME_LIMIT = 8  # seconds that the app waits for Rasa


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that may be broken."""
    with Service(tmp_path_factory.mktemp("faults"), {"RASA_TIMEOUT": str(TIME_LIMIT)}) as running:
        yield running


@pytest.fixture
def villager(fragile: Service) -> Citizen:
    """A citizen of that service."""
    return Citizen(fragile.url)


@pytest.fixture(scope="module")
def without_rasa(fragile: Service) -> Service:
    """The same service, its Rasa server stopped for good: the tests that take it stand last."""
    fragile.stop_rasa()
    return fragile


@contextmanager
def asleep(service: Service) -> Iterator[None]:
    """Rasa takes requests and answers none, as a machine that swaps."""
    assert service.rasa is not None
    service.rasa.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        service.rasa.send_signal(signal.SIGCONT)


def query(service: Service, sql: str, *values: str) -> list[Any]:
    """Read, or change, the service's database."""
    with closing(sqlite3.connect(service.data_dir / "cunfatong.db", timeout=20)) as database, database:
        return database.execute(sql, values).fetchall()


def unanswered(service: Service) -> int:
    """How many messages wait for an answer."""
    return int(
        query(service, "SELECT count(*) FROM messages WHERE client_id IS NOT NULL AND answered_at IS NULL")[0][0]
    )


def wait_until(true: Callable[[], bool]) -> None:
    """Look again until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def send_and_cut_the_power(service: Service, citizen: Citizen, content: Json) -> str:
    """The app dies after it has stored the message and before it has an answer, and is started again."""
    client_id = str(uuid4())

    def send() -> None:
        with pytest.raises(httpx.TransportError):
            citizen.send(content, client_id)

    with asleep(service):
        sender = threading.Thread(target=send)
        sender.start()
        wait_until(lambda: unanswered(service) == 1)
        service.kill_app()
        sender.join()
    service.start_app()
    service.wait_until_ready()
    wait_until(lambda: unanswered(service) == 0)
    return client_id


def forget_the_answer(service: Service, client_id: str) -> None:
    """The database as a power cut leaves it right after Rasa has answered; the app must not run."""
    message = "(SELECT id FROM messages WHERE client_id = ?)"
    query(service, f"DELETE FROM messages WHERE reply_to = {message}", client_id)
    query(service, "UPDATE messages SET answered_at = NULL WHERE client_id = ?", client_id)


def begin_booking(citizen: Citizen, day: str) -> Json:
    """Up to the summary that asks for the last word; gives it."""
    for words in ("我想预约魏城镇铁炉村", day, "邻居占了我的地", "王大明", "13812345678"):
        reply: Json = citizen.say(words)["messages"][-1]
    assert "确认预约" in [button["title"] for button in reply["buttons"]], reply["text"]
    return reply


def booked(service: Service, citizen: Citizen) -> int:
    """How many seats the conversation holds."""
    return int(query(service, "SELECT count(*) FROM appointments WHERE conversation_id = ?", citizen.id)[0][0])


def test_a_message_is_answered_once_after_a_crash(fragile: Service, villager: Citizen) -> None:
    """Killed between storing a question and answering it, the app answers after the restart, and only once."""
    client_id = send_and_cut_the_power(fragile, villager, {"text": "老板拖欠工资不给，怎么办？"})

    history = villager.history()
    repeated = villager.say("老板拖欠工资不给，怎么办？", client_id)

    assert [message["sender"] for message in history] == ["citizen", "bot"]
    assert history[1]["faq_id"] == "wage-arrears"
    assert repeated["messages"] == history[1:] == villager.history(after=1)


def test_a_booking_goes_on_after_a_crash(fragile: Service, villager: Citizen) -> None:
    """Killed in the middle of a booking, the app asks for the next thing, with everything that was said before."""
    for words in ("我想预约魏城镇铁炉村", "明天上午九点", "邻居占了我的地"):
        villager.say(words)

    send_and_cut_the_power(fragile, villager, {"text": "王大明"})

    assert "电话" in villager.history()[-1]["text"]
    summary = villager.say("13812345678")["messages"][-1]["text"]
    assert all(part in summary for part in ("铁炉村", "12月8日", "9:00", "邻居占了我的地", "王大明"))
    done = villager.press("yes")["messages"][-1]
    assert done["appointment"]["name"] == "王大明"
    assert booked(fragile, villager) == 1


def test_a_crash_before_the_confirmation_was_heard_books_once(fragile: Service, villager: Citizen) -> None:
    """The last word of a booking, cut off, is carried out after the restart."""
    begin_booking(villager, "明天上午十点")

    send_and_cut_the_power(fragile, villager, {"payload": "yes"})

    assert booked(fragile, villager) == 1
    cards = [message for message in villager.history() if message["appointment"]]
    assert [card["appointment"]["start"] for card in cards] == ["2026-12-08T10:00:00+08:00"]


def test_a_crash_after_the_booking_was_made_books_once(fragile: Service, villager: Citizen) -> None:
    """Rasa has booked and the app dies before it could store the reply: the citizen gets that reply, and one seat."""
    begin_booking(villager, "明天上午十一点")
    client_id = str(uuid4())
    before = villager.send({"payload": "yes"}, client_id).json()["messages"]
    fragile.kill_app()
    forget_the_answer(fragile, client_id)

    fragile.start_app()
    fragile.wait_until_ready()
    wait_until(lambda: unanswered(fragile) == 0)

    after = villager.send({"payload": "yes"}, client_id).json()["messages"]
    assert [message["text"] for message in after] == [message["text"] for message in before]
    assert after[0]["appointment"] == before[0]["appointment"]
    assert booked(fragile, villager) == 1


def test_a_client_that_is_quicker_than_the_recovery_gets_the_same_answer(fragile: Service, villager: Citizen) -> None:
    """After such a crash the page sends its message again at once; Rasa is not asked a second time for all that."""
    begin_booking(villager, "明天下午两点")
    client_id = str(uuid4())
    before = villager.send({"payload": "yes"}, client_id).json()["messages"]
    fragile.kill_app()
    forget_the_answer(fragile, client_id)
    replies: list[Json] = []

    with asleep(fragile):  # so that the recovery has to wait
        fragile.start_app()
        fragile.wait_until_ready(rasa=False)
        sender = threading.Thread(
            target=lambda: replies.extend(villager.send({"payload": "yes"}, client_id).json()["messages"])
        )
        sender.start()
        time.sleep(1)
    sender.join()
    fragile.wait_until_ready()

    assert [message["text"] for message in replies] == [message["text"] for message in before]
    assert booked(fragile, villager) == 1


def test_rasa_that_hangs_is_not_waited_for_long(fragile: Service, villager: Citizen) -> None:
    """When Rasa does not answer within the time limit, the knowledge base does, and a person is offered."""
    with asleep(fragile):
        began = time.monotonic()
        replies = villager.say("老板拖欠工资不给，怎么办？")["messages"]
        took = time.monotonic() - began

    assert replies[0]["faq_id"] == "wage-arrears"
    assert "human" in [button["payload"] for message in replies for button in message["buttons"]]
    assert TIME_LIMIT <= took < TIME_LIMIT + 5
    wait_until(lambda: villager.say("您好")["messages"][0]["kind"] == "social")


def test_without_rasa_a_question_is_answered_and_a_person_is_offered(without_rasa: Service, villager: Citizen) -> None:
    """The knowledge base answers alone, with the law."""
    replies = villager.say("老板拖欠工资不给，怎么办？")["messages"]

    assert replies[0]["faq_id"] == "wage-arrears"
    assert replies[0]["citations"]
    assert "human" in [button["payload"] for button in replies[-1]["buttons"]]


@pytest.mark.parametrize("content", [{"text": "转人工"}, {"payload": "human"}, {"text": "/human"}], ids=str)
def test_without_rasa_a_person_can_be_reached(without_rasa: Service, villager: Citizen, content: Json) -> None:
    """Typed or pressed, the way to a person does not depend on Rasa."""
    turn = villager.send(content).json()

    assert (turn["state"], turn["messages"][0]["kind"]) == ("WAITING", "handoff")


def test_without_rasa_danger_is_seen(without_rasa: Service, villager: Citizen) -> None:
    """Who is in danger reads 110 and is put first in the queue."""
    turn = villager.say("救命，他拿刀要杀我")

    assert turn["state"] == "WAITING"
    assert turn["messages"][0]["kind"] == "urgent"
    assert "110" in turn["messages"][0]["text"]


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("faq:wage-arrears", "faq"),
        ("guide:legal-aid-civil", "guide"),
        ("find_place", "place"),
        ("help", "social"),
        ("book", "notice"),
    ],
)
def test_without_rasa_buttons_work_or_say_that_they_do_not(
    without_rasa: Service, villager: Citizen, payload: str, kind: str
) -> None:
    """What only shows something is shown; what needs a dialogue says so and names the other ways."""
    replies = villager.press(payload)["messages"]

    assert replies[0]["kind"] == kind
    assert kind != "notice" or "12348" in replies[0]["text"]


def test_without_rasa_the_service_is_alive_but_not_ready(without_rasa: Service) -> None:
    """/readyz says 503 and what is missing; /healthz says that a restart would not help."""
    alive, ready = (httpx.get(without_rasa.url + path) for path in ("/healthz", "/readyz"))

    assert alive.status_code == 200
    assert (ready.status_code, ready.json()) == (503, {"status": "not ready", "missing": ["rasa"]})
