"""One turn as an action sees it, freed of Rasa's shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.payloads import Payload, from_rasa
from helpdesk.models import Draft

_QUESTION = re.compile(
    r"[?？]\s*$|[吗呢嘛]\s*$|[不没]\s*$|怎么|咋|多少|哪[里个儿]|啥|什么|几点|能不能|可不可以|要不要|是不是|有没有|为什么|好久|多久"
)
_SURE_INTENT = 0.6
# Intents of which a sure one means that the text is a legal matter; ``ask_…`` ones are too.
_LEGAL_INTENTS = ("eligibility", "case_status", "danger")


def words(tracker: Tracker) -> str:
    """What the citizen wrote; empty for a pressed button."""
    text = str(tracker.latest_message.get("text") or "")
    return "" if from_rasa(text) else text


def pressed(tracker: Tracker) -> Payload | None:
    """The button that was pressed, or None for words."""
    return from_rasa(str(tracker.latest_message.get("text") or ""))


def intent(tracker: Tracker) -> tuple[str, float]:
    """The classifier's best intent and its confidence; behind a fallback, the intent it was not sure of."""
    ranking = tracker.latest_message.get("intent_ranking") or []
    best = next((i for i in ranking if i.get("name") != "nlu_fallback"), tracker.latest_message.get("intent") or {})
    return str(best.get("name") or ""), float(best.get("confidence") or 0.0)


def is_intent(tracker: Tracker, *names: str) -> bool:
    """Whether the classifier is reasonably sure of one of ``names``."""
    name, confidence = intent(tracker)
    return name in names and confidence >= _SURE_INTENT


def outside(tracker: Tracker) -> bool | None:
    """The classifier's opinion whether the text is no legal matter: None when it is not sure."""
    name, confidence = intent(tracker)
    if name == "outside":
        return True if confidence >= _SURE_INTENT else None
    legal = name.startswith("ask_") or name in _LEGAL_INTENTS
    return False if legal and confidence >= _SURE_INTENT else None


def looks_like_question(text: str) -> bool:
    """Whether a text asks something, by its form."""
    return bool(_QUESTION.search(text))


def filled(tracker: Tracker, slot: str) -> str:
    """What a slot holds; empty when it holds nothing."""
    return str(tracker.get_slot(slot) or "")


def utter(dispatcher: CollectingDispatcher, drafts: Iterable[Draft]) -> None:
    """Say ``drafts``; the gateway reads them from the custom part of Rasa's reply."""
    for draft in drafts:
        message: dict[str, Any] = {"kind": draft.kind.value, "text": draft.text, **draft.extras}
        dispatcher.utter_message(json_message=message)
