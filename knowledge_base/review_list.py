"""Which published entries a person should look over again, and why.

The day for it has come; a cited law was amended since, or soon will be; or an amount stands in none of the cited
articles. None of these is an error: the entry goes on answering.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge_base.amounts import unsupported_amounts
from knowledge_base.models import Corpus, Faq, Guide
from knowledge_base.statutes import StatuteBook, effective_dates


class Cause(StrEnum):
    """Why an entry is on the list."""

    OVERDUE = "overdue"
    LAW_AMENDED = "law_amended"
    LAW_ABOUT_TO_CHANGE = "law_about_to_change"
    AMOUNT_WITHOUT_LAW = "amount_without_law"


@dataclass(frozen=True, slots=True)
class ToReview:
    """An entry to look over again; ``why`` is a sentence."""

    entry: Faq | Guide
    cause: Cause
    why: str


def review_list(corpus: Corpus, book: StatuteBook) -> list[ToReview]:
    """Everything to look over again as of the book's day, the most urgent cause first."""
    dates = effective_dates(book.path)
    entries: list[Faq | Guide] = [*corpus.faqs, *corpus.guides]
    found = [item for entry in entries for item in _reasons(entry, book, dates)]
    order = list(Cause)
    return sorted(found, key=lambda item: order.index(item.cause))


def _reasons(entry: Faq | Guide, book: StatuteBook, dates: dict[str, list[date]]) -> Iterator[ToReview]:
    if entry.review_by is not None and entry.review_by < book.day:
        yield ToReview(entry, Cause.OVERDUE, f"应当在 {entry.review_by} 以前复核")
    citations = entry.citations if isinstance(entry, Faq) else entry.legal_basis
    for law in dict.fromkeys(citation.law for citation in citations):
        for day in dates.get(law, ()):
            if day > book.day:
                yield ToReview(entry, Cause.LAW_ABOUT_TO_CHANGE, f"《{law}》的新版 {day} 起施行")
            elif entry.valid_from is not None and day > entry.valid_from:
                yield ToReview(entry, Cause.LAW_AMENDED, f"《{law}》的新版 {day} 起施行，核对日期是 {entry.valid_from}")
    if amounts := unsupported_amounts(entry, book):
        yield ToReview(entry, Cause.AMOUNT_WITHOUT_LAW, f"引用的条文里没有：{'、'.join(amounts)}")
