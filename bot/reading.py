"""Reading a citizen's message: the button or the words in it, whether there is danger in them, why the bot cannot go by it,
and how Rasa is told.
"""

from __future__ import annotations

import asyncio

from actions.payloads import Payload, UnknownPayload, parse_payload, point_to_rasa, to_rasa
from actions.pointing import is_pointing
from bot import intake
from bot.handoff_words import HUMAN_BUTTON
from helpdesk.models import Draft, Inbound, Kind
from nlu.danger import Recogniser, Sort

_NO_WORDS = "没有看到文字。请用几句话说说您的事，比如“老板拖欠工资怎么办”。"
_TOO_LONG = f"您写得太长了，请分几次发，每次不超过 {intake.MAX_LENGTH} 个字。"
_NOT_TEXT = "收到了，不过我现在只看得懂文字，请用几句话说说您的事。要顾问看图片或听语音，请先转人工。"


def read(inbound: Inbound) -> tuple[Payload | None, str]:
    """The button or command in a message, if there is one, and its words made clean.

    A button that nobody knows is ``Payload("unknown")``.
    """
    text = intake.clean(inbound.text)
    written = inbound.payload if inbound.payload is not None else intake.button_meant(text)
    if written is None:
        return None, text
    try:
        return parse_payload(written), text
    except UnknownPayload:
        return Payload("unknown"), text


async def danger_in(text: str, recogniser: Recogniser) -> Sort | None:
    """The danger in a message's words, or None."""
    if is_pointing(text):  # 最后一个 chooses a button, and the model hears an end in it
        return None
    return (await asyncio.to_thread(recogniser.judge, text)).sort


def unreadable(inbound: Inbound, payload: Payload | None, text: str) -> Draft | None:
    """Why the bot cannot go by this message, or None."""
    if inbound.note:
        return Draft(Kind.NOTICE, _NOT_TEXT, {"buttons": [HUMAN_BUTTON]})
    if payload == Payload("unknown"):
        return Draft(Kind.NOTICE, "这个按钮已经不能用了，请直接说您想办的事。")
    if payload == Payload("end"):
        return Draft(Kind.NOTICE, "现在没有顾问在和您说话，有什么事直接问我就行。")
    if payload is not None and payload.verb in ("withdraw", "callback"):
        return Draft(Kind.NOTICE, "现在没有在排队等顾问。要找顾问，请点“转人工”。", {"buttons": [HUMAN_BUTTON]})
    if payload is not None or inbound.location is not None:
        return None
    if len(text) > intake.MAX_LENGTH:
        return Draft(Kind.NOTICE, _TOO_LONG)
    return None if intake.has_words(text) else Draft(Kind.NOTICE, _NO_WORDS)


def for_rasa(inbound: Inbound, payload: Payload | None, text: str) -> str:
    """What Rasa gets to read of a message: the point, the button, or the words."""
    if inbound.location is not None:
        return point_to_rasa(*inbound.location)
    return to_rasa(payload) if payload else intake.for_rasa(text)
