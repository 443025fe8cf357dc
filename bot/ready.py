"""Says in the log when everything is ready, and where."""

from __future__ import annotations

import asyncio
import time

from bot.bootstrap import Program


async def announce(program: Program) -> None:
    """Print the addresses once Rasa takes messages."""
    began = time.monotonic()
    while not await program.dialogue.ready():
        await asyncio.sleep(0.5)
        if time.monotonic() - began > 20:
            print("still waiting for Rasa (the knowledge base answers alone until then)", flush=True)
            began = time.monotonic()
    base = f"http://{program.settings.app_host}:{program.settings.app_port}"
    print(f"ready: chat {base}/   console {base}/console   API {base}/api/v1/openapi.json", flush=True)
