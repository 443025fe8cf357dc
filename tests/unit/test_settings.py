"""Settings: what the code reads and what the documentation says."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Settings, session_secret

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [field.upper() for field in Settings.model_fields])
def test_every_setting_is_documented(name: str) -> None:
    """README lists each setting by the name that the environment uses."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")

    assert re.search(rf"`{name}\b", readme)


def test_every_setting_says_what_it_is() -> None:
    """A setting without a description cannot be documented."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_environment_sets_and_an_empty_value_does_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A variable that is there but empty, as in a copied .env, leaves the default."""
    monkeypatch.setenv("APP_PORT", "8123")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))

    settings = Settings(_env_file=None)  # type: ignore[call-arg]

    assert settings.app_port == 8123
    assert settings.database == f"sqlite:///{tmp_path}/cunfatong.db"


@pytest.mark.parametrize(
    ("written", "moment"),
    [("2026-12-07T10:00+08:00", "2026-12-07T10:00:00+08:00"), ("2026-12-07T10:00", "2026-12-07T10:00:00+08:00")],
)
def test_a_start_time_without_an_offset_is_local(written: str, moment: str) -> None:
    """Ten o'clock is ten o'clock in Mianyang."""
    start = Settings(_env_file=None, cunfatong_now=written).start_time  # type: ignore[call-arg,arg-type]

    assert start is not None
    assert start.isoformat() == moment
    assert start.utcoffset() == timedelta(hours=8)


def test_the_session_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    """Whoever restarts stays signed in, and nobody else can read the key."""
    settings = Settings(_env_file=None, data_dir=tmp_path / "new", secret_key=None)  # type: ignore[call-arg]

    first, second = session_secret(settings), session_secret(settings)

    assert first == second
    assert len(first) >= 48
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0


def test_secrets_are_not_printed() -> None:
    """A settings object in a log gives nothing away."""
    settings = Settings(_env_file=None, secret_key="s3cret-key", telegram_bot_token="s3cret-token")  # type: ignore[call-arg,arg-type]

    assert "s3cret" not in repr(settings)
