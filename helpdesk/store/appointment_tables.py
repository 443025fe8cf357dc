"""Tables around appointments: rotas, closures, leave, the waiting list, what was told, keys of changes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.store.tables import Base


class BookingRulesRow(Base):
    """What a place has set about booking."""

    __tablename__ = "booking_rules"

    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True)
    walk_in_share: Mapped[int]
    lead_minutes: Mapped[int]
    horizon_days: Mapped[int]
    hold_minutes: Mapped[int]


class RotaRow(Base):
    """Length and seats of one service at a place."""

    __tablename__ = "rotas"

    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True)
    service: Mapped[str] = mapped_column(String(30), primary_key=True)
    minutes: Mapped[int]
    seats: Mapped[int]


class ClosureRow(Base):
    """A place is closed; ``lifted_at`` once it was called off."""

    __tablename__ = "closures"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    start: Mapped[datetime]
    end: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class LeaveRow(Base):
    """One of a place's people is away; ``lifted_at`` once it was called off."""

    __tablename__ = "leaves"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    who: Mapped[str] = mapped_column(String(30))
    start: Mapped[datetime]
    end: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class NoticeRow(Base):
    """A citizen was told something about an appointment: reminders, closures. The key makes it once."""

    __tablename__ = "appointment_notices"

    code: Mapped[str] = mapped_column(ForeignKey("appointments.code"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class ChangeRow(Base):
    """A change that was made under an idempotency key."""

    __tablename__ = "appointment_changes"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("appointments.code"))


_WAITS = text("state IN ('waiting', 'offered')")


class WaitingRow(Base):
    """A wish for a seat; ``offered_start``, ``minutes`` and ``seat`` are what is held while the state is offered."""

    __tablename__ = "waiting_list"
    __table_args__ = (
        Index(
            "uq_waiting_list_open",
            "conversation_id",
            "place_code",
            "service",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index("ix_waiting_list_state", "state", "place_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    service: Mapped[str] = mapped_column(String(30))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(12))
    offered_start: Mapped[datetime | None]
    minutes: Mapped[int | None]
    seat: Mapped[int | None]
    held_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
