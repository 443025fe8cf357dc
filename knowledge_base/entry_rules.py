"""What one entry keeps beyond the form of its fields; rules between entries are the corpus's (``check_references``)."""

from __future__ import annotations

from knowledge_base.errors import CorpusError
from knowledge_base.models import Faq, Guide
from knowledge_base.text import normalise

SERVICES = frozenset({
    "legal-aid", "notary", "mediation", "forensic", "lawyer", "grassroots", "arbitration", "community-corrections",
    "aftercare", "legal-education", "consultation",
})  # fmt: skip
"""What a guide can be a guide to."""

FEWEST_VARIANTS, MOST_VARIANTS = 4, 10
"""Of each FAQ entry that the program is shipped with; one that an office writes in a hurry may have fewer or more."""


def check_entry(entry: Faq | Guide) -> None:
    """The dates follow each other, a deadline's article has its deadline, the service exists.

    Raises CorpusError.
    """
    if entry.valid_from and entry.review_by and entry.review_by <= entry.valid_from:
        raise CorpusError(f"下次复核（{entry.review_by}）要晚于核对日期（{entry.valid_from}）")
    if isinstance(entry, Guide):
        if entry.service not in SERVICES:
            raise CorpusError(f"没有“{entry.service}”这种服务")
    elif entry.deadline_article and not entry.deadline:
        raise CorpusError("写了期限的条文，期限也要写")


def check_variants(faq: Faq) -> None:
    """An entry that is shipped is asked in several ways.

    Raises CorpusError.
    """
    if not FEWEST_VARIANTS <= len(faq.variants) <= MOST_VARIANTS:
        raise CorpusError(f"其他问法要有 {FEWEST_VARIANTS} 到 {MOST_VARIANTS} 种")


def as_compared(wording: str) -> str:
    """A wording without what the search does not see: two that differ only in punctuation or width are one."""
    return normalise(wording) or wording
