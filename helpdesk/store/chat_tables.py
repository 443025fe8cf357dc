"""Tables beside the hand-offs: notes among advisers, canned replies, ratings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.store.sealed import Sealed
from helpdesk.store.tables import Base


class NoteRow(Base):
    """What advisers tell each other about a hand-off; citizens never see it."""

    __tablename__ = "handoff_notes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"), index=True)
    by: Mapped[str] = mapped_column(ForeignKey("advisers.login"))
    text: Mapped[str] = mapped_column(Sealed)
    at: Mapped[datetime]


class CannedRow(Base):
    """A reply that is written once and sent often, with placeholders such as {姓名}."""

    __tablename__ = "canned_replies"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    title: Mapped[str] = mapped_column(String(40), unique=True)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


class RatingRow(Base):
    """What a citizen thought of a chat with a person; each part is there once they have given it."""

    __tablename__ = "ratings"

    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True)
    solved: Mapped[bool | None]
    score: Mapped[int | None]
    word: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime]
