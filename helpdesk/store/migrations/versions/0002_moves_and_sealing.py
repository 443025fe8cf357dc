"""Who moved what, when and why; personal data in columns that hold it sealed.

What is stored already is sealed by ``helpdesk.store.reseal`` right after the migration, which has no keys.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEALED: dict[str, dict[str, sa.types.TypeEngine[Any]]] = {
    "appointments": {"matter": sa.String(200), "name": sa.String(30), "phone": sa.String(20)},
    "handoffs": {"known": sa.JSON(), "phone": sa.String(20)},
    "messages": {"extras": sa.JSON(), "inbound": sa.JSON()},
}


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "moves",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("table", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    op.create_index("ix_moves_row", "moves", ["table", "key", "id"])
    op.execute("ALTER TABLE appointments RENAME COLUMN status TO state")  # the indexes follow, on both systems
    for table, columns in _SEALED.items():
        with op.batch_alter_table(table) as batch:
            for column, before in columns.items():
                batch.alter_column(column, existing_type=before, type_=sa.Text(), postgresql_using=f"{column}::text")
    for table in ("appointments", "handoffs"):
        op.add_column(table, sa.Column("phone_digest", sa.String(length=64), nullable=True))
        op.create_index(f"ix_{table}_phone_digest", table, ["phone_digest"])
