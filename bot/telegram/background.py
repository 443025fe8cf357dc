"""Work that goes on beside what began it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

_log = logging.getLogger(__name__)


class Background:
    """Tasks that nobody waits for: kept from being collected, and what ends them badly is logged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, what: str, work: Coroutine[Any, Any, Any]) -> None:
        """Run ``work``; ``what`` names it in the log."""
        task = asyncio.create_task(_watched(what, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, patience: float = 0.0) -> None:
        """Give what still runs ``patience`` seconds, then end it."""
        left = set(self._tasks)
        if left and patience:
            _, left = await asyncio.wait(left, timeout=patience)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


async def _watched(what: str, work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except Exception as error:
        # Not the error's own words: they can hold what was said.
        _log.error("%s: %s", what, type(error).__name__)
