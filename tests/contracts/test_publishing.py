"""Contracts of publishing, on both database systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from helpdesk.clock import SHANGHAI
from helpdesk.store.database import Database
from knowledge_base import publishing
from knowledge_base.errors import (
    CitationNotInForce,
    CorpusError,
    EntryChanged,
    EntryNotFound,
    IllegalMove,
    KnowledgeBaseError,
    OwnChange,
    ReasonMissing,
)
from knowledge_base.states import State
from knowledge_base.statutes import StatuteBook, default_path
from knowledge_base.store.entries import FAQ, GUIDE, Note, StoredEntry
from tests.contracts.conftest import all_at_once

NOW = datetime(2026, 12, 7, 10, tzinfo=SHANGHAI)
BODY: dict[str, Any] = {
    "id": "well-water",
    "question": "邻居把我家的井水弄脏了怎么办？",
    "variants": ["井头的水遭隔壁搞浑了"],
    "answer": "先拍照、留水样，请村里的人民调解员来看；谈不拢的，可以请求法院判决停止侵害、赔偿损失。",
    "citations": ["民法典第二百九十四条"],
}
BETTER = BODY | {"answer": BODY["answer"] + "急的打12345。"}
GUIDE_BODY: dict[str, Any] = {
    "id": "well-visit",
    "title": "请人来看水井",
    "service": "mediation",
    "summary": "井水被弄脏了，可以请村里的人民调解员到现场来看，再坐下来谈。",
    "names": ["请调解员来看井", "井水脏了请人来看", "想喊人来看哈水井"],
    "conditions": ["井是您家在用的"],
    "materials": ["照片"],
    "procedure": ["第一步：打电话约时间"],
    "time_limit": "当面约定",
    "fee": "免费",
    "where": "村居公共法律服务室",
    "legal_basis": ["人民调解法第四条"],
}


@pytest.fixture(scope="module")
def book() -> StatuteBook:
    """The statutes in force on the day."""
    return StatuteBook(default_path(), date(2026, 12, 7))


def note(by: str, reason: str = "") -> Note:
    return Note(by, NOW, reason)


def publish(db: Database, book: StatuteBook, draft: StoredEntry) -> StoredEntry:
    """Take a draft through review by chief."""
    publishing.submit_for_review(db, draft.id, draft.version, note("boss", "群众常问"))
    return publishing.approve(db, book, draft.id, draft.version + 1, note("chief"))


@pytest.fixture
def entry(db: Database, book: StatuteBook) -> StoredEntry:
    """A published entry, its third version: saved and submitted by boss, approved by chief."""
    return publish(db, book, publishing.add_draft(db, book, FAQ, "neighbours", BODY, note("boss")))


def served(db: Database) -> list[str]:
    """The answers that citizens get."""
    return [faq.answer for faq in publishing.published_corpus(db)[1].faqs]


def kept(db: Database, entry_id: str) -> list[tuple[int, str, str, str]]:
    """All versions of an entry, the newest first: number, step, who, answer."""
    versions = publishing.entry_versions(db, entry_id)
    return [(v.number, v.step.value, v.note.by, v.body["answer"]) for v in versions]


def everything(db: Database) -> tuple[int, list[StoredEntry], list[tuple[int, str, str, str]]]:
    """What a refused step must leave as it was."""
    return publishing.corpus_revision(db), publishing.list_entries(db), kept(db, BODY["id"])


def test_the_corpus_is_imported_once(db: Database) -> None:
    """The first start imports every file, and a restart leaves alone what admins have made of it."""
    first, revision = publishing.import_corpus(db, NOW), publishing.corpus_revision(db)

    again = publishing.import_corpus(db, NOW)

    entries = publishing.list_entries(db)
    assert (first, again) == (len(entries), 0)
    assert first >= 140
    assert publishing.corpus_revision(db) == revision == 1
    assert {entry.id for entry in publishing.list_serving(db)} == {entry.id for entry in entries}


def test_nobody_is_answered_with_a_draft(db: Database, book: StatuteBook) -> None:
    """An entry answers only once another person has approved it; every step is kept with who, when and why."""
    draft = publishing.add_draft(db, book, FAQ, "neighbours", BODY, note("boss"))
    submitted = publishing.submit_for_review(db, draft.id, 1, note("boss", "群众常问"))
    before = (publishing.corpus_revision(db), served(db))

    approved = publishing.approve(db, book, draft.id, 2, note("chief", "核对过"))

    assert before == (0, [])
    assert (draft.state, submitted.state, approved.state) == (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)
    assert (publishing.corpus_revision(db), served(db)) == (1, [BODY["answer"]])
    assert [(v.step.value, v.note) for v in publishing.entry_versions(db, draft.id)] == [
        ("approved", Note("chief", NOW.astimezone(UTC), "核对过")),
        ("submitted", Note("boss", NOW.astimezone(UTC), "群众常问")),
        ("saved", Note("boss", NOW.astimezone(UTC), "")),
    ]


def test_what_is_published_answers_until_its_draft_is_approved(
    db: Database, book: StatuteBook, entry: StoredEntry
) -> None:
    """A draft, and a draft in review, change no answer; and what is in review is not edited."""
    draft = publishing.save_draft(db, book, entry.id, 3, BETTER, note("boss", "补一句"))
    assert (draft.serving_version, served(db)) == (3, [BODY["answer"]])
    publishing.submit_for_review(db, entry.id, 4, note("boss", "补一句"))
    assert served(db) == [BODY["answer"]]
    with pytest.raises(IllegalMove):
        publishing.save_draft(db, book, entry.id, 5, BODY, note("boss"))

    publishing.approve(db, book, entry.id, 5, note("chief"))

    assert served(db) == [BETTER["answer"]]
    assert publishing.get_entry(db, entry.id).serving_version == 6


def test_who_wrote_a_text_does_not_approve_it(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """Whoever submits it; the only admin may, with a written reason."""
    publishing.save_draft(db, book, entry.id, 3, BETTER, note("boss"))
    publishing.submit_for_review(db, entry.id, 4, note("chief", "替他送审"))
    before = everything(db)

    with pytest.raises(OwnChange):
        publishing.approve(db, book, entry.id, 5, note("boss", "我看没有问题"))
    with pytest.raises(ReasonMissing):
        publishing.approve(db, book, entry.id, 5, note("boss", " "), only_admin=True)
    assert everything(db) == before
    publishing.approve(db, book, entry.id, 5, note("boss", "所里只有我一个人"), only_admin=True)

    assert served(db) == [BETTER["answer"]]
    assert publishing.entry_versions(db, entry.id)[0].note.reason == "所里只有我一个人"


def test_a_draft_that_is_sent_back_is_still_its_authors(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """The reviewer's reason is kept, and the author still does not approve what they wrote."""
    publishing.save_draft(db, book, entry.id, 3, BETTER, note("boss"))
    publishing.submit_for_review(db, entry.id, 4, note("boss", "补一句"))
    sent = publishing.send_back(db, entry.id, 5, note("chief", "电话写错了"))
    publishing.submit_for_review(db, entry.id, 6, note("chief", "没有写错，再送"))

    with pytest.raises(OwnChange):
        publishing.approve(db, book, entry.id, 7, note("boss"))

    assert (sent.state, sent.written_by) == (State.DRAFT, "boss")


def test_a_retired_entry_stops_answering_and_can_come_back(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """Retired, it is kept but not served, and its draft is retired with it; by a new draft it is served again."""
    publishing.save_draft(db, book, entry.id, 3, BETTER, note("boss"))
    publishing.retire(db, entry.id, 4, note("chief", "法律改了"))

    assert served(db) == []
    assert publishing.get_entry(db, entry.id).state is State.RETIRED
    publish(db, book, publishing.save_draft(db, book, entry.id, 5, BODY, note("boss")))
    assert served(db) == [BODY["answer"]]


def test_an_older_version_is_served_again_as_a_new_one(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """At once, with a reason; what was never published, or is in use already, is not gone back to."""
    publish(db, book, publishing.save_draft(db, book, entry.id, 3, BETTER, note("boss")))
    before = everything(db)
    for number, error in ((6, IllegalMove), (4, IllegalMove), (99, EntryNotFound)):
        with pytest.raises(error):
            publishing.roll_back(db, book, entry.id, 6, number, note("boss", "新版有错"))
    with pytest.raises(ReasonMissing):
        publishing.roll_back(db, book, entry.id, 6, 3, note("boss"))
    assert everything(db) == before

    restored = publishing.roll_back(db, book, entry.id, 6, 3, note("boss", "新版有错"))

    assert (restored.version, restored.serving_version, served(db)) == (7, 7, [BODY["answer"]])
    assert publishing.entry_versions(db, entry.id)[0].note.reason == "恢复第 3 版：新版有错"
    assert kept(db, entry.id)[1] == (6, "approved", "chief", BETTER["answer"])


def test_two_versions_are_compared_field_by_field(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """By their Chinese names, sentence by sentence, line by line."""
    changed = BETTER | {"variants": ["隔壁把我们水井整脏了"], "deadline": "三年"}
    draft = publishing.save_draft(db, book, entry.id, 3, changed, note("boss"))

    older = publishing.entry_version(db, entry.id, 3)
    differences = publishing.compare(FAQ, older.body, draft.body)

    assert [(d.name, [mark for mark, _ in d.lines]) for d in differences] == [
        ("其他问法", ["-", "+"]),
        ("答复", [" ", " ", "+"]),
        ("期限", ["+"]),
    ]
    assert differences[1].lines[-1] == ("+", "急的打12345。")
    assert publishing.compare(FAQ, older.body, older.body) == []


def test_a_step_out_of_turn_is_refused(
    db: Database, book: StatuteBook, entry: StoredEntry, subtests: pytest.Subtests
) -> None:
    """The state says which steps are allowed; a refusal is in Chinese and changes nothing."""
    out_of_turn: list[Callable[[int], object]] = [
        lambda version: publishing.submit_for_review(db, entry.id, version, note("boss", "再送一次")),
        lambda version: publishing.approve(db, book, entry.id, version, note("chief")),
        lambda version: publishing.send_back(db, entry.id, version, note("chief", "退回去改")),
    ]
    before = everything(db)

    for number, step in enumerate(out_of_turn):
        with subtests.test(number=number):
            with pytest.raises(IllegalMove) as refused:
                step(3)
            assert any("一" <= character <= "鿿" for character in str(refused.value))
            assert everything(db) == before
    publishing.retire(db, entry.id, 3, note("chief", "不再需要"))
    with pytest.raises(IllegalMove):
        publishing.retire(db, entry.id, 4, note("chief", "不再需要"))


def test_of_many_who_edit_one_version_one_wins(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """Who saves second is told that the entry has changed, and overwrites nothing."""
    results = all_at_once(
        lambda n: publishing.save_draft(db, book, entry.id, 3, BODY | {"deadline": f"{n + 1} 年"}, note(f"admin{n}")), 6
    )

    assert Counter(type(result) for result in results) == {StoredEntry: 1, EntryChanged: 5}
    assert [number for number, *_ in kept(db, entry.id)] == [4, 3, 2, 1]
    with pytest.raises(EntryChanged):
        publishing.retire(db, entry.id, 3, note("late", "不再需要"))


def test_of_two_drafts_with_one_wording_one_is_published(db: Database, book: StatuteBook) -> None:
    """Approved at the same moment by two reviewers, the wording still has one owner."""
    for number in range(2):
        body = BODY | {"id": f"well-{number}", "question": f"第 {number} 个问题，别处没有"}
        draft = publishing.add_draft(db, book, FAQ, "neighbours", body, note("boss"))
        publishing.submit_for_review(db, draft.id, 1, note("boss", "群众常问"))

    results = all_at_once(lambda n: publishing.approve(db, book, f"well-{n}", 2, note("chief")), 2)

    assert Counter(type(result) for result in results) == {StoredEntry: 1, CorpusError: 1}
    assert len(served(db)) == 1


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
                publishing.save_draft(db, book, entry.id, 3, BODY | change, note("boss"))
            other = BODY | {"id": "other", "variants": []} | change
            with pytest.raises(error):
                publishing.add_draft(db, book, FAQ, "neighbours", other, note("boss"))

            assert any("一" <= character <= "鿿" for character in str(edited.value))
            assert everything(db) == before


def test_a_law_that_was_repealed_meanwhile_stops_publication(db: Database, book: StatuteBook) -> None:
    """The rules are checked once more when the entry is approved, as of that day."""
    draft = publishing.add_draft(db, book, FAQ, "neighbours", BODY, note("boss"))
    publishing.submit_for_review(db, draft.id, 1, note("boss", "群众常问"))

    with pytest.raises(CitationNotInForce):
        publishing.approve(db, StatuteBook(default_path(), date(2020, 12, 31)), draft.id, 2, note("chief"))

    assert publishing.get_entry(db, draft.id).state is State.IN_REVIEW


def test_identifiers_and_wordings_are_used_once(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """A second entry with the identifier or a wording of another one is refused."""
    before = everything(db)

    with pytest.raises(CorpusError, match="已经用过"):
        publishing.add_draft(db, book, FAQ, "neighbours", BODY, note("boss"))
    other = BODY | {"id": "other", "question": "别的问题，没人问过"}
    with pytest.raises(CorpusError, match=entry.id):
        publishing.add_draft(db, book, FAQ, "neighbours", other, note("boss"))

    assert everything(db) == before


def test_guides_are_written_and_reviewed_as_questions_are(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """A guide that entries lead to is not retired before they are changed."""
    guide = publish(db, book, publishing.add_draft(db, book, GUIDE, "mediation", GUIDE_BODY, note("boss")))
    publish(db, book, publishing.save_draft(db, book, guide.id, 3, GUIDE_BODY | {"fee": "不收费"}, note("boss")))
    assert publishing.published_corpus(db)[1].guides[0].fee == "不收费"
    publish(db, book, publishing.save_draft(db, book, entry.id, 3, BODY | {"guide": guide.id}, note("boss")))

    with pytest.raises(CorpusError, match=entry.id):
        publishing.retire(db, guide.id, 6, note("chief", "不再需要"))

    assert publishing.get_entry(db, guide.id).state is State.PUBLISHED


def test_what_does_not_exist_is_not_found(db: Database, book: StatuteBook) -> None:
    """Every step names the entry that is missing."""
    missing = "no-such-entry"
    steps: list[Callable[[], object]] = [
        lambda: publishing.save_draft(db, book, missing, 1, BODY, note("boss")),
        lambda: publishing.submit_for_review(db, missing, 1, note("boss", "群众常问")),
        lambda: publishing.approve(db, book, missing, 1, note("chief")),
        lambda: publishing.send_back(db, missing, 1, note("chief", "退回去改")),
        lambda: publishing.retire(db, missing, 1, note("chief", "不再需要")),
        lambda: publishing.roll_back(db, book, missing, 1, 1, note("chief", "新版有错")),
    ]

    for step in steps:
        with pytest.raises(EntryNotFound, match=missing):
            step()


def test_a_refused_publication_is_not_counted(db: Database, book: StatuteBook, entry: StoredEntry) -> None:
    """No process builds an index for a step that was refused."""
    before = publishing.corpus_revision(db)

    with pytest.raises(KnowledgeBaseError):
        publishing.approve(db, book, entry.id, 3, note("chief"))

    assert publishing.corpus_revision(db) == before
