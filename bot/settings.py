"""All settings: from the environment or a ``.env`` file in the working directory. README lists each of them."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from helpdesk.clock import SHANGHAI


class Settings(BaseSettings):
    """Every setting with its default."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    app_host: str = Field("127.0.0.1", description="address the app listens on")
    app_port: int = Field(8000, description="port the app listens on")
    data_dir: Path = Field(Path("var"), description="database, keys, indexes")
    database_url: str | None = Field(None, description="SQLAlchemy URL; default: a SQLite file in DATA_DIR")
    rasa_port: int = Field(5005, description="port of the Rasa server, on loopback only")
    rasa_url: str | None = Field(None, description="where the Rasa server is, if not on RASA_PORT of this machine")
    rasa_timeout: float = Field(5.0, description="seconds to wait for Rasa before the knowledge base answers alone")
    secret_key: SecretStr | None = Field(None, description="signs session cookies; default: made once in DATA_DIR")
    cookies_secure: bool = Field(False, description="send session cookies over HTTPS alone; set it behind HTTPS")
    admin_login: str | None = Field(None, description="login of the first admin, with ADMIN_PASSWORD")
    admin_password: SecretStr | None = Field(None, description="password of the first admin")
    demo: bool = Field(False, description="a demo run: makes an admin and an adviser with passwords shown in the log")
    embedding_model: str | None = Field(
        None, description="sentence-transformers model; default: the encoder in its wheel"
    )
    telegram_bot_token: SecretStr | None = Field(None, description="switches the Telegram channel on")
    telegram_api_base: str | None = Field(None, description="a self-hosted Bot API server")
    telegram_webhook_url: str | None = Field(None, description="public URL for a webhook; default: polling")
    telegram_webhook_secret: SecretStr | None = Field(None, description="default: derived from the token")
    cunfatong_now: datetime | None = Field(None, description="start the clock at this moment, for rehearsals and tests")

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.data_dir / 'cunfatong.db'}"

    @property
    def rasa(self) -> str:
        """The Rasa server's URL."""
        return self.rasa_url or f"http://127.0.0.1:{self.rasa_port}"

    @property
    def start_time(self) -> datetime | None:
        """``CUNFATONG_NOW``; without an offset it is local time."""
        start = self.cunfatong_now
        return start.replace(tzinfo=SHANGHAI) if start is not None and start.tzinfo is None else start


def session_secret(settings: Settings) -> str:
    """The key that signs session cookies: from the settings, or made once and kept readable by the owner alone."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = settings.data_dir / "secret.key"
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
