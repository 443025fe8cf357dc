"""The public API: every endpoint, in the shapes that are promised to clients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.citizen import Citizen

Json = dict[str, Any]

KINDS = {
    "faq",
    "guide",
    "clarify",
    "statutes",
    "place",
    "booking",
    "eligibility",
    "handoff",
    "urgent",
    "social",
    "fallback",
    "notice",
}
MESSAGE_PARTS = {
    "id", "seq", "sender", "kind", "text", "buttons", "faq_id", "guide_id", "confidence", "citations", "place", "appointment", "sent_at",
}  # fmt: skip
PLACE_PARTS = {"code", "name", "tier", "parents", "distance_km", "address", "phones", "hours", "services", "confirmed"}


@pytest.fixture(scope="module")
def api(service_url: str) -> Iterator[httpx.Client]:
    """A client without a conversation."""
    with httpx.Client(base_url=service_url + "/api/v1", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def room(api: httpx.Client) -> str:
    """The code of a township's station with free slots."""
    return str(api.get("/places", params={"q": "芦溪镇"}).json()[0]["code"])


def free_slot(api: httpx.Client, room: str, number: int = 0) -> Json:
    """One of the free slots of the room, counted from tomorrow on."""
    slots = api.get(f"/places/{room}/slots", params={"from": "2026-12-08"}).raise_for_status().json()
    return dict(slots[number])


def book(citizen: Citizen, slot: Json, key: str | None = None, **change: str) -> httpx.Response:
    """Book the slot."""
    body = {
        "slot_id": slot["id"],
        "service": "consultation",
        "matter": "邻居占地",
        "name": "王大明",
        "phone": "13812345678",
    }
    return citizen.http.post("/appointments", json=body | change, headers={"Idempotency-Key": key or str(uuid4())})


def check_message(message: Json) -> None:
    """A message has all its parts, and nothing else."""
    assert set(message) == MESSAGE_PARTS
    assert message["sender"] in {"bot", "adviser", "system", "citizen"}
    assert message["kind"] in KINDS
    assert datetime.fromisoformat(message["sent_at"]).utcoffset() == timedelta(hours=8)
    assert all(
        set(button) == {"title", "payload"} and len(button["payload"].encode()) <= 64 for button in message["buttons"]
    )
    assert all(set(citation) == {"law", "article", "text"} for citation in message["citations"])


@pytest.mark.parametrize("channel", ["web", "kiosk", "api"])
def test_a_conversation_is_begun(api: httpx.Client, channel: str) -> None:
    """201 with an id and a token that nobody can guess."""
    first, second = (api.post("/conversations", json={"channel": channel}) for _ in range(2))

    assert (first.status_code, set(first.json())) == (201, {"id", "token"})
    assert len(first.json()["token"]) >= 32
    assert first.json()["token"] != second.json()["token"]


def test_a_question_is_answered_with_the_law(citizen: Citizen) -> None:
    """200 with the state and the replies; the answer names its entry and quotes the law."""
    answer = citizen.send({"text": "老板拖欠工资不给，怎么办？"})

    assert (answer.status_code, set(answer.json())) == (200, {"state", "messages"})
    assert answer.json()["state"] == "BOT"
    reply = answer.json()["messages"][0]
    check_message(reply)
    assert (reply["sender"], reply["kind"], reply["faq_id"], reply["seq"]) == ("bot", "faq", "wage-arrears", 2)
    assert 0 < reply["confidence"] <= 1
    assert all(citation["text"] for citation in reply["citations"])


def test_words_buttons_and_points_are_taken(citizen: Citizen) -> None:
    """The three kinds of content each get replies of the promised shape."""
    replies = [
        *citizen.say("您好")["messages"],
        *citizen.press("find_place")["messages"],
        *citizen.share(31.4675, 104.6796)["messages"],
    ]

    for reply in replies:
        check_message(reply)
    assert {"place"} <= {reply["kind"] for reply in replies}


def test_the_history_is_what_was_said(citizen: Citizen) -> None:
    """All messages in order without a gap; ``after`` leaves out what the client has."""
    said = [*citizen.say("您好")["messages"], *citizen.say("谢谢")["messages"]]

    history = citizen.history()

    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    assert [message for message in history if message["sender"] != "citizen"] == said
    assert [message["text"] for message in history if message["sender"] == "citizen"] == ["您好", "谢谢"]
    assert citizen.history(after=3) == history[3:]
    assert citizen.history(after=99) == []


def test_a_repeated_client_id_gets_the_same_replies(citizen: Citizen) -> None:
    """A client that did not hear the answer asks again and changes nothing."""
    client_id = str(uuid4())
    first = citizen.say("法律援助要什么条件", client_id)
    history = citizen.history()

    second = citizen.say("法律援助要什么条件", client_id)
    other_words = citizen.say("我要预约", client_id)

    assert first == second == other_words
    assert citizen.history() == history


def test_statutes_are_found_word_for_word(api: httpx.Client) -> None:
    """An article that is named by number comes first; the limit holds."""
    found = api.get("/statutes", params={"q": "民法典1079条", "limit": 3}).raise_for_status().json()

    assert [set(article) for article in found] == [{"law", "article", "text", "score"}] * 3
    assert (found[0]["law"], found[0]["article"]) == ("民法典", "第一千零七十九条")
    assert "感情确已破裂" in found[0]["text"]


def test_faq_entries_are_found_with_a_probability(api: httpx.Client) -> None:
    """The best entry comes first, each with how likely it answers the question."""
    found = api.get("/faq", params={"q": "老板拖欠工资不给，怎么办？"}).raise_for_status().json()

    assert len(found) == 5
    assert all(set(entry) == {"faq_id", "question", "answer", "probability", "citations"} for entry in found)
    assert found[0]["faq_id"] == "wage-arrears"
    assert all(0 <= entry["probability"] <= 1 for entry in found)


def test_places_are_found_by_name_and_by_point(api: httpx.Client) -> None:
    """By name without a distance, by point the nearest first, those with the service alone."""
    named = api.get("/places", params={"q": "芦溪镇"}).raise_for_status().json()
    near = api.get("/places", params={"lat": 31.4675, "lng": 104.6796, "service": "notary", "limit": 3}).json()

    assert all(set(place) >= PLACE_PARTS for place in (*named, *near))
    assert (named[0]["name"], named[0]["tier"], named[0]["parents"]) == ("芦溪镇", "township", ["绵阳市", "三台县"])
    assert named[0]["distance_km"] is None
    distances = [place["distance_km"] for place in near]
    assert (len(near), distances) == (3, sorted(distances))
    assert all("notary" in place["services"] for place in near)


def test_a_place_that_does_not_serve_gives_way_to_the_one_above(api: httpx.Client) -> None:
    """A village's room does no notary work and its township's station neither: the county's centre is named, once."""
    [notary] = api.get("/places", params={"q": "魏城镇铁炉村", "service": "notary"}).raise_for_status().json()
    [room] = api.get("/places", params={"q": "魏城镇铁炉村", "service": "consultation", "free": True}).json()

    assert (notary["name"], notary["tier"]) == ("游仙区", "county")
    assert room["name"] == "铁炉村"
    assert len(api.get("/places", params={"lat": 31.47, "lng": 104.75, "free": True, "limit": 2}).json()) == 2


def test_free_slots_are_listed_in_order(api: httpx.Client, room: str) -> None:
    """Half hours from the day asked for on, on working days, with the seats that are left."""
    slots = api.get(
        f"/places/{room}/slots", params={"service": "consultation", "from": "2026-12-08", "days": 14}
    ).json()

    assert all(set(slot) == {"id", "start", "end", "free"} and slot["free"] >= 1 for slot in slots)
    starts = [datetime.fromisoformat(slot["start"]) for slot in slots]
    assert starts == sorted(starts)
    assert {start.utcoffset() for start in starts} == {timedelta(hours=8)}
    assert {start.weekday() for start in starts} <= set(range(5))
    assert starts[0].date().isoformat() == "2026-12-08"
    assert api.get(f"/places/{room}/slots", params={"service": "notary"}).json() == []


def test_an_appointment_from_booking_to_cancelling(api: httpx.Client, citizen: Citizen, room: str) -> None:
    """Book (201), read, move, cancel; the seat is taken and freed as it goes."""
    slot, other = free_slot(api, room, 1), free_slot(api, room, 2)

    booked = book(citizen, slot)
    code = booked.json()["code"]
    taken = book(Citizen(str(citizen.http.base_url).removesuffix("/api/v1/")), slot)
    moved = citizen.http.patch(f"/appointments/{code}", json={"slot_id": other["id"]})
    cancelled = citizen.http.delete(f"/appointments/{code}")

    assert [answer.status_code for answer in (booked, taken, moved, cancelled)] == [201, 409, 200, 200]
    assert {"code", "place", "start", "end"} <= set(booked.json())
    assert (booked.json()["start"], booked.json()["place"]["code"]) == (slot["start"], room)
    assert (moved.json()["code"], moved.json()["start"]) == (code, other["start"])
    assert citizen.http.get(f"/appointments/{code}").json() == cancelled.json()
    assert {slot["id"], other["id"]} <= {s["id"] for s in api.get(f"/places/{room}/slots").json()}


def test_the_same_key_gives_the_same_appointment(api: httpx.Client, citizen: Citizen, room: str) -> None:
    """A request that is sent twice books once."""
    slot = free_slot(api, room, 3)

    first, second = book(citizen, slot, "key"), book(citizen, slot, "key")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert citizen.http.delete(f"/appointments/{first.json()['code']}").status_code == 200


def test_a_booking_in_the_api_is_known_in_the_chat(api: httpx.Client, citizen: Citizen, room: str) -> None:
    """There is one desk: what is booked over HTTP is listed by 我的预约."""
    code = book(citizen, free_slot(api, room, 4)).json()["code"]

    replies = citizen.press("my")["messages"]

    assert [reply["appointment"]["code"] for reply in replies] == [code]
    citizen.http.delete(f"/appointments/{code}")


def test_health(service_url: str) -> None:
    """Alive, and every part ready."""
    alive, ready = (httpx.get(service_url + path) for path in ("/healthz", "/readyz"))

    assert (alive.status_code, ready.status_code) == (200, 200)
    assert ready.json() == {"status": "ready", "missing": []}


def test_the_api_describes_itself(api: httpx.Client) -> None:
    """OpenAPI lists every promised path, and nothing internal."""
    paths = set(api.get("/openapi.json").raise_for_status().json()["paths"])

    assert paths == {
        "/api/v1/conversations", "/api/v1/conversations/{conversation_id}/messages",
        "/api/v1/conversations/{conversation_id}/messages/{message_id}/sheet", "/api/v1/statutes", "/api/v1/faq",
        "/api/v1/places", "/api/v1/places/{code}/slots", "/api/v1/calculators", "/api/v1/calculators/{calculator_id}",
        "/api/v1/eligibility", "/api/v1/conversations/{conversation_id}/cases",
        "/api/v1/appointments", "/api/v1/appointments/{code}", "/api/v1/appointments/{code}/links",
        "/api/v1/appointments/{code}/calendar.ics", "/api/v1/appointments/{code}/qr.svg",
        "/api/v1/waiting-list", "/api/v1/waiting-list/{waiting_id}",
        "/healthz", "/readyz",
    }  # fmt: skip
