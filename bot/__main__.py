"""``python -m bot``: run the application."""

from __future__ import annotations

import gc
import logging
import sys

import uvicorn

from bot.app import create_app
from bot.bootstrap import bootstrap
from bot.settings import Settings
from knowledge_base.errors import KnowledgeBaseError


def main() -> int:
    """Run until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("httpx", "alembic", "rasa_sdk", "bm25s"):  # httpx logs URLs, and Telegram's hold the token
        logging.getLogger(chatty).setLevel(logging.WARNING)
    settings = Settings()
    try:
        app = create_app(bootstrap(settings))
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1
    gc.freeze()  # models, statutes and corpus stay: looking through them held up each new index by up to half a second
    sys.setswitchinterval(0.0005)  # seconds: an answer waits this long at each turn while a new index is built
    uvicorn.run(app, host=settings.app_host, port=settings.app_port, log_level="warning", ws_ping_interval=30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
