"""Tables of the corpus. ``body`` holds an entry as the corpus files write it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, datetime: DateTime()}


class EntryRow(Base):
    """A FAQ entry or guide as it stands now; ``state`` is published or retired."""

    __tablename__ = "entries"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    type: Mapped[str] = mapped_column(String(10))
    topic: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), index=True)
    version: Mapped[int]
    body: Mapped[dict[str, Any]]


class EntryVersionRow(Base):
    """Every version that ever was: who made it and when; never changed, never deleted."""

    __tablename__ = "entry_versions"

    entry_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    body: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]


class CorpusRow(Base):
    """One row: how often the corpus has changed. Every process that serves compares it with what it has indexed."""

    __tablename__ = "corpus"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
