"""Which seats a rota gives out, whatever its numbers are and whoever holds seats already."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpdesk.appointment_models import Held, Rota, Span
from helpdesk.clock import SHANGHAI
from helpdesk.models import Service
from helpdesk.quiet_hours import before_night, is_quiet
from helpdesk.reminders import LEADS, due_at, due_kind

_MORNING = datetime(2026, 12, 8, 8, tzinfo=SHANGHAI)
_moments = st.integers(0, 12 * 24).map(lambda steps: _MORNING + timedelta(minutes=5 * steps))
_lengths = st.integers(2, 24).map(lambda steps: timedelta(minutes=5 * steps))
_services = st.sampled_from([Service.CONSULTATION, Service.MEDIATION])
_spans = st.builds(lambda start, length: Span(start, start + length, "停电"), _moments, _lengths)


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    """Any rota that the console would save, with closures and leave."""
    seats = draw(st.integers(1, 4))
    return Rota(
        service=draw(_services),
        length=draw(_lengths),
        seats=seats,
        service_seats=draw(st.integers(1, seats)),
        walk_in_share=draw(st.integers(0, 100)),
        closures=tuple(draw(st.lists(_spans, max_size=1))),
        leaves=tuple(draw(st.lists(_spans, max_size=2))),
    )


@given(rotas(), st.lists(st.tuples(_moments, st.booleans()), max_size=25))
def test_no_seat_is_given_twice_and_nobody_is_let_in_beyond_what_there_is(
    rota: Rota, wishes: list[tuple[datetime, bool]]
) -> None:
    """However visits are asked for, online or at the desk: seats never overlap, and at no moment are there more than allowed."""
    held: list[Held] = []
    for start, at_desk in wishes:
        if seats := rota.free_seats(start, held, at_desk=at_desk):
            held.append(Held(start, start + rota.length, seats[0], rota.service, at_desk))

    for one in held:
        there = [other for other in held if other.start <= one.start < other.end]
        capacity = rota.capacity(one.start)
        assert len({other.seat for other in there}) == len(there)
        assert all(other.seat < rota.seats for other in there)
        assert capacity > 0
        assert len(there) <= rota.service_seats
        assert rota.closure_at(one.start) is None


@given(rotas(), st.lists(_moments, max_size=25))
def test_the_share_of_walk_ins_stays_free_of_online_bookings(rota: Rota, wishes: list[datetime]) -> None:
    """However many book online, the seats kept for walk-ins are still there; without a share all can go online."""
    held: list[Held] = []
    for start in wishes:
        if seats := rota.free_seats(start, held):
            held.append(Held(start, start + rota.length, seats[0], rota.service))
            capacity = rota.capacity(start)
            there = sum(other.start <= start < other.end for other in held)
            assert there <= capacity - capacity * rota.walk_in_share // 100


@given(rotas(), st.lists(_moments, max_size=10), _moments)
def test_the_desk_can_give_out_all_that_the_web_can(rota: Rota, starts: list[datetime], start: datetime) -> None:
    """What is free online is free at the desk."""
    held = [Held(begin, begin + rota.length, n % rota.seats, rota.service) for n, begin in enumerate(starts)]

    assert set(rota.free_seats(start, held)) <= set(rota.free_seats(start, held, at_desk=True))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(0, 60 * 24 * 6), st.integers(0, 60 * 24 * 6)
)
def test_reminders_are_never_said_by_night_late_or_to_who_has_just_booked(
    start: datetime, before: int, placed_before: int
) -> None:
    """Whenever it is looked: due at or after its time, by day, before the visit, and only for what was placed before that."""
    visit = start.replace(tzinfo=SHANGHAI)
    now, placed = visit - timedelta(minutes=before), visit - timedelta(minutes=placed_before)

    kind = due_kind(visit, placed, now)

    assert before_night(now) <= now
    for one, lead in LEADS.items():
        assert not is_quiet(due_at(visit, one))
        assert due_at(visit, one) <= visit - lead
    if kind is not None:
        assert not is_quiet(now)
        assert due_at(visit, kind) <= now < visit
        assert placed <= due_at(visit, kind)
