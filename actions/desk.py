"""What the actions work with, handed to each of them by ``bot.bootstrap``."""

from __future__ import annotations

from dataclasses import dataclass

from helpdesk.clock import Clock
from helpdesk.directory import Directory
from helpdesk.register_numbers import DEFAULT_PREFIX
from helpdesk.store.database import Database
from knowledge_base.legal_aid.models import IncomeLine
from knowledge_base.narrowing import Narrowings
from knowledge_base.service import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Desk:
    """The running parts that answers and appointments need; ``income_line`` is legal aid's hardship standard, if known.

    ``case_prefix`` is what the numbers of the register begin with.
    """

    db: Database
    clock: Clock
    directory: Directory
    knowledge: KnowledgeBase
    narrowings: Narrowings
    income_line: IncomeLine | None = None
    case_prefix: str = DEFAULT_PREFIX
