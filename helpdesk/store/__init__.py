"""The help desk's database: the only place of this package that knows SQLAlchemy."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "helpdesk_version"
