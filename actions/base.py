"""What all actions share: the desk they work with, and saying the result."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.turn import utter
from helpdesk.models import Draft, Kind

Events = list[dict[str, Any]]


class DeskAction(Action, ABC):
    """An action that works with the desk; ``drafts`` runs in a thread, because the use cases block."""

    action_name: str

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def name(self) -> str:
        """As ``domain.yml`` calls it."""
        return self.action_name

    @abstractmethod
    def drafts(self, tracker: Tracker) -> list[Draft]:
        """What to say."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Say it, and remember what it is about."""
        said = await asyncio.to_thread(self.drafts, tracker)
        utter(dispatcher, said)
        return topic_events(said)


class AskInForm(DeskAction):
    """Asks for a slot of a form, unless the form has just asked in its own words."""

    @abstractmethod
    def question(self, tracker: Tracker) -> list[Draft]:
        """The question."""

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The question, or nothing."""
        return [] if tracker.get_slot("form_asked") else self.question(tracker)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Ask, and let the next turn ask again."""
        return [*await super().run(dispatcher, tracker, domain), SlotSet("form_asked", None)]


def topic_events(said: list[Draft]) -> Events:
    """Slots that remember the guide and the place under discussion."""
    events: Events = []
    for draft in said:
        if guide := draft.extras.get("guide_id"):
            events.append(SlotSet("guide_id", guide))
        elif draft.extras.get("faq_id") or _is_other_matter(draft):
            events.append(SlotSet("guide_id", None))
        if place := draft.extras.get("place"):
            events.append(SlotSet("place_code", place["code"]))
    return events


def _is_other_matter(draft: Draft) -> bool:
    """Whether a question was answered that has nothing to do with what was under discussion before it."""
    return draft.kind in (Kind.STATUTES, Kind.CLARIFY) and "about" not in draft.extras
