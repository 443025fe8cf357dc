"""What an office says of a place in columns of its own; its people, visits and checklist."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from helpdesk.store.sealed import Sealed

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    for name in ("aliases", "services", "facilities"):
        op.add_column("places", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    for name in ("own_lat", "own_lng"):
        op.add_column("places", sa.Column(name, sa.Float(), nullable=True))
    op.create_table(
        "place_people",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("place_code", sa.String(12), nullable=False),
        sa.Column("name", Sealed(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("phone", Sealed(), nullable=True),
        sa.Column("specialities", sa.JSON(), nullable=False),
        sa.Column("dialects", sa.JSON(), nullable=False),
        *_written(),
        sa.PrimaryKeyConstraint("id", name="pk_place_people"),
        _of_place("place_people"),
    )
    op.create_index("ix_place_people_place_code", "place_people", ["place_code"])
    op.create_table(
        "place_visits",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("place_code", sa.String(12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("who", Sealed(), nullable=False),
        sa.Column("note", Sealed(), nullable=False),
        *_written(),
        sa.PrimaryKeyConstraint("id", name="pk_place_visits"),
        _of_place("place_visits"),
    )
    op.create_index("ix_place_visits_place_code_day", "place_visits", ["place_code", "day"])
    op.create_table(
        "place_checks",
        sa.Column("place_code", sa.String(12), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        *_written(),
        sa.PrimaryKeyConstraint("place_code", "item", name="pk_place_checks"),
        _of_place("place_checks"),
    )


def _written() -> tuple[sa.Column[str], sa.Column[object]]:
    return (
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )


def _of_place(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["place_code"], ["places.code"], name=f"fk_{table}_place_code_places", ondelete="CASCADE"
    )
