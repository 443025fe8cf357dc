"""All settings: from the environment or a ``.env`` file in the working directory. README lists each of them."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from helpdesk.clock import SHANGHAI
from helpdesk.register_numbers import DEFAULT_PREFIX
from helpdesk.sealing import SHORTEST, Keys
from knowledge_base.legal_aid.models import IncomeLine

_KEY_FILE = "encryption.key"


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
    encryption_key: SecretStr | None = Field(
        None, min_length=SHORTEST, description="seals personal data in the database; default: made once in DATA_DIR"
    )
    encryption_old_keys: SecretStr | None = Field(
        None, description="earlier values of ENCRYPTION_KEY, with commas between; needed until the next start has ended"
    )
    adviser_silence: float = Field(
        300.0, ge=30, description="seconds a citizen waits for an adviser's word before the chat goes back to the queue"
    )
    case_prefix: str = Field(
        DEFAULT_PREFIX,
        pattern=r"^[\u4e00-\u9fff]{1,10}$",
        description="what case numbers begin with, in Chinese characters: the city's word for it",
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://\S+$",
        description="address people reach this by; QR codes of appointments then open check-in",
    )
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
    legal_aid_income_line: Decimal | None = Field(
        None,
        gt=0,
        lt=1_000_000,
        description="hardship standard of legal aid, yuan a month for each person; default: not confirmed",
    )
    legal_aid_income_source: str | None = Field(
        None, min_length=4, max_length=100, description="the document that sets it, as citizens read it"
    )
    cunfatong_now: datetime | None = Field(None, description="start the clock at this moment, for rehearsals and tests")

    @model_validator(mode="after")
    def _line_has_a_source(self) -> Settings:
        if (self.legal_aid_income_line is None) != (self.legal_aid_income_source is None):
            raise ValueError("LEGAL_AID_INCOME_LINE and LEGAL_AID_INCOME_SOURCE are set together or not at all")
        return self

    @property
    def income_line(self) -> IncomeLine | None:
        """The hardship standard of legal aid with its source, if it is known."""
        if self.legal_aid_income_line is None or self.legal_aid_income_source is None:
            return None
        return IncomeLine(self.legal_aid_income_line, self.legal_aid_income_source)

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
    return _secret(settings, settings.secret_key, "secret.key")


def encryption_keys(settings: Settings) -> Keys:
    """The keys of personal data: the one of the settings, or one made once; then the earlier ones.

    Raises WrongKey when an earlier one is too short to have been one.
    """
    earlier = settings.encryption_old_keys.get_secret_value().split(",") if settings.encryption_old_keys else []
    if settings.encryption_key is not None and (made := settings.data_dir / _KEY_FILE).exists():
        earlier.append(made.read_text())  # what was sealed before there was a setting
    return Keys([_secret(settings, settings.encryption_key, _KEY_FILE), *map(str.strip, earlier)])


def _secret(settings: Settings, given: SecretStr | None, file: str) -> str:
    if given is not None:
        return given.get_secret_value()
    path = settings.data_dir / file
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: Rasa may be making the same file.
        with NamedTemporaryFile("w", dir=settings.data_dir) as draft:
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text()
