"""Where Rasa keeps its conversations: sealed, one row a turn, and for no longer than they are needed.

Rasa's own ``SQLTrackerStore`` writes what was said in the clear, reads and replays a whole session at every turn, and keeps
all sessions for ever. Here a conversation that goes on stays in memory, a turn adds the row of its new events, and a new
session (whose first events carry the slots over) takes the place of the old one.
"""

from __future__ import annotations

import base64
import itertools
import json
import logging
import os
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

DAYS_KEPT = 30
"""A conversation in which nothing was said for so long is forgotten here; the application has its own record."""

_IN_MEMORY = 2000
_DAY = 24 * 3600.0
_TABLE = """CREATE TABLE IF NOT EXISTS turns (sender_id TEXT, number INTEGER, at REAL, count INTEGER, sealed TEXT,
PRIMARY KEY (sender_id, number)) WITHOUT ROWID"""
_FORGET = "DELETE FROM turns WHERE sender_id IN (SELECT sender_id FROM turns GROUP BY sender_id HAVING max(at) < ?)"
_log = logging.getLogger(__name__)


class SealedTrackerStore(TrackerStore):
    """Trackers in the SQLite file ``db``, sealed with the application's keys; see ``_secrets``.

    A conversation whose key is gone begins anew. To be used by one process: Rasa's.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        db: str = "var/rasa.db",
        key_file: str = "var/encryption.key",
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._box = MultiFernet([Fernet(_derived(secret)) for secret in _secrets(Path(key_file))])
        self._db = _opened(db)
        self._known: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._forgot_at = 0.0
        self._forget_old()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The latest session. One in memory is given away, so that a turn that breaks off leaves no trace of itself."""
        return self._known.pop(sender_id, None) or self._read(sender_id)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The latest session too: earlier ones are not kept."""
        return self._read(conversation_id)

    async def keys(self) -> Iterable[str]:
        """The conversations that are kept."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT sender_id FROM turns")]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the events that are new."""
        await self.stream_events(tracker)
        sender_id = tracker.sender_id
        turns, stored = self._db.execute(
            "SELECT count(*), coalesce(sum(count), 0) FROM turns WHERE sender_id = ?", (sender_id,)
        ).fetchone()
        new = list(itertools.islice(tracker.events, stored, None))
        began = next((at for at in reversed(range(len(new))) if isinstance(new[at], SessionStarted)), None)
        with self._db:
            if began is not None:
                self._db.execute("DELETE FROM turns WHERE sender_id = ?", (sender_id,))
                new = new[began:]
            if new:
                row = (sender_id, 0 if began is not None else turns, time.time(), len(new), self._seal(new))
                self._db.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?)", row)
        if began is None:
            self._keep(tracker)
        else:  # the tracker still holds what came before the session: it is read anew
            self._known.pop(sender_id, None)
        if time.time() - self._forgot_at > _DAY:
            self._forget_old()

    def _keep(self, tracker: DialogueStateTracker) -> None:
        self._known[tracker.sender_id] = tracker
        while len(self._known) > _IN_MEMORY:
            self._known.popitem(last=False)

    def _read(self, sender_id: str) -> DialogueStateTracker | None:
        rows = self._db.execute("SELECT sealed FROM turns WHERE sender_id = ? ORDER BY number", (sender_id,)).fetchall()
        try:
            events = [event for (sealed,) in rows for event in json.loads(self._box.decrypt(sealed.encode()))]
        except InvalidToken:
            _log.warning("a conversation was sealed with another key and begins anew")
            with self._db:
                self._db.execute("DELETE FROM turns WHERE sender_id = ?", (sender_id,))
            return None
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots) if events else None

    def _seal(self, events: list[Event]) -> str:
        return self._box.encrypt(json.dumps([event.as_dict() for event in events]).encode()).decode()

    def _forget_old(self) -> None:
        self._forgot_at = time.time()
        with self._db:
            self._db.execute(_FORGET, (self._forgot_at - DAYS_KEPT * _DAY,))


def _opened(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    Path(path).chmod(0o600)
    db.execute("PRAGMA secure_delete = ON")
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():  # unsealed, by Rasa's own store
        db.execute("DROP TABLE events")
        db.commit()
        db.execute("VACUUM")  # before there is a write-ahead log, which would keep the old pages alive
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(_TABLE)
    db.commit()
    return db


def _derived(secret: str) -> bytes:
    return base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=b"cunfatong tracker").derive(secret.encode()))


def _secrets(file: Path) -> list[str]:
    """What seals (ENCRYPTION_KEY, or else the key in ``file``), then what may have sealed before."""
    given, earlier = os.environ.get("ENCRYPTION_KEY"), os.environ.get("ENCRYPTION_OLD_KEYS", "")
    if given and file.exists():
        earlier += f",{file.read_text()}"
    return [given or _kept_secret(file), *filter(None, map(str.strip, earlier.split(",")))]


def _kept_secret(path: Path) -> str:
    """The application's own secret; whoever of the two starts first makes it, whole or not at all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(base64.urlsafe_b64encode(os.urandom(48)).decode())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
