"""What the actions work with, handed to each of them by ``bot.bootstrap``."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk.clock import Clock
from helpdesk.directory import Directory
from helpdesk.store.database import Database
from knowledge_base.legal_aid.models import IncomeLine
from knowledge_base.service import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Desk:
    """The running parts that answers and appointments need; ``income_line`` is legal aid's hardship standard, if known."""

    db: Database
    clock: Clock
    directory: Directory
    knowledge: KnowledgeBase
    income_line: IncomeLine | None = None
