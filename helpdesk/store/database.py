"""Opening the database, and transactions.

SQLite by default (write-ahead log, one writer at a time that takes its lock at the start of the transaction, so that
what it read stays true until it commits), PostgreSQL in production; the same code runs on both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from helpdesk.sealing import Keys

__all__ = ["Database", "Session", "migrate", "migration_config", "open_database"]


class Database:
    """An engine with the two kinds of transaction that the stores use."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; nothing is committed."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Session]:
        """A session whose work is committed when the block ends, or rolled back when it raises.

        A commit outlives a power cut; with ``durable`` off, on SQLite, the last ones may not (a killed process loses
        nothing either way). That is for what is done again when it is missing, and saves waiting for the disk.
        """
        options = {"begin": "write" if durable else "fast write"}
        with Session(self.engine.execution_options(**options), expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_database(url: str, keys: Keys | None = None) -> Database:
    """Open ``url``; a SQLite file's folder is made when it is missing. Without ``keys`` personal data is out of reach.

    What citizens wrote stays out of error messages, which end in logs (``hide_parameters``).
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    else:
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": 20}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    engine.dialect.cunfatong_keys = keys  # type: ignore[attr-defined] # where ``sealed`` looks for them
    return Database(engine)


def migrate(db: Database, scripts: Path, version_table: str) -> None:
    """Bring a package's tables up to its newest Alembic revision; ``scripts`` is its migrations folder."""
    with db.engine.connect() as connection:
        command.upgrade(migration_config(connection, scripts, version_table), "head")
        connection.commit()


def migration_config(connection: Connection, scripts: Path, version_table: str) -> Config:
    """Alembic's configuration for one package's tables."""
    config = Config(attributes={"connection": connection, "version_table": version_table})
    config.set_main_option("script_location", str(scripts))
    return config


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver's guess
    for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin")
    driver: Any = (
        connection.connection.driver_connection
    )  # what SQLAlchemy does around a statement takes longer than these
    if kind:
        driver.execute(f"PRAGMA synchronous={'FULL' if kind == 'write' else 'NORMAL'}")
    driver.execute("BEGIN IMMEDIATE" if kind else "BEGIN")
