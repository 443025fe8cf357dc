"""The room that a sheet sends the citizen to: of the place that the conversation spoke of last."""

from __future__ import annotations

from collections.abc import Iterator

from actions import sheet_words
from actions.desk import Desk
from helpdesk.conversations import Said
from helpdesk.errors import NotFound
from helpdesk.models import Inbound, Place

# Each text is looked through for names of places, which takes a millisecond.
_LOOK_BACK = 60


def place_of(desk: Desk, said: list[Said]) -> tuple[Place | None, str | None]:
    """The place and what has to be said about it; without any, the city's centre and the wish to name one."""
    place = next(_spoken_of(desk, said), None)
    if place is None:
        return desk.directory.city(), sheet_words.PLACE_UNKNOWN
    return place, None if place.confirmed else sheet_words.PLACE_UNCONFIRMED


def _spoken_of(desk: Desk, said: list[Said]) -> Iterator[Place]:
    """The places of the conversation, the newest first: on a card, on an appointment, shared as a point, or named."""
    for one in reversed(said[-_LOOK_BACK:]):
        extras = one.message.extras
        shown = extras.get("place") or (extras.get("appointment") or {}).get("place")
        if shown:
            try:
                yield desk.directory.get(shown["code"])
            except NotFound:
                continue
        elif one.inbound is not None:
            yield from _meant(desk, one.inbound)


def _meant(desk: Desk, inbound: Inbound) -> list[Place]:
    """The place that a message names or shares; none when it may be one of several."""
    if inbound.location is not None:
        return desk.directory.nearest(*inbound.location, limit=1)
    found = [] if inbound.payload else desk.directory.search(inbound.text)
    return found if len(found) == 1 else []
