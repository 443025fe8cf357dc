"""Signing in and out: two plain forms, rendered here, so that no script runs before somebody is known."""

from __future__ import annotations

import asyncio
import html
import logging
import secrets
from string import Template
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from actions.desk import Desk
from bot.console.guard import LOGIN_PATH, PREFIX, STATIC_PATH
from bot.console.sessions import LIFETIME, LOGIN_COOKIE, SESSION_COOKIE, Sessions
from helpdesk.advisers import sign_in
from helpdesk.errors import NotAllowed

_log = logging.getLogger(__name__)

_PAGE = Template("""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>登录 · 村法通工作台</title>
<link rel="icon" href="$static/mark.svg">
<link rel="stylesheet" href="$static/login.css">
</head>
<body>
<main>
<img src="$static/mark.svg" alt="" width="56" height="56">
<h1>村法通工作台</h1>
<p class="for">供值班顾问和管理员使用</p>
<form method="post" action="$action">
$note
<input type="hidden" name="token" value="$token">
<label for="login">登录名</label>
<input id="login" name="login" value="$login" autocomplete="username" autocapitalize="none" maxlength="40" required
  autofocus>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200">
<button type="submit">登录</button>
</form>
<p class="help">忘了密码，请找本单位的管理员重设。</p>
</main>
</body>
</html>
""")


def login_router(desk: Desk, sessions: Sessions, secure_cookies: bool) -> APIRouter:
    """GET and POST /console/login, POST /console/logout."""
    router = APIRouter(include_in_schema=False)

    def set_cookie(response: Response, name: str, value: str, path: str) -> None:
        response.set_cookie(
            name,
            value,
            int(LIFETIME.total_seconds()),
            path=path,
            httponly=True,
            samesite="strict",
            secure=secure_cookies,
        )

    def form(login: str = "", note: str = "", status: int = 200) -> HTMLResponse:
        nonce = secrets.token_urlsafe(16)
        page = _PAGE.substitute(
            static=STATIC_PATH,
            action=LOGIN_PATH,
            token=sessions.form_token(nonce),
            login=html.escape(login),
            note=f'<p class="note" role="alert">{html.escape(note)}</p>' if note else "",
        )
        response = HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})
        set_cookie(response, LOGIN_COOKIE, nonce, LOGIN_PATH)
        return response

    @router.get(PREFIX)
    async def _without_slash() -> Response:
        return RedirectResponse(f"{PREFIX}/", status_code=307)

    @router.get(LOGIN_PATH)
    async def _show(request: Request) -> Response:
        if sessions.read(request.cookies.get(SESSION_COOKIE)):
            return RedirectResponse(f"{PREFIX}/", status_code=303)
        return form()

    @router.post(LOGIN_PATH)
    async def _sign_in(
        request: Request,
        login: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        token: Annotated[str, Form()] = "",
    ) -> Response:
        login = login.strip()[:40]
        if not sessions.form_is_ours(token, request.cookies.get(LOGIN_COOKIE)):
            return form(login, "这个页面放得太久了，请再登录一次", 400)
        try:
            adviser = await asyncio.to_thread(sign_in, desk.db, desk.clock, login, password)
        except NotAllowed as error:
            _log.info("a sign-in at the console was refused")
            return form(login, str(error), 401)
        response = RedirectResponse(f"{PREFIX}/", status_code=303)
        set_cookie(response, SESSION_COOKIE, sessions.issue(adviser.login), PREFIX)
        response.delete_cookie(LOGIN_COOKIE, path=LOGIN_PATH)
        return response

    @router.post(f"{PREFIX}/logout")
    async def _sign_out(request: Request, token: Annotated[str, Form()] = "") -> Response:
        session = sessions.read(request.cookies.get(SESSION_COOKIE))
        if session is not None and not sessions.form_is_ours(token, session.id, LIFETIME):
            return RedirectResponse(f"{PREFIX}/", status_code=303)
        if session is not None:
            sessions.end(session)
        response = RedirectResponse(LOGIN_PATH, status_code=303)
        response.delete_cookie(SESSION_COOKIE, path=PREFIX)
        return response

    return router
