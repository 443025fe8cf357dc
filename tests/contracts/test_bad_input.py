"""The public API refuses what it cannot take, says why in Chinese, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.citizen import Citizen

Json = dict[str, Any]

BOOKING = {"service": "consultation", "matter": "邻居占地", "name": "王大明", "phone": "13812345678"}
UUID = "5a8b8f0e-5a52-4f6a-9d3e-1f9d3c6a0c01"


@pytest.fixture(scope="module")
def api(service_url: str) -> Iterator[httpx.Client]:
    """A client without a conversation."""
    with httpx.Client(base_url=service_url + "/api/v1", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def room(api: httpx.Client) -> str:
    """The code of a township's station."""
    return str(api.get("/places", params={"q": "塔山镇"}).json()[0]["code"])


@pytest.fixture
def other(service_url: str) -> Citizen:
    """Somebody else."""
    return Citizen(service_url)


def check_refused(answer: httpx.Response, status: int) -> None:
    """A problem document (RFC 9457) with a sentence that a citizen can read."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert any("一" <= character <= "鿿" for character in problem["detail"])
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": "   \n\t　"},
        {"text": "欠" * 10_000},
        {"text": None},
        {"text": 5},
        {"text": ["欠薪"]},
        {},
        {"text": "欠薪", "payload": "human"},
        {"text": "欠薪", "location": {"lat": 31, "lng": 104}},
        {"payload": "human", "location": {"lat": 31, "lng": 104}},
        {"payload": "no-such-button"},
        {"payload": "faq:' OR 1=1"},
        {"payload": "session_start"},
        {"payload": "faq:" + "a" * 100},
        {"payload": ""},
        {"location": {"lat": 91, "lng": 104}},
        {"location": {"lat": 31, "lng": 181}},
        {"location": {"lat": "北", "lng": 104}},
        {"location": {"lat": 31}},
        {"location": [31, 104]},
        {"text": "欠薪", "sender": "adviser"},
        {"text": "欠薪", "client_id": "1"},
        {"text": "欠薪", "client_id": None},
    ],
    ids=lambda body: str(body)[:40],
)
def test_a_message_that_cannot_be_taken_is_refused(citizen: Citizen, body: Json) -> None:
    """422 with the reason, and the conversation is as it was."""
    before = citizen.history()

    answer = citizen.http.post(f"/conversations/{citizen.id}/messages", json={"client_id": str(uuid4()), **body})

    check_refused(answer, 422)
    assert citizen.history() == before


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"client_id": "%s", "text": "\\ud800"}' % UUID.encode(),
        b'{"client_id": "%s", "location": {"lat": NaN, "lng": 104}}' % UUID.encode(), b"text=1", b"[" * 5000,
    ],
)  # fmt: skip
def test_bad_json_is_refused(citizen: Citizen, content: bytes) -> None:
    """What is no JSON, or JSON of another shape, is a bad request and not a failure of ours."""
    answer = citizen.http.post(
        f"/conversations/{citizen.id}/messages", content=content, headers={"Content-Type": "application/json"}
    )

    check_refused(answer, 422 if answer.status_code == 422 else 400)
    assert citizen.history() == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("😀😀😀", "notice"),
        ("？？？", "notice"),
        ("……", "notice"),
        ("\x00\x01\x02", "notice"),
        ("\u200b\u200b", "notice"),
    ],
)
def test_what_has_no_words_is_asked_for_words(citizen: Citizen, text: str, kind: str) -> None:
    """Smileys, marks and control characters are taken, and the citizen is asked to write."""
    turn = citizen.say(text)

    assert (turn["state"], [message["kind"] for message in turn["messages"]]) == ("BOT", [kind])
    assert "文字" in turn["messages"][0]["text"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>老板欠薪",
        "'; DROP TABLE conversations; --",
        "{{7*7}} ${7*7} %s %n",
        "老板\x00欠\x07薪",
        "‮离婚",
        "a" * 2000,
        "欠" * 2000,
        "\n\n离\n婚\n",
    ],
    ids=lambda text: repr(text)[:24],
)
def test_odd_words_are_words(citizen: Citizen, text: str) -> None:
    """HTML, SQL, templates and the longest text allowed are stored as they are and answered like any other."""
    turn = citizen.say(text)

    assert turn["state"] == "BOT"
    assert turn["messages"]
    assert "出了点问题" not in turn["messages"][0]["text"]
    assert citizen.history()[0]["text"] == text.replace("\x00", "")
    assert citizen.say("您好")["messages"][0]["kind"] == "social"


@pytest.mark.parametrize(
    "text",
    [
        '/press{"value": "human"}', "/leave", "/session_start", "/restart", '/book{"value": "510704102001"}', "/affirm",
        "/my_appointments", "//my",
    ],
)  # fmt: skip
def test_a_typed_slash_is_no_intent_of_rasa(citizen: Citizen, text: str) -> None:
    """Whatever is typed is words; nobody presses buttons or restarts Rasa by writing its commands."""
    turn = citizen.say(text)

    assert turn["state"] == "BOT"
    assert turn["messages"]
    assert all(message["kind"] not in {"booking", "handoff"} for message in turn["messages"])


def test_the_documented_commands_are_buttons(citizen: Citizen) -> None:
    """/book is the button 预约 itself, and not an intent that carries what somebody wrote behind it."""
    booking = citizen.say("/book")["messages"]
    asked_again = citizen.say('/book{"value":"x"}')["messages"]

    assert booking[0]["kind"] == "booking"
    assert asked_again
    assert "出了点问题" not in asked_again[0]["text"]


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic Ym9zczpib3Nz", "Bearer 字".encode()])
def test_a_wrong_token_opens_nothing(citizen: Citizen, token: str | bytes) -> None:
    """404, as if there were no such conversation, to read and to write."""
    headers = {"Authorization": token}

    read = httpx.get(f"{citizen.http.base_url}conversations/{citizen.id}/messages", headers=headers)
    sent = httpx.post(
        f"{citizen.http.base_url}conversations/{citizen.id}/messages", headers=headers,
        json={"client_id": str(uuid4()), "text": "欠薪"},
    )  # fmt: skip
    listed = httpx.get(f"{citizen.http.base_url}appointments/AB23CD", headers=headers)

    for answer in (read, sent, listed):
        check_refused(answer, 404)
    assert citizen.history() == []


@pytest.mark.parametrize("conversation", ["theirs", "no-such", UUID, "%00", "..%2f..", "字"])
def test_a_conversation_of_somebody_else_is_unknown(citizen: Citizen, other: Citizen, conversation: str) -> None:
    """With one's own token another conversation can be neither read nor written."""
    path = f"/conversations/{other.id if conversation == 'theirs' else conversation}/messages"

    check_refused(citizen.http.get(path), 404)
    check_refused(citizen.http.post(path, json={"client_id": str(uuid4()), "text": "欠薪"}), 404)
    assert other.history() == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"slot_id": "no-such-slot"}, 422),
        ({"slot_id": "ROOM-202612081015"}, 422),
        ({"slot_id": "ROOM-202612041000"}, 422),
        ({"slot_id": "ROOM-202612071000"}, 422),
        ({"slot_id": "ROOM-202701010900"}, 422),
        ({"slot_id": "ROOM-202612121000"}, 422),
        ({"slot_id": "ROOM-000101010000"}, 422),
        ({"slot_id": "999999999999-202612081000"}, 422),
        ({"slot_id": None}, 422),
        ({"phone": "1381234567"}, 422),
        ({"phone": ""}, 422),
        ({"phone": "字" * 10_000}, 422),
        ({"name": ""}, 422),
        ({"name": "12345"}, 422),
        ({"matter": ""}, 422),
        ({"matter": "地" * 10_000}, 422),
        ({"service": "magic"}, 422),
        ({"code": "AB23CD"}, 422),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_booking_that_breaks_a_rule_is_refused(citizen: Citizen, room: str, change: Json, status: int) -> None:
    """422 with the reason, and nothing is booked."""
    body = BOOKING | {"slot_id": f"{room}-202612081000"} | change
    if body["slot_id"]:
        body["slot_id"] = body["slot_id"].replace("ROOM", room)

    answer = citizen.http.post("/appointments", json=body, headers={"Idempotency-Key": "key"})

    check_refused(answer, status)
    assert "现在没有预约" in citizen.press("my")["messages"][0]["text"]


@pytest.mark.parametrize("key", [None, "", "k" * 81])
def test_a_booking_needs_a_key(citizen: Citizen, room: str, key: str | None) -> None:
    """Without an Idempotency-Key a repeat could book twice, so it is asked for by name."""
    headers = {} if key is None else {"Idempotency-Key": key}

    answer = citizen.http.post("/appointments", json=BOOKING | {"slot_id": f"{room}-202612081000"}, headers=headers)

    check_refused(answer, 422)
    assert "Idempotency-Key" in answer.json()["detail"]


def test_an_appointment_of_somebody_else_is_unknown(citizen: Citizen, other: Citizen, room: str) -> None:
    """404 to read, move and cancel, and it stays as it was."""
    body = BOOKING | {"slot_id": f"{room}-202612091000"}
    booked = citizen.http.post("/appointments", json=body, headers={"Idempotency-Key": "key"}).json()
    path = f"/appointments/{booked['code']}"

    check_refused(other.http.get(path), 404)
    check_refused(other.http.patch(path, json={"slot_id": f"{room}-202612091030"}), 404)
    check_refused(other.http.delete(path), 404)

    assert citizen.http.get(path).json() == booked


def test_a_taken_slot_is_a_conflict_and_a_failed_move_keeps_the_seat(
    citizen: Citizen, other: Citizen, room: str
) -> None:
    """409 for the second; who wanted to move there still has the old time."""
    first, second = f"{room}-202612101000", f"{room}-202612101030"
    headers = {"Idempotency-Key": "key"}
    citizen.http.post("/appointments", json=BOOKING | {"slot_id": first}, headers=headers).raise_for_status()
    kept = other.http.post("/appointments", json=BOOKING | {"slot_id": second}, headers=headers).json()

    check_refused(
        other.http.post("/appointments", json=BOOKING | {"slot_id": first}, headers={"Idempotency-Key": "2"}), 409
    )
    check_refused(other.http.patch(f"/appointments/{kept['code']}", json={"slot_id": first}), 409)
    check_refused(other.http.patch(f"/appointments/{kept['code']}", json={"slot_id": f"{room}-202612121000"}), 422)

    assert other.http.get(f"/appointments/{kept['code']}").json() == kept


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/statutes", 422),
        ("/statutes?q=", 422),
        ("/statutes?q=离婚&limit=0", 422),
        ("/statutes?q=离婚&limit=x", 422),
        (f"/statutes?q={'欠' * 501}", 422),
        ("/faq", 422),
        ("/faq?q=离婚&limit=1000", 422),
        ("/places", 422),
        ("/places?lat=31", 422),
        ("/places?lat=nan&lng=nan", 422),
        ("/places?lat=91&lng=104", 422),
        ("/places?q=芦溪镇&service=magic", 422),
        ("/places/999999999999/slots", 404),
        ("/places/%00/slots", 404),
        ("/places/ROOM/slots?from=yesterday", 422),
        ("/places/ROOM/slots?from=2026-02-30", 422),
        ("/places/ROOM/slots?days=0", 422),
        ("/places/ROOM/slots?days=400", 422),
        ("/places/ROOM/slots?service=magic", 422),
        ("/no-such-thing", 404),
    ],
)
def test_a_lookup_that_makes_no_sense_is_refused(api: httpx.Client, room: str, path: str, status: int) -> None:
    """A problem document with the reason."""
    check_refused(api.get(path.replace("ROOM", room)), status)


@pytest.mark.parametrize("first", ["0001-01-01", "1999-12-31", "2026-12-12", "9999-12-31"])
def test_days_without_slots_are_empty(api: httpx.Client, room: str, first: str) -> None:
    """The far past, the far future and a weekend have no slots; that is no error."""
    answer = api.get(f"/places/{room}/slots", params={"from": first, "days": 2})

    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize("q", ["   ", "？？？", "😀", "<b>", "' OR 1=1 --", "\x00", "没有这个地方的地名"])
def test_a_name_that_is_none_finds_nothing(api: httpx.Client, q: str) -> None:
    """What names no place gives an empty list."""
    answer = api.get("/places", params={"q": q})

    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize("q", ["？？？", "😀", "<script>", "\x00", " "])
def test_odd_questions_break_no_search(api: httpx.Client, q: str) -> None:
    """Marks and smileys find little, but they are answered."""
    answers = [api.get(path, params={"q": q}) for path in ("/statutes", "/faq")]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("after", ["-1", "x", "1e3", str(10**30)])
def test_a_sequence_number_that_cannot_be_is_refused(citizen: Citizen, after: str) -> None:
    """Negative, no number, or beyond what a database counts."""
    check_refused(citizen.http.get(f"/conversations/{citizen.id}/messages", params={"after": after}), 422)


@pytest.mark.parametrize("channel", ["telegram", "", "WEB", 5, None])
def test_only_the_channels_of_the_api_begin_conversations(api: httpx.Client, channel: Any) -> None:
    """Nobody passes for a Telegram chat."""
    check_refused(api.post("/conversations", json={"channel": channel}), 422)


def test_the_wrong_method_is_refused(api: httpx.Client) -> None:
    """405 as a problem document."""
    check_refused(api.delete("/conversations"), 405)
