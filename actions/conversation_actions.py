"""Rasa actions outside of forms: each a few lines that call a use case and say the result."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import cases, places, small_talk
from actions.appointment_actions import cancel_for_good
from actions.base import DeskAction
from actions.respond import respond_to_press, respond_to_words
from actions.turn import intent, is_intent, outside, pressed, words
from helpdesk.conversations import recently_said
from helpdesk.models import Draft, Kind


class AnswerQuestion(DeskAction):
    """A question, or whatever the classifier could not place."""

    action_name = "action_answer_question"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """One of the four ways out."""
        name, _ = intent(tracker)
        unsure = name == "danger" and not is_intent(tracker, name)
        known = "" if unsure or tracker.latest_message.get("intent", {}).get("name") != name else name
        said = recently_said(self.desk.db, tracker.sender_id)
        return respond_to_words(
            self.desk, words(tracker), known, tracker.get_slot("guide_id"), outside=outside(tracker), said=said
        )


class AnswerAspect(DeskAction):
    """A question about fee, materials, conditions, time, procedure, where or the telephone."""

    action_name = "action_answer_aspect"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The aspect of the guide under discussion."""
        said = recently_said(self.desk.db, tracker.sender_id)
        return respond_to_words(self.desk, words(tracker), intent(tracker)[0], tracker.get_slot("guide_id"), said=said)


class Press(DeskAction):
    """A pressed button that belongs to no form."""

    action_name = "action_press"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """What the button shows."""
        payload = pressed(tracker)
        if payload is None:
            return []
        if payload.verb == "cancel_yes":
            return [cancel_for_good(self.desk, tracker.sender_id, payload.argument)]
        return respond_to_press(self.desk, payload, tracker.sender_id)


class FindPlace(DeskAction):
    """The citizen looks for a room."""

    action_name = "action_find_place"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The place, a choice, or the question where."""
        return places.find_place(self.desk, words(tracker))


class OpeningHours(DeskAction):
    """When a room is open: the one that is named, or the one under discussion."""

    action_name = "action_opening_hours"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The place's card carries its hours."""
        found = self.desk.directory.search(words(tracker))
        code = tracker.get_slot("place_code")
        if not found and code:
            return [places.show_place(self.desk, self.desk.directory.get(code))]
        if not found:
            text = "各个服务室一般周一至周五 09:00–12:00、14:00–17:00 开门，各地可能不一样。您要问哪个地方的？"
            return [places.ask_place(self.desk, text)]
        return places.find_place(self.desk, words(tracker))


class SmallTalk(DeskAction):
    """Greetings and the like."""

    action_name = "action_small_talk"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The fixed reply."""
        payload = pressed(tracker)
        name = tracker.latest_message["intent"]["name"] if payload else intent(tracker)[0]
        if name == "case_status":
            return cases.show_status(self.desk, tracker.sender_id)
        return small_talk.reply(name)


class RequestPerson(DeskAction):
    """The citizen wants a person, in words that the gateway did not catch; the gateway does the rest."""

    action_name = "action_request_person"

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """An empty hand-off: the gateway puts the conversation in the queue and finds the words."""
        return [Draft(Kind.HANDOFF, "")]
