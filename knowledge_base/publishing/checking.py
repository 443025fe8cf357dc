"""The rules that an entry keeps before it is stored, and again before it is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from knowledge_base.corpus_entries import FaqEntry, GuideEntry
from knowledge_base.corpus_rules import check_references
from knowledge_base.entry_rules import check_entry
from knowledge_base.errors import CitationNotInForce, CorpusError, ReasonMissing
from knowledge_base.models import Corpus, Faq, Guide
from knowledge_base.publishing.fields import field_name
from knowledge_base.statutes import StatuteBook
from knowledge_base.store.entries import FAQ, Note, StoredEntry

MIN_REASON, MAX_REASON = 2, 300

# What a person reads instead of pydantic's English.
_COMPLAINTS = {
    "missing": "必须填写",
    "string_too_short": "太短了，至少 {min_length} 个字",
    "string_too_long": "太长了，最多 {max_length} 个字",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "string_pattern_mismatch": "只能用小写字母、数字和横线",
    "extra_forbidden": "没有这一项",
    "string_type": "要写成文字",
    "list_type": "要写成一项一项的",
    "date_from_datetime_parsing": "日期要写成 2026-11-24 的样子",
    "date_parsing": "日期要写成 2026-11-24 的样子",
}


def checked_body(entry_type: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body in its normal form.

    Raises CorpusError when it breaks a rule.
    """
    try:
        entry = (FaqEntry if entry_type == FAQ else GuideEntry).model_validate(body)
    except ValidationError as error:
        raise CorpusError(_in_chinese(error)) from None
    check_entry(entry.to_faq("") if isinstance(entry, FaqEntry) else entry.to_guide())
    return entry.model_dump(mode="json", exclude_defaults=True)


def to_model(entry: StoredEntry) -> Faq | Guide:
    """The entry as the index takes it."""
    if entry.type == FAQ:
        return FaqEntry.model_validate(entry.body).to_faq(entry.topic)
    return GuideEntry.model_validate(entry.body).to_guide()


def to_corpus(entries: Iterable[StoredEntry]) -> Corpus:
    """Entries as the index takes them."""
    models = [to_model(entry) for entry in entries]
    return Corpus(tuple(m for m in models if isinstance(m, Faq)), tuple(m for m in models if isinstance(m, Guide)))


def check_law(entry: StoredEntry, book: StatuteBook) -> None:
    """Every citation stands in the statute database, in force.

    Raises CitationNotInForce.
    """
    model = to_model(entry)
    for citation in model.citations if isinstance(model, Faq) else model.legal_basis:
        if citation not in book:
            raise CitationNotInForce(f"法律库里没有现行有效的《{citation.law}》{citation.article}")


def check_beside(entry: StoredEntry, serving: Iterable[StoredEntry]) -> None:
    """The entry does not collide with what else is served: wordings are used once, its guide exists.

    Raises CorpusError.
    """
    corpus = to_corpus([*(other for other in serving if other.id != entry.id), entry])
    check_references(corpus.faqs, corpus.guides)


def with_reason(note: Note) -> Note:
    """The note, its reason without white space around it.

    Raises ReasonMissing when it is shorter than two or longer than three hundred characters.
    """
    reason = note.reason.strip()
    if not MIN_REASON <= len(reason) <= MAX_REASON:
        raise ReasonMissing(f"请写明理由，{MIN_REASON} 到 {MAX_REASON} 个字")
    return Note(note.by, note.at, reason)


def _in_chinese(error: ValidationError) -> str:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    context = first.get("ctx", {})
    known = _COMPLAINTS.get(first["type"])
    complaint = known.format(**context) if known else str(context.get("error", "写得不对"))
    return f"{field_name(field)}：{complaint}"
