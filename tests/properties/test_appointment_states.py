"""The life of appointments at one small room, as a machine that tries everything in any order."""

from __future__ import annotations

import itertools
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

import helpdesk.store
from helpdesk.appointments import BookAppointment, book_appointment, free_slots
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.conversations import open_conversation
from helpdesk.desk_appointments import check_in, close_past_days, finish, mark_no_show
from helpdesk.directory import Directory
from helpdesk.errors import HelpdeskError
from helpdesk.models import AppointmentStatus, Service
from helpdesk.moves import ALLOWED, moves_of
from helpdesk.own_appointments import cancel_appointment, get_appointment, move_appointment
from helpdesk.store import places
from helpdesk.store.appointment_tables import WaitingRow
from helpdesk.store.database import migrate, open_database
from helpdesk.store.tables import AppointmentRow
from helpdesk.waiting_list import hold_all_free, join, tell_offers
from tests.contracts.conftest import _UNITS, ROOM
from tests.support.keys import KEYS

TUESDAY = date(2026, 12, 8)
_slots = st.sampled_from([f"{ROOM}-20261208{time}" for time in ("0900", "0930", "1000")])
_people = st.integers(0, 2)
_S = AppointmentStatus


class Appointments(RuleBasedStateMachine):
    """Three people, three half hours, one seat; the desk, the clock and the chores do what they like."""

    codes: Bundle[tuple[int, str]] = Bundle("codes")

    @initialize()
    def begin(self) -> None:
        """A room of its own."""
        self.folder = tempfile.TemporaryDirectory()
        self.db = open_database(f"sqlite:///{Path(self.folder.name) / 'test.db'}", KEYS)
        migrate(self.db, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
        with self.db.write() as session:
            places.put_units(session, _UNITS)
        self.clock = FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))
        self.directory = Directory(self.db)
        self.people = [open_conversation(self.db, self.clock, "api")[0].id for _ in range(3)]
        self.number = 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        if hasattr(self, "db"):
            self.db.close()
            self.folder.cleanup()

    @rule(target=codes, person=_people, slot=_slots)
    def book(self, person: int, slot: str) -> object:
        """Somebody books, or is refused."""
        self.number += 1
        command = BookAppointment(slot, Service.CONSULTATION, "邻居占地", "王大明", "13812345678")
        try:
            made = book_appointment(self.db, self.clock, self.directory, self.people[person], str(self.number), command)
        except HelpdeskError:
            return multiple()
        return person, made.code

    @rule(one=codes, slot=_slots)
    def change(self, one: tuple[int, str], slot: str) -> None:
        """Somebody moves theirs; refused, it is as it was."""
        before = self._get(one)
        try:
            move_appointment(self.db, self.clock, self.directory, self.people[one[0]], one[1], slot)
        except HelpdeskError:
            assert self._get(one) == before
        else:
            assert before[0] is _S.BOOKED

    @rule(one=codes)
    def cancel(self, one: tuple[int, str]) -> None:
        """Somebody cancels theirs; only what is booked becomes cancelled."""
        self._try(one, _S.CANCELLED, {_S.BOOKED, _S.CANCELLED}, own=True)

    @rule(one=codes, step=st.sampled_from([_S.ARRIVED, _S.DONE, _S.NO_SHOW]))
    def desk(self, one: tuple[int, str], step: AppointmentStatus) -> None:
        """The desk checks in, ends, or notes that nobody came."""
        before = {
            _S.ARRIVED: {_S.BOOKED, _S.ARRIVED},
            _S.DONE: {_S.ARRIVED},
            _S.NO_SHOW: {_S.BOOKED},
        }[step]
        self._try(one, step, before, own=False)

    @rule(person=_people)
    def wait(self, person: int) -> None:
        """Somebody waits for a seat."""
        try:
            join(self.db, self.clock, self.directory, self.people[person], ROOM, TUESDAY, TUESDAY)
        except HelpdeskError:
            assert self.clock.now().date() > TUESDAY

    @rule(minutes=st.sampled_from([10, 40, 600, 1000]))
    def time_goes_on(self, minutes: int) -> None:
        """The clock moves, and the chores are done."""
        self.clock.moment += timedelta(minutes=minutes)
        hold_all_free(self.db, self.clock, self.directory)
        tell_offers(self.db, self.clock, self.directory)
        close_past_days(self.db, self.clock)

    @invariant()
    def a_seat_has_one_holder(self) -> None:
        """At each time at most one appointment or offer holds the only seat, and what is held is not free for others."""
        if not hasattr(self, "db"):
            return
        with self.db.read() as session:
            rows = [r for r in session.query(AppointmentRow) if r.state in ("booked", "arrived")]
            offers = [r for r in session.query(WaitingRow) if r.state == "offered"]
        held = [row.start for row in rows] + [row.offered_start for row in offers]
        assert len(held) == len(set(held))
        free = free_slots(self.db, self.clock, self.directory, ROOM, TUESDAY, 1)
        taken = {start.replace(tzinfo=None) + timedelta(hours=8) for start in held if start}
        assert not {slot.start.replace(tzinfo=None) for slot in free} & taken

    @invariant()
    def every_step_was_allowed_and_is_noted(self) -> None:
        """The moves of each appointment lead from booked to where it stands, each by the table."""
        if not hasattr(self, "db"):
            return
        with self.db.read() as session:
            states = {row.code: row.state for row in session.query(AppointmentRow)}
        for code, state in states.items():
            steps = moves_of(self.db, "appointments", code)
            assert (steps[0].before, steps[0].after, steps[-1].after) == (None, "booked", state)
            for earlier, later in itertools.pairwise(steps):
                assert later.before == earlier.after
                assert later.after in ALLOWED[AppointmentStatus][earlier.after]

    def _get(self, one: tuple[int, str]) -> tuple[AppointmentStatus, datetime]:
        found = get_appointment(self.db, self.directory, self.people[one[0]], one[1])
        return found.status, found.start

    def _try(
        self, one: tuple[int, str], after: AppointmentStatus, before: set[AppointmentStatus], *, own: bool
    ) -> None:
        stood = self._get(one)
        try:
            if own:
                cancel_appointment(self.db, self.clock, self.directory, self.people[one[0]], one[1])
            else:
                work = {_S.ARRIVED: check_in, _S.DONE: finish, _S.NO_SHOW: mark_no_show}[after]
                work(self.db, self.clock, self.directory, one[1], "boss")
        except HelpdeskError:
            assert self._get(one) == stood
        else:
            assert stood[0] in before
            assert self._get(one)[0] is after


Appointments.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestAppointments = Appointments.TestCase
