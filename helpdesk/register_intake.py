"""Registering what happens in chats: a pass over what is new, which may be broken off anywhere and run in several replicas.

A conversation remembers up to which message it was registered, an appointment whether it was; both are set in the
transaction that gives the number. A consultation that goes from the bot to a person on the same day is one case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from helpdesk.clock import Clock, shanghai, utc
from helpdesk.directory import Directory
from helpdesk.errors import NotFound
from helpdesk.models import AppointmentStatus, HandoffState, Kind, Sender
from helpdesk.moves import CITIZEN, SYSTEM, begin, move
from helpdesk.register_models import OTHER_TOPIC, CaseResult, CaseState
from helpdesk.register_numbers import DEFAULT_PREFIX, series_of
from helpdesk.store import register as store
from helpdesk.store import register_intake as new
from helpdesk.store.database import Database, Session
from helpdesk.store.register_tables import CaseRow
from helpdesk.store.tables import AppointmentRow, ConversationRow, HandoffRow

ONE_CONSULTATION = timedelta(days=1)
"""A hand-off or an appointment within this time of an answer is about the same."""

TopicOf = Callable[[str], str | None]
"""The topic of an entry of the corpus by its id, or None when there is no such entry."""

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Intake:
    """What registering needs: ``topic_of`` names an entry's topic, which only the corpus knows."""

    db: Database
    clock: Clock
    directory: Directory
    topic_of: TopicOf
    prefix: str = DEFAULT_PREFIX

    def register_new(self) -> int:
        """Register everything that is new, and bring open cases up to what happened since; how many chats that were."""
        done = 0
        while found := self._unregistered():
            for conversation_id in found:
                self.register_conversation(conversation_id)
            done += len(found)
        self.follow()
        return done

    def register_conversation(self, conversation_id: str) -> None:
        """Register what is new of one conversation; nothing when all of it is registered."""
        with self.db.write() as session:
            conversation = session.get(ConversationRow, conversation_id, with_for_update=True)
            if conversation is None or self.directory.city() is None:
                return
            _Chat(self, session, conversation).register()
            conversation.registered_seq = conversation.last_seq

    def follow(self) -> None:
        """Bring the cases that wait for somebody up to what became of their hand-off or appointment."""
        with self.db.read() as session:
            due = new.cases_to_follow(session)
        for case_id in due:
            with self.db.write() as session:
                row = store.locked(session, case_id)
                if row is not None and row.state == CaseState.ACCEPTED.value:
                    _follow(session, self.clock, row)

    def _unregistered(self) -> list[str]:
        if self.directory.city() is None:  # nothing to count by yet
            return []
        with self.db.read() as session:
            return new.unregistered(session, _AT_ONCE)


class _Chat:
    """What is new of a conversation whose row is locked."""

    def __init__(self, intake: Intake, session: Session, conversation: ConversationRow) -> None:
        self._intake = intake
        self._session = session
        self._conversation = conversation
        city = intake.directory.city()
        assert city is not None
        self._place = new.last_place(session, conversation) or city.code

    def register(self) -> None:
        """Answers, hand-offs and appointments in the order in which they happened."""
        session, chat = self._session, self._conversation
        events: list[tuple[datetime, Callable[[], None]]] = [
            *((message.sent_at, partial(self._message, message)) for message in new.messages(session, chat)),
            *((shanghai(row.requested_at), partial(self._handoff, row)) for row in new.handoffs(session, chat.id)),
            *(
                (shanghai(row.created_at), partial(self._appointment, row))
                for row in new.appointments(session, chat.id)
            ),
        ]
        for _, note in sorted(events, key=lambda event: event[0]):
            note()

    def _message(self, message: new.Shown) -> None:
        if place := message.extras.get("place"):
            self._place = self._known_place(place["code"]) or self._place
        entry = message.extras.get("faq_id") or message.extras.get("guide_id")
        if message.sender is not Sender.BOT or message.kind not in (Kind.FAQ, Kind.GUIDE) or not entry:
            return
        topic = self._intake.topic_of(entry) or OTHER_TOPIC
        row = new.bot_case(self._session, self._conversation.id, topic)
        if row is None:
            row = self._add(message.sent_at, topic, SYSTEM, bot_topic=topic)
            row.result = CaseResult.EXPLAINED.value
            move(self._session, self._intake.clock, row, CaseState.ANSWERED, SYSTEM, "智能助手答复")
        if entry not in row.entries and row.state != CaseState.ARCHIVED.value:
            row.entries = [*row.entries, entry]

    def _handoff(self, handoff: HandoffRow) -> None:
        at = shanghai(handoff.requested_at)
        row = self._joined(at, "handoff_id")
        if row is None:
            row = self._add(at, OTHER_TOPIC, CITIZEN)
        elif row.state == CaseState.ANSWERED.value:
            move(self._session, self._intake.clock, row, CaseState.ACCEPTED, CITIZEN, "群众要求转人工")
            row.result = None
        row.handoff_id = handoff.id
        row.matter = row.matter or handoff.reason

    def _appointment(self, appointment: AppointmentRow) -> None:
        at = shanghai(appointment.created_at)
        row = self._joined(at, "appointment_code")
        if row is None:
            row = self._add(at, OTHER_TOPIC, CITIZEN, place_code=appointment.place_code)
        elif row.state == CaseState.ANSWERED.value:
            move(self._session, self._intake.clock, row, CaseState.ACCEPTED, CITIZEN, "群众约了当面咨询")
            row.result = None
        row.appointment_code, row.matter = appointment.code, appointment.matter
        store.set_people(row, row.party or appointment.name, row.phone or appointment.phone, row.other_party)
        appointment.registered = True

    def _joined(self, at: datetime, link: str) -> CaseRow | None:
        """The case that this is another step of."""
        return new.joinable(self._session, self._conversation.id, link, utc(at - ONE_CONSULTATION))

    def _add(self, at: datetime, topic: str, by: str, **values: str) -> CaseRow:
        place = values.pop("place_code", self._place)
        row = store.add(
            self._session,
            series_of(self._intake.directory, place, self._intake.prefix),
            at,
            place_code=place,
            topic=topic,
            channel=self._conversation.channel,
            conversation_id=self._conversation.id,
            entries=[],
            **values,
        )
        begin(self._session, self._intake.clock, row, by)
        return row

    def _known_place(self, code: str) -> str | None:
        try:
            return self._intake.directory.get(code).code
        except NotFound:
            return None


def _follow(session: Session, clock: Clock, row: CaseRow) -> None:
    if (handoff := session.get(HandoffRow, row.handoff_id) if row.handoff_id else None) is not None:
        row.adviser = row.adviser or handoff.claimed_by
        if row.phone is None and handoff.phone:
            store.set_people(row, row.party, handoff.phone, row.other_party)
        if handoff.state == HandoffState.CLOSED.value:
            if handoff.claimed_at and handoff.closed_at:
                row.minutes += max(1, round((handoff.closed_at - handoff.claimed_at) / timedelta(minutes=1)))
            move(session, clock, row, CaseState.ANSWERED, handoff.claimed_by or SYSTEM, "人工咨询结束")
        elif handoff.state == HandoffState.WITHDRAWN.value and row.appointment_code is None:
            _give_up(session, clock, row, "群众没有再等顾问")
        return
    appointment = session.get(AppointmentRow, row.appointment_code) if row.appointment_code else None
    if appointment is None:
        return
    if appointment.state == AppointmentStatus.CANCELLED.value:
        _give_up(session, clock, row, "群众取消了预约")
    elif appointment.state == AppointmentStatus.NO_SHOW.value:
        _give_up(session, clock, row, "预约了没有来")
    elif appointment.state == AppointmentStatus.DONE.value:
        move(session, clock, row, CaseState.ANSWERED, SYSTEM, "预约的咨询办完了")


def _give_up(session: Session, clock: Clock, row: CaseRow, why: str) -> None:
    """What the bot has answered stays answered; what nobody has is over."""
    if row.entries:
        row.result = CaseResult.EXPLAINED.value
        move(session, clock, row, CaseState.ANSWERED, CITIZEN, why)
    else:
        row.result = CaseResult.WITHDRAWN.value
        move(session, clock, row, CaseState.ARCHIVED, CITIZEN, why)
