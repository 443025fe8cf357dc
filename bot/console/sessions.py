"""Who is signed in at the console: a signed cookie, and tokens for the two forms that change it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

from itsdangerous import BadSignature, URLSafeTimedSerializer

SESSION_COOKIE = "cunfatong_console"
LOGIN_COOKIE = "cunfatong_login"
LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """One signing in; ``id`` is random, ``expires_at`` has an offset."""

    id: str
    login: str
    expires_at: datetime


class Sessions:
    """Issues and reads session cookies. They are signed, not stored: only those that were ended early are remembered,
    by this process."""

    def __init__(self, secret: str) -> None:
        self._cookies = URLSafeTimedSerializer(secret, salt="console-session")
        self._forms = URLSafeTimedSerializer(secret, salt="console-form")
        self._ended: dict[str, datetime] = {}

    def issue(self, login: str) -> str:
        """The cookie's value for a new session."""
        return self._cookies.dumps([secrets.token_urlsafe(12), login])

    def read(self, cookie: str | None) -> Session | None:
        """The session of a cookie's value; None when it is missing, forged, too old or ended."""
        try:
            (id_, login), made_at = self._cookies.loads(
                cookie or "", max_age=int(LIFETIME.total_seconds()), return_timestamp=True
            )
        except (BadSignature, ValueError):
            return None
        session = Session(id_, login, made_at + LIFETIME)
        return session if self.is_valid(session) else None

    def is_valid(self, session: Session) -> bool:
        """Whether the session has neither ended nor expired."""
        return session.id not in self._ended and datetime.now(UTC) < session.expires_at

    def end(self, session: Session) -> None:
        """Sign out: the cookie is of no use any more, in no window."""
        now = datetime.now(UTC)
        still_dangerous = {id_: until for id_, until in self._ended.items() if until > now}
        self._ended = still_dangerous | {session.id: session.expires_at}

    def form_token(self, bound_to: str) -> str:
        """A token for a form that only the browser which holds the cookie value ``bound_to`` can send back."""
        return self._forms.dumps(bound_to)

    def form_is_ours(self, token: str, bound_to: str | None, lifetime: timedelta = timedelta(hours=1)) -> bool:
        """Whether the token was made for ``bound_to`` within ``lifetime``."""
        try:
            made_for = self._forms.loads(token, max_age=int(lifetime.total_seconds()))
        except BadSignature:
            return False
        return bound_to is not None and secrets.compare_digest(str(made_for), bound_to)


def cookie_of(header: str, name: str) -> str | None:
    """The value of one cookie in a Cookie header."""
    morsel = SimpleCookie(header).get(name)
    return morsel.value if morsel else None
