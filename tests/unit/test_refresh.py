"""What the knowledge base serves after one change and after many."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from helpdesk.clock import SHANGHAI
from helpdesk.store.database import migrate, open_database
from knowledge_base import publishing
from knowledge_base.calibration import Calibration
from knowledge_base.encoder import HashEncoder, PlainEncoder, SentenceEncoder
from knowledge_base.outside import OutsideModel
from knowledge_base.service import KnowledgeBase
from knowledge_base.statute_index import StatuteIndex
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store import MIGRATIONS, VERSION_TABLE
from knowledge_base.store.entries import FAQ, Note

STATUTES = Path(__file__).parents[2] / "var" / "statutes"
NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)


def test_many_changes_are_served_as_one_is(tmp_path: Path) -> None:
    """Sixty retired entries, more than are kept beside the large segment, stop answering; what stays answers as before."""
    db = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    migrate(db, MIGRATIONS, VERSION_TABLE)
    publishing.import_corpus(db, NOW)
    book = StatuteBook(default_path(), date(2026, 12, 7))
    encoder = SentenceEncoder()
    statutes, outside = StatuteIndex(STATUTES, encoder, book), OutsideModel.load(PlainEncoder(encoder).vector)
    knowledge = KnowledgeBase(db, HashEncoder(), book, statutes, Calibration.load(), outside)
    faqs = [entry for entry in publishing.list_serving(db) if entry.type == FAQ]
    gone, stays = faqs[:60], faqs[60:90]
    publishing.retire(db, gone[0].id, 1, Note("chief", NOW, "不再需要"))
    assert knowledge.refresh()
    assert knowledge.find_entry(gone[0].id) is None
    for entry in gone[1:]:
        publishing.retire(db, entry.id, 1, Note("chief", NOW, "不再需要"))

    changed = knowledge.refresh()

    found = [knowledge.search_entries(entry.body["question"], 1)[0].entry.id for entry in (*gone, *stays)]
    assert changed
    assert not knowledge.refresh()
    assert not {entry.id for entry in gone} & set(found)
    assert found[60:] == [entry.id for entry in stays]
    db.close()
