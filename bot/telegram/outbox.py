"""Brings to Telegram what the desk has stored to be said there.

A message is marked as delivered after Telegram took it, so a crash sends it again rather than losing it. In a chat one
message follows another; a chat that has to wait or that refuses holds up no other.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial

from telegram import Bot, LinkPreviewOptions
from telegram import Message as SentMessage
from telegram.constants import ChatAction
from telegram.error import TelegramError

from actions.desk import Desk
from bot.events import BotIsWriting, EventBus, MessageStored
from bot.telegram.background import Background
from bot.telegram.documents import document_of
from bot.telegram.render import Part, render
from bot.telegram.retries import REFUSALS, until_answered
from helpdesk import conversations
from helpdesk.models import Message, Sender

CHANNEL = "telegram"

_LOOK_AGAIN = 1.0
# Enough to look past the backlog of a chat that Telegram makes wait.
_BATCH = 500
# Telegram takes about 30 messages a second from a bot; this stays below it when each takes a third of a second.
_AT_ONCE = 8
# Short waits repeat messages: what Telegram took but was slow to confirm is sent again.
_READ_TIMEOUT = 20.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_log = logging.getLogger(__name__)


class Outbox:
    """Sends what waits in the database, woken by the event bus and every second by itself."""

    def __init__(self, bot: Bot, desk: Desk, events: EventBus) -> None:
        self._bot = bot
        self._desk = desk
        self._events = events
        self._wake = asyncio.Event()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._chats: dict[str, asyncio.Task[None]] = {}
        # Parts of a message that Telegram has taken, until the message is marked as delivered.
        self._taken: dict[str, int] = {}
        self._background = Background()

    def start(self) -> None:
        """Begin to send; call it inside the event loop."""
        self._background.begin("listening", self._listen())
        self._background.begin("outbox", self._run())

    async def stop(self, patience: float = 3.0) -> None:
        """Begin nothing new, and give what is being sent ``patience`` seconds to end."""
        await self._background.stop()
        sending = list(self._chats.values())
        if sending:
            await asyncio.wait(sending, timeout=patience)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)

    async def _listen(self) -> None:
        async with self._events.listen() as queue:
            while True:
                event = await queue.get()
                if isinstance(event, MessageStored) and event.message.sender is not Sender.CITIZEN:
                    self._wake.set()
                elif isinstance(event, BotIsWriting):
                    self._background.begin("typing", self._show_typing(event.conversation_id))

    async def _show_typing(self, conversation_id: str) -> None:
        conversation = await asyncio.to_thread(conversations.get_conversation, self._desk.db, conversation_id)
        if conversation.channel == CHANNEL and conversation.external_id:
            try:
                await self._bot.send_chat_action(int(conversation.external_id), ChatAction.TYPING)
            except TelegramError as error:
                _log.debug("typing was not shown: %s", type(error).__name__)

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._look()
            except Exception as error:
                # Not the error's own words: they can hold what was said.
                _log.error("the outbox could not be read: %s", type(error).__name__)
            # Not asyncio.wait_for: in Python 3.11 it can swallow the cancellation that is to end this loop.
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_AGAIN):
                    await self._wake.wait()

    async def _look(self) -> None:
        """Give each chat that is not at work what waits for it."""
        # Chats at work while the database is read are left out: what they mark meanwhile would be seen as waiting.
        at_work = set(self._chats)
        waiting = await asyncio.to_thread(conversations.undelivered, self._desk.db, CHANNEL, _BATCH)
        by_chat: dict[str, list[Message]] = {}
        for message, chat in waiting:
            by_chat.setdefault(chat, []).append(message)
        for chat, messages in by_chat.items():
            if chat not in at_work:
                self._chats[chat] = asyncio.create_task(self._work_off(chat, messages))

    async def _work_off(self, chat: str, messages: list[Message]) -> None:
        try:
            for message in sorted(messages, key=lambda message: message.seq):
                await self._deliver(int(chat), message)
        except Exception as error:
            _log.error("a message waits to be delivered: %s", type(error).__name__)
        else:
            self._wake.set()
        finally:
            del self._chats[chat]

    async def _deliver(self, chat_id: int, message: Message) -> None:
        parts = render(message, await asyncio.to_thread(document_of, self._desk, message))
        try:
            for part in parts[self._taken.get(message.id, 0) :]:
                what = "sendDocument" if part.document else "sendMessage"
                await until_answered(what, partial(self._send, chat_id, part))
                self._taken[message.id] = self._taken.get(message.id, 0) + 1
        except REFUSALS as error:
            _log.warning("message %s is given up, Telegram refuses it: %s", message.id, error)
            self._taken[message.id] = len(parts)
        await asyncio.to_thread(conversations.mark_delivered, self._desk.db, self._desk.clock, message.id)
        self._taken.pop(message.id, None)

    async def _send(self, chat_id: int, part: Part) -> SentMessage:
        async with self._places:
            if part.document is not None:
                name, content = part.document.name, part.document.content
                return await self._bot.send_document(chat_id, content, filename=name, read_timeout=_READ_TIMEOUT)
            return await self._bot.send_message(
                chat_id,
                part.text,
                reply_markup=part.markup,
                link_preview_options=_NO_PREVIEW,
                read_timeout=_READ_TIMEOUT,
            )
