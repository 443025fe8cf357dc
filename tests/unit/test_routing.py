"""Who waits is shown to the adviser whom they fit, and nobody is passed over for long."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.clock import SHANGHAI
from helpdesk.models import Handoff, HandoffState, Skills
from helpdesk.routing import PATIENCE, Fit, Wish, fit, in_order, units_around

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)
ROOM = "510704102001"


def waiting(number: int, minutes: int, *, urgent: bool = False) -> Handoff:
    """Somebody who has waited for as many minutes."""
    asked = NOW - timedelta(minutes=minutes)
    return Handoff(number, str(number), "web", HandoffState.WAITING, "", urgent, asked, None, {}, None)


def test_each_reason_counts_and_is_said() -> None:
    """Who talked with them last counts most, then the matter, the place, the dialect."""
    skills = Skills(("wages",), ("510704000000",), ("四川话",))
    wish = Wish("wages", units_around(ROOM), dialect=True, last_adviser="wang")

    assert fit(wish, "wang", skills, 0) == Fit(10, ("上次是您接待的", "您熟悉这类事", "是您负责的地方", "说四川话"))
    assert fit(wish, "li", skills, 0).score == 6
    assert fit(Wish(), "wang", skills, 0) == Fit(0, ())
    scores = [
        fit(w, "wang", skills, 0).score
        for w in (Wish(last_adviser="wang"), Wish("wages"), Wish(places=(ROOM[:6] + "000000",)))
    ]
    assert scores == sorted(scores, reverse=True)


def test_who_holds_many_chats_is_shown_new_ones_later() -> None:
    """Unless it is somebody that they talked with before."""
    busy, free = (fit(Wish("wages"), "wang", Skills(("wages",)), load) for load in (3, 2))

    assert busy.score < free.score
    assert fit(Wish(last_adviser="wang"), "wang", Skills(), 9).score == 4


def test_the_units_around_a_village_are_those_of_its_code() -> None:
    """Village, township, county, city."""
    assert units_around(ROOM) == (ROOM, "510704102000", "510704000000", "510700000000")
    assert units_around("510700000000") == ("510700000000",)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.integers(-1, 10)), max_size=12))
def test_the_order_keeps_urgency_and_patience(people: list[tuple[int, bool, int]]) -> None:
    """Urgent before others; who has waited past patience by time alone and before the rest; of the rest the better fit first."""
    queue = [waiting(n, minutes, urgent=urgent) for n, (minutes, urgent, _) in enumerate(people)]

    ordered = in_order(queue, NOW, lambda handoff: Fit(people[handoff.id][2], ()))

    assert sorted(h.id for h in ordered) == list(range(len(people)))
    kinds = [0 if h.urgent else 1 if NOW - h.requested_at >= PATIENCE else 2 for h in ordered]
    assert kinds == sorted(kinds)
    for kind in (0, 1):
        asked = [h.requested_at for h, k in zip(ordered, kinds, strict=True) if k == kind]
        assert asked == sorted(asked)
    scores = [people[h.id][2] for h, k in zip(ordered, kinds, strict=True) if k == 2]
    assert scores == sorted(scores, reverse=True)
