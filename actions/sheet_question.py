"""What a citizen asked before an answer came: their words, and the choices by which the question was narrowed down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from helpdesk.conversations import Said
from helpdesk.masking import mask
from helpdesk.models import Sender

_STEPS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: when its first words came, its words and choices, the oldest first, and whether anything is hidden."""

    at: datetime
    words: tuple[str, ...]
    masked: bool


def question_behind(said: list[Said], answer: Said) -> Asked:
    """The question that was answered, with names and numbers hidden."""
    steps = list(_back_from(said, answer))[::-1]
    plain = tuple(dict.fromkeys(" ".join(step.message.text.split()) for step in steps))
    words = tuple(mask(text) for text in plain)
    return Asked((steps[0] if steps else answer).message.sent_at, words, words != plain)


def _back_from(said: list[Said], answer: Said) -> Iterator[Said]:
    reply: Said | None = answer
    for _ in range(_STEPS):
        asked = next((one for one in said if reply and one.message.id == reply.reply_to), None)
        if asked is None:
            return
        reply = _taken_up(said, asked, answer)
        if reply or not _pressed(asked):  # a button that nothing in the conversation has says nothing
            yield asked


def _taken_up(said: list[Said], asked: Said, answer: Said) -> Said | None:
    """The reply that a citizen's message goes on from: it has the pressed button, or is about the answer's guide."""
    replies = [o for o in said if o.message.sender is Sender.BOT and o.message.seq < asked.message.seq]
    if pressed := _pressed(asked):
        return next((o for o in reversed(replies) if pressed in _payloads(o)), None)
    guide = answer.message.extras.get("guide_id")
    about_guide = bool(guide) and not answer.message.extras.get("faq_id")
    last = replies[-1] if replies else None
    return last if last and about_guide and last.message.extras.get("guide_id") == guide else None


def _pressed(asked: Said) -> str | None:
    return asked.inbound.payload if asked.inbound else None


def _payloads(reply: Said) -> list[str]:
    return [button["payload"] for button in reply.message.extras.get("buttons") or []]
