"""Which of those who wait an adviser is shown first.

Urgent ones come first, by time. Of the others those that fit the adviser come first, but only for a while: who has waited
longer than ``PATIENCE`` is served by time alone, so nobody is passed over for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk.models import Handoff, Skills

DIALECTS = ("四川话", "羌语", "藏语")
PATIENCE = timedelta(minutes=10)
_KNOWS_THEM, _SPECIALITY, _PLACE, _DIALECT, _LOAD = 4, 3, 2, 1, 1
_MANY = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What is known of somebody who waits: the topic, codes of the unit and of those above it, words in dialect, who talked last."""

    topic: str | None = None
    places: tuple[str, ...] = ()
    dialect: bool = False
    last_adviser: str | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well somebody fits an adviser, and why in words; a higher score is better."""

    score: int
    why: tuple[str, ...]


def units_around(code: str) -> tuple[str, ...]:
    """A unit's 12-digit statistics code and those of the units above it, which share its first digits."""
    return tuple(dict.fromkeys((code, code[:9].ljust(12, "0"), code[:6].ljust(12, "0"), code[:4].ljust(12, "0"))))


def fit(wish: Wish, login: str, skills: Skills, load: int) -> Fit:
    """How well ``wish`` fits the adviser ``login``, who holds ``load`` chats now."""
    reasons = [
        (_KNOWS_THEM, "上次是您接待的", wish.last_adviser == login),
        (_SPECIALITY, "您熟悉这类事", wish.topic is not None and wish.topic in skills.specialities),
        (_PLACE, "是您负责的地方", bool(set(wish.places) & set(skills.places))),
        (_DIALECT, "说四川话", wish.dialect and DIALECTS[0] in skills.dialects),
    ]
    score = sum(points for points, _, holds in reasons if holds)
    busy = _LOAD if load >= _MANY and wish.last_adviser != login else 0
    return Fit(score - busy, tuple(words for _, words, holds in reasons if holds))


def in_order(waiting: Iterable[Handoff], now: datetime, fit_of: Callable[[Handoff], Fit]) -> list[Handoff]:
    """Those who wait in the order in which one adviser is shown them."""

    def key(handoff: Handoff) -> tuple[bool, bool, int, datetime, int]:
        by_time = handoff.urgent or now - handoff.requested_at >= PATIENCE
        return (
            not handoff.urgent,
            not by_time,
            0 if by_time else -fit_of(handoff).score,
            handoff.requested_at,
            handoff.id,
        )

    return sorted(waiting, key=key)
