"""Tables of the register, on the same base as the others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.party_names import name_key
from helpdesk.store.sealed import Digest, Sealed
from helpdesk.store.tables import Base


class CaseCounterRow(Base):
    """The last serial that was given for a unit in a year; its row is locked until the transaction ends."""

    __tablename__ = "case_counters"

    unit_code: Mapped[str] = mapped_column(String(12), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class CaseRow(Base):
    """A consultation. The unique columns keep a hand-off or an appointment from being registered twice.

    ``bot_topic`` is set for what the bot has answered: once per conversation and topic.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("unit_code", "year", "serial"),
        UniqueConstraint("conversation_id", "bot_topic"),
        Index("ix_cases_accepted_at", "accepted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    unit_code: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    serial: Mapped[int]
    accepted_at: Mapped[datetime]
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"), index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    topic: Mapped[str] = mapped_column(String(40))
    matter: Mapped[str] = mapped_column(Sealed, default="")
    channel: Mapped[str] = mapped_column(String(20))
    party: Mapped[str | None] = mapped_column(Sealed)
    party_digest: Mapped[str | None] = mapped_column(Digest("party", name_key), index=True)
    phone: Mapped[str | None] = mapped_column(Sealed)
    phone_digest: Mapped[str | None] = mapped_column(Digest("phone"), index=True)
    other_party: Mapped[str | None] = mapped_column(Sealed)
    other_digest: Mapped[str | None] = mapped_column(Digest("other_party", name_key), index=True)
    entries: Mapped[list[Any]] = mapped_column(default=list)
    adviser: Mapped[str | None] = mapped_column(ForeignKey("advisers.login"), index=True)
    answer: Mapped[str] = mapped_column(Sealed, default="")
    result: Mapped[str | None] = mapped_column(String(20))
    minutes: Mapped[int] = mapped_column(default=0)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"), index=True)
    bot_topic: Mapped[str | None] = mapped_column(String(40))
    handoff_id: Mapped[int | None] = mapped_column(ForeignKey("handoffs.id", ondelete="SET NULL"), unique=True)
    appointment_code: Mapped[str | None] = mapped_column(
        ForeignKey("appointments.code", ondelete="SET NULL"), unique=True
    )


class ReferralRow(Base):
    """A case handed on to another office."""

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    target: Mapped[str] = mapped_column(String(20))
    office: Mapped[str] = mapped_column(String(60))
    request: Mapped[str] = mapped_column(Sealed)
    state: Mapped[str] = mapped_column(String(12), index=True)
    sent_by: Mapped[str] = mapped_column(ForeignKey("advisers.login"))
    sent_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(Sealed, default="")
    follow_up_on: Mapped[date | None] = mapped_column(Date)
    followed_up_at: Mapped[datetime | None]
    follow_up: Mapped[str] = mapped_column(Sealed, default="")
