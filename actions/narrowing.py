"""Wide questions: ask which case it is, then answer for that case.

How far a question is narrowed down stands in the payloads of its buttons (``narrow:divorce:opposed``), so an old question
can still be answered after a restart, in the middle of a form, or without Rasa.
"""

from __future__ import annotations

from actions.answers import show_entry
from actions.desk import Desk
from actions.payloads import Payload, parse_payload
from actions.views import button
from helpdesk.models import Draft, Kind, Message
from knowledge_base.narrowing import Case, Narrowing, Option
from knowledge_base.service import RankedEntry, WayOut

_GONE = "这个问题已经更新了，请再说一遍您想问的事。"
_HOW = "（点一下，或者直接说）"


def ask_or_show(desk: Desk, case: Case) -> Draft:
    """The next question of a case, or the entry that it comes to."""
    step = case.narrowing.at(case.path)
    if step is None:
        return Draft(Kind.NOTICE, _GONE)
    if isinstance(step, Option) and step.answer is not None:
        entry = desk.knowledge.find_entry(step.answer)
        return show_entry(desk, RankedEntry(entry, 1.0)) if entry else Draft(Kind.NOTICE, _GONE)
    buttons = [
        button(option.title, payload_of(Case(case.narrowing, (*case.path, option.id))))
        for option in step.options
        if _leads_somewhere(desk, option)
    ]
    return Draft(Kind.CLARIFY, f"{step.question}{_HOW}", {"buttons": [*buttons, button("都不是", "none")]})


def pressed_case(desk: Desk, argument: str) -> Case | None:
    """The case behind a ``narrow`` payload."""
    narrowing_id, _, path = argument.partition(":")
    narrowing = desk.narrowings.by_id.get(narrowing_id)
    return Case(narrowing, tuple(path.split(".")) if path else ()) if narrowing else None


def asked_case(desk: Desk, asked: Message) -> Case | None:
    """The case that a message of the bot asks about."""
    for offered in asked.extras.get("buttons", []):
        if str(offered["payload"]).startswith("narrow:"):
            case = pressed_case(desk, parse_payload(offered["payload"]).argument)
            return Case(case.narrowing, case.path[:-1]) if case else None
    return None


def option_in_words(desk: Desk, asked: Message, text: str) -> Payload | None:
    """The button that words choose in answer to a question that narrows down."""
    case = asked_case(desk, asked)
    chosen = desk.narrowings.chosen(case, text) if case else None
    return parse_payload(payload_of(chosen)) if chosen else None


def wide_in_words(desk: Desk, text: str) -> Payload | None:
    """The wide question that words ask, where no answer has to be looked at first: see ``questions.answer_question``.

    A listed wording goes before an entry; any other one is left to that when an answer may be sure.
    """
    case = desk.narrowings.wide(text)
    if case is None or (not desk.narrowings.lists(text) and desk.knowledge.answer(text).way_out is WayOut.SURE):
        return None
    return parse_payload(payload_of(case))


def payload_of(case: Case) -> str:
    """The payload of the button that leads to a case."""
    return f"narrow:{case.narrowing.id}" + (f":{'.'.join(case.path)}" if case.path else "")


def _leads_somewhere(desk: Desk, option: Narrowing | Option) -> bool:
    """Whether an option's entry, or that of one further down, is still published."""
    if isinstance(option, Option) and option.answer is not None:
        return desk.knowledge.find_entry(option.answer) is not None
    return any(_leads_somewhere(desk, further) for further in option.options)
