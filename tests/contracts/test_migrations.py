"""The migrations make exactly the tables that the code uses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData
from sqlalchemy.exc import IntegrityError

import helpdesk.store
import helpdesk.store.all_tables
import knowledge_base.store
import knowledge_base.store.tables
from helpdesk.clock import SHANGHAI, FixedClock
from helpdesk.directory import Directory
from helpdesk.register import cases_of_conversation
from helpdesk.register_intake import Intake
from helpdesk.store.database import Database, migrate, migration_config, open_database
from helpdesk.store.reseal import reseal
from knowledge_base.store import entries
from tests.support.keys import KEYS

PACKAGES = [
    pytest.param(helpdesk.store.all_tables.Base.metadata, helpdesk.store.VERSION_TABLE, id="helpdesk"),
    pytest.param(knowledge_base.store.tables.Base.metadata, knowledge_base.store.VERSION_TABLE, id="knowledge_base"),
]

_BEFORE_REVIEW = [
    "INSERT INTO entries VALUES ('on', 'faq', 'wages', 'published', 2, '{}')",
    "INSERT INTO entries VALUES ('off', 'faq', 'wages', 'retired', 1, '{}')",
    "INSERT INTO entry_versions VALUES ('on', 1, 'published', '{}', 'import', '2026-11-24 08:00:00')",
    "INSERT INTO entry_versions VALUES ('on', 2, 'published', '{}', 'boss', '2026-11-25 08:00:00')",
    "INSERT INTO entry_versions VALUES ('off', 1, 'retired', '{}', 'boss', '2026-11-25 08:00:00')",
]

_BEFORE_THE_REGISTER = [
    "INSERT INTO places (code, name, tier, former_names, phones, hours, seats)"
    " VALUES ('510700000000', '绵阳市', 'city', '[]', '[]', '[]', 1)",
    "INSERT INTO conversations (id, channel, state, last_seq, turns, misses, created_at)"
    " VALUES ('c1', 'web', 'BOT', 0, 0, 0, '2025-12-01 08:00:00')",
    "INSERT INTO appointments (code, conversation_id, idempotency_key, place_code, start, seat, service,"
    " matter, name, phone, state, created_at) VALUES ('ABCDEF', 'c1', 'k', '510700000000', '2026-01-05 02:00:00', 0,"
    " 'consultation', '离婚', '王大明', '13800138000', 'booked', '2025-12-31 15:59:00')",
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
        session.get_one(knowledge_base.store.tables.CorpusRow, 1).revision = 7

    migrate(db, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
    migrate(db, knowledge_base.store.MIGRATIONS, knowledge_base.store.VERSION_TABLE)

    with db.read() as session:
        assert session.get_one(knowledge_base.store.tables.CorpusRow, 1).revision == 7


def test_entries_from_before_review_go_on_answering(tmp_path: Path) -> None:
    """What was published is served, what was retired is not, and who wrote the newest words is known."""
    old = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    with old.engine.connect() as connection:
        scripts, table = knowledge_base.store.MIGRATIONS, knowledge_base.store.VERSION_TABLE
        command.upgrade(migration_config(connection, scripts, table), "0001")
        for statement in _BEFORE_REVIEW:
            connection.exec_driver_sql(statement)
        connection.commit()

    migrate(old, knowledge_base.store.MIGRATIONS, knowledge_base.store.VERSION_TABLE)

    with old.read() as session:
        kept = {entry.id: (entry.serving_version, entry.written_by) for entry in entries.all_entries(session)}
        steps = [version.step.value for version in entries.versions(session, "on")]
        assert [entry.id for entry in entries.serving_entries(session)] == ["on"]
    assert kept == {"on": (2, "boss"), "off": (None, "boss")}
    assert steps == ["approved", "imported"]
    old.close()


def test_chats_and_appointments_from_before_the_register_are_registered(tmp_path: Path) -> None:
    """Rows of an older database stay as they are, and get their numbers at the first pass, in their own year."""
    old = open_database(f"sqlite:///{tmp_path / 'old.db'}", KEYS)
    with old.engine.connect() as connection:
        command.upgrade(migration_config(connection, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE), "0003")
        for statement in _BEFORE_THE_REGISTER:
            connection.exec_driver_sql(statement)
        connection.commit()

    migrate(old, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
    reseal(old)
    clock = FixedClock(datetime(2026, 12, 7, 10, tzinfo=SHANGHAI))
    Intake(old, clock, Directory(old), lambda _: None).register_new()

    cases = {case.appointment_code: case for case in cases_of_conversation(old, "c1")}
    assert {code: case.number for code, case in cases.items()} == {"ABCDEF": "绵法询〔2025〕绵阳-000001"}
    assert (cases["ABCDEF"].party, cases["ABCDEF"].phone) == ("王大明", "13800138000")
    old.close()


def test_appointments_from_before_the_rota_keep_their_seat(tmp_path: Path) -> None:
    """An old appointment goes on as half an hour, for oneself, booked online when it was; its seat cannot be taken twice."""
    old = open_database(f"sqlite:///{tmp_path / 'old.db'}", KEYS)
    columns = "code, conversation_id, idempotency_key, place_code, start, seat, service, matter, name, phone, state, created_at"
    values = "'c1', 'k', '510704102001', '2026-12-08 01:00:00', 0, 'consultation', '地', '王', '1', 'booked', '2026-12-07 02:00:00'"
    with old.engine.connect() as connection:
        command.upgrade(migration_config(connection, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE), "0003")
        connection.exec_driver_sql(
            "INSERT INTO places (code, name, tier, former_names, phones, hours, seats) "
            "VALUES ('510704102001', '铁炉村', 'village', '[]', '[]', '[]', 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO conversations (id, channel, state, last_seq, turns, misses, created_at) "
            "VALUES ('c1', 'api', 'BOT', 0, 0, 0, '2026-12-07 02:00:00')"
        )
        connection.exec_driver_sql(f"INSERT INTO appointments ({columns}) VALUES ('AAAAAA', {values})")
        connection.commit()

    migrate(old, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)

    with old.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT minutes, for_whom, at_desk, placed_at FROM appointments").one()
        other_key = values.replace("'k'", "'l'")
        again = f"INSERT INTO appointments ({columns}) VALUES ('BBBBBB', {other_key})"
        with pytest.raises(IntegrityError):
            connection.exec_driver_sql(again)
    assert (kept[0], kept[1], bool(kept[2]), str(kept[3])[:19]) == (30, "self", False, "2026-12-07 02:00:00")
    old.close()
