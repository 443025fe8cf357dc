"""What the entries of a corpus must keep: identifiers and wordings used once, guides that exist, citations in force."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_base.entry_rules import as_compared
from knowledge_base.errors import CorpusError
from knowledge_base.models import Corpus, Faq, Guide
from knowledge_base.statutes import StatuteBook


def check_references(faqs: Iterable[Faq], guides: Iterable[Guide]) -> None:
    """Identifiers and wordings are unique, and an FAQ's guide exists.

    Raises CorpusError.
    """
    guide_ids: set[str] = set()
    wordings: dict[str, str] = {}
    seen: set[str] = set()
    for guide in guides:
        guide_ids.add(guide.id)
        _claim(guide.id, guide.wordings, seen, wordings)
    for faq in faqs:
        _claim(faq.id, faq.wordings, seen, wordings)
        if faq.guide is not None and faq.guide not in guide_ids:
            raise CorpusError(f"{faq.id}：没有编号为 {faq.guide} 的办事指南")


def check_citations(corpus: Corpus, book: StatuteBook) -> list[str]:
    """One sentence for each citation that does not stand in the statute database, in force."""
    cited = [(f.id, f.citations) for f in corpus.faqs] + [(g.id, g.legal_basis) for g in corpus.guides]
    return [
        f"{entry}：法律库里没有现行有效的《{c.law}》{c.article}"
        for entry, citations in cited
        for c in citations
        if c not in book
    ]


def _claim(entry: str, wordings: Iterable[str], seen: set[str], owners: dict[str, str]) -> None:
    if entry in seen:
        raise CorpusError(f"编号 {entry} 用了两次")
    seen.add(entry)
    for wording in wordings:
        owner = owners.setdefault(as_compared(wording), entry)
        if owner != entry:
            raise CorpusError(f"“{wording}”既在 {owner} 里，又在 {entry} 里")
