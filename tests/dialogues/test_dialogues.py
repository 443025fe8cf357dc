"""Whole conversations, written in the YAML files beside this one so that a lawyer can read and write them.

Each file is a list of conversations: ``name``, ``lines``, and what is ``stored`` afterwards. A line is one of

| line | means |
|---|---|
| ``citizen: 我想预约`` | the citizen writes |
| ``press: 确认预约`` | the citizen presses the newest button whose title holds these words |
| ``share: [31.47, 104.75]`` | the citizen shares a point (WGS-84 latitude, longitude) |
| ``bot: …`` | one reply; every reply is written down, in order |

A reply is the words it must hold, or a table of ``kind``, ``says`` (words, or a list of them), ``never`` (words it must not hold),
``buttons`` (titles among its buttons), ``faq``, ``guide``, ``law`` (民法典第六百七十五条, among its citations), ``place``. A list of such
replies stands for alternatives that are equally right. ``stored`` holds ``state`` and ``appointments`` (12月8日 15:00 铁炉村).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.citizen import Citizen, Json

FOLDER = Path(__file__).parent
CONVERSATIONS = [
    pytest.param(conversation, id=f"{path.stem}-{conversation['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_conversation(conversation: Json, service_url: str) -> None:
    """The desk answers every line as the conversation says, and keeps what it says it keeps."""
    citizen = Citizen(service_url)
    state, unread, heard = "BOT", [], []

    for line in conversation["lines"]:
        ((who, said),) = line.items()
        if who == "bot":
            assert unread, f"no reply left for: {said}"
            _check(unread.pop(0), said)
        else:
            assert not unread, f"a reply that the conversation does not have, before {line}: {unread}"
            turn = _send(citizen, who, said, heard)
            state, unread = turn["state"], list(turn["messages"])
            heard += unread

    assert not unread, f"a reply that the conversation does not have: {unread}"
    stored = conversation.get("stored", {})
    assert state == stored.get("state", "BOT")
    assert _appointments(citizen, heard) == stored.get("appointments", [])


def _send(citizen: Citizen, who: str, said: Any, heard: list[Json]) -> Json:
    match who:
        case "citizen":
            return citizen.say(str(said))
        case "share":
            return citizen.share(*said)
        case "press":
            buttons = [button for message in reversed(heard) for button in message["buttons"]]
            pressed = next((button for button in buttons if said in button["title"]), None)
            assert pressed, f"no button {said}: {[button['title'] for button in buttons]}"
            return citizen.press(pressed["payload"])
    raise ValueError(f"a line cannot begin with {who}")


def _check(reply: Json, wanted: Any) -> None:
    alternatives = wanted if isinstance(wanted, list) else [wanted]
    faults = [_faults(reply, one if isinstance(one, dict) else {"says": one}) for one in alternatives]
    assert [] in faults, f"{faults}\nthe reply was {reply}"


def _faults(reply: Json, wanted: Json) -> list[str]:
    """What of ``wanted`` the reply lacks."""
    titles = [button["title"] for button in reply["buttons"]]
    laws = [citation["law"] + citation["article"] for citation in reply["citations"]]
    place = (reply["place"] or {}).get("name")
    found = {"kind": reply["kind"], "faq": reply["faq_id"], "guide": reply["guide_id"], "place": place}
    faults = [
        f"{name} {found[name]}, not {wanted[name]}" for name in found if wanted.get(name, found[name]) != found[name]
    ]
    faults += [f"does not say {words}" for words in _listed(wanted, "says") if words not in reply["text"]]
    faults += [f"says {words}" for words in _listed(wanted, "never") if words in reply["text"]]
    faults += [f"no button {title}" for title in _listed(wanted, "buttons") if title not in titles]
    faults += [f"does not cite {law}" for law in _listed(wanted, "law") if law not in laws]
    unknown = set(wanted) - {*found, "says", "never", "buttons", "law"}
    return faults + [f"nothing is known of {name}" for name in unknown]


def _listed(wanted: Json, name: str) -> list[str]:
    value = wanted.get(name, [])
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def _appointments(citizen: Citizen, heard: list[Json]) -> list[str]:
    """The booked ones among the appointments that were spoken of, as 12月8日 15:00 铁炉村."""
    codes = dict.fromkeys(message["appointment"]["code"] for message in heard if message["appointment"])
    answers = [citizen.http.get(f"/appointments/{code}").raise_for_status().json() for code in codes]
    return [_named(appointment) for appointment in answers if appointment["status"] == "booked"]


def _named(appointment: Json) -> str:
    start = datetime.fromisoformat(appointment["start"])
    return f"{start.month}月{start.day}日 {start:%H:%M} {appointment['place']['name']}"
