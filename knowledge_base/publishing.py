"""Use cases around the corpus: import it once, publish, edit and retire entries, read what is published.

A change is stored with who made it and when; the serving index follows within seconds, in every process
(``KnowledgeBase.refresh``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge_base.corpus_files import FOLDER, FaqEntry, GuideEntry, check_references, raw_entries
from knowledge_base.errors import CitationNotInForce, CorpusError
from knowledge_base.models import Corpus, Faq, Guide
from knowledge_base.ports import Transactions
from knowledge_base.statutes import StatuteBook
from knowledge_base.store import entries as store
from knowledge_base.store.entries import StoredEntry

# What a person reads instead of pydantic's English.
_COMPLAINTS = {
    "missing": "必须填写",
    "string_too_short": "太短了",
    "string_too_long": "太长了",
    "too_short": "至少要有一项",
    "too_long": "项数太多",
    "string_pattern_mismatch": "只能用小写字母、数字和横线",
}
_FIELDS = {
    "id": "编号", "question": "问题", "variants": "其他问法", "answer": "答复", "citations": "法律依据",
    "other_sources": "其他依据", "guide": "办事指南", "evidence": "要留的证据", "deadline": "期限", "needs_person": "何时找人",
    "heard": "听到过的问法", "deadline_article": "期限的条文", "valid_from": "核对日期", "review_by": "下次复核",
}  # fmt: skip


def import_corpus(db: Transactions, now: datetime, folder: Path = FOLDER) -> int:
    """Import the corpus files into an empty database; returns how many entries were imported, 0 if some were there.

    Raises CorpusError.
    """
    with db.write() as session:
        if store.revision(session):
            return 0
        count = 0
        for type_, topic, body in raw_entries(folder):
            store.add(session, StoredEntry(body["id"], type_, topic, store.PUBLISHED, 1, body), "import", now)
            count += 1
        store.count_change(session)
    return count


def published_corpus(db: Transactions) -> tuple[int, Corpus]:
    """The revision, and everything that is published."""
    with db.read() as session:
        return store.revision(session), _corpus(store.all_entries(session, state=store.PUBLISHED))


def corpus_revision(db: Transactions) -> int:
    """How often the corpus has changed."""
    with db.read() as session:
        return store.revision(session)


def list_entries(db: Transactions) -> list[StoredEntry]:
    """All entries, published and retired."""
    with db.read() as session:
        return store.all_entries(session)


def get_entry(db: Transactions, entry_id: str) -> StoredEntry:
    """One entry.

    Raises EntryNotFound.
    """
    with db.read() as session:
        return store.get(session, entry_id)


def add_faq(
    db: Transactions, book: StatuteBook, topic: str, body: dict[str, Any], author: str, now: datetime
) -> StoredEntry:
    """Publish a new FAQ entry.

    Raises CorpusError when it breaks a rule of the corpus, CitationNotInForce for a citation that does not hold.
    """
    faq, body = _check_faq(topic, body, book)
    with db.write() as session:
        present = store.all_entries(session)
        if any(entry.id == faq.id for entry in present):
            raise CorpusError(f"编号 {faq.id} 已经用过了")
        _check_beside(faq, present)
        entry = StoredEntry(faq.id, store.FAQ, topic, store.PUBLISHED, 1, body)
        store.add(session, entry, author, now)
        store.count_change(session)
    return entry


def edit_faq(
    db: Transactions,
    book: StatuteBook,
    entry_id: str,
    base_version: int,
    body: dict[str, Any],
    author: str,
    now: datetime,
) -> StoredEntry:
    """Publish the next version of a FAQ entry; a retired one comes back by this.

    Raises EntryNotFound, EntryChanged, CorpusError or CitationNotInForce.
    """
    with db.write() as session:
        present = store.all_entries(session)
        topic = _faq(session, entry_id).topic
        faq, body = _check_faq(topic, {**body, "id": entry_id}, book)
        _check_beside(faq, [entry for entry in present if entry.id != entry_id])
        entry = StoredEntry(entry_id, store.FAQ, topic, store.PUBLISHED, base_version + 1, body)
        store.replace(session, entry, base_version, author, now)
        store.count_change(session)
    return entry


def retire_faq(db: Transactions, entry_id: str, base_version: int, author: str, now: datetime) -> StoredEntry:
    """Let a FAQ entry stop answering; it is kept.

    Raises EntryNotFound, EntryChanged, or CorpusError for a guide.
    """
    with db.write() as session:
        current = _faq(session, entry_id)
        entry = replace(current, state=store.RETIRED, version=base_version + 1)
        store.replace(session, entry, base_version, author, now)
        store.count_change(session)
    return entry


def _faq(session: Any, entry_id: str) -> StoredEntry:
    entry = store.get(session, entry_id)
    if entry.type != store.FAQ:
        raise CorpusError("办事指南不能在这里修改或下架")
    return entry


def _check_faq(topic: str, body: dict[str, Any], book: StatuteBook) -> tuple[Faq, dict[str, Any]]:
    try:
        entry = FaqEntry.model_validate(body)
        faq = entry.to_faq(topic)
    except ValidationError as error:
        raise CorpusError(_in_chinese(error)) from None
    for citation in faq.citations:
        if citation not in book:
            raise CitationNotInForce(f"法律库里没有现行有效的《{citation.law}》{citation.article}")
    return faq, entry.model_dump(mode="json", exclude_defaults=True)


def _check_beside(faq: Faq, others: list[StoredEntry]) -> None:
    corpus = _corpus([entry for entry in others if entry.state == store.PUBLISHED])
    check_references((*corpus.faqs, faq), corpus.guides)


def _corpus(entries: list[StoredEntry]) -> Corpus:
    faqs: list[Faq] = []
    guides: list[Guide] = []
    for entry in entries:
        if entry.type == store.FAQ:
            faqs.append(FaqEntry.model_validate(entry.body).to_faq(entry.topic))
        else:
            guides.append(GuideEntry.model_validate(entry.body).to_guide())
    return Corpus(tuple(faqs), tuple(guides))


def _in_chinese(error: ValidationError) -> str:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    complaint = _COMPLAINTS.get(first["type"])
    if complaint is None:
        context = first.get("ctx", {})
        complaint = str(context["error"]) if "error" in context else "写得不对"
    return f"{_FIELDS.get(field, field)}：{complaint}"
