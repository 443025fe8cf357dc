"""The web application: public API, chat page, action webhook, health, console; and what runs beside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api import appointments, calculators, conversations, eligibility, lookups, problems, sheets, waiting
from bot.api.access import Parts
from bot.bootstrap import Program
from bot.chores import do_chores, standing_chores
from bot.console import mount_console
from bot.console.reception_api import SHEET_PAGE
from bot.rasa import RasaDialogue
from bot.ready import announce
from bot.settings import session_secret
from bot.signed_links import SignedLinks
from bot.telegram.channel import TelegramChannel, TelegramSettings, webhook_router
from bot.web import STATIC

_log = logging.getLogger(__name__)

_API = "/api/v1"
_REFRESH_SECONDS = 0.2  # reading the revision takes a millisecond, a new index about one second
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(program: Program) -> FastAPI:
    """The application over the running parts."""
    app = FastAPI(
        title="Cunfatong", version="1", openapi_url=f"{_API}/openapi.json", docs_url=None, redoc_url=None,
        lifespan=_lifespan,
    )  # fmt: skip
    app.state.program = program
    secret = session_secret(program.settings)
    links = SignedLinks(secret)
    app.state.parts = Parts(
        program.desk, program.gateway, program.dialogue, program.events, links, program.settings.public_url
    )
    app.state.telegram = _telegram(program)
    app.post("/webhook", include_in_schema=False)(_run_action)  # first, as no other route is asked for as often
    for module in (conversations, sheets, lookups, appointments, waiting, calculators, eligibility):
        app.include_router(module.router, prefix=_API)
    problems.install(app)
    app.add_middleware(_SecurityHeaders)
    app.get("/healthz", tags=["health"])(_alive)
    app.get("/readyz", tags=["health"])(_ready)
    _add_pages(app)
    if app.state.telegram is not None:
        app.include_router(webhook_router(app.state.telegram))
    mount_console(
        app,
        program.desk,
        program.events,
        session_secret=secret,
        secure_cookies=program.settings.cookies_secure,
    )
    return app


def _add_pages(app: FastAPI) -> None:
    app.mount("/static", StaticFiles(directory=STATIC))
    app.get("/", include_in_schema=False)(lambda: FileResponse(STATIC / "index.html"))
    # The page reads the result with the conversation's token, which the browser keeps; its address gives nothing away.
    app.get("/eligibility/print", include_in_schema=False)(lambda: FileResponse(STATIC / "eligibility.html"))
    app.get("/privacy", include_in_schema=False)(lambda: FileResponse(STATIC / "privacy.html"))
    for path in ("/sheet/{message_id}", SHEET_PAGE):
        app.get(path, include_in_schema=False)(lambda: FileResponse(STATIC / "sheet.html"))


def _telegram(program: Program) -> TelegramChannel | None:
    settings = program.settings
    if settings.telegram_bot_token is None:
        return None
    secret = settings.telegram_webhook_secret
    return TelegramChannel(
        TelegramSettings(
            token=settings.telegram_bot_token.get_secret_value(),
            api_base=settings.telegram_api_base,
            webhook_url=settings.telegram_webhook_url,
            webhook_secret=secret.get_secret_value() if secret else None,
        ),
        program.desk,
        program.gateway,
        program.events,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Run what belongs to the application: recovery, following the corpus, the Telegram channel."""
    program: Program = app.state.program
    async with AsyncExitStack() as running:  # what is entered last ends first
        running.callback(program.db.close)
        if isinstance(program.dialogue, RasaDialogue):
            running.push_async_callback(program.dialogue.close)
        chores = do_chores(program.desk, program.events, standing_chores(program.settings))
        for work in (_recover(program), _follow_corpus(program), announce(program), chores):
            task = asyncio.create_task(work)
            running.callback(task.cancel)
        if app.state.telegram is not None:
            await app.state.telegram.start()
            running.push_async_callback(app.state.telegram.stop)
        yield


async def _recover(program: Program) -> None:
    """Answer what the last run left unanswered, once Rasa is there (or has been given up on)."""
    for _ in range(60):
        if await program.dialogue.ready():
            break
        await asyncio.sleep(1)
    if count := await program.gateway.recover():
        _log.info("answered %s messages that the last run had stored", count)


async def _follow_corpus(program: Program) -> None:
    """Serve what other processes have published, and the law of the day."""
    knowledge = program.desk.knowledge
    while True:
        await asyncio.sleep(_REFRESH_SECONDS)
        try:
            if await asyncio.to_thread(knowledge.refresh):
                _log.info("serving corpus revision %s", knowledge.revision)
            await asyncio.to_thread(knowledge.refresh_day, program.desk.clock.now().date())
        except Exception:  # a database that is away for a moment must not end this
            _log.exception("the corpus could not be refreshed")


class _SecurityHeaders:
    """Adds the headers to every response outside of the console, which brings its own scripts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        plain = scope["type"] != "http" or scope["path"].startswith("/console")
        await self._app(scope, receive, send if plain else send_with_headers)


async def _run_action(request: Request) -> Response:
    """Rasa's action server protocol."""
    if request.client is None or request.client.host not in ("127.0.0.1", "::1", "testclient"):
        return problems.problem(403, "只有本机的 Rasa 可以调用")
    call = await request.json()
    program: Program = request.app.state.program
    if isinstance(program.dialogue, RasaDialogue):
        program.dialogue.note_form(call["sender_id"], bool(call["tracker"].get("active_loop", {}).get("name")))
    return JSONResponse(await program.actions.run(call))


async def _alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


async def _ready(request: Request) -> JSONResponse:
    """200 when every part is ready; else 503, and which part is not."""
    program: Program = request.app.state.program
    parts: dict[str, Any] = {
        "database": await asyncio.to_thread(_database_answers, program),
        "rasa": await program.dialogue.ready(),
        "knowledge_base": bool(program.desk.knowledge.revision),
    }
    missing = [name for name, ready in parts.items() if not ready]
    status = {"status": "not ready" if missing else "ready", "missing": missing}
    return JSONResponse(status, 503 if missing else 200)


def _database_answers(program: Program) -> bool:
    try:
        program.desk.knowledge.refresh()
    except Exception:  # any failure at all means not ready
        _log.exception("the database does not answer")
        return False
    return True
