"""One open page of the console and the person in front of it.

Every use case that a page calls goes through ``Visit.run``, which first checks that the session still holds, that the
account is still active and that it has the page's role: an account that is switched off stops in open pages too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from actions.desk import Desk
from bot.console.guard import LOGIN_PATH, PREFIX
from bot.console.sessions import SESSION_COOKIE, Session, Sessions
from bot.events import EventBus
from helpdesk.advisers import get_adviser, list_advisers
from helpdesk.errors import HelpdeskError, NotAllowed, NotFound
from helpdesk.models import Adviser, Role
from knowledge_base.errors import KnowledgeBaseError

_P = ParamSpec("_P")
_T = TypeVar("_T")

_PATIENCE = 15.0  # seconds a page may take on a busy machine before NiceGUI gives it up


class SignedOut(NotAllowed):
    """The session has ended, or its account may not sign in any more."""


@dataclass(frozen=True, slots=True)
class Console:
    """The running parts that pages work with."""

    desk: Desk
    events: EventBus
    sessions: Sessions


@dataclass(frozen=True, slots=True)
class Visit:
    """An open page: ``me`` is who opened it, ``role`` what the page demands, ``params`` what its path names."""

    console: Console
    session: Session
    me: Adviser
    role: Role
    params: dict[str, str]

    @property
    def desk(self) -> Desk:
        """The running parts behind answers and appointments."""
        return self.console.desk

    async def run(self, use_case: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Check the person in front of the page, then call a blocking use case in a thread.

        Raises SignedOut, NotAllowed, or what the use case raises.
        """

        def checked() -> _T:
            _admit(self.console, self.session, self.role)
            return use_case(*args, **kwargs)

        return await asyncio.to_thread(checked)


async def account_names(visit: Visit) -> dict[str, str]:
    """The names of all accounts by login."""
    return {account.login: account.name for account in await visit.run(list_advisers, visit.desk.db)}


@contextmanager
def told() -> Iterator[None]:
    """Show what went wrong inside the block as a note; the page keeps what was typed.

    The block stands on the page itself: the button that began it may be redrawn before it ends.
    """
    with ui.context.client:
        try:
            yield
        except SignedOut:
            ui.navigate.to("/login")
        except (HelpdeskError, KnowledgeBaseError) as error:
            ui.notify(str(error), type="warning", position="top", timeout=8000, close_button="知道了")


def add_page(console: Console, path: str, title: str, role: Role, build: Callable[[Visit], Awaitable[None]]) -> None:
    """Serve ``path`` below /console with what ``build`` makes, to accounts that have ``role``."""

    async def show(request: Request) -> Response | None:
        session = console.sessions.read(request.cookies.get(SESSION_COOKIE))
        if session is None:
            return _to_login()
        try:
            me = await asyncio.to_thread(_admit, console, session, role)
        except SignedOut:
            return _to_login()
        except NotAllowed as error:
            return _forbidden(str(error))
        await build(Visit(console, session, me, role, dict(request.path_params)))
        return None

    ui.page(path, title=f"{title} · 村法通工作台", response_timeout=_PATIENCE)(show)


def _admit(console: Console, session: Session, role: Role) -> Adviser:
    if not console.sessions.is_valid(session):
        raise SignedOut("请重新登录")
    try:
        me = get_adviser(console.desk.db, session.login)
    except NotFound:
        raise SignedOut("请重新登录") from None
    if role is Role.ADMIN and me.role is not Role.ADMIN:
        raise NotAllowed("这一页只有管理员能打开")
    return me


def _to_login() -> Response:
    response = RedirectResponse(LOGIN_PATH, status_code=303)
    response.delete_cookie(SESSION_COOKIE, path=PREFIX)
    return response


def _forbidden(words: str) -> Response:
    page = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>打不开 · 村法通工作台</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/console/static/login.css">'
        f'<main><h1>打不开这一页</h1><p class="for">{words}。</p>'
        '<p class="help"><a href="/console/">回到接待</a></p></main></html>'
    )
    return Response(page, status_code=403, media_type="text/html; charset=utf-8")
