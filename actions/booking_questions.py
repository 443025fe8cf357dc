"""What the booking form asks, one slot after the other, up to the summary to confirm."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import places, when
from actions.base import AskInForm
from actions.desk import Desk
from actions.form_time import ask_time
from actions.turn import filled
from actions.views import button
from helpdesk.models import Draft, Kind
from helpdesk.phones import mask_phone
from helpdesk.slots import parse_slot_id

# In the order of domain.yml, which is that of the questions.
FORM_SLOTS = (
    "booking_place", "booking_slot", "booking_matter", "booking_name", "booking_phone", "booking_confirm",
)  # fmt: skip
# The way out, under what the form says.
LEAVE = [button("不约了", "leave")]
_BACK = [button("上一步", "back"), *LEAVE]
_WHOSE_NAME = {
    "self": "请问来的人叫什么名字？",
    "parent": "好的，给老人约。请问来的老人叫什么名字？",
    "other": "请问来的那个人叫什么名字？",
}


class AskBooking(AskInForm):
    """Asks for one slot of the form."""

    def __init__(self, desk: Desk, slot: str) -> None:
        super().__init__(desk)
        self.slot = slot
        self.action_name = f"action_ask_booking_form_{slot}"

    def question(self, tracker: Tracker) -> list[Draft]:
        """The question, with buttons where there is something to choose from."""
        match self.slot:
            case "booking_place":
                return [
                    places.ask_place(
                        self.desk, "您想去哪里咨询？写镇或村的名字，发定位，或者从下面选。", kind=Kind.BOOKING
                    )
                ]
            case "booking_slot":
                return [ask_time(self.desk, self.desk.directory.get(filled(tracker, "booking_place")), tracker)]
            case "booking_matter":
                return [Draft(Kind.BOOKING, "想咨询什么事？一两句话就行。", {"buttons": _BACK})]
            case "booking_name":
                return [
                    Draft(Kind.BOOKING, _WHOSE_NAME[filled(tracker, "booking_for_whom") or "self"], {"buttons": _BACK})
                ]
            case "booking_phone":
                return [Draft(Kind.BOOKING, "留一个电话，有变动好通知您（手机号或带区号的座机）。", {"buttons": _BACK})]
        return [self._summary(tracker)]

    def _summary(self, tracker: Tracker) -> Draft:
        place = self.desk.directory.get(filled(tracker, "booking_place"))
        _, start = parse_slot_id(filled(tracker, "booking_slot"))
        text = (
            f"请核对一下：\n地点：{place.full_name}（{place.title}）\n时间：{when.slot_name(start)}\n"
            f"事情：{filled(tracker, 'booking_matter')}\n姓名：{filled(tracker, 'booking_name')}\n"
            f"电话：{mask_phone(filled(tracker, 'booking_phone'))}\n都对就点“确认预约”。"
        )
        change = button("改时间", f"book:{place.code}")
        return Draft(Kind.BOOKING, text, {"buttons": [button("确认预约", "yes"), change, *LEAVE]})
