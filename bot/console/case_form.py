"""The fields of a case, for a new one and for one that is corrected."""

from __future__ import annotations

from nicegui import ui

from actions.desk import Desk
from bot.console.register_words import TOPIC_OPTIONS, PlaceField
from helpdesk.errors import Refused
from helpdesk.register import LONGEST, CaseDetails
from helpdesk.register_models import CASE_RESULTS, Case, CaseResult

RESULT_OPTIONS = {result.value: name for result, name in CASE_RESULTS.items()}


class CaseForm:
    """Draws the fields; ``details`` reads them."""

    def __init__(self, desk: Desk, case: Case | None = None) -> None:
        with ui.element("div").classes("form"):
            self._place = PlaceField(desk, "在哪个服务点（写地名）", case.place_code if case else None)
            topic = case.topic if case else None
            options = TOPIC_OPTIONS if topic is None or topic in TOPIC_OPTIONS else {**TOPIC_OPTIONS, topic: topic}
            self._topic = ui.select(options, label="哪一类的事", value=topic).props("outlined")
            self._matter = _words("是什么事", case.matter if case else "", LONGEST["matter"])
            self._party = ui.input("群众姓名", value=case.party if case else "").props("outlined maxlength=30")
            self._phone = ui.input("电话", value=case.phone if case else "").props("outlined inputmode=tel")
            self._other = ui.input("对方（人或单位）", value=case.other_party if case else "").props(
                "outlined maxlength=60"
            )
            self._answer = _words("怎么答复的", case.answer if case else "", LONGEST["answer"])
            chosen = case.result.value if case and case.result else None
            self._result = ui.select(RESULT_OPTIONS, label="结果", value=chosen, clearable=True).props("outlined")
            self._minutes = ui.number("用了多少分钟", value=case.minutes if case else 0, min=0, max=1440, precision=0)
            self._minutes.props("outlined")

    def details(self) -> CaseDetails:
        """What was written. Raises Refused while the place or the topic is not chosen."""
        if self._place.code is None:
            raise Refused("请写服务点的地名，再选中一个")
        if not self._topic.value:
            raise Refused("请选是哪一类的事")
        return CaseDetails(
            place_code=self._place.code,
            topic=str(self._topic.value),
            matter=str(self._matter.value or ""),
            party=str(self._party.value or ""),
            phone=str(self._phone.value or ""),
            other_party=str(self._other.value or ""),
            answer=str(self._answer.value or ""),
            result=CaseResult(self._result.value) if self._result.value else None,
            minutes=int(self._minutes.value or 0),
        )


def _words(label: str, value: str, longest: int) -> ui.textarea:
    return ui.textarea(label, value=value).props(f"outlined autogrow maxlength={longest}")
