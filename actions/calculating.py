"""One form for all calculators: which one, then its questions one by one (``actions.question_form``), then the result."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import calculations
from actions.base import AskInForm, DeskAction, Events, topic_events
from actions.calculator_answers import Heard
from actions.form_turn import (
    FORM_MEMORY,
    Slots,
    answer_between,
    cleared,
    gives_up,
    is_question_between,
    leave_form,
    read_answer,
    said_instead,
    wants_to_leave,
)
from actions.payloads import Payload
from actions.question_form import ENDS, FormSlots, QuestionForm
from actions.respond import respond_to_words
from actions.turn import filled, is_intent, outside, pressed, utter, words
from helpdesk.models import Draft, Kind
from knowledge_base.calculators.asking import calculate
from knowledge_base.calculators.models import Calculator, Questionnaire
from knowledge_base.calculators.registry import calculators_named_in, find_calculator
from knowledge_base.errors import CalculatorNotFound
from knowledge_base.service import WayOut

ANSWER = "calculator_answer"
SLOTS = FormSlots(ANSWER, "calculator_answers", leave="不算了")
_COUNT = re.compile(r"算(?:一?[下哈算]|[个看出]|算看|得出)|[帮给]我.{0,4}算|计算|算账")
# 算不算, 算数: whether something counts, not how much it comes to.
_WHETHER = re.compile(r"算不算|不算|算数|算是|算得上|算.{0,6}[吗不]$")


class BeginCalculation(DeskAction):
    """A wish to have something worked out: begin the form, with the calculator that the message names."""

    action_name = "action_begin_calculation"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Begin afresh, or with the answers of the last result when those are to be changed."""
        payload, text = pressed(tracker), words(tracker)
        slots: Slots = {"calculator_id": None, "calculator_answers": None, ANSWER: None}
        topic: Events = []
        if payload is not None:
            slots |= _from_button(tracker, payload)
        elif not await asyncio.to_thread(self._wants_a_sum, tracker, text):
            drafts = await asyncio.to_thread(
                respond_to_words, self.desk, text, "", filled(tracker, "guide_id"), outside=outside(tracker)
            )
            utter(dispatcher, drafts)
            topic = topic_events(drafts)
            slots[ANSWER] = "nothing"
        elif len(named := calculators_named_in(text)) == 1:
            slots["calculator_id"] = named[0].id
        else:
            slots |= said_instead(dispatcher, calculations.choose_calculator(named))
        return [*cleared(*FORM_MEMORY), *[SlotSet(name, value) for name, value in slots.items()], *topic]

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """Nothing: the form asks."""
        return []

    def _wants_a_sum(self, tracker: Tracker, text: str) -> bool:
        """Whether words ask to have something worked out: plainly, or as the classifier reads them and no entry surely
        answers them (one that does offers the calculator itself).
        """
        if _COUNT.search(text):
            return True
        if not is_intent(tracker, "calculate") or _WHETHER.search(text) or not calculators_named_in(text):
            return False
        return self.desk.knowledge.answer(text).way_out is not WayOut.SURE


class ValidateCalculatorForm(QuestionForm):
    """Reads the answers to a calculator's questions."""

    action_name = "validate_calculator_form"
    slots = SLOTS

    async def validate_calculator_answer(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """An answer, a step back, another calculator, a question in between, or the end."""
        payload, text = read_answer(value)
        if text in ENDS:
            return {ANSWER: text}
        if gives_up(payload, text):
            return leave_form(ANSWER)
        if payload is not None and payload.verb == "calc":
            return {ANSWER: None, "calculator_answers": None, **_from_button(tracker, payload)}
        calculator = _chosen(tracker)
        if calculator is None:
            return await self._which(dispatcher, tracker, payload, text)
        return await self.answered(dispatcher, tracker, calculator, payload, text)

    async def _which(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, payload: Payload | None, text: str
    ) -> Slots:
        named = calculators_named_in(text) if payload is None else ()
        if len(named) == 1:
            return {ANSWER: None, "calculator_id": named[0].id, "calculator_answers": None}
        if not named and (payload is not None or is_question_between(tracker, text)):
            await answer_between(self.desk, dispatcher, tracker, payload, text, about="")
            return {ANSWER: None}
        if wants_to_leave(tracker, payload, text):
            return leave_form(ANSWER)
        return {ANSWER: None} | said_instead(dispatcher, calculations.choose_calculator(named))

    def elsewhere(self, tracker: Tracker, form: Questionnaire, text: str, heard: Heard | None) -> Slots | None:
        """Another calculator that words name."""
        other = calculators_named_in(text) if is_intent(tracker, "calculate") else ()
        if len(other) == 1 and other[0] is not form and not (heard and heard.bare):
            return {ANSWER: None, "calculator_id": other[0].id, "calculator_answers": None}
        return None


class AskCalculator(AskInForm):
    """Asks what is due."""

    action_name = f"action_ask_calculator_form_{ANSWER}"

    def question(self, tracker: Tracker) -> list[Draft]:
        """Which calculator, the next question, or which answer to change."""
        calculator = _chosen(tracker)
        if calculator is None:
            return [calculations.choose_calculator()]
        answers = SLOTS.read(tracker, calculator, self.desk.clock.now().date())
        first = "" if answers.values else f"{calculator.title}，我一样一样问您，随时可以说“上一步”“算了”“转人工”。\n"
        return [SLOTS.due(calculator, answers, first)]


class SubmitCalculation(DeskAction):
    """The end of the form: the result, or nothing worked out. The answers stay, so that one of them can be changed."""

    action_name = "action_submit_calculation"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Say it."""
        utter(dispatcher, await asyncio.to_thread(self.drafts, tracker))
        return cleared(ANSWER, *FORM_MEMORY)

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The result."""
        end, calculator = filled(tracker, ANSWER), _chosen(tracker)
        if end == "nothing":
            return []
        if end != "done" or calculator is None:
            return [Draft(Kind.SOCIAL, "好的，不算了。想算的时候再说“帮我算一下”就行。")]
        context = calculations.context_of(self.desk)
        answers = SLOTS.read(tracker, calculator, context.today)
        return [calculations.show_result(self.desk, calculator, calculate(calculator, answers, context))]


def _chosen(tracker: Tracker) -> Calculator | None:
    return find_calculator(filled(tracker, "calculator_id")) if filled(tracker, "calculator_id") else None


def _from_button(tracker: Tracker, payload: Payload) -> Slots:
    """The calculator that a button names; with ``redo`` its last answers are kept."""
    name, _, redo = payload.argument.partition(":")
    try:
        chosen = find_calculator(name).id if name else None
    except CalculatorNotFound:
        chosen = None
    keep = redo and filled(tracker, "calculator_id") == chosen
    return {"calculator_id": chosen, "calculator_answers": tracker.get_slot("calculator_answers") if keep else None}
