"""Forms that ask a questionnaire one question at a time: the calculators, and the legal-aid pre-check.

Such a form has a single Rasa slot that takes the whole message. Beside it stand the answers so far, as JSON; the question that
is due follows from these (``knowledge_base.calculators.asking``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import calculations
from actions.calculator_answers import Heard, hear
from actions.form_turn import (
    DeskForm,
    Slots,
    answer_between,
    is_question_between,
    leave_form,
    said_instead,
    wants_to_leave,
)
from actions.payloads import Payload
from actions.turn import filled, is_intent
from helpdesk.models import Draft
from knowledge_base.calculators.asking import accept, is_asked, next_question, read_answers, without, written
from knowledge_base.calculators.models import AnswerKind, Answers, Question, Questionnaire
from knowledge_base.errors import AnswerRefused

ENDS = ("nothing", "left", "done")
_BACK = re.compile(r"(?:上一[步个条]|前一[步个]|退回(?:去)?|返回|倒回去|重说上一[个条])[吧嘛。！]*")
_BEFORE = r"(?:前[面头]|刚才|上面|先前|之前)"
_CHANGE = re.compile(
    rf"(?:改|换|重新?[说填])(?:一?[下哈])?{_BEFORE}|{_BEFORE}.{{0,6}}(?:错|不对|改)|^(?:说|写|填|搞|点)错了?|改答案"
)
_ECHOED = (AnswerKind.MONEY, AnswerKind.NUMBER, AnswerKind.DATE)


@dataclass(frozen=True, slots=True)
class FormSlots:
    """The Rasa slots of such a form, the one that takes the message and the answers so far; ``leave`` is its way out."""

    answer: str
    answers: str
    leave: str

    def read(self, tracker: Tracker, form: Questionnaire, today: date) -> Answers:
        """The answers so far; none when the questions have changed since, with a setting or a release."""
        try:
            return read_answers(form, json.loads(filled(tracker, self.answers) or "{}"), today)
        except AnswerRefused:
            return Answers()

    def stored(self, answers: Answers) -> Slots:
        """The answers as slots; the next message is another answer."""
        return {self.answer: None, self.answers: json.dumps(written(answers), ensure_ascii=False)}

    def due(self, form: Questionnaire, answers: Answers, before: str = "") -> Draft:
        """The question that is due, or which answer to change when none is."""
        question = next_question(form, answers)
        if question is None:
            return calculations.ask_which_to_change(form, answers, before, leave=self.leave)
        return calculations.ask(question, answers, before, leave=self.leave)


def filled_in(form: Questionnaire, answers: Answers, told: Mapping[str, object], today: date) -> Answers:
    """The answers with those that were ``told`` before they were asked for; what is answered already stays."""
    for question in form.questions:
        if question.key in told and question.key not in answers and is_asked(question, answers):
            answers = accept(form, answers, question.key, told[question.key], today)
    return answers


class QuestionForm(DeskForm):
    """Reads the answers to a questionnaire; a subclass says which one, and what else a message may be."""

    slots: FormSlots

    def heard(self, question: Question, text: str) -> Heard | None:
        """The answer that words give to ``question``, if any."""
        return hear(question, text, self.desk.clock.now())

    def told(self, question: Question, text: str) -> Mapping[str, object]:
        """What an answer to ``question`` tells beyond it, by question key."""
        return {}

    def elsewhere(self, tracker: Tracker, form: Questionnaire, text: str, heard: Heard | None) -> Slots | None:
        """The slots when words leave for another questionnaire."""
        return None

    async def answered(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        form: Questionnaire,
        payload: Payload | None,
        text: str,
    ) -> Slots:
        """An answer, a step back, a question in between, or the end."""
        answers = self.slots.read(tracker, form, self._today())
        if change := self._step_back(dispatcher, form, answers, payload, text):
            return change
        question = _asked(form, answers, payload)
        heard = self._answer_in(question, payload, text) if question else None
        asks = payload is None and is_question_between(tracker, text)
        if other := self.elsewhere(tracker, form, text, heard):
            return other
        if question is not None and heard is not None and (heard.bare or not asks):
            return self._taken(dispatcher, form, answers, question, heard, text)
        if payload is not None or asks or is_intent(tracker, "ask_legal"):
            await answer_between(self.desk, dispatcher, tracker, payload, text, about="")
            return {self.slots.answer: None}
        if wants_to_leave(tracker, payload, text):
            return leave_form(self.slots.answer)
        return {self.slots.answer: None} | said_instead(dispatcher, self.slots.due(form, answers, "没看明白。"))

    def _step_back(
        self,
        dispatcher: CollectingDispatcher,
        form: Questionnaire,
        answers: Answers,
        payload: Payload | None,
        text: str,
    ) -> Slots | None:
        """Ask the last question again, or the one that is to be changed, or which that is."""
        last = [question.key for question in form.questions if question.key in answers][-1:]
        if payload is not None and payload.verb == "redo":
            return self.slots.stored(without(form, answers, payload.argument, self._today()))
        if (payload is not None and payload.verb == "back") or _BACK.fullmatch(text):
            return self.slots.stored(without(form, answers, last[0], self._today()) if last else answers)
        if payload is None and _CHANGE.search(text) and last:
            which = calculations.ask_which_to_change(form, answers, leave=self.slots.leave)
            return self.slots.stored(answers) | said_instead(dispatcher, which)
        return None

    def _answer_in(self, question: Question, payload: Payload | None, text: str) -> Heard | None:
        if payload is None:
            return self.heard(question, text)
        value = payload.argument.partition(":")[2]
        return Heard(None if value == calculations.OPEN else value)

    def _taken(
        self,
        dispatcher: CollectingDispatcher,
        form: Questionnaire,
        answers: Answers,
        question: Question,
        heard: Heard,
        text: str,
    ) -> Slots:
        """The answers with what was heard; the next question repeats a number or day as it was understood."""
        try:
            if heard.refusal:
                raise AnswerRefused(heard.refusal)
            answers = accept(form, answers, question.key, heard.raw, self._today())
        except AnswerRefused as refused:
            again = calculations.ask(question, answers, f"{refused}\n", leave=self.slots.leave)
            return {self.slots.answer: None} | said_instead(dispatcher, again)
        answers = filled_in(form, answers, self.told(question, text), self._today())
        if next_question(form, answers) is None:
            return self.slots.stored(answers) | {self.slots.answer: "done"}
        if question.kind not in _ECHOED:
            return self.slots.stored(answers)
        echo = f"{question.name}：{calculations.answer_in_words(question, answers.values[question.key])}。\n"
        return self.slots.stored(answers) | said_instead(dispatcher, self.slots.due(form, answers, echo))

    def _today(self) -> date:
        return self.desk.clock.now().date()


def _asked(form: Questionnaire, answers: Answers, payload: Payload | None) -> Question | None:
    """The question that is due; for a button the one that it belongs to, which may be an earlier one."""
    if payload is None:
        return next_question(form, answers)
    if payload.verb != "answer":
        return None
    question = form.question(payload.argument.partition(":")[0])
    return question if question is not None and is_asked(question, answers) else None
