"""Contracts of publishing, on both database systems."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from helpdesk.clock import SHANGHAI
from helpdesk.store.database import Database
from knowledge_base.errors import CitationNotInForce, CorpusError, EntryChanged, EntryNotFound
from knowledge_base.publishing import (
    add_faq,
    corpus_revision,
    edit_faq,
    get_entry,
    import_corpus,
    list_entries,
    published_corpus,
    retire_faq,
)
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store import entries as store
from knowledge_base.store.entries import StoredEntry
from tests.contracts.conftest import all_at_once

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)
BODY: dict[str, Any] = {
    "id": "well-water",
    "question": "邻居把我家的井水弄脏了怎么办？",
    "variants": ["井头的水遭隔壁搞浑了"],
    "answer": "先拍照、留水样，请村里的人民调解员来看；谈不拢的，可以请求法院判决停止侵害、赔偿损失。",
    "citations": ["民法典第二百九十四条"],
}


@pytest.fixture(scope="module")
def book() -> StatuteBook:
    """The statutes in force on the day."""
    return StatuteBook(default_path(), date(2026, 12, 7))


@pytest.fixture
def entry(db: Database, book: StatuteBook) -> StoredEntry:
    """A published entry."""
    return add_faq(db, book, "neighbours", BODY, "boss", NOW)


def kept(db: Database, entry_id: str) -> list[tuple[int, str, str, str]]:
    """All versions of an entry, the newest first: version, state, author, answer."""
    with db.read() as session:
        return [(v.version, v.state, v.author, v.body["answer"]) for v in store.versions(session, entry_id)]


def everything(db: Database) -> tuple[int, list[StoredEntry], list[tuple[int, str, str, str]]]:
    """What a refused change must leave as it was."""
    return corpus_revision(db), list_entries(db), kept(db, BODY["id"])


def test_the_corpus_is_imported_once(db: Database) -> None:
    """The first start imports every file, and a restart leaves alone what admins have made of it."""
    first, revision = import_corpus(db, NOW), corpus_revision(db)

    again = import_corpus(db, NOW)

    assert (first, again) == (len(list_entries(db)), 0)
    assert first >= 140
    assert corpus_revision(db) == revision == 1


def test_an_edit_answers_at_once_and_the_old_words_are_kept(
    db: Database, book: StatuteBook, entry: StoredEntry
) -> None:
    """The newest version is served, and every version stays with its author."""
    better = BODY | {"answer": BODY["answer"] + "急的打12345。"}

    edited = edit_faq(db, book, entry.id, 1, better, "chief", NOW)

    revision, corpus = published_corpus(db)
    assert (edited.version, revision) == (2, 2)
    assert [faq.answer for faq in corpus.faqs] == [better["answer"]]
    assert kept(db, entry.id) == [
        (2, "published", "chief", better["answer"]),
        (1, "published", "boss", BODY["answer"]),
    ]


def test_a_retired_entry_stops_answering_and_can_come_back(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """Retired, it is kept but not served; edited, it is served again."""
    retire_faq(db, entry.id, 1, "chief", NOW)

    assert published_corpus(db)[1].faqs == ()
    assert get_entry(db, entry.id).state == store.RETIRED
    edit_faq(db, book, entry.id, 2, BODY, "boss", NOW)
    assert [faq.id for faq in published_corpus(db)[1].faqs] == [entry.id]
    assert [(version, state) for version, state, *_ in kept(db, entry.id)] == [
        (3, "published"),
        (2, "retired"),
        (1, "published"),
    ]


def test_of_many_who_edit_one_version_one_wins(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """Who saves second is told that the entry has changed, and overwrites nothing."""
    results = all_at_once(
        lambda n: edit_faq(db, book, entry.id, 1, BODY | {"deadline": f"{n + 1} 年"}, f"admin{n}", NOW), 6
    )

    assert Counter(type(result) for result in results) == {StoredEntry: 1, EntryChanged: 5}
    assert [version for version, *_ in kept(db, entry.id)] == [2, 1]
    assert corpus_revision(db) == 2
    with pytest.raises(EntryChanged):
        retire_faq(db, entry.id, 1, "late", NOW)


BROKEN_RULES: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"citations": ["合同法第一百条"]}, CitationNotInForce),
    ({"citations": ["民法典第九千条"]}, CitationNotInForce),
    ({"citations": ["农村土地承包法第一条"]}, CitationNotInForce),
    ({"citations": ["大概是民法典"]}, CorpusError),
    ({"citations": []}, CorpusError),
    ({"answer": "太短"}, CorpusError),
    ({"answer": "长" * 301}, CorpusError),
    ({"question": ""}, CorpusError),
    ({"guide": "no-such-guide"}, CorpusError),
    ({"colour": "red"}, CorpusError),
]


def test_a_change_that_breaks_a_rule_changes_nothing(
    db: Database, book: StatuteBook, entry: StoredEntry, subtests: pytest.Subtests
) -> None:
    """A law that is not in force, a missing field, an overlong answer: refused in Chinese, before anything is stored."""
    before = everything(db)

    for change, error in BROKEN_RULES:
        with subtests.test(change=str(change)[:40]):
            with pytest.raises(error) as edited:
                edit_faq(db, book, entry.id, 1, BODY | change, "boss", NOW)
            with pytest.raises(error):
                add_faq(db, book, "neighbours", BODY | {"id": "other", "variants": []} | change, "boss", NOW)

            assert any("一" <= character <= "鿿" for character in str(edited.value))
            assert everything(db) == before


def test_identifiers_and_wordings_are_used_once(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """A second entry with the identifier or a wording of another one is refused."""
    before = everything(db)

    with pytest.raises(CorpusError, match="已经用过"):
        add_faq(db, book, "neighbours", BODY, "boss", NOW)
    with pytest.raises(CorpusError, match=entry.id):
        add_faq(db, book, "neighbours", BODY | {"id": "other", "question": "别的问题，没人问过"}, "boss", NOW)

    assert everything(db) == before


def test_unknown_entries_and_guides_cannot_be_changed(db: Database, book: StatuteBook) -> None:
    """What does not exist is not found, and a guide is neither retired nor overwritten as if it were a question."""
    guide = StoredEntry("to-the-notary", store.GUIDE, "notary", store.PUBLISHED, 1, {"title": "办公证"})
    with db.write() as session:
        store.add(session, guide, "import", NOW)

    with pytest.raises(EntryNotFound):
        edit_faq(db, book, "no-such-entry", 1, BODY, "boss", NOW)
    with pytest.raises(EntryNotFound):
        retire_faq(db, "no-such-entry", 1, "boss", NOW)
    with pytest.raises(CorpusError):
        retire_faq(db, guide.id, 1, "boss", NOW)
    with pytest.raises(CorpusError):
        edit_faq(db, book, guide.id, 1, BODY, "boss", NOW)

    assert get_entry(db, guide.id) == guide
