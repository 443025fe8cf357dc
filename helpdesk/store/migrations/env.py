"""Run by Alembic, with the connection that ``helpdesk.store.database.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from helpdesk.store.all_tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=context.config.attributes["version_table"],
    include_name=lambda name, kind, _: kind != "table" or name in Base.metadata.tables,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
