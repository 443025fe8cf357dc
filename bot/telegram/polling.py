"""Fetching updates from Telegram, each confirmed only after it was taken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import Bot

from bot.telegram.inbound import ALLOWED_UPDATES
from bot.telegram.retries import REFUSALS, UNKNOWN_TOKEN_WAIT, growing_waits, until_answered

Take = Callable[[dict[str, Any]], Awaitable[None]]

_POLL_SECONDS = 25
_READ_TIMEOUT = _POLL_SECONDS + 10.0

_log = logging.getLogger(__name__)


async def poll(bot: Bot, take: Take) -> None:
    """Hand each update, as Telegram wrote it, to ``take``, in order and for ever.

    The offset tells Telegram to forget all updates below it, so it moves on once ``take`` has returned, never before.
    What ``take`` raises leads to the same update again after a while.
    """
    offset: int | None = None
    while True:
        updates = await _fetch(bot, offset)
        for update in updates:
            await _take_surely(take, update)
            offset = update["update_id"] + 1
        if not updates:
            # All are confirmed. The offset is let go: after a week without updates Telegram goes on with a random id,
            # which may be lower.
            offset = None


async def _fetch(bot: Bot, offset: int | None) -> list[dict[str, Any]]:
    """The next updates, unread: Bot.get_updates would fail for all of them if one had an unknown shape."""
    wanted: dict[str, Any] = {"timeout": _POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
    if offset is not None:
        wanted["offset"] = offset
    # Telegram takes method names in any case; in this one the library does not warn that it has Bot.get_updates.
    call = partial(bot.do_api_request, "getupdates", wanted, read_timeout=_READ_TIMEOUT)
    while True:
        try:
            updates: list[dict[str, Any]] = await until_answered("getUpdates", call)
        except REFUSALS as error:
            _log.error("Telegram refuses to give updates: %s; next try in %s s", error, UNKNOWN_TOKEN_WAIT)
            await asyncio.sleep(UNKNOWN_TOKEN_WAIT)
        else:
            return updates


async def _take_surely(take: Take, update: dict[str, Any]) -> None:
    for wait in growing_waits():
        try:
            await take(update)
        except Exception as error:  # the database is away; Telegram keeps the update until it is back
            # Not the error's own words: they can hold what was said.
            _log.error("an update could not be stored: %s; next try in %s s", type(error).__name__, wait)
            await asyncio.sleep(wait)
        else:
            return
