"""How Rasa and the application speak with each other in a turn: with no more than is needed, and with the same outcome."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx
import pytest

from knowledge_base.encoder import PlainEncoder
from tests.support.service import Service

Json = dict[str, Any]


class Recorder(ThreadingHTTPServer):
    """In place of the application: keeps the calls of actions and the ports they came from."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.calls: list[Json] = []
        self.came_from: list[int] = []


class Answer(BaseHTTPRequestHandler):
    """Says something, and nothing else happens."""

    protocol_version = "HTTP/1.1"
    server: Recorder

    def do_POST(self) -> None:  # the name that http.server calls
        """See the class."""
        self.server.calls.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.came_from.append(self.client_address[1])
        said = {"events": [], "responses": [{"custom": {"kind": "notice", "text": "好的"}}]}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    """Listens on a free port."""
    with Recorder() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def rasa(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A Rasa server of its own, which takes the recorder for the application."""
    service = Service(tmp_path_factory.mktemp("calls"), app_port=recorder.server_address[1])
    service.link_built()
    service.start_rasa()
    with httpx.Client(base_url=f"http://127.0.0.1:{service.rasa_port}", timeout=60) as http:
        try:
            service.wait_until_rasa_is_ready()
            yield http
        finally:
            service.__exit__(None, None, None)


def say(rasa: httpx.Client, sender: str, text: str, **metadata: str) -> Json:
    """Send words over the REST channel; gives what Rasa knows of the conversation afterwards."""
    message = {"sender": sender, "message": text, "metadata": metadata}
    assert rasa.post("/webhooks/rest/webhook", json=message).raise_for_status().json()
    tracker: Json = rasa.get(f"/conversations/{sender}/tracker").raise_for_status().json()
    return tracker


def ranking(tracker: Json) -> dict[str, float]:
    """The confidence of each intent in the last message."""
    return {intent["name"]: intent["confidence"] for intent in tracker["latest_message"]["intent_ranking"]}


def test_a_call_does_not_grow_with_the_conversation(rasa: httpx.Client, recorder: Recorder) -> None:
    """An action is told slots and the last message: not what was said before, and not the domain."""
    for _ in range(6):
        say(rasa, "long", "老板拖欠工资不给，怎么办？")

    first, *_, last = [call for call in recorder.calls if call["sender_id"] == "long"]

    assert len(json.dumps(last)) < len(json.dumps(first)) + 200
    assert last["tracker"]["latest_message"]["text"] == "老板拖欠工资不给，怎么办？"
    assert last["tracker"]["events"] == []
    assert "domain" not in last


def test_a_form_is_told_which_slots_to_validate(rasa: httpx.Client, recorder: Recorder) -> None:
    """What a citizen answers in a form reaches its validation as a slot set last."""
    say(rasa, "form", "我要预约")
    say(rasa, "form", "花荄镇")

    validations = [call for call in recorder.calls if call["next_action"] == "validate_booking_form"]

    set_last = [(event["name"], event["value"]) for event in validations[-1]["tracker"]["events"]]
    assert ("booking_place", "花荄镇") in set_last
    assert all(event["event"] == "slot" for event in validations[-1]["tracker"]["events"])


def test_calls_share_a_connection(rasa: httpx.Client, recorder: Recorder) -> None:
    """Turns that follow each other do not open a connection each."""
    recorder.came_from.clear()

    for _ in range(4):
        say(rasa, "quick", "谢谢")

    assert len(recorder.came_from) == 4
    assert len(set(recorder.came_from)) == 1


@pytest.mark.parametrize("text", ["你好", "老板拖欠工资不给，怎么办？", "隔壁把我屋头的宅基地占了一米多，咋个办", "ok"])
def test_the_applications_vector_says_the_same_as_rasas_own(rasa: httpx.Client, text: str) -> None:
    """A message is understood alike whoever has read it, and the vector is not kept."""
    vector = base64.b64encode(PlainEncoder().vector(text).astype("<f4").tobytes()).decode()

    by_rasa = say(rasa, str(uuid4()), text)
    by_application = say(rasa, str(uuid4()), text, vector=vector, message_id="m1")

    own, given = ranking(by_rasa), ranking(by_application)
    assert given == pytest.approx(own, abs=1e-4)
    assert by_application["latest_message"]["metadata"] == {"message_id": "m1"}
    assert vector not in json.dumps(by_application)


def test_another_vector_is_another_meaning(rasa: httpx.Client) -> None:
    """The vector that comes along is what the classifier goes by."""
    vector = base64.b64encode(PlainEncoder().vector("老板拖欠工资不给，怎么办？").astype("<f4").tobytes()).decode()

    own = say(rasa, "own", "你好")["latest_message"]["intent"]
    given = say(rasa, "given", "你好", vector=vector)["latest_message"]["intent"]

    assert given["confidence"] != pytest.approx(own["confidence"], abs=1e-3)
