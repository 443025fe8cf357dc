"""Tables beside the places: who works there, visits to villages, and what the checklist of a platform found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.store.sealed import Sealed
from helpdesk.store.tables import Base


class PersonRow(Base):
    """Somebody who serves at a place; ``role`` is a PersonRole, ``specialities`` are topics of the corpus."""

    __tablename__ = "place_people"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Sealed)
    role: Mapped[str] = mapped_column(String(30))
    phone: Mapped[str | None] = mapped_column(Sealed)
    specialities: Mapped[list[Any]] = mapped_column(default=list)
    dialects: Mapped[list[Any]] = mapped_column(default=list)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class VisitRow(Base):
    """Somebody was at a place on a day (驻点, 走访); ``who`` is written as the office writes it."""

    __tablename__ = "place_visits"
    __table_args__ = (Index("ix_place_visits_place_code_day", "place_code", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    place_code: Mapped[str] = mapped_column(ForeignKey("places.code", ondelete="CASCADE"))
    day: Mapped[date]
    who: Mapped[str] = mapped_column(Sealed)
    note: Mapped[str] = mapped_column(Sealed)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class CheckRow(Base):
    """Whether a place has what an item of the platform's checklist asks for; no row means nobody has looked."""

    __tablename__ = "place_checks"

    place_code: Mapped[str] = mapped_column(ForeignKey("places.code", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    met: Mapped[bool]
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
