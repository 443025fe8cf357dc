"""Nothing under /console is served without a valid session: pages, NiceGUI's assets and its web socket."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.console.sessions import SESSION_COOKIE, Sessions, cookie_of

PREFIX = "/console"
LOGIN_PATH = f"{PREFIX}/login"
STATIC_PATH = f"{PREFIX}/static"

# NiceGUI's page is a script of its own and Vue compiles the templates of tables in the browser.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class SessionGuard:
    """ASGI middleware for the outer app; leaves every path outside /console alone."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse: a page leads to the login, an asset gets 401, a web socket is closed."""
        if scope["type"] not in ("http", "websocket") or not _is_ours(scope["path"]):
            await self._app(scope, receive, send)
        elif _is_open(scope["path"]) or self._has_session(scope):
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4401})
        elif scope["path"].startswith(f"{PREFIX}/_nicegui"):
            await PlainTextResponse("请先登录", status_code=401)(scope, receive, send)
        else:
            await RedirectResponse(LOGIN_PATH, status_code=303)(scope, receive, send)

    def _has_session(self, scope: Scope) -> bool:
        cookie = cookie_of(Headers(scope=scope).get("cookie", ""), SESSION_COOKIE)
        return self._sessions.read(cookie) is not None


def _is_ours(path: str) -> bool:
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _is_open(path: str) -> bool:
    return path == LOGIN_PATH or path.startswith(f"{STATIC_PATH}/")


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return send_with_headers
