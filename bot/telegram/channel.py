"""Telegram as a channel: updates come in by polling or by webhook, are stored, and only then acknowledged and answered.

What is said goes out through ``bot.telegram.outbox``. See docs/decisions/0005-telegram.md for why python-telegram-bot's
``Application`` and ``Updater`` are not used.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from telegram import Bot, BotCommand, Update
from telegram.error import TelegramError

from actions.desk import Desk
from bot.events import EventBus
from bot.gateway import Gateway
from bot.telegram.background import Background
from bot.telegram.inbound import ALLOWED_UPDATES, Received, group_command, read_update
from bot.telegram.outbox import CHANNEL, Outbox
from bot.telegram.polling import poll
from bot.telegram.retries import REFUSALS, UNKNOWN_TOKEN_WAIT, until_answered
from helpdesk import conversations

WEBHOOK_PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name, not a secret
COMMANDS = (
    BotCommand("start", "开始"),
    BotCommand("help", "我能帮您做什么"),
    BotCommand("book", "预约当面咨询"),
    BotCommand("my", "我的预约"),
    BotCommand("human", "转人工，请顾问来"),
    BotCommand("privacy", "您的信息怎么保存"),
)

_ONLY_PRIVATE = "您好，我只在单独的聊天里答复，免得别人看到您的事。请点我的头像，给我发消息。"
_OFFICIAL_API = "https://api.telegram.org"
_ANSWER_PATIENCE = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """How to reach Telegram: ``token`` is never empty.

    ``api_base`` is a self-hosted Bot API server (default: Telegram's). With ``webhook_url``, the public HTTPS address
    of WEBHOOK_PATH, updates are pushed, else they are polled for. ``webhook_secret`` (1–256 of ``A-Za-z0-9_-``) is
    derived from the token when it is None.
    """

    token: str = field(repr=False)
    api_base: str | None = None
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)

    @property
    def secret(self) -> str:
        """What Telegram shows with each pushed update."""
        derived = hmac.new(self.token.encode(), b"telegram webhook", hashlib.sha256).hexdigest()
        return self.webhook_secret or derived


class TelegramChannel:
    """Takes updates in and keeps the outbox going, in the event loop in which it is started."""

    def __init__(self, settings: TelegramSettings, desk: Desk, gateway: Gateway, events: EventBus) -> None:
        _keep_libraries_quiet()
        self.settings = settings
        self._desk = desk
        self._gateway = gateway
        self._bot = Bot(settings.token, base_url=f"{(settings.api_base or _OFFICIAL_API).rstrip('/')}/bot")
        self._outbox = Outbox(self._bot, desk, events)
        self._intake = Background()
        self._answers = Background()
        self._username = ""

    @property
    def connected(self) -> bool:
        """Whether Telegram has accepted the token and knows how to bring updates."""
        return bool(self._username)

    async def start(self) -> None:
        """Begin; does not wait for Telegram, so that the rest of the service runs whether it can be reached or not."""
        self._intake.begin("Telegram", self._run())

    async def stop(self) -> None:
        """Take nothing more in, let running answers end, and stop sending."""
        await self._intake.stop()
        await self._answers.stop(_ANSWER_PATIENCE)
        await self._outbox.stop()
        await self._bot.shutdown()

    async def take(self, data: dict[str, Any]) -> None:
        """Store an update as Telegram wrote it, and begin to answer it; what is stored need not come again.

        A repeat is answered with what was answered before, so nothing is said twice. Raises what the database raises;
        then the update has to come again.
        """
        update = self._parse(data)
        if update is None:
            return
        received = read_update(update)
        if received is not None:
            conversation_id = await asyncio.to_thread(self._store, received)
            self._answers.begin("answering", self._gateway.receive(conversation_id, received.inbound))
        if update.callback_query is not None:
            # Ends the waiting sign on the button; too late or twice does no harm.
            self._answers.begin("button", self._quietly(self._bot.answer_callback_query(update.callback_query.id)))
        if (group := group_command(update, self._username)) is not None:
            self._answers.begin("group", self._quietly(self._bot.send_message(group, _ONLY_PRIVATE)))

    def _parse(self, data: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(data, self._bot)
        except Exception as error:
            _log.error("update %s cannot be read: %s", data.get("update_id"), type(error).__name__)
            return None

    def _store(self, received: Received) -> str:
        db, clock = self._desk.db, self._desk.clock
        conversation = conversations.conversation_with(db, clock, CHANNEL, str(received.chat_id))
        conversations.store_inbound(db, clock, conversation.id, received.inbound)
        return conversation.id

    async def _quietly(self, call: Awaitable[object]) -> None:
        try:
            await call
        except TelegramError as error:
            _log.debug("not done: %s", type(error).__name__)

    async def _run(self) -> None:
        while not self.connected:
            try:
                self._username = await until_answered("connecting to Telegram", self._introduce)
            except REFUSALS as error:
                _log.error("Telegram refuses the set-up: %s; next try in %s s", error, UNKNOWN_TOKEN_WAIT)
                await asyncio.sleep(UNKNOWN_TOKEN_WAIT)
        _log.info("Telegram is connected, updates come by %s", "webhook" if self.settings.webhook_url else "polling")
        self._outbox.start()
        if not self.settings.webhook_url:
            await poll(self._bot, self.take)

    async def _introduce(self) -> str:
        """Check the token, tell Telegram how updates are to come; gives the bot's user name."""
        await self._bot.initialize()
        if self.settings.webhook_url:
            await self._bot.set_webhook(
                self.settings.webhook_url,
                secret_token=self.settings.secret,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )
        else:
            await self._bot.delete_webhook(drop_pending_updates=False)
        await self._bot.set_my_commands(COMMANDS)
        return self._bot.username


def webhook_router(channel: TelegramChannel) -> APIRouter:
    """The route to which Telegram pushes updates: 403 without the secret, 200 once the update is stored."""
    router = APIRouter()

    @router.post(WEBHOOK_PATH, include_in_schema=False)
    async def receive_update(request: Request) -> dict[str, bool]:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), channel.settings.secret.encode()):
            raise HTTPException(403)
        await channel.take(await request.json())
        return {"ok": True}

    return router


def _keep_libraries_quiet() -> None:
    """httpx writes each URL, and with it the token, to the log; the Telegram library writes what was said."""
    for name in ("httpx", "httpcore", "telegram"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
