"""The public API around appointments: calendar file, QR code, links, keys of changes, the waiting list."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from icalendar import Calendar

from tests.support.citizen import Citizen

Json = dict[str, Any]


def book(citizen: Citizen, place: str, number: int, **change: str) -> Json:
    """An appointment at one of the place's free times, with the place's code."""
    code = citizen.http.get("/places", params={"q": place}).json()[0]["code"]
    slots = citizen.http.get(f"/places/{code}/slots", params={"from": "2026-12-14"}).json()
    body = {"slot_id": slots[number]["id"], "matter": "邻居占地", "name": "王大明", "phone": "13812345678"} | change
    answer = citizen.http.post("/appointments", json=body, headers={"Idempotency-Key": str(uuid4())})
    return dict(answer.raise_for_status().json()) | {"slots": slots}


def test_the_calendar_file_holds_the_appointment(citizen: Citizen) -> None:
    """Time with its zone, place, code and an alarm two hours before; cancelled, it takes itself out of the calendar."""
    booked = book(citizen, "塔山镇", 0)
    path = f"/appointments/{booked['code']}/calendar.ics"

    answer = citizen.http.get(path)
    citizen.http.delete(f"/appointments/{booked['code']}")
    cancelled = citizen.http.get(path)

    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert event.decoded("dtstart") == datetime.fromisoformat(booked["start"]).astimezone(UTC)
    assert event.decoded("dtend") == datetime.fromisoformat(booked["end"]).astimezone(UTC)
    assert booked["code"] in str(event["description"])
    assert "身份证" in str(event["description"])
    assert [alarm["trigger"].to_ical() for alarm in event.walk("VALARM")] == [b"-PT2H"]
    assert "STATUS:CANCELLED" in cancelled.text
    assert "METHOD:CANCEL" in cancelled.text


def test_links_open_the_files_without_a_token_for_this_appointment_alone(citizen: Citizen, service_url: str) -> None:
    """A signed link gives the calendar file and the QR code; changed, or put on another code, it gives nothing."""
    booked, second = book(citizen, "塔山镇", 1), book(citizen, "塔山镇", 2)
    links = citizen.http.get(f"/appointments/{booked['code']}/links").raise_for_status().json()

    with httpx.Client(base_url=service_url) as anybody:
        calendar, qr = anybody.get(links["calendar"]), anybody.get(links["qr"])
        forged = anybody.get(links["calendar"][:-2] + "xx")
        elsewhere = anybody.get(links["calendar"].replace(booked["code"], second["code"]))
        without = anybody.get(f"/api/v1/appointments/{booked['code']}/calendar.ics")

    assert (calendar.status_code, qr.status_code, links["seconds"]) == (200, 200, 900)
    assert qr.headers["content-type"] == "image/svg+xml"
    assert "<svg" in qr.text
    assert {forged.status_code, elsewhere.status_code, without.status_code} == {404}


def test_nobody_gets_links_to_an_appointment_of_somebody_else(citizen: Citizen, service_url: str) -> None:
    """Another conversation's token is as good as none."""
    booked, other = book(citizen, "塔山镇", 3), Citizen(service_url)

    for path in ("links", "calendar.ics", "qr.svg"):
        assert other.http.get(f"/appointments/{booked['code']}/{path}").status_code == 404


def test_a_change_with_a_key_is_made_once(citizen: Citizen) -> None:
    """The same PATCH again changes nothing more, even when the appointment has been moved on since."""
    booked = book(citizen, "塔山镇", 4, for_whom="parent")
    path, headers = f"/appointments/{booked['code']}", {"Idempotency-Key": "first-change"}
    to = [{"slot_id": slot["id"]} for slot in booked["slots"][10:12]]

    first = citizen.http.patch(path, json=to[0], headers=headers).json()
    citizen.http.patch(path, json=to[1])
    again = citizen.http.patch(path, json=to[0], headers=headers).json()

    assert (first["start"], again["start"]) == (booked["slots"][10]["start"], booked["slots"][11]["start"])
    assert (again["for_whom"], again["status"]) == ("parent", "booked")


@pytest.mark.parametrize("change", [{"place_code": "999999999999"}, {"last": "2026-12-01"}, {"service": "notary"}])
def test_a_wish_that_cannot_be_is_a_problem_with_a_sentence(citizen: Citizen, change: Json) -> None:
    """Unknown place, days in the past, a service that is not offered there."""
    code = citizen.http.get("/places", params={"q": "塔山镇"}).json()[0]["code"]
    wish = {"place_code": code, "first": "2026-12-14", "last": "2026-12-15"} | change

    answer = citizen.http.post("/waiting-list", json=wish)

    assert answer.status_code in (404, 422)
    assert answer.json()["detail"]
    assert citizen.http.get("/waiting-list").json() == []


def test_a_seat_given_back_is_offered_and_taken_in_the_chat(citizen: Citizen, service_url: str) -> None:
    """The whole way: full day, a wish, a cancellation, the offer as a message with buttons, booked through the form."""
    busy = Citizen(service_url)
    code = busy.http.get("/places", params={"q": "永明镇"}).json()[0]["code"]
    slots = busy.http.get(f"/places/{code}/slots", params={"from": "2026-12-21", "days": 1}).json()
    booked = []
    for slot in slots:
        body = {"slot_id": slot["id"], "matter": "邻居占地", "name": "王大明", "phone": "13812345678"}
        answer = busy.http.post("/appointments", json=body, headers={"Idempotency-Key": slot["id"]})
        booked.append(answer.raise_for_status().json())
    wish = {"place_code": code, "first": "2026-12-21", "last": "2026-12-21"}
    assert citizen.http.post("/waiting-list", json=wish).json()["state"] == "waiting"
    assert "正在等" in citizen.press("my")["messages"][0]["text"]

    busy.http.delete(f"/appointments/{booked[3]['code']}").raise_for_status()
    refused = busy.http.post(
        "/appointments", json=body | {"slot_id": slots[3]["id"]}, headers={"Idempotency-Key": "late"}
    )
    offer = _offered(citizen)
    citizen.press(offer["buttons"][0]["payload"])
    for words in ("土地的事", "张三", "13812345678"):
        citizen.say(words)
    done = citizen.press("yes")["messages"][-1]

    assert refused.status_code == 409
    assert done["appointment"]["start"] == booked[3]["start"]
    assert citizen.http.get("/waiting-list").json() == []


def _offered(citizen: Citizen) -> Json:
    """The offer, once the desk has sent it."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for message in citizen.history():
            if "有空位了" in message["text"]:
                return message
        time.sleep(0.5)
    raise AssertionError("no offer came")
