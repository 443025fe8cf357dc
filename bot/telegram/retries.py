"""Calls to Telegram that are repeated until Telegram has answered them.

python-telegram-bot repeats nothing by itself (its ``AIORateLimiter`` retries 0 times unless told otherwise, and belongs
to an ``Application``, which is not used here).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

# Opts in to RetryAfter.retry_after as a timedelta; without it the library gives a deprecation warning at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "1")

REFUSALS = (Forbidden, BadRequest, ChatMigrated)
"""Answers that no repetition changes. BadRequest is a NetworkError to the library, so these are looked at first."""

UNKNOWN_TOKEN_WAIT = 60.0
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0

_Answer = TypeVar("_Answer")
_log = logging.getLogger(__name__)


def growing_waits() -> Iterator[float]:
    """Seconds to wait before each repetition: 0.5, doubled up to 30."""
    wait = _FIRST_WAIT
    while True:
        yield wait
        wait = min(2 * wait, _LONGEST_WAIT)


async def until_answered(what: str, call: Callable[[], Awaitable[_Answer]]) -> _Answer:
    """Call until Telegram takes it: as long as it asks to wait, is out of reach, or does not know the token.

    ``what`` names the call in the log. Raises the refusals of ``REFUSALS``.
    """
    waits = growing_waits()
    while True:
        try:
            return await call()
        except REFUSALS:
            raise
        except RetryAfter as error:
            wait = _seconds(error.retry_after)
            _log.warning("%s: Telegram asks to wait %s s", what, wait)
        except (InvalidToken, EndPointNotFound):
            # Not the error's own words: they hold the token.
            wait = UNKNOWN_TOKEN_WAIT
            _log.error("%s: Telegram does not know the bot token (TELEGRAM_BOT_TOKEN); next try in %s s", what, wait)
        except TelegramError as error:
            # Not the error's own words: they can hold a piece of the reply, and so of what was said.
            wait = next(waits)
            _log.warning("%s: %s; next try in %s s", what, type(error).__name__, wait)
        await asyncio.sleep(wait)


def _seconds(period: int | timedelta) -> float:
    return period.total_seconds() if isinstance(period, timedelta) else float(period)
