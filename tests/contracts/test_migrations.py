"""The migrations make exactly the tables that the code uses."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData

import helpdesk.store
import helpdesk.store.tables
import knowledge_base.store
import knowledge_base.store.tables
from helpdesk.store.database import Database, migrate

PACKAGES = [
    pytest.param(helpdesk.store.tables.Base.metadata, helpdesk.store.VERSION_TABLE, id="helpdesk"),
    pytest.param(knowledge_base.store.tables.Base.metadata, knowledge_base.store.VERSION_TABLE, id="knowledge_base"),
]


@pytest.mark.parametrize(("models", "version_table"), PACKAGES)
def test_an_upgrade_from_nothing_gives_the_tables_of_the_models(
    db: Database, models: MetaData, version_table: str
) -> None:
    """What the migrations make and what the models say is the same, column by column and index by index."""
    options = {
        "version_table": version_table,
        "include_name": lambda name, kind, _: kind != "table" or name in models.tables,
    }

    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), models)

    assert differences == []


def test_migrating_again_changes_nothing(db: Database) -> None:
    """A restart finds the tables as they should be and leaves them and their rows alone."""
    with db.write() as session:
        session.add(knowledge_base.store.tables.CorpusRow(id=1, revision=7))

    migrate(db, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
    migrate(db, knowledge_base.store.MIGRATIONS, knowledge_base.store.VERSION_TABLE)

    with db.read() as session:
        assert session.get_one(knowledge_base.store.tables.CorpusRow, 1).revision == 7
