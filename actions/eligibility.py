"""The legal-aid pre-check in the chat: its questions one by one (``actions.question_form``), then a judgement."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import AskInForm, DeskAction, Events, topic_events
from actions.calculator_answers import Heard
from actions.desk import Desk
from actions.eligibility_answers import booking_matter, known_in_words, show_opinion
from actions.form_turn import FORM_MEMORY, Slots, cleared, gives_up, leave_form, read_answer, said_instead
from actions.question_form import ENDS, FormSlots, QuestionForm, filled_in
from actions.respond import respond_to_words
from actions.turn import filled, outside, pressed, utter, words
from helpdesk.models import Draft, Kind
from knowledge_base.calculators.asking import next_question
from knowledge_base.calculators.models import Answers, Question
from knowledge_base.legal_aid.assess import assess
from knowledge_base.legal_aid.cues import told
from knowledge_base.legal_aid.models import Opinion
from knowledge_base.legal_aid.questions import pre_check

ANSWER = "eligibility_answer"
SLOTS = FormSlots(ANSWER, "eligibility_answers", leave="不查了")
_AID = r"法律援助|法援|援助律师|免费(?:的)?律师|(?:国家|政府).{0,4}派.{0,4}律师"
# 我能不能申请法律援助, 看看我够不够条件: about one's own case. 哪些人可以申请 is a question of the law.
_OWN = re.compile(r"我|俺|咱|本人|自己|[妈爸娘爹娃孩]|老汉|老婆|婆娘|老公|男人|家属|屋头|家里")
_WHETHER = re.compile(
    r"能不能|可不可以|是不是可以|是不是能|可以.{0,12}[吗不没]|能.{0,12}[吗不]|够不够|够得上|符不符合|符合.{0,6}[吗不]|算不算|有没得?有?资格|有资格|得不得行|查一?查|看一?[看下哈]|测|判断|评估|预查"
)
_FIRST = "我一样一样问您，随时可以说“上一步”“算了”“转人工”。\n"
_MATTER_QUESTIONS = frozenset({"area", "work", "family", "injury", "special", "criminal", "other"})


class BeginEligibility(DeskAction):
    """A wish to know whether one may have legal aid: begin the form with what the message tells already."""

    action_name = "action_begin_eligibility"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Begin afresh, or with the answers of the last result when those are to be changed."""
        payload, text = pressed(tracker), words(tracker)
        slots: Slots = {ANSWER: None, SLOTS.answers: None}
        topic: Events = []
        if payload is not None:
            slots[SLOTS.answers] = tracker.get_slot(SLOTS.answers) if payload.argument == "redo" else None
        elif wants_check(text):
            slots |= self._told(dispatcher, text)
        else:
            drafts = await asyncio.to_thread(
                respond_to_words, self.desk, text, "", filled(tracker, "guide_id"), outside=outside(tracker)
            )
            utter(dispatcher, drafts)
            topic = topic_events(drafts)
            slots[ANSWER] = "nothing"
        return [*cleared(*FORM_MEMORY), *[SlotSet(name, value) for name, value in slots.items()], *topic]

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """Nothing: the form asks."""
        return []

    def _told(self, dispatcher: CollectingDispatcher, text: str) -> Slots:
        form = pre_check(self.desk.income_line)
        answers = filled_in(form, Answers(), told(text), self.desk.clock.now().date())
        if not answers.values:
            return {}
        if next_question(form, answers) is None:
            return SLOTS.stored(answers) | {ANSWER: "done"}
        known = f"好的，我先看一看。您说了：{known_in_words(form, answers)}。记错了就说“改前面的”。\n"
        return SLOTS.stored(answers) | said_instead(dispatcher, SLOTS.due(form, answers, known))


def wants_check(text: str) -> bool:
    """Whether words ask about legal aid in the citizen's own case."""
    return bool(re.search(_AID, text) and _WHETHER.search(text) and _OWN.search(text))


class ValidateEligibilityForm(QuestionForm):
    """Reads the answers to the pre-check's questions."""

    action_name = "validate_eligibility_form"
    slots = SLOTS

    async def validate_eligibility_answer(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> Slots:
        """An answer, a step back, a question in between, or the end."""
        payload, text = read_answer(value)
        if text in ENDS:
            return {ANSWER: text}
        if gives_up(payload, text):
            return leave_form(ANSWER)
        if payload is not None and payload.verb == "aid":
            return {ANSWER: None} if payload.argument else {ANSWER: None, SLOTS.answers: None}
        return await self.answered(dispatcher, tracker, pre_check(self.desk.income_line), payload, text)

    def heard(self, question: Question, text: str) -> Heard | None:
        """As words usually answer, or the matter that they speak of: 老板不给工钱."""
        plain = super().heard(question, text)
        value = self.told(question, text).get(question.key)
        if value is None or (plain is not None and plain.bare):
            return plain
        return Heard(value, bare=not re.search("[吗呢？?]", text))

    def told(self, question: Question, text: str) -> Mapping[str, object]:
        """What the answer about the matter tells beside it: who is asking, whether there is a lawyer."""
        return told(text) if question.key in _MATTER_QUESTIONS else {}


class AskEligibility(AskInForm):
    """Asks what is due."""

    action_name = f"action_ask_eligibility_form_{ANSWER}"

    def question(self, tracker: Tracker) -> list[Draft]:
        """The next question, or which answer to change."""
        form = pre_check(self.desk.income_line)
        answers = SLOTS.read(tracker, form, self.desk.clock.now().date())
        return [SLOTS.due(form, answers, "" if answers.values else f"{form.title}，{_FIRST}")]


class SubmitEligibility(DeskAction):
    """The end of the form: the judgement, or none. The answers stay, so that one of them can be changed."""

    action_name = "action_submit_eligibility"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Say it."""
        utter(dispatcher, await asyncio.to_thread(self.drafts, tracker))
        return cleared(ANSWER, *FORM_MEMORY)

    def drafts(self, tracker: Tracker) -> list[Draft]:
        """The result."""
        end = filled(tracker, ANSWER)
        if end == "nothing":
            return []
        opinion = last_opinion(self.desk, tracker) if end == "done" else None
        if opinion is None:
            return [Draft(Kind.SOCIAL, "好的，不查了。想查的时候再说“查一查能不能申请法律援助”就行。")]
        return [show_opinion(self.desk, opinion)]


def last_opinion(desk: Desk, tracker: Tracker) -> Opinion | None:
    """What the answers given last come to; None when they are not complete."""
    form = pre_check(desk.income_line)
    answers = SLOTS.read(tracker, form, desk.clock.now().date())
    return None if next_question(form, answers) else assess(form, answers)


def matter_to_book(desk: Desk, tracker: Tracker) -> str | None:
    """The matter of an appointment about the last result, if there is one."""
    opinion = last_opinion(desk, tracker)
    return booking_matter(opinion) if opinion else None
