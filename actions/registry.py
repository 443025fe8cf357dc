"""All actions that ``domain.yml`` names, and the server that runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from actions import (
    appointment_actions,
    booking_begin,
    booking_form,
    booking_questions,
    booking_submit,
    calculating,
    conversation_actions,
    eligibility,
)
from actions.desk import Desk

DOMAIN = Path(__file__).parents[1] / "domain.yml"


def all_actions(desk: Desk) -> list[Action]:
    """One of each."""
    return [
        conversation_actions.AnswerQuestion(desk),
        conversation_actions.AnswerAspect(desk),
        conversation_actions.Press(desk),
        conversation_actions.FindPlace(desk),
        conversation_actions.OpeningHours(desk),
        conversation_actions.SmallTalk(desk),
        conversation_actions.RequestPerson(desk),
        booking_begin.BeginBooking(desk),
        booking_form.ValidateBookingForm(desk),
        *(booking_questions.AskBooking(desk, slot) for slot in booking_questions.FORM_SLOTS),
        booking_submit.SubmitBooking(desk),
        calculating.BeginCalculation(desk),
        calculating.ValidateCalculatorForm(desk),
        calculating.AskCalculator(desk),
        calculating.SubmitCalculation(desk),
        eligibility.BeginEligibility(desk),
        eligibility.ValidateEligibilityForm(desk),
        eligibility.AskEligibility(desk),
        eligibility.SubmitEligibility(desk),
        appointment_actions.MyAppointments(desk),
        appointment_actions.BeginChange(desk),
        appointment_actions.ValidateChangeForm(desk),
        *(appointment_actions.AskChange(desk, slot) for slot in ("change_code", "change_slot")),
        appointment_actions.SubmitChange(desk),
        appointment_actions.CancelAppointment(desk),
    ]


class ActionServer:
    """Runs actions as Rasa's action server protocol asks for them."""

    def __init__(self, desk: Desk, domain: Path = DOMAIN) -> None:
        """Read ``domain``, which rasa-sdk wants with every call, so that Rasa need not send it each time."""
        self._domain = yaml.safe_load(domain.read_text(encoding="utf-8"))
        self._executor = ActionExecutor()
        for action in all_actions(desk):
            self._executor.register_action(action)

    async def run(self, call: dict[str, Any]) -> dict[str, Any]:
        """The events and responses of the action that ``call`` names."""
        result = await self._executor.run({**call, "domain": self._domain})
        return result.model_dump() if result else {"events": [], "responses": []}
