"""Which half hours can be booked, whatever the opening hours are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.clock import SHANGHAI
from helpdesk.errors import Refused, SlotUnavailable
from helpdesk.models import OpeningPeriod, Place, Tier
from helpdesk.place_facts import checked_hours
from helpdesk.slots import HORIZON_DAYS, LEAD_TIME, LENGTH, check_bookable, parse_slot_id, slot_id, starts_on
from helpdesk.working_days import is_public_holiday, is_working_day

_minutes = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(minutes // 60, minutes % 60))
_periods = st.lists(st.builds(OpeningPeriod, st.integers(-1, 7), _minutes, _minutes), max_size=6)
_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def open_at(periods: list[OpeningPeriod]) -> Place:
    """A place with those of the opening hours that the console would take together."""
    kept: list[OpeningPeriod] = []
    for period in periods:
        try:
            kept = checked_hours([*kept, period])
        except Refused:
            continue
    return Place("510704102001", "铁炉村", Tier.VILLAGE, (), None, None, None, (), tuple(kept), (), confirmed=True)


@given(_periods, _days)
def test_slots_lie_inside_opening_hours_and_never_overlap(periods: list[OpeningPeriod], day: date) -> None:
    """Each slot is a whole half hour of one opening period of that weekday, or of a Monday's on a worked weekend day."""
    place = open_at(periods)

    starts = sorted(starts_on(place, day))

    own = any(period.weekday == day.weekday() for period in place.hours)
    weekday = 0 if day.weekday() >= 5 and is_working_day(day) and not own else day.weekday()
    assert not starts or not is_public_holiday(day)
    assert all(earlier + LENGTH <= later for earlier, later in pairwise(starts))
    for start in starts:
        assert start.date() == day
        assert any(
            period.weekday == weekday and period.start <= start.time() and (start + LENGTH).time() <= period.end
            for period in place.hours
        )


@given(_periods, st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.integers(0, 45), st.data())
def test_what_may_be_booked_is_a_slot_in_good_time(
    periods: list[OpeningPeriod], moment: datetime, ahead: int, data: st.DataObject
) -> None:
    """A slot can be booked from an hour before it and up to thirty days ahead, and nothing that is no slot can."""
    place, now = open_at(periods), moment.replace(tzinfo=SHANGHAI)
    day = now.date() + timedelta(days=ahead)
    slots = list(starts_on(place, day))
    anywhere = st.datetimes(datetime.combine(day, time()), datetime.combine(day, time.max)).map(
        lambda drawn: drawn.replace(tzinfo=SHANGHAI)
    )
    start = data.draw(st.one_of(st.sampled_from(slots), anywhere) if slots else anywhere)
    wanted = start in slots and start >= now + LEAD_TIME and ahead <= HORIZON_DAYS

    try:
        check_bookable(place, start, now)
        booked = True
    except SlotUnavailable:
        booked = False

    assert booked == wanted


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 30)))
def test_a_slot_id_is_read_back(code: str, moment: datetime) -> None:
    """The place and the minute, for any of them."""
    start = moment.replace(second=0, microsecond=0, tzinfo=SHANGHAI)

    assert parse_slot_id(slot_id(code, start)) == (code, start)


@given(st.text(max_size=40))
def test_any_other_text_is_no_slot(text: str) -> None:
    """A button that was tampered with is a slot that does not exist, never an error."""
    try:
        code, start = parse_slot_id(text)
    except SlotUnavailable:
        return
    assert slot_id(code, start) == text
