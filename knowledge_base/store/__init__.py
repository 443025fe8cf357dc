"""The corpus in the database: the only place of this package that knows SQLAlchemy."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "knowledge_version"
