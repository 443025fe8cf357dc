"""Review before publication: which version is served, whose words it has, how and why it came about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WRITTEN_SO_FAR = """
    UPDATE entries SET written_by = (
        SELECT author FROM entry_versions AS kept WHERE kept.entry_id = entries.id AND kept.version = entries.version
    )
"""


def upgrade() -> None:
    """Until now every version was published or retired at once by its author."""
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("serving_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("written_by", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("entry_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("step", sa.String(length=12), nullable=False, server_default="approved"))
        batch_op.add_column(sa.Column("written_by", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reason", sa.String(length=300), nullable=False, server_default=""))
    op.execute("UPDATE entry_versions SET written_by = author")
    op.execute("UPDATE entry_versions SET step = 'retired' WHERE state = 'retired'")
    op.execute("UPDATE entry_versions SET step = 'imported' WHERE author = 'import'")
    op.execute("UPDATE entries SET serving_version = version WHERE state = 'published'")
    op.execute(_WRITTEN_SO_FAR)
    op.execute("INSERT INTO corpus (id, revision) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM corpus)")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.alter_column("written_by", server_default=None)
    with op.batch_alter_table("entry_versions", schema=None) as batch_op:
        for name in ("step", "written_by", "reason"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Take this revision back; what is not published is retired, as far as the older program can see."""
    op.execute("UPDATE entries SET state = 'retired' WHERE state IN ('draft', 'in_review')")
    with op.batch_alter_table("entry_versions", schema=None) as batch_op:
        for name in ("reason", "written_by", "step"):
            batch_op.drop_column(name)
    with op.batch_alter_table("entries", schema=None) as batch_op:
        for name in ("written_by", "serving_version"):
            batch_op.drop_column(name)
