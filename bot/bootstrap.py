"""Wires the whole program: settings in, running parts out. Nothing else makes an engine, a client or a model."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import helpdesk.store
import knowledge_base.store
from actions.desk import Desk
from actions.registry import ActionServer
from bot.accounts import make_first_accounts
from bot.dialogue import Dialogue
from bot.events import EventBus
from bot.gateway import Gateway
from bot.rasa import RasaDialogue
from bot.settings import Settings, encryption_keys
from helpdesk.clock import Clock, SystemClock
from helpdesk.directory import Directory, import_directory
from helpdesk.store.database import Database, migrate, open_database
from helpdesk.store.reseal import reseal
from knowledge_base import corpus_vectors
from knowledge_base.calibration import Calibration
from knowledge_base.encoder import PlainEncoder, SentenceEncoder
from knowledge_base.encoder_cache import CachedEncoder
from knowledge_base.narrowing import Narrowings
from knowledge_base.outside import OutsideModel
from knowledge_base.ports import Encoder
from knowledge_base.publishing import import_corpus
from knowledge_base.service import KnowledgeBase
from knowledge_base.statute_index import StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path
from nlu.danger import DangerModel, DangerRecogniser

_log = logging.getLogger(__name__)

# Writing the vectors of the corpus takes longer than encoding what one published entry brings.
_WORTH_WRITING = 200


@dataclass(frozen=True, slots=True)
class Program:
    """The running parts."""

    settings: Settings
    db: Database
    desk: Desk
    gateway: Gateway
    dialogue: Dialogue
    events: EventBus
    actions: ActionServer


def bootstrap(
    settings: Settings, *, clock: Clock | None = None, encoder: Encoder | None = None, dialogue: Dialogue | None = None
) -> Program:
    """Open the database, load the models and put the parts together; tests hand in replacements.

    Raises WrongKey for personal data that none of the keys opens, IndexNotBuilt when the set-up has not been run,
    UnusableWeights when the model of danger does not fit.
    """
    clock = clock or SystemClock(settings.start_time)
    db = open_database(settings.database, encryption_keys(settings))
    prepare_database(db, clock)
    make_first_accounts(db, settings)
    encoder = encoder or SentenceEncoder(settings.embedding_model)
    plain = PlainEncoder(encoder)
    knowledge = open_knowledge_base(db, settings, clock, encoder, plain)
    directory, narrowings = Directory(db), Narrowings.load()
    desk = Desk(db, clock, directory, knowledge, narrowings, settings.income_line, settings.case_prefix)
    danger = DangerRecogniser(DangerModel.load(), plain)
    events = EventBus()
    dialogue = dialogue or RasaDialogue(settings.rasa, settings.rasa_timeout, desk.knowledge.repair, plain.vector)
    return Program(settings, db, desk, Gateway(desk, dialogue, events, danger), dialogue, events, ActionServer(desk))


def prepare_database(db: Database, clock: Clock) -> None:
    """Make or migrate the tables, seal what is not under the present key, and import the directory and the starting corpus
    where they are missing.

    Raises WrongKey for personal data that none of the keys opens.
    """
    migrate(db, helpdesk.store.MIGRATIONS, helpdesk.store.VERSION_TABLE)
    migrate(db, knowledge_base.store.MIGRATIONS, knowledge_base.store.VERSION_TABLE)
    if rows := reseal(db):
        _log.info("sealed %s rows with the present key", rows)
    places, entries = import_directory(db), import_corpus(db, clock.now())
    _log.info("directory: %s places imported; corpus: %s entries imported", places, entries)


def open_knowledge_base(
    db: Database, settings: Settings, clock: Clock, encoder: Encoder, plain: PlainEncoder
) -> KnowledgeBase:
    """The knowledge base over the database's corpus and the statutes of the clock's day."""
    book = StatuteBook(default_path(), clock.now().date())
    statutes = StatuteIndex(settings.data_dir / "statutes", encoder, book)
    cached = CachedEncoder(encoder, settings.data_dir / corpus_vectors.FILE, worth_writing=_WORTH_WRITING)
    return KnowledgeBase(db, cached, book, statutes, Calibration.load(), OutsideModel.load(plain.vector))
