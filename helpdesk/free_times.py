"""Which of a place's times are free, given its rota and the seats that are held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from helpdesk.appointment_models import Held, Rota
from helpdesk.errors import SlotUnavailable
from helpdesk.models import Place, Slot
from helpdesk.slots import check_bookable, check_open, slot_id, starts_on


def free_of(
    place: Place, rota: Rota, days: Iterable[date], now: datetime, held: Sequence[Held], *, at_desk: bool = False
) -> list[Slot]:
    """The free slots of ``days`` when ``held`` are the seats that are held."""
    return [
        Slot(slot_id(place.code, start), place.code, start, start + rota.length, len(seats))
        for day in days
        for start in starts_on(place, day, rota.length)
        if _is_bookable(place, start, now, rota, at_desk) and (seats := rota.free_seats(start, held, at_desk=at_desk))
    ]


def check_at_desk(place: Place, start: datetime, now: datetime, rota: Rota) -> None:
    """Whether people of the desk may give out the slot: the one that is running may be taken too.

    Raises SlotUnavailable.
    """
    if start + rota.length <= now:
        raise SlotUnavailable("这个时间已经过去了，请选后面的时间")
    check_open(place, start, rota)


def _is_bookable(place: Place, start: datetime, now: datetime, rota: Rota, at_desk: bool) -> bool:
    try:
        if at_desk:
            check_at_desk(place, start, now, rota)
        else:
            check_bookable(place, start, now, rota)
    except SlotUnavailable:
        return False
    return True
