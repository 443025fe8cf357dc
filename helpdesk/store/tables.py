"""Tables of the help desk. Moments are UTC without an offset; JSON columns hold plain values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Float, ForeignKey, Index, MetaData, String, UniqueConstraint, false, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from helpdesk.store.sealed import Digest, Sealed, SealedJson


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, datetime: DateTime()}


class PlaceRow(Base):
    """A service place: what is published of its unit (up to ``lng``), and what an office says of it.

    ``hours`` is a list of [weekday, start, end]; empty means the tier's usual hours, as for ``services``.
    ``market`` has calendar, days and only of its market days. ``own_lat`` and ``own_lng`` go before the unit's point.
    """

    __tablename__ = "places"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    tier: Mapped[str] = mapped_column(String(10))
    parent_code: Mapped[str | None] = mapped_column(String(12), index=True)
    former_names: Mapped[list[Any]] = mapped_column(default=list)
    lat: Mapped[float | None] = mapped_column(Float)
    lng: Mapped[float | None] = mapped_column(Float)
    address: Mapped[str | None] = mapped_column(String(200))
    phones: Mapped[list[Any]] = mapped_column(default=list)
    hours: Mapped[list[Any]] = mapped_column(default=list)
    market: Mapped[dict[str, Any] | None]
    aliases: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    services: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    facilities: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    own_lat: Mapped[float | None] = mapped_column(Float)
    own_lng: Mapped[float | None] = mapped_column(Float)
    seats: Mapped[int] = mapped_column(default=1)
    confirmed_by: Mapped[str | None] = mapped_column(String(60))
    confirmed_at: Mapped[datetime | None]


_IS_UNREGISTERED = text("last_seq > registered_seq")


class ConversationRow(Base):
    """A conversation; ``token_hash`` is the SHA-256 of the bearer token. The register has seen it up to ``registered_seq``."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index(
            "ix_conversations_unregistered",
            "id",
            sqlite_where=_IS_UNREGISTERED,
            postgresql_where=_IS_UNREGISTERED,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str | None] = mapped_column(String(64))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    last_seq: Mapped[int] = mapped_column(default=0)
    registered_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    turns: Mapped[int] = mapped_column(default=0)
    misses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


_IS_OPEN_MESSAGE = text("client_id IS NOT NULL AND answered_at IS NULL")


class MessageRow(Base):
    """A message. A citizen's has ``client_id`` and ``inbound``, and ``answered_at`` once its replies are stored; a reply
    names in ``reply_to`` what it answers. ``delivered_at`` is for channels that must be pushed to."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
        # Without the condition it would hold every reply as well, and grow with all that was ever said.
        Index(
            "ix_messages_unanswered",
            "conversation_id",
            "sent_at",
            "seq",
            sqlite_where=_IS_OPEN_MESSAGE,
            postgresql_where=_IS_OPEN_MESSAGE,
        ),
        Index("ix_messages_undelivered", "to_deliver", "seq"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    sender: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Sealed)
    extras: Mapped[dict[str, Any]] = mapped_column(SealedJson, default=dict)
    sent_at: Mapped[datetime]
    client_id: Mapped[str | None] = mapped_column(String(64))
    inbound: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    answered_at: Mapped[datetime | None]
    reply_to: Mapped[str | None] = mapped_column(String(36), index=True)
    to_deliver: Mapped[bool] = mapped_column(default=False)
    delivered_at: Mapped[datetime | None]


_NOT_REGISTERED = text("NOT registered")
_HOLDS_SEAT = text("state IN ('booked', 'arrived')")
_IS_OPEN = text("state IN ('waiting', 'claimed', 'callback')")


class AppointmentRow(Base):
    """An appointment. The first index makes a double booking impossible, whatever the code does.

    ``registered`` is set once the register has it.
    ``placed_at`` is when it was booked or last moved; ``at_desk`` is for those that advisers book.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        Index(
            "uq_appointments_seat",
            "place_code",
            "start",
            "seat",
            unique=True,
            sqlite_where=_HOLDS_SEAT,
            postgresql_where=_HOLDS_SEAT,
        ),
        UniqueConstraint("conversation_id", "idempotency_key"),
        Index(
            "ix_appointments_unregistered",
            "code",
            sqlite_where=_NOT_REGISTERED,
            postgresql_where=_NOT_REGISTERED,
        ),
        Index("ix_appointments_state_start", "state", "start"),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(80))
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    start: Mapped[datetime]
    seat: Mapped[int]
    service: Mapped[str] = mapped_column(String(30))
    matter: Mapped[str] = mapped_column(Sealed)
    name: Mapped[str] = mapped_column(Sealed)
    phone: Mapped[str] = mapped_column(Sealed)
    phone_digest: Mapped[str | None] = mapped_column(Digest("phone"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    registered: Mapped[bool] = mapped_column(default=False, server_default=false())
    minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    for_whom: Mapped[str] = mapped_column(String(10), default="self", server_default="self")
    at_desk: Mapped[bool] = mapped_column(default=False, server_default=false())
    placed_at: Mapped[datetime | None]


class HandoffRow(Base):
    """A hand-off; a conversation has at most one that is open.

    ``invited`` is a second adviser beside the one who has claimed it, ``returned`` how often it went back to the queue,
    ``last_adviser`` held the citizen's last chat, ``place_code`` is the place they looked at last. ``told_ahead`` is how
    many the citizen was last told wait before them, at ``told_at``. A call-back is due at ``due_at``, tried ``calls`` times.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "uq_handoffs_open",
            "conversation_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12), index=True)
    reason: Mapped[str] = mapped_column(String(60))
    urgent: Mapped[bool] = mapped_column(default=False)
    known: Mapped[dict[str, Any]] = mapped_column(SealedJson, default=dict)
    phone: Mapped[str | None] = mapped_column(Sealed)
    phone_digest: Mapped[str | None] = mapped_column(Digest("phone"), index=True)
    requested_at: Mapped[datetime]
    claimed_by: Mapped[str | None] = mapped_column(ForeignKey("advisers.login"))
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    invited: Mapped[str | None] = mapped_column(ForeignKey("advisers.login"))
    last_adviser: Mapped[str | None] = mapped_column(String(40))
    place_code: Mapped[str | None] = mapped_column(String(12))
    returned: Mapped[int] = mapped_column(default=0, server_default="0")
    told_ahead: Mapped[int | None]
    told_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    calls: Mapped[int] = mapped_column(default=0, server_default="0")


class AdviserRow(Base):
    """An account at the console: ``specialities`` are topics of the corpus, ``places`` codes of units, ``dialects`` words."""

    __tablename__ = "advisers"

    login: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(10))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    on_duty: Mapped[bool] = mapped_column(default=False)
    last_seen_at: Mapped[datetime | None]
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    specialities: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    places: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    dialects: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class MoveRow(Base):
    """A change of state, of the row ``key`` in ``table``; rows are only added. ``by`` is a login, citizen or system."""

    __tablename__ = "moves"
    __table_args__ = (Index("ix_moves_row", "table", "key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    table: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(200), default="")
