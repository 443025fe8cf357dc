"""What an entry of the corpus says, as the index and the encoder read it."""

from __future__ import annotations

from knowledge_base.dialect import standard
from knowledge_base.models import Corpus, Faq, Guide
from knowledge_base.text import normalise

Entry = Faq | Guide


def entries_of(corpus: Corpus) -> tuple[Entry, ...]:
    """All of a corpus."""
    return (*corpus.faqs, *corpus.guides)


def body_of(entry: Entry) -> str:
    """The text of an entry beside its wordings."""
    return entry.answer if isinstance(entry, Faq) else entry.summary


def text_of(entry: Entry) -> str:
    """All of an entry that is searched by its characters."""
    return "".join(map(standard, (*entry.wordings, body_of(entry))))


def encodable(text: str) -> str:
    """What the encoder is given of a text: standard words, and the first 200 characters of a long one."""
    return (standard(text) or normalise(text))[:200] or "无"
