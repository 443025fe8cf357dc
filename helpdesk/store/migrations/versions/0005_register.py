"""The register: cases, their numbers, referrals; what of the chats and appointments is registered.

Chats and appointments from before are registered when the service runs again, each under the year it began in.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("conversations", sa.Column("registered_seq", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("appointments", sa.Column("registered", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table, column, where in (
        ("conversations", "id", sa.text("last_seq > registered_seq")),
        ("appointments", "code", sa.text("NOT registered")),
    ):
        op.create_index(f"ix_{table}_unregistered", table, [column], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "case_counters",
        sa.Column("unit_code", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit_code", "year", name=op.f("pk_case_counters")),
    )
    _create_cases()
    _create_referrals()


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("unit_code", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("place_code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("party_digest", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_digest", sa.String(length=64), nullable=True),
        sa.Column("other_party", sa.Text(), nullable=True),
        sa.Column("other_digest", sa.String(length=64), nullable=True),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("adviser", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("bot_topic", sa.String(length=40), nullable=True),
        sa.Column("handoff_id", sa.Integer(), nullable=True),
        sa.Column("appointment_code", sa.String(length=12), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.ForeignKeyConstraint(["place_code"], ["places.code"], name=op.f("fk_cases_place_code")),
        sa.ForeignKeyConstraint(["adviser"], ["advisers.login"], name=op.f("fk_cases_adviser")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_cases_{column}"), ondelete="SET NULL")
            for column, target in (
                ("conversation_id", "conversations.id"),
                ("handoff_id", "handoffs.id"),
                ("appointment_code", "appointments.code"),
            )
        ),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
        sa.UniqueConstraint("unit_code", "year", "serial", name=op.f("uq_cases_unit_code_year_serial")),
        sa.UniqueConstraint("conversation_id", "bot_topic", name=op.f("uq_cases_conversation_id_bot_topic")),
        sa.UniqueConstraint("handoff_id", name=op.f("uq_cases_handoff_id")),
        sa.UniqueConstraint("appointment_code", name=op.f("uq_cases_appointment_code")),
    )
    for column in (
        "accepted_at", "place_code", "state", "party_digest", "phone_digest", "other_digest", "adviser", "conversation_id",
    ):  # fmt: skip
        op.create_index(f"ix_cases_{column}", "cases", [column])


def _create_referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_by", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("followed_up_at", sa.DateTime(), nullable=True),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_referrals_case_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["advisers.login"], name=op.f("fk_referrals_sent_by")),
    )
    for column in ("case_id", "state"):
        op.create_index(f"ix_referrals_{column}", "referrals", [column])
