"""How long a reply takes over the API, over all sorts of messages: for one user, and for eight at once; for ``scripts.bench``.

The same turns go to the bare Rasa REST channel in the same run, but for what our gateway alone does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from uuid import uuid4

import httpx

from actions.payloads import parse_payload, to_rasa
from tests.support.citizen import Citizen
from tests.support.service import Service


class Step(NamedTuple):
    """A turn: its sort, and the words or the button's payload."""

    sort: str
    text: str = ""
    payload: str = ""


# In this order it is a conversation that makes sense; danger hands over to a person and so comes last.
CONVERSATION = (
    Step("greeting", "你好"),
    Step("question", "老板拖欠工资不给，怎么办？"),
    Step("question", "隔壁把我屋头的宅基地占了一米多，咋个办"),
    Step("place", "魏城镇有没有法律服务站"),
    Step("guide", "法律援助怎么申请"),
    Step("button", payload="faq:wage-arrears"),
    Step("aspect", payload="aspect:legal-aid-civil:materials"),
    Step("aspect", "要带哪些材料"),
    Step("form", "我要预约"),
    Step("form", payload="leave"),
    Step("danger", "他现在拿着刀要砍我，快来人"),
)
AT_ONCE = 8
Took = list[tuple[str, float]]
Send = Callable[[Step], object]


def alone(service: Service, rounds: int) -> tuple[Took, Took]:
    """Milliseconds of each turn over the API and at bare Rasa, taking turns; the first round warms up."""
    ours: Took = []
    theirs: Took = []
    for number in range(rounds + 1):
        send, send_bare = _over_api(service), _to_rasa(service)
        for step in CONVERSATION:
            took, bare = _timed(send, step), _timed(send_bare, step)
            if number:
                ours.append((step.sort, took))
                theirs.append((step.sort, bare))
    return ours, theirs


def at_once(service: Service, rounds: int, users: int = AT_ONCE) -> tuple[Took, Took]:
    """The same of ``users`` who write at the same time, each the next message as soon as there is a reply to the last."""
    ours: Took = []
    theirs: Took = []
    with ThreadPoolExecutor(users) as threads:
        for _ in range(rounds):
            for begin, took in ((_over_api, ours), (_to_rasa, theirs)):
                turns = threads.map(_converse, [begin(service) for _ in range(users)], range(users))
                took += [turn for conversation in turns for turn in conversation]
    return ours, theirs


def _converse(send: Send, first: int) -> Took:
    """One user's conversation; not everyone begins at the same place of it, and danger stays the end."""
    *steps, last = CONVERSATION
    turned = steps[first % len(steps) :] + steps[: first % len(steps)]
    return [(step.sort, _timed(send, step)) for step in (*turned, last)]


def _timed(send: Send, step: Step) -> float:
    began = time.perf_counter()
    send(step)
    return (time.perf_counter() - began) * 1000


def _over_api(service: Service) -> Send:
    citizen = Citizen(service.url)
    return lambda step: citizen.press(step.payload) if step.payload else citizen.say(step.text)


def _to_rasa(service: Service) -> Send:
    http, sender = httpx.Client(base_url=f"http://127.0.0.1:{service.rasa_port}", timeout=60), str(uuid4())

    def send(step: Step) -> httpx.Response:
        text = to_rasa(parse_payload(step.payload)) if step.payload else step.text
        return http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text}).raise_for_status()

    return send
