"""The live connection of the public API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.support.citizen import Citizen

Json = dict[str, Any]

NOT_YOURS = 4404


def follow(citizen: Citizen, *, after: int = 0, token: str | None = None) -> ClientConnection:
    """Connect, with the token in the first frame, as a browser must."""
    base = str(citizen.http.base_url).replace("http", "ws", 1)
    socket = connect(f"{base}conversations/{citizen.id}/events?after={after}", proxy=None)
    socket.send(json.dumps({"token": citizen.token if token is None else token}))
    return socket


def frames(socket: ClientConnection, count: int) -> list[Json]:
    """The next ``count`` messages; frames about the state and about writing are left out."""
    found: list[Json] = []
    while len(found) < count:
        frame = json.loads(socket.recv(timeout=20))
        if "type" not in frame:
            found.append(frame)
    return found


@pytest.mark.parametrize(
    "first_frame", ['{"token": "wrong"}', '{"token": ""}', "{}", "[]", "no json", '{"token": null}', "5"]
)
def test_a_wrong_token_is_shown_out(citizen: Citizen, first_frame: str) -> None:
    """The connection is closed before anything of the conversation was sent."""
    citizen.say("您好")
    base = str(citizen.http.base_url).replace("http", "ws", 1)

    with connect(f"{base}conversations/{citizen.id}/events", proxy=None) as socket:
        socket.send(first_frame)
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=20)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == NOT_YOURS


def test_the_token_of_somebody_else_is_wrong(citizen: Citizen, service_url: str) -> None:
    """One's own token opens one's own conversation alone."""
    with follow(citizen, token=Citizen(service_url).token) as socket, pytest.raises(ConnectionClosed):
        socket.recv(timeout=20)


def test_the_token_may_come_in_the_header(citizen: Citizen) -> None:
    """A client that can set headers sends the token there."""
    citizen.say("您好")
    base = str(citizen.http.base_url).replace("http", "ws", 1)
    headers = {"Authorization": f"Bearer {citizen.token}"}

    with connect(f"{base}conversations/{citizen.id}/events", additional_headers=headers, proxy=None) as socket:
        received = frames(socket, 2)

    assert received == citizen.history()


def test_messages_are_pushed_in_order_as_they_are_stored(citizen: Citizen) -> None:
    """What is in the history comes first, then what is said, each message once."""
    citizen.say("您好")

    with follow(citizen) as socket:
        before = frames(socket, 2)
        citizen.say("谢谢")
        live = frames(socket, 2)

    history = citizen.history()
    assert len(history) == 4
    assert before + live == history


def test_a_client_that_comes_back_gets_what_it_missed(citizen: Citizen) -> None:
    """``after`` leaves out what it has."""
    for words in ("您好", "谢谢", "您好"):
        citizen.say(words)

    with follow(citizen, after=3) as socket:
        received = frames(socket, 3)

    assert [message["seq"] for message in received] == [4, 5, 6]


def test_the_state_is_told_at_once_and_when_it_changes(citizen: Citizen) -> None:
    """Who holds the conversation is always known to the client."""
    with follow(citizen) as socket:
        first = json.loads(socket.recv(timeout=20))
        citizen.say("转人工")
        states = [first]
        while states[-1].get("state") != "WAITING":
            states.append(json.loads(socket.recv(timeout=20)))
        citizen.press("withdraw")
        while states[-1].get("state") != "BOT":
            states.append(json.loads(socket.recv(timeout=20)))

    assert first == {"type": "state", "state": "BOT"}
    assert [frame["state"] for frame in states if "state" in frame] == ["BOT", "WAITING", "BOT"]


def test_that_the_bot_is_writing_is_told(citizen: Citizen) -> None:
    """A client can show that an answer is on its way."""
    with follow(citizen) as socket:
        citizen.say("法律援助要什么条件")
        seen = [json.loads(socket.recv(timeout=20)) for _ in range(4)]

    assert {"type": "typing"} in seen


@pytest.mark.parametrize("after", ["x", "-1", str(10**30)])
def test_a_sequence_number_that_cannot_be_is_shown_out(citizen: Citizen, after: str) -> None:
    """A bad number gets no connection, and the service goes on."""
    base = str(citizen.http.base_url).replace("http", "ws", 1)
    url = f"{base}conversations/{citizen.id}/events?after={after}"

    with pytest.raises(InvalidStatus):
        connect(url, proxy=None)

    assert citizen.say("您好")["state"] == "BOT"
