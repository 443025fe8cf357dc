"""Rotas, closures, leave, the waiting list, reminders; appointments that are checked in and made for others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_HOLDS_SEAT = sa.text("state IN ('booked', 'arrived')")
_WAITS = sa.text("state IN ('waiting', 'offered')")


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.drop_index("uq_appointments_seat", "appointments")
    op.create_index(
        "uq_appointments_seat",
        "appointments",
        ["place_code", "start", "seat"],
        unique=True,
        sqlite_where=_HOLDS_SEAT,
        postgresql_where=_HOLDS_SEAT,
    )
    op.add_column("appointments", sa.Column("minutes", sa.Integer(), server_default="30", nullable=False))
    op.add_column("appointments", sa.Column("for_whom", sa.String(length=10), server_default="self", nullable=False))
    op.add_column("appointments", sa.Column("at_desk", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("appointments", sa.Column("placed_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE appointments SET placed_at = created_at")
    op.create_index("ix_appointments_state_start", "appointments", ["state", "start"])
    _settings()
    _absences()
    _told_and_waiting()


def _settings() -> None:
    op.create_table(
        "booking_rules",
        sa.Column("place_code", sa.String(length=12), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("walk_in_share", "lead_minutes", "horizon_days", "hold_minutes")
        ),
        sa.ForeignKeyConstraint(["place_code"], ["places.code"], name=op.f("fk_booking_rules_place_code")),
        sa.PrimaryKeyConstraint("place_code", name=op.f("pk_booking_rules")),
    )
    op.create_table(
        "rotas",
        sa.Column("place_code", sa.String(length=12), nullable=False),
        sa.Column("service", sa.String(length=30), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_code"], ["places.code"], name=op.f("fk_rotas_place_code")),
        sa.PrimaryKeyConstraint("place_code", "service", name=op.f("pk_rotas")),
    )


def _absences() -> None:
    for table, who in (("closures", False), ("leaves", True)):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
            sa.Column("place_code", sa.String(length=12), nullable=False),
            *([sa.Column("who", sa.String(length=30), nullable=False)] if who else []),
            sa.Column("start", sa.DateTime(), nullable=False),
            sa.Column("end", sa.DateTime(), nullable=False),
            sa.Column("why", sa.String(length=60), nullable=False),
            sa.Column("by", sa.String(length=40), nullable=False),
            sa.Column("at", sa.DateTime(), nullable=False),
            sa.Column("lifted_at", sa.DateTime(), nullable=True),
            sa.ForeignKeyConstraint(["place_code"], ["places.code"], name=op.f(f"fk_{table}_place_code")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_place_code"), table, ["place_code"])


def _told_and_waiting() -> None:
    op.create_table(
        "appointment_notices",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["appointments.code"], name=op.f("fk_appointment_notices_code")),
        sa.PrimaryKeyConstraint("code", "kind", "start", name=op.f("pk_appointment_notices")),
    )
    op.create_table(
        "appointment_changes",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_appointment_changes_conversation_id")
        ),
        sa.ForeignKeyConstraint(["code"], ["appointments.code"], name=op.f("fk_appointment_changes_code")),
        sa.PrimaryKeyConstraint("conversation_id", "key", name=op.f("pk_appointment_changes")),
    )
    op.create_table(
        "waiting_list",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("place_code", sa.String(length=12), nullable=False),
        sa.Column("service", sa.String(length=30), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("offered_start", sa.DateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("held_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_waiting_list_conversation_id")
        ),
        sa.ForeignKeyConstraint(["place_code"], ["places.code"], name=op.f("fk_waiting_list_place_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_list")),
    )
    op.create_index("ix_waiting_list_state", "waiting_list", ["state", "place_code"])
    op.create_index(
        "uq_waiting_list_open",
        "waiting_list",
        ["conversation_id", "place_code", "service"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
