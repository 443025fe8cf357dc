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
    """The newest version of a FAQ entry or guide, and which version is served, if any (``states.State``)."""

    __tablename__ = "entries"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    type: Mapped[str] = mapped_column(String(10))
    topic: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), index=True)
    version: Mapped[int]
    serving_version: Mapped[int | None]
    written_by: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]]


class EntryVersionRow(Base):
    """Every version that ever was; never changed, never deleted.

    ``author`` made this version by ``step`` (``states.Step``) for ``reason``; ``written_by`` wrote the words in it.
    """

    __tablename__ = "entry_versions"

    entry_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    step: Mapped[str] = mapped_column(String(12))
    body: Mapped[dict[str, Any]]
    written_by: Mapped[str] = mapped_column(String(40))
    author: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]


class CorpusRow(Base):
    """One row, made by the migrations: how often what is served has changed. Every process compares it with what it has indexed."""

    __tablename__ = "corpus"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
