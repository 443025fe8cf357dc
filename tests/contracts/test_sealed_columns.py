"""Personal data lies sealed in the database, on both systems, from the first migration on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select, text

import helpdesk.store
from helpdesk.clock import FixedClock
from helpdesk.conversations import history, open_conversation, store_inbound
from helpdesk.errors import WrongKey
from helpdesk.handoffs import leave_number, request_handoff
from helpdesk.models import Inbound
from helpdesk.sealing import Keys
from helpdesk.store.database import Database, migrate, migration_config, open_database
from helpdesk.store.reseal import reseal
from helpdesk.store.tables import AppointmentRow, HandoffRow, MessageRow
from tests.support.keys import KEY, KEYS

NEW = "another key that only these tests know"
_BEFORE_SEALING = [
    "INSERT INTO conversations VALUES ('c1', 'api', NULL, NULL, 'BOT', 1, 0, 0, '2026-12-01 01:00:00')",
    """INSERT INTO messages (id, conversation_id, seq, sender, kind, text, extras, sent_at, to_deliver)
       VALUES ('m1', 'c1', 1, 'citizen', 'notice', '我电话13812345678', '{"buttons": []}', '2026-12-01 01:00:00', false)""",
    """INSERT INTO places (code, name, tier, former_names, phones, hours, seats)
       VALUES ('510704102001', '铁炉村', 'village', '[]', '[]', '[]', 1)""",
    """INSERT INTO appointments VALUES ('ABC234', 'c1', 'k', '510704102001', '2026-12-08 01:00:00', 0, 'consultation',
       '土地纠纷', '王大爷', '13812345678', 'booked', '2026-12-01 01:00:00')""",
    """INSERT INTO handoffs (conversation_id, state, reason, urgent, known, phone, requested_at)
       VALUES ('c1', 'callback', '群众要求转人工', false, '{"最近的话": "我是王大爷"}', '13812345678', '2026-12-01 01:00:00')""",
]


@pytest.fixture(params=["sqlite", "postgresql"])
def from_before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with rows from before anything was sealed, migrated since."""
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'old.db'}" if sqlite else request.getfixturevalue("fresh_postgres_url")
    db = open_database(url, KEYS)
    with db.engine.connect() as connection:
        command.upgrade(migration_config(connection, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE), "0001")
        for statement in _BEFORE_SEALING:
            connection.exec_driver_sql(statement)
        connection.commit()
    migrate(db, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
    yield db
    db.close()


def everything_stored(db: Database) -> str:
    """All cells of the three tables with personal data, as whoever steals the file sees them."""
    with db.engine.connect() as connection:
        tables = ("messages", "appointments", "handoffs")
        return "\n".join(
            str(tuple(row)) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))
        )


def read_back(db: Database) -> tuple[str, str, str, str | None]:
    """The message, the visitor's name, what the adviser is told, and whose number it is, found by the number."""
    with db.read() as session:
        handoff = session.scalars(select(HandoffRow).filter_by(phone_digest="13812345678")).one()
        visitor = session.scalars(select(AppointmentRow).filter_by(phone_digest="13812345678")).one()
        return session.get_one(MessageRow, "m1").text, visitor.name, handoff.known["最近的话"], handoff.phone


def test_what_was_stored_before_is_sealed_and_can_be_found(from_before: Database) -> None:
    """After the first start with keys nothing personal lies open, and everything reads as before."""
    assert "13812345678" in everything_stored(from_before)

    assert reseal(from_before) == 3

    stored = everything_stored(from_before)
    assert not [word for word in ("13812345678", "王大爷", "土地纠纷") if word in stored]
    assert read_back(from_before) == ("我电话13812345678", "王大爷", "我是王大爷", "13812345678")
    assert reseal(from_before) == 0


def test_after_a_change_of_key_the_old_one_is_needed_no_more(from_before: Database) -> None:
    """With the new key first and the old one behind it everything is sealed anew; then the new one is enough."""
    reseal(from_before)
    url = from_before.engine.url.render_as_string(hide_password=False)
    without_the_old = open_database(url, Keys([NEW]))
    with pytest.raises(WrongKey):
        reseal(without_the_old)
    both = open_database(url, Keys([NEW, KEY]))

    assert reseal(both) == 3

    assert read_back(without_the_old) == ("我电话13812345678", "王大爷", "我是王大爷", "13812345678")
    both.close()
    without_the_old.close()


def test_what_a_citizen_writes_and_leaves_is_stored_sealed(db: Database, clock: FixedClock) -> None:
    """Neither the words of a chat nor a number for a call stand in the database as they were written."""
    conversation = open_conversation(db, clock, "api")[0].id
    message = store_inbound(db, clock, conversation, Inbound("1", "我是王大爷，找个人说"))
    request_handoff(db, clock, message.id, "群众要求转人工", [])
    leave_number(db, clock, conversation, "138 1234 5678")

    stored = everything_stored(db)

    assert "王大爷" not in stored
    assert "13812345678" not in stored
    assert history(db, conversation)[0].text == "我是王大爷，找个人说"


def test_without_a_key_nothing_personal_is_read_or_written(from_before: Database) -> None:
    """A program that opens the database without keys gets an error, not the sealed text."""
    reseal(from_before)
    keyless = open_database(from_before.engine.url.render_as_string(hide_password=False))

    with pytest.raises(WrongKey), keyless.read() as session:
        session.get_one(MessageRow, "m1")

    keyless.close()
