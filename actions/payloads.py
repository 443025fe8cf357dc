"""What the buttons say: a payload is ``verb`` or ``verb:argument``, at most 64 bytes (Telegram's limit).

| payload | pressing it |
|---|---|
| ``faq:ID`` ``guide:ID`` | shows the entry |
| ``aspect:GUIDE:ASPECT`` | shows one aspect of a guide |
| ``narrow:ID`` ``narrow:ID:OPTION`` ``narrow:ID:OPTION.OPTION`` | narrows a wide question down |
| ``none`` | none of the offered entries is meant |
| ``find_place`` ``tier:CODE`` ``tier:CODE:FROM`` ``place:CODE`` | goes down the four tiers, a page at a time, to a place |
| ``book`` ``book:CODE`` ``day:CODE:YYYYMMDD`` ``slot:ID`` | books an appointment |
| ``book:aid`` | books one about the last legal-aid pre-check |
| ``my`` ``change:CODE`` ``cancel:CODE`` ``cancel_yes:CODE`` | the citizen's appointments |
| ``move:CODE:SLOT`` | moves an appointment to a time that was offered |
| ``wait:PLACE`` ``unwait:N`` ``book:wN`` | joins and leaves the waiting list, books the time that is held for it |
| ``calc`` ``calc:ID`` ``calc:ID:redo`` | begins a calculator, or goes back to the answers of its last result |
| ``aid`` ``aid:redo`` | begins the legal-aid pre-check, or goes back to the answers of its last result |
| ``answer:QUESTION:VALUE`` ``back`` ``redo:QUESTION`` | answers a question of either, goes back one, asks one again |
| ``sheet`` ``sheet:MESSAGE`` | the sheet of the last answer, or of this one (``actions.sheet``): pages open it and send nothing |
| ``yes`` ``no`` ``leave`` | answers what was asked |
| ``human`` ``withdraw`` ``callback`` | asks for a person, leaves the queue, leaves a number (the gateway's, never Rasa's) |
| ``end`` ``solved:HANDOFF:yes`` ``rate:HANDOFF:5`` ``word:HANDOFF`` ``word`` | ends a chat with a person, says what one thought of it |
| ``help`` ``privacy`` | says what the desk can do, what it stores |
| ``promise`` | says that nobody can promise an outcome (no button: words alone mean it) |
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

MAX_BYTES = 64

# Buttons that pages and keyboards have beside those of the messages.
FIXED_TITLES = {
    "book": "预约",
    "find_place": "找服务室",
    "my": "我的预约",
    "human": "转人工",
    "help": "帮助",
    "privacy": "隐私",
}

_ID = r"[a-z0-9-]{1,40}"
_CODE = r"\d{12}"
_FORMS = {
    "faq": _ID,
    "guide": _ID,
    "aspect": rf"{_ID}:[a-z_]{{1,20}}",
    "narrow": r"[a-z0-9-]{1,20}(:[a-z0-9]{1,12}(\.[a-z0-9]{1,12})?)?",
    "none": None,
    "find_place": None,
    "tier": rf"{_CODE}(:\d{{1,4}})?",
    "place": _CODE,
    "book": rf"({_CODE}|aid|w\d{{1,9}})?",
    "day": rf"{_CODE}:\d{{8}}",
    "slot": rf"{_CODE}-\d{{12}}",
    "my": None,
    "change": r"[A-Z0-9]{6}",
    "cancel": r"[A-Z0-9]{6}",
    "cancel_yes": r"[A-Z0-9]{6}",
    "move": rf"[A-Z0-9]{{6}}:{_CODE}-\d{{12}}",
    "wait": _CODE,
    "unwait": r"\d{1,9}",
    "calc": r"([a-z-]{1,30}(:redo)?)?",
    "aid": r"(redo)?",
    "answer": r"[a-z_]{1,20}:[a-z0-9_]{1,20}",
    "back": None,
    "redo": r"[a-z_]{1,20}",
    "sheet": r"[A-Za-z0-9-]{0,40}",
    "yes": None,
    "no": None,
    "leave": None,
    "human": None,
    "withdraw": None,
    "callback": None,
    "end": None,
    "solved": r"\d{1,9}:(yes|no)",
    "rate": r"\d{1,9}:[1-5]",
    "word": r"(\d{1,9})?",
    "help": None,
    "privacy": None,
    "promise": None,
}
# Verbs with an intent of their own; all others go to Rasa as ``press``.
_INTENTS = {
    "find_place": "find_place",
    "book": "book",
    "my": "my_appointments",
    "change": "change_appointment",
    "cancel": "cancel_appointment",
    "calc": "calculate",
    "aid": "eligibility",
    "yes": "affirm",
    "no": "deny",
    "leave": "leave",
    "help": "help",
    "privacy": "privacy",
}


class UnknownPayload(Exception):
    """The payload is none of ours."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A pressed button."""

    verb: str
    argument: str = ""

    def __str__(self) -> str:
        return f"{self.verb}:{self.argument}" if self.argument else self.verb


def parse_payload(written: str) -> Payload:
    """Read a payload.

    Raises UnknownPayload when it is not of the table above.
    """
    verb, _, argument = written.partition(":")
    form = _FORMS.get(verb, "")
    if len(written.encode()) > MAX_BYTES or form == "":
        raise UnknownPayload(written)
    if (form is None and argument) or (form is not None and not re.fullmatch(form, argument)):
        raise UnknownPayload(written)
    return Payload(verb, argument)


def to_rasa(payload: Payload) -> str:
    """The payload as a message to Rasa, which takes intents and entities written out."""
    intent = _INTENTS.get(payload.verb, "press")
    value = payload.argument if intent != "press" else str(payload)
    return f"/{intent}" + (json.dumps({"value": value}) if value else "")


def point_to_rasa(lat: float, lng: float) -> str:
    """A shared point (WGS-84 degrees) as a message to Rasa."""
    return "/press" + json.dumps({"value": f"point:{lat:.6f},{lng:.6f}"})


def from_rasa(text: str) -> Payload | None:
    """The button or point behind a message to Rasa, or None for words."""
    found = re.fullmatch(r"/([a-z_]+)(\{.*\})?", text)
    if not found:
        return None
    value = json.loads(found[2])["value"] if found[2] else ""
    if found[1] == "press":
        verb, _, argument = value.partition(":")
        return Payload(verb, argument)
    verb = next((verb for verb, intent in _INTENTS.items() if intent == found[1]), found[1])
    return Payload(verb, value)
